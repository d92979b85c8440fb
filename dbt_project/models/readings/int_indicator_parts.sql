with

indicator_rows as (

    select * from {{ ref('int_named_rows') }}

),

target_parts as (

    select * from {{ ref('stg_landing__target_parts') }}

)

select
    target_parts.*,
    indicator_rows.document_id,
    indicator_rows.form_no,
    indicator_rows.row_no,
    indicator_rows.form_key,
    indicator_rows.row_key,
    indicator_rows.fiscal_year,
    indicator_rows.locator
from indicator_rows
inner join target_parts using (target_key)
