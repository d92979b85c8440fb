with

versions as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

forms as (

    select * from {{ ref('stg_landing__forms') }}

)

select
    forms.document_id,
    forms.form_no,
    forms.form_key,
    forms.content_sha256,
    forms.department_code,
    forms.unit_code,
    forms.project_code,
    forms.form_kind,
    forms.department_name,
    forms.unit_name,
    forms.heading_name,
    forms.project_name,
    forms.money_unit_text,
    forms.purpose,
    forms.objective,
    forms.total_score_text,
    forms.locator,
    forms.needs_review,
    forms.row_count,
    forms.is_transfer,
    forms.is_department,
    forms.share_of_form_no,
    forms.mid_year_through
from forms
inner join versions
    on forms.document_id = versions.document_id
