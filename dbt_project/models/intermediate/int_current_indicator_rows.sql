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
    indicator_rows.level1_text,
    indicator_rows.level2_text,
    indicator_rows.level3_text,
    indicator_rows.description,
    indicator_rows.target_text,
    indicator_rows.target_initial_text,
    indicator_rows.value_printed,
    indicator_rows.unit_printed,
    indicator_rows.comparator_printed,
    indicator_rows.polarity_printed,
    indicator_rows.actual_text,
    indicator_rows.mid_year_actual_text,
    indicator_rows.mid_year_forecast_text,
    indicator_rows.likelihood_text,
    indicator_rows.points_text,
    indicator_rows.score_text,
    indicator_rows.deviation_text,
    indicator_rows.locator,
    indicator_rows.needs_review
from indicator_rows
inner join versions
    on indicator_rows.document_id = versions.document_id
