with

versions as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

indicator_rows as (

    select * from {{ ref('stg_landing__indicator_rows') }}

)

select
    indicator_rows.*,
    versions.path,
    versions.fiscal_year,
    {{ name_key('indicator_rows.level1_text', 'versions.fiscal_year') }} as level1_key,
    {{ name_key('indicator_rows.level2_text', 'versions.fiscal_year') }} as level2_key,
    {{ name_key('indicator_rows.level3_text', 'versions.fiscal_year') }} as level3_key,
    {{ name_key('indicator_rows.description', 'versions.fiscal_year') }} as description_key,
    {{ target_key(
        "coalesce(indicator_rows.value_printed, '')",
        'versions.fiscal_year',
        "coalesce(indicator_rows.unit_printed, '')",
        "coalesce(indicator_rows.comparator_printed, '')",
    ) }} as target_key,
    {{ target_key('indicator_rows.actual_text', 'versions.fiscal_year') }} as actual_key,
    {{ target_key('indicator_rows.mid_year_actual_text', 'versions.fiscal_year') }} as mid_year_actual_key,
    {{ target_key('indicator_rows.mid_year_forecast_text', 'versions.fiscal_year') }}
        as mid_year_forecast_key
from indicator_rows
inner join versions using (document_id)
