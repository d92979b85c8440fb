with

indicator_rows as (

    select
        document_id,
        form_no,
        row_no,
        fiscal_year,
        project_key,
        indicator_key,
        category_key,
        indicator_name
    from {{ ref('int_indicator_rows') }}

),

indicator_years as (

    select
        indicator_key,
        min(fiscal_year) as first_fiscal_year,
        max(fiscal_year) as last_fiscal_year
    from indicator_rows
    group by indicator_key

),

latest_rows as (

    select *
    from indicator_rows
    qualify
        row_number() over (
            partition by indicator_key
            order by fiscal_year desc, document_id asc, form_no asc, row_no asc
        ) = 1

)

select
    latest_rows.indicator_key,
    latest_rows.project_key,
    latest_rows.category_key,
    latest_rows.indicator_name,
    indicator_years.first_fiscal_year,
    indicator_years.last_fiscal_year
from latest_rows
inner join indicator_years
    on latest_rows.indicator_key = indicator_years.indicator_key
