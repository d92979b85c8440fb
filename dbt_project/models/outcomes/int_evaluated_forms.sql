with

forms as (

    select * from {{ ref('int_forms') }}
    where form_status = 'counted' and project_kind = 'project'

),

objectives as (

    select * from forms
    where form_kind = 'objective' and is_compared

),

evaluations as (

    -- Of several forms of mid-year monitoring the latest counts.
    select *
    from forms
    where form_kind in ('self_evaluation', 'monitoring')
    qualify
        row_number() over (
            partition by project_key, fiscal_year, form_kind
            order by mid_year_through desc nulls last, path asc, form_no asc
        ) = 1

)

select
    evaluations.document_id,
    evaluations.form_no,
    evaluations.form_key,
    evaluations.form_kind,
    evaluations.mid_year_through,
    evaluations.fiscal_year,
    evaluations.project_key,
    objectives.document_id as objective_document_id,
    objectives.form_no as objective_form_no,
    objectives.form_key as objective_form_key
from evaluations
left join objectives using (project_key, fiscal_year)
