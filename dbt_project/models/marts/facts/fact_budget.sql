with

forms as (

    select *
    from {{ ref('int_forms') }}
    where form_status = 'counted'

),

form_money as (

    select * from {{ ref('int_form_money') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

reviews as (

    select * from {{ ref('int_reviews') }}
    where row_no is null

)

select
    forms.document_id,
    forms.form_no,
    forms.form_key,
    forms.form_kind,
    forms.is_transfer,
    forms.is_additive,
    forms.fiscal_year,
    units.unit_key,
    forms.project_key,
    forms.published_name,
    forms.purpose,
    forms.objective,
    form_money.budget_text,
    coalesce(form_money.money_unit_text, forms.money_unit_text) as money_unit_text,
    form_money.budget_yuan,
    form_money.fiscal_yuan,
    form_money.other_yuan,
    form_money.initial_budget_yuan,
    form_money.executed_yuan,
    form_money.execution_rate,
    forms.mid_year_through,
    form_money.forecast_yuan as mid_year_forecast_yuan,
    coalesce(form_money.locator, forms.locator) as locator,
    reviews.needs_review
from forms
inner join units
    on
        forms.unit_id = units.unit_id
        and forms.fiscal_year >= units.valid_from_year
        and (forms.fiscal_year <= units.valid_to_year or units.is_current)
left join form_money using (form_key)
left join reviews using (form_key)
