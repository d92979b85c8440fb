with

forms as (

    select * from {{ ref('stg_landing__forms') }}
    where form_kind = 'self_evaluation'

),

funding_lines as (

    select * from {{ ref('stg_landing__funding_lines') }}
    where line_role = 'total'

),

indicator_rows as (

    select * from {{ ref('stg_landing__indicator_rows') }}

),

executions as (

    select
        document_id,
        form_no,
        max({{ printed_number('points_text') }}) as execution_points,
        max({{ printed_number('score_text') }}) as execution_score
    from funding_lines
    group by document_id, form_no

),

indicators as (

    select
        document_id,
        form_no,
        sum({{ printed_number('points_text') }}) as points,
        sum({{ printed_number('score_text') }}) as score
    from indicator_rows
    group by document_id, form_no

)

select
    forms.document_id,
    forms.form_no,
    executions.execution_points,
    executions.execution_score,
    {{ printed_number('forms.total_score_text') }} as total_score,
    cast(indicators.points + coalesce(executions.execution_points, 0) as decimal(18, 4)) as total_points,
    cast(indicators.score + coalesce(executions.execution_score, 0) as decimal(18, 4))
        as recomputed_total_score
from forms
left join executions
    on
        forms.document_id = executions.document_id
        and forms.form_no = executions.form_no
left join indicators
    on
        forms.document_id = indicators.document_id
        and forms.form_no = indicators.form_no
