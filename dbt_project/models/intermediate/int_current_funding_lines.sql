with

versions as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

funding_lines as (

    select * from {{ ref('stg_landing__funding_lines') }}

)

select
    funding_lines.document_id,
    funding_lines.form_no,
    funding_lines.form_key,
    funding_lines.line_no,
    funding_lines.label_text,
    funding_lines.line_role,
    funding_lines.amount_text,
    funding_lines.money_unit_text,
    funding_lines.initial_text,
    funding_lines.executed_text,
    funding_lines.rate_text,
    funding_lines.points_text,
    funding_lines.score_text,
    funding_lines.locator,
    funding_lines.amount,
    funding_lines.initial_amount,
    funding_lines.executed_amount,
    funding_lines.forecast_amount
from funding_lines
inner join versions
    on funding_lines.document_id = versions.document_id
