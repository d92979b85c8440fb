with

indicator_rows as (

    select
        indicator_rows.document_id,
        indicator_rows.form_no,
        indicator_rows.row_no,
        indicator_rows.fiscal_year,
        indicator_rows.project_key,
        indicator_rows.is_compared,
        indicator_links.indicator_key,
        indicator_rows.category_key,
        indicator_rows.indicator_name
    from {{ ref('int_indicator_rows') }} as indicator_rows
    inner join {{ ref('int_indicator_links') }} as indicator_links
        on indicator_rows.node_key = indicator_links.node_key

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
            order by fiscal_year desc, is_compared desc, document_id asc, form_no asc, row_no asc
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
inner join indicator_years using (indicator_key)
