with

versions as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

indicator_rows as (

    select * from {{ ref('stg_landing__indicator_rows') }}

)

select
    indicator_rows.document_id,
    indicator_rows.form_no,
    indicator_rows.row_no,
    indicator_rows.form_key,
    indicator_rows.row_key,
    versions.path,
    versions.fiscal_year,
    indicator_rows.level1_text,
    {{ name_key('indicator_rows.level1_text', 'versions.fiscal_year') }} as level1_key,
    indicator_rows.level2_text,
    {{ name_key('indicator_rows.level2_text', 'versions.fiscal_year') }} as level2_key,
    indicator_rows.level3_text,
    {{ name_key('indicator_rows.level3_text', 'versions.fiscal_year') }} as level3_key,
    indicator_rows.description,
    {{ name_key('indicator_rows.description', 'versions.fiscal_year') }} as description_key,
    indicator_rows.target_text,
    indicator_rows.target_words,
    indicator_rows.target_initial_text,
    {{ target_key(
        "coalesce(indicator_rows.value_printed, '')",
        'versions.fiscal_year',
        "coalesce(indicator_rows.unit_printed, '')",
        "coalesce(indicator_rows.comparator_printed, '')",
    ) }} as target_key,
    indicator_rows.polarity_words,
    indicator_rows.actual_text,
    {{ target_key('indicator_rows.actual_text', 'versions.fiscal_year') }} as actual_key,
    indicator_rows.actual_words,
    indicator_rows.mid_year_actual_text,
    {{ target_key('indicator_rows.mid_year_actual_text', 'versions.fiscal_year') }} as mid_year_actual_key,
    indicator_rows.mid_year_forecast_text,
    {{ target_key('indicator_rows.mid_year_forecast_text', 'versions.fiscal_year') }}
        as mid_year_forecast_key,
    indicator_rows.likelihood_text,
    indicator_rows.deviation_text,
    indicator_rows.deviation_words,
    indicator_rows.locator,
    indicator_rows.needs_review,
    indicator_rows.points,
    indicator_rows.score
from indicator_rows
inner join versions using (document_id)
