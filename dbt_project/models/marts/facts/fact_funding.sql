with

budgets as (

    select * from {{ ref('fact_budget') }}

),

funding_lines as (

    select * from {{ ref('int_funding_lines') }}

)

select
    budgets.document_id,
    budgets.form_no,
    budgets.form_key,
    funding_lines.line_no,
    budgets.form_kind,
    budgets.is_additive,
    budgets.fiscal_year,
    budgets.unit_key,
    budgets.project_key,
    funding_lines.funding_source,
    funding_lines.label_text,
    funding_lines.amount_text,
    funding_lines.yuan as amount_yuan,
    funding_lines.executed_yuan,
    funding_lines.locator
from budgets
inner join funding_lines using (form_key)
where
    funding_lines.line_role in ('fiscal', 'other', 'source')
    and funding_lines.has_amount
