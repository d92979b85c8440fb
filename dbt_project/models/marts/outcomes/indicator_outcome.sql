with

outcomes as (

    select * from {{ ref('int_outcomes') }}

),

facts as (

    select * from {{ ref('fact_indicator') }}

)

select
    outcomes.indicator_key,
    outcomes.project_key,
    cast(outcomes.fiscal_year as integer) as fiscal_year,
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
    outcomes.match_method,
    outcomes.match_score,
    outcomes.document_id,
    cast(outcomes.form_no as integer) as form_no,
    cast(outcomes.row_no as integer) as row_no,
    outcomes.objective_document_id,
    cast(outcomes.objective_form_no as integer) as objective_form_no,
    cast(outcomes.promised_row_no as integer) as promised_row_no,
    outcomes.locator
from outcomes
left join facts
    on
        outcomes.document_id = facts.document_id
        and outcomes.form_no = facts.form_no
        and outcomes.row_no = facts.row_no
