with

units as (

    select * from {{ ref('int_units') }}

)

select
    unit_key,
    unit_id,
    unit_code,
    unit_name,
    department_code,
    jurisdiction,
    valid_from_year,
    valid_to_year,
    valid_to_year is null as is_current
from units
