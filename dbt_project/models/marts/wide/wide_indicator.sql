with

indicators as (

    select * from {{ ref('fact_indicator') }}

),

budgets as (

    select * from {{ ref('fact_budget') }}

),

documents as (

    select * from {{ ref('dim_document') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

projects as (

    select * from {{ ref('dim_project') }}

),

categories as (

    select * from {{ ref('dim_indicator_category') }}

),

measure_units as (

    select * from {{ ref('dim_measure_unit') }}

)

select
    indicators.fiscal_year,
    documents.publisher,
    documents.jurisdiction,
    units.unit_code,
    units.unit_name,
    units.department_code,
    projects.project_name,
    budgets.published_name,
    projects.project_code,
    projects.project_kind,
    projects.is_carried_over,
    budgets.budget_yuan as form_budget_yuan,
    budgets.fiscal_yuan as form_fiscal_yuan,
    budgets.other_yuan as form_other_yuan,
    budgets.executed_yuan as form_executed_yuan,
    categories.level1,
    categories.level2,
    categories.level1_en,
    categories.level2_en,
    categories.family,
    categories.family_en,
    indicators.level1_text,
    indicators.level2_text,
    indicators.level3_text,
    indicators.indicator_name,
    indicators.description,
    indicators.target_text,
    indicators.target_kind,
    indicators.is_quantified,
    indicators.comparator,
    indicators.target_value,
    indicators.measure_unit_text,
    indicators.measure_unit,
    indicators.measure_unit_source,
    measure_units.dimension,
    measure_units.base_unit,
    indicators.canonical_value,
    indicators.target_basis,
    indicators.starts_on,
    indicators.due_on,
    indicators.polarity,
    indicators.polarity_source,
    indicators.actual_text,
    indicators.actual_comparator,
    indicators.actual_basis,
    indicators.actual_value,
    indicators.actual_measure_unit,
    indicators.canonical_actual_value,
    budgets.mid_year_through,
    indicators.mid_year_actual_text,
    indicators.mid_year_actual_value,
    indicators.mid_year_forecast_text,
    indicators.mid_year_forecast_value,
    indicators.likelihood,
    indicators.deviation_reason,
    indicators.points,
    indicators.score,
    indicators.form_kind,
    budgets.is_transfer,
    indicators.is_additive,
    documents.path,
    indicators.locator,
    indicators.document_id,
    indicators.form_no,
    indicators.row_no,
    indicators.form_key,
    indicators.row_key,
    units.unit_id,
    indicators.unit_key,
    indicators.project_key,
    indicators.indicator_key,
    indicators.category_key
from indicators
inner join documents using (document_id)
inner join units using (unit_key)
inner join projects using (project_key)
inner join categories using (category_key)
left join measure_units using (measure_unit)
inner join budgets using (form_key)
