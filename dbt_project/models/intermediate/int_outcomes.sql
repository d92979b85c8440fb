{{ config(materialized='table') }}

with

evaluated_rows as (

    select * from {{ ref('int_evaluated_rows') }}
    where form_kind = 'self_evaluation'

),

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

printed_rows as (

    select * from {{ ref('int_current_indicator_rows') }}

),

links as (

    select * from {{ ref('int_indicator_links') }}

),

readings as (

    select * from {{ ref('int_outcome_readings') }}

),

actuals as (

    select * from {{ ref('int_indicator_actuals') }}
    where text_kind = 'actual'

),

measure_units as (

    select * from {{ ref('int_measure_units') }}

),

achievement_words as (

    select * from {{ ref('achievement_words') }}

),

comparable_actuals as (

    select
        actuals.document_id,
        actuals.form_no,
        actuals.row_no,
        actuals.due_on,
        {{ canonical_value(
            'actuals.actual_value',
            'coalesce(measure_units.factor_to_comparable, actuals.unit_multiplier)',
        ) }} as actual_value,
        measure_units.comparable_unit
    from actuals
    left join measure_units
        on
            actuals.unit_multiplier = measure_units.unit_multiplier
            and actuals.unit_stem = measure_units.unit_stem
            and actuals.rate_base is not distinct from measure_units.rate_base

),

graded_words as (

    -- The longest word that an actual value begins with.
    select
        printed_rows.document_id,
        printed_rows.form_no,
        printed_rows.row_no,
        achievement_words.grade
    from printed_rows
    inner join achievement_words
        on position(achievement_words.word in {{ fold('printed_rows.actual_text') }}) = 1
    qualify
        row_number() over (
            partition by printed_rows.document_id, printed_rows.form_no, printed_rows.row_no
            order by length(achievement_words.word) desc, achievement_words.word asc
        ) = 1

),

judged as (

    select
        evaluated_rows.*,
        printed_rows.actual_text,
        printed_rows.deviation_text,
        printed_rows.target_initial_text,
        {{ printed_number('printed_rows.points_text') }} as points,
        {{ printed_number('printed_rows.score_text') }} as score,
        promise.target_text as promised_target_text,
        evaluation.target_text as evaluated_target_text,
        promise.target_class as promised_class,
        evaluation.target_class as evaluated_class,
        coalesce(promise.target_value, evaluation.target_value) as judged_value,
        coalesce(promise.bound, evaluation.bound) as judged_bound,
        evaluation.target_value as evaluated_value,
        evaluation.bound as evaluated_bound,
        coalesce(promise.target_class, evaluation.target_class) as judged_class,
        comparable_actuals.actual_value,
        comparable_actuals.due_on as actual_day,
        {{ is_met('promise', 'comparable_actuals') }} as promise_met,
        {{ is_met('evaluation', 'comparable_actuals') }} as evaluation_met,
        promise.document_id is not null
        and evaluation.document_id is not null
        and not coalesce(promise.target_words = evaluation.target_words, false)
        and not coalesce(
            promise.target_class = 'number'
            and evaluation.target_class = 'number'
            and promise.target_value = evaluation.target_value
            and promise.bound = evaluation.bound
            and coalesce(promise.comparable_unit, '') = coalesce(evaluation.comparable_unit, ''),
            false
        )
        and not coalesce(
            promise.target_class = 'date'
            and evaluation.target_class = 'date'
            and promise.due_on = evaluation.due_on
            and promise.starts_on is not distinct from evaluation.starts_on,
            false
        ) as target_was_changed,
        case
            when {{ fold('printed_rows.actual_text') }} = evaluation.target_words then 'met'
            else graded_words.grade
        end as grade
    from evaluated_rows
    left join printed_rows
        on
            evaluated_rows.document_id = printed_rows.document_id
            and evaluated_rows.form_no = printed_rows.form_no
            and evaluated_rows.row_no = printed_rows.row_no
    left join readings as evaluation
        on
            evaluated_rows.document_id = evaluation.document_id
            and evaluated_rows.form_no = evaluation.form_no
            and evaluated_rows.row_no = evaluation.row_no
    left join readings as promise
        on
            evaluated_rows.objective_document_id = promise.document_id
            and evaluated_rows.objective_form_no = promise.form_no
            and evaluated_rows.promised_row_no = promise.row_no
    left join comparable_actuals
        on
            evaluated_rows.document_id = comparable_actuals.document_id
            and evaluated_rows.form_no = comparable_actuals.form_no
            and evaluated_rows.row_no = comparable_actuals.row_no
    left join graded_words
        on
            evaluated_rows.document_id = graded_words.document_id
            and evaluated_rows.form_no = graded_words.form_no
            and evaluated_rows.row_no = graded_words.row_no

),

decided as (

    -- The department's word stands for the target that it evaluated; of a promise it changed it says nothing.
    select
        *,
        case
            when promised_class is null then evaluation_met
            else promise_met
        end as computed_met,
        case grade when 'met' then true when 'partly_met' then false when 'not_met' then false end
            as declared_met
    from judged

),

named_rows as (

    select
        decided.*,
        coalesce(promise_links.indicator_key, evaluation_links.indicator_key) as indicator_key,
        coalesce(promised.indicator_name, evaluated.indicator_name) as indicator_name,
        coalesce(evaluated.locator, promised.locator) as locator
    from decided
    left join indicator_rows as promised
        on
            decided.objective_document_id = promised.document_id
            and decided.objective_form_no = promised.form_no
            and decided.promised_row_no = promised.row_no
    left join indicator_rows as evaluated
        on
            decided.document_id = evaluated.document_id
            and decided.form_no = evaluated.form_no
            and decided.row_no = evaluated.row_no
    left join links as promise_links
        on
            promised.member_key = promise_links.member_key
            and promised.fiscal_year = promise_links.fiscal_year
    left join links as evaluation_links
        on
            evaluated.member_key = evaluation_links.member_key
            and evaluated.fiscal_year = evaluation_links.fiscal_year

)

select
    indicator_key,
    project_key,
    fiscal_year,
    indicator_name,
    promised_target_text,
    evaluated_target_text,
    target_was_changed,
    case
        when promised_target_text is null or row_no is null then null
        when not target_was_changed then 'none'
        when target_initial_text is not null then 'declared'
        else 'undeclared'
    end as target_change,
    actual_text,
    actual_value,
    case
        when computed_met then 'met'
        when not computed_met then 'not_met'
        when row_no is null or (grade is not null and target_was_changed) then 'not_available'
        when grade is not null then grade
        else 'not_available'
    end as outcome,
    case
        when computed_met is not null then 'computed'
        when grade is not null and not target_was_changed then 'declared'
    end as outcome_basis,
    coalesce(computed_met, case when not target_was_changed then declared_met end) as is_met,
    case when row_no is not null then coalesce(evaluation_met, declared_met) end as is_met_as_evaluated,
    case
        when computed_met is not null and judged_class = 'number' and judged_value <> 0
            then
                cast(
                    round(
                        (cast(actual_value as double) - cast(judged_value as double))
                        / abs(cast(judged_value as double))
                        * case when judged_bound = 'at_most' then -1 else 1 end,
                        4
                    ) as decimal(18, 4)
                )
    end as distance,
    case
        when computed_met is null then 'no_number'
        when judged_class <> 'number' then 'date'
        when judged_value = 0 then 'target_is_zero'
    end as distance_missing_because,
    judged_bound,
    points,
    score,
    case
        when evaluation_met then points
        when not evaluation_met and evaluated_class = 'number'
            then
                cast(
                    round(
                        -- Of a target of zero that is missed, nothing is done.
                        points * greatest(0, least(1, coalesce(case
                            when evaluated_bound = 'at_most'
                                then
                                    cast(evaluated_value as double)
                                    / nullif(cast(actual_value as double), 0)
                            else
                                cast(actual_value as double)
                                / nullif(cast(evaluated_value as double), 0)
                        end, 0))),
                        2
                    ) as decimal(18, 4)
                )
    end as recomputed_score,
    deviation_text as deviation_reason,
    match_method,
    match_score,
    document_id,
    form_no,
    row_no,
    objective_document_id,
    objective_form_no,
    promised_row_no,
    locator
from named_rows
