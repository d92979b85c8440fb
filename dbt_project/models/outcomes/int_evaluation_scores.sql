with

counted_forms as (

    select * from {{ ref('int_forms') }}
    where form_status = 'counted' and form_kind = 'self_evaluation'

),

printed_forms as (

    select * from {{ ref('int_current_forms') }}

),

funding_lines as (

    select * from {{ ref('int_funding_lines') }}
    where line_role = 'total'

),

indicator_rows as (

    select * from {{ ref('int_current_indicator_rows') }}

),

executions as (

    select
        form_key,
        max(points) as execution_points,
        max(score) as execution_score
    from funding_lines
    group by form_key

),

indicators as (

    select
        form_key,
        sum(points) as points,
        sum(score) as score
    from indicator_rows
    group by form_key

)

select
    counted_forms.document_id,
    counted_forms.form_no,
    counted_forms.form_key,
    executions.execution_points,
    executions.execution_score,
    printed_forms.total_score,
    cast(indicators.points + coalesce(executions.execution_points, 0) as decimal(18, 4)) as total_points,
    cast(indicators.score + coalesce(executions.execution_score, 0) as decimal(18, 4))
        as recomputed_total_score
from counted_forms
inner join printed_forms using (form_key)
left join executions using (form_key)
left join indicators using (form_key)
