with

evaluated_forms as (

    select * from {{ ref('int_evaluated_forms') }}
    where form_kind = 'self_evaluation'

),

budgets as (

    select * from {{ ref('fact_budget') }}

),

scores as (

    select * from {{ ref('int_evaluation_scores') }}

)

select
    evaluated_forms.project_key,
    evaluated_forms.fiscal_year,
    budgets.unit_key,
    promises.budget_yuan as promised_budget_yuan,
    budgets.initial_budget_yuan,
    budgets.budget_yuan,
    budgets.executed_yuan,
    budgets.execution_rate,
    cast(
        case
            when budgets.budget_yuan > 0
                then
                    round(
                        100 * cast(budgets.executed_yuan as double)
                        / cast(budgets.budget_yuan as double),
                        4
                    )
        end as decimal(18, 4)
    ) as recomputed_execution_rate,
    scores.execution_points,
    scores.execution_score,
    scores.total_score,
    scores.recomputed_total_score,
    evaluated_forms.document_id,
    cast(evaluated_forms.form_no as integer) as form_no,
    evaluated_forms.form_key,
    evaluated_forms.objective_document_id,
    cast(evaluated_forms.objective_form_no as integer) as objective_form_no,
    evaluated_forms.objective_form_key,
    budgets.locator
from evaluated_forms
inner join budgets using (form_key)
left join budgets as promises
    on evaluated_forms.objective_form_key = promises.form_key
left join scores using (form_key)
