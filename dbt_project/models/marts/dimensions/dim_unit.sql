with

unit_forms as (

    select * from {{ ref('int_unit_forms') }}

),

name_counts as (

    select
        unit_id,
        scope,
        fiscal_year,
        unit_name,
        max(unit_code) as unit_code,
        max(department_code) as department_code,
        bool_or(form_kind = 'objective') as is_of_objectives,
        count(*) as form_count
    from unit_forms
    group by unit_id, scope, fiscal_year, unit_name

),

name_of_each_year as (

    -- In one year the name of the objectives wins, then the one printed most.
    select *
    from name_counts
    qualify
        row_number() over (
            partition by unit_id, fiscal_year
            order by is_of_objectives desc, form_count desc, unit_name asc
        ) = 1

),

previous_names as (

    select
        *,
        lag(unit_name) over (
            partition by unit_id
            order by fiscal_year asc
        ) as previous_name
    from name_of_each_year

),

runs_numbered as (

    select
        *,
        sum(case when previous_name = unit_name then 0 else 1 end) over (
            partition by unit_id
            order by fiscal_year asc
        ) as run_no
    from previous_names

),

runs_described as (

    -- In a run of years with one name the latest code counts.
    select
        *,
        min(fiscal_year) over (partition by unit_id, run_no) as valid_from_year
    from runs_numbered
    qualify
        row_number() over (
            partition by unit_id, run_no
            order by fiscal_year desc
        ) = 1

),

name_versions as (

    select
        *,
        lead(valid_from_year) over (
            partition by unit_id
            order by valid_from_year asc
        ) - 1 as valid_to_year
    from runs_described

)

select
    {{ key_of(['unit_id', 'valid_from_year']) }} as unit_key,
    unit_id,
    unit_code,
    unit_name,
    department_code,
    nullif(scope, '') as jurisdiction,
    valid_from_year,
    valid_to_year,
    valid_to_year is null as is_current
from name_versions
