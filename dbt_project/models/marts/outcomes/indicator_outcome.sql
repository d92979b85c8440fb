with

outcomes as (

    select * from {{ ref('int_outcomes') }}

),

monitored as (

    select * from {{ ref('int_monitored_rows') }}

),

facts as (

    select * from {{ ref('fact_indicator') }}

),

only_monitored as (

    -- What no self-evaluation has yet: nobody knows what became of it.
    select monitored.*
    from monitored
    left join outcomes
        on
            monitored.indicator_key = outcomes.indicator_key
            and monitored.fiscal_year = outcomes.fiscal_year
    where outcomes.indicator_key is null

)

select
    outcomes.indicator_key,
    outcomes.project_key,
    cast(outcomes.fiscal_year as integer) as fiscal_year,
    true as is_evaluated,
    outcomes.promised_target_text,
    outcomes.evaluated_target_text,
    outcomes.target_was_changed,
    outcomes.target_change,
    facts.actual_text,
    facts.actual_value,
    facts.actual_measure_unit,
    outcomes.outcome,
    outcomes.outcome_basis,
    outcomes.doubt,
    outcomes.is_met,
    outcomes.is_met_as_evaluated,
    outcomes.distance,
    outcomes.distance_missing_because,
    facts.points,
    facts.score,
    outcomes.recomputed_score,
    outcomes.deviation_reason,
    cast(monitored.mid_year_through as integer) as mid_year_through,
    monitored.mid_year_actual_text,
    monitored.mid_year_actual_value,
    monitored.mid_year_forecast_text,
    monitored.mid_year_forecast_value,
    outcomes.match_method,
    outcomes.match_score,
    outcomes.document_id,
    cast(outcomes.form_no as integer) as form_no,
    cast(outcomes.row_no as integer) as row_no,
    outcomes.form_key,
    outcomes.row_key,
    outcomes.objective_document_id,
    cast(outcomes.objective_form_no as integer) as objective_form_no,
    cast(outcomes.promised_row_no as integer) as promised_row_no,
    outcomes.objective_form_key,
    outcomes.promised_row_key,
    monitored.document_id as monitoring_document_id,
    cast(monitored.form_no as integer) as monitoring_form_no,
    cast(monitored.row_no as integer) as monitoring_row_no,
    monitored.form_key as monitoring_form_key,
    monitored.row_key as monitoring_row_key,
    outcomes.locator
from outcomes
left join facts using (row_key)
left join monitored
    on
        outcomes.indicator_key = monitored.indicator_key
        and outcomes.fiscal_year = monitored.fiscal_year

union all by name

select
    indicator_key,
    project_key,
    cast(fiscal_year as integer) as fiscal_year,
    false as is_evaluated,
    promised_target_text,
    false as target_was_changed,
    'not_available' as outcome,
    cast(mid_year_through as integer) as mid_year_through,
    mid_year_actual_text,
    mid_year_actual_value,
    mid_year_forecast_text,
    mid_year_forecast_value,
    match_method,
    match_score,
    document_id,
    cast(form_no as integer) as form_no,
    cast(row_no as integer) as row_no,
    form_key,
    row_key,
    objective_document_id,
    cast(objective_form_no as integer) as objective_form_no,
    cast(promised_row_no as integer) as promised_row_no,
    objective_form_key,
    promised_row_key,
    document_id as monitoring_document_id,
    cast(form_no as integer) as monitoring_form_no,
    cast(row_no as integer) as monitoring_row_no,
    form_key as monitoring_form_key,
    row_key as monitoring_row_key,
    locator
from only_monitored
