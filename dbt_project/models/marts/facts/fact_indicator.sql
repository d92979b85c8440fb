with

budgets as (

    select * from {{ ref('fact_budget') }}

),

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

indicator_links as (

    select * from {{ ref('int_indicator_links') }}

),

indicator_targets as (

    select * from {{ ref('int_indicator_values') }}

),

indicator_actuals as (

    select * from {{ ref('int_indicator_actuals') }}
    where text_kind = 'actual'

),

mid_year_values as (

    select
        row_key,
        max(case when text_kind = 'mid_year_actual' then actual_value end) as mid_year_actual_value,
        max(case when text_kind = 'mid_year_forecast' then actual_value end) as mid_year_forecast_value
    from {{ ref('int_indicator_actuals') }}
    where text_kind <> 'actual'
    group by row_key

),

measure_units as (

    select * from {{ ref('int_measure_units') }}

),

reviews as (

    select * from {{ ref('int_reviews') }}
    where row_no is not null

)

select
    indicator_rows.document_id,
    indicator_rows.form_no,
    indicator_rows.row_no,
    indicator_rows.form_key,
    indicator_rows.row_key,
    budgets.form_kind,
    budgets.is_additive,
    budgets.fiscal_year,
    budgets.unit_key,
    budgets.project_key,
    indicator_links.indicator_key,
    indicator_rows.category_key,
    {{ printed('indicator_rows.level1_text') }} as level1_text,
    {{ printed('indicator_rows.level2_text') }} as level2_text,
    {{ printed('indicator_rows.level3_text') }} as level3_text,
    indicator_rows.indicator_name,
    indicator_rows.folded_name,
    indicator_rows.description,
    indicator_rows.target_text,
    indicator_targets.target_kind,
    {{ is_quantified('indicator_targets.target_kind') }} as is_quantified,
    indicator_targets.comparator,
    indicator_targets.target_value,
    indicator_targets.measure_unit_text,
    indicator_targets.measure_unit,
    indicator_targets.measure_unit_source,
    indicator_targets.canonical_value,
    indicator_targets.target_basis,
    indicator_targets.starts_on,
    indicator_targets.due_on,
    indicator_targets.polarity,
    indicator_targets.polarity_source,
    indicator_rows.actual_text,
    indicator_actuals.actual_comparator,
    indicator_actuals.actual_basis,
    indicator_actuals.actual_value,
    case when indicator_actuals.actual_value is not null then actual_units.measure_unit end
        as actual_measure_unit,
    {{ canonical_value(
        'indicator_actuals.actual_value',
        'coalesce(actual_units.factor_to_base, indicator_actuals.unit_multiplier)',
    ) }} as canonical_actual_value,
    indicator_rows.mid_year_actual_text,
    mid_year_values.mid_year_actual_value,
    indicator_rows.mid_year_forecast_text,
    mid_year_values.mid_year_forecast_value,
    indicator_rows.likelihood_text as likelihood,
    indicator_rows.deviation_text as deviation_reason,
    indicator_rows.points,
    indicator_rows.score,
    indicator_rows.locator,
    reviews.needs_review
from indicator_rows
inner join budgets using (form_key)
inner join indicator_links using (node_key)
inner join indicator_targets using (row_key)
left join indicator_actuals using (row_key)
left join mid_year_values using (row_key)
left join measure_units as actual_units
    on {{ measure_unit_key('indicator_actuals') }} = {{ measure_unit_key('actual_units') }}
left join reviews using (row_key)
