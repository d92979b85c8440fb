with

versions as (

    select * from {{ ref('int_document_versions') }}

),

forms as (

    select * from {{ ref('int_current_forms') }}

),

unit_forms as (

    select * from {{ ref('int_unit_forms') }}

),

identified_forms as (

    select
        forms.document_id,
        forms.form_no,
        forms.form_key,
        forms.form_kind,
        forms.is_transfer,
        forms.share_of_form_no,
        forms.mid_year_through,
        forms.content_sha256,
        forms.content_words,
        forms.money_unit_text,
        forms.purpose,
        forms.objective,
        forms.row_count,
        forms.locator,
        versions.path,
        versions.published_on,
        versions.is_adjusted,
        versions.fiscal_year,
        versions.publisher,
        versions.folded_publisher,
        versions.scope,
        unit_forms.unit_id,
        unit_forms.unit_code,
        unit_forms.unit_name,
        {{ printed('forms.project_code') }} as project_code,
        forms.folded_project_code,
        forms.project_name as published_name,
        forms.folded_project_name as folded_published_name,
        case when forms.is_department or forms.form_kind = 'department' then 'department' else 'project' end
            as project_kind,
        coalesce(
            forms.neutral_project_name,
            case
                when forms.is_department or forms.form_kind = 'department'
                    then '{{ var("whole_department") }}'
                else '{{ var("unspecified") }}'
            end
        ) as project_name,
        case when unit_forms.unit_method = 'none' then versions.publisher end as told_apart_by_publisher
    from versions
    inner join forms using (document_id)
    inner join unit_forms using (form_key)

)

select
    *,
    {{ key_of([
        'scope', 'unit_id', 'told_apart_by_publisher', 'project_name',
        "form_kind || coalesce('/' || mid_year_through, '')", 'fiscal_year',
    ]) }} as identity_key
from identified_forms
