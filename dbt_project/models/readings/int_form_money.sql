{{ config(materialized='table') }}

with

funding_lines as (

    select * from {{ ref('int_funding_lines') }}

),

totals as (

    -- This year's money is printed once; should a form print it twice, the first line with an amount
    -- counts.
    select *
    from funding_lines
    where line_role = 'total'
    qualify
        row_number() over (
            partition by form_key
            order by coalesce(yuan, initial_yuan, executed_yuan) is null asc, line_no asc
        ) = 1

),

shares as (

    select
        document_id,
        form_no,
        form_key,
        sum(case when line_role = 'fiscal' then yuan end) as fiscal_yuan,
        sum(case when line_role = 'other' then yuan end) as other_yuan
    from funding_lines
    group by document_id, form_no, form_key

)

select
    shares.document_id,
    shares.form_no,
    shares.form_key,
    totals.amount_text as budget_text,
    totals.money_unit_text,
    totals.yuan as budget_yuan,
    cast(shares.fiscal_yuan as decimal(28, 6)) as fiscal_yuan,
    cast(shares.other_yuan as decimal(28, 6)) as other_yuan,
    totals.initial_yuan as initial_budget_yuan,
    totals.executed_yuan,
    totals.execution_rate,
    totals.forecast_yuan,
    totals.locator
from shares
left join totals using (form_key)
