with

members as (

    select * from {{ ref('int_project_members') }}

),

years as (

    select distinct
        series,
        project_kind,
        fiscal_year
    from members
    where is_compared

)

select
    series,
    project_kind,
    fiscal_year,
    lag(fiscal_year) over (
        partition by series, project_kind
        order by fiscal_year asc
    ) as previous_fiscal_year,
    lead(fiscal_year) over (
        partition by series, project_kind
        order by fiscal_year asc
    ) as next_fiscal_year
from years
