{#- Rules on self-evaluations: what was done and how it was scored, beside what was promised. Each CTE that
    is named in the last lines is a rule of the seed finding_rules. -#}

with

scores as (

    select * from {{ ref('int_evaluation_scores') }}

),

form_money as (

    select * from {{ ref('int_form_money') }}

),

outcomes as (

    select * from {{ ref('int_outcomes') }}

),

monitored_rows as (

    select * from {{ ref('int_monitored_rows') }}

),

evaluated_rows as (

    select *
    from outcomes
    where row_no is not null

),

-- The points of a self-evaluation are 100 in all, with those of the execution.
points_do_not_sum_to_100 as (

    select
        {{ judged_form(
            'points_do_not_sum_to_100',
            'total_points <> 100',
            plain_number('total_points'),
            plain_number('total_points'),
            "'100'",
        ) }}
    from scores
    where total_points > 0

),

executions as (

    -- The rate as printed (1 may stand for 100 %), and that of the amounts, as shares.
    select
        scores.document_id,
        scores.form_no,
        scores.execution_points,
        scores.execution_score,
        form_money.execution_rate / case when form_money.execution_rate <= 1 then 1 else 100 end
            as printed_share,
        case
            when form_money.budget_yuan > 0
                then cast(form_money.executed_yuan as double) / cast(form_money.budget_yuan as double)
        end as computed_share
    from scores
    inner join form_money using (form_key)
    where scores.execution_points > 0 and scores.execution_score is not null

),

expected_scores as (

    select
        *,
        execution_points * least(1, coalesce(printed_share, computed_share)) as score_by_rate,
        execution_points * least(1, coalesce(computed_share, printed_share)) as score_by_amounts
    from executions
    where coalesce(printed_share, computed_share) is not null

),

-- What is scored for the execution is not what its rate gives. Publishers score by bands, so a tenth is left
-- to them.
execution_score_against_rate as (

    select
        {{ judged_form(
            'execution_score_against_rate',
            "least(abs(execution_score - score_by_rate), abs(execution_score - score_by_amounts))
                > execution_points * " ~ var('score_band'),
            plain_number('execution_score') ~ " || ' / ' || " ~ plain_number('execution_points'),
            plain_number('execution_score'),
            plain_number('score_by_rate'),
        ) }}
    from expected_scores

),

-- The total is the sum of the scores.
total_differs_from_scores as (

    select
        {{ judged_form(
            'total_differs_from_scores',
            'abs(total_score - recomputed_total_score) > 0.01',
            plain_number('total_score'),
            plain_number('total_score'),
            plain_number('recomputed_total_score'),
        ) }}
    from scores
    where total_score is not null and recomputed_total_score is not null

),

-- All points for a target that was missed by its own number.
full_score_with_missed_target as (

    select
        {{ judged_row(
            'full_score_with_missed_target',
            'not is_met_as_evaluated and score >= points',
            'actual_text',
            plain_number('score'),
        ) }}
    from evaluated_rows
    where is_met_as_evaluated is not null and score is not null and points > 0

),

-- The target that is evaluated is another than the promise, and nothing says so.
undeclared_change_of_target as (

    select
        {{ judged_row(
            'undeclared_change_of_target',
            "target_change = 'undeclared'",
            'evaluated_target_text',
            'promised_target_text',
        ) }}
    from evaluated_rows
    where target_change is not null

),

-- A number without a unit that is not judged.
actual_scale_unclear as (

    select
        {{ judged_row(
            'actual_scale_unclear',
            "coalesce(doubt = 'scale', false)",
            'actual_text',
        ) }}
    from evaluated_rows
    where actual_value is not null

),

-- No more can be had than there is.
score_above_points as (

    select
        {{ judged_row(
            'score_above_points', 'score > points', plain_number('score'), plain_number('points')
        ) }}
    from evaluated_rows
    where score is not null and points > 0

),

total_score_above_100 as (

    select
        {{ judged_form(
            'total_score_above_100',
            'total_score > 100',
            plain_number('total_score'),
            plain_number('total_score'),
        ) }}
    from scores
    where total_score is not null

),

-- What is evaluated was not promised.
evaluated_row_not_promised as (

    select
        {{ judged_row(
            'evaluated_row_not_promised',
            'promised_row_no is null and doubt is null',
        ) }}
    from evaluated_rows
    where objective_document_id is not null

),

vanished as (

    select
        document_id,
        form_no,
        count_if(row_no is null and doubt is null) as vanished_count,
        string_agg(
            indicator_name || ': ' || coalesce(promised_target_text, ''), '; ' order by promised_row_no
        ) filter (
            where row_no is null and doubt is null
        ) as vanished_texts
    from outcomes
    where promised_row_no is not null
    group by document_id, form_no

),

-- What was promised is not evaluated at all.
promised_row_vanished as (

    select
        {{ judged_form(
            'promised_row_vanished', 'vanished_count > 0', 'vanished_texts', 'vanished_texts'
        ) }}
    from vanished

),

rows_with_reasons as (

    select
        *,
        count(deviation_reason) over (partition by document_id) as reason_count
    from evaluated_rows
    qualify count(deviation_reason) over (partition by document_id) > 0

),

-- Far more than was promised, without a reason: the target was set low. What should be small may well
-- be nothing.
overfulfilled_without_reason as (

    select
        {{ judged_row(
            'overfulfilled_without_reason',
            'distance > ' ~ var('low_target') ~ ' and deviation_reason is null',
            'actual_text',
            plain_number('100 * distance'),
        ) }}
    from evaluated_rows
    where distance is not null and judged_bound = 'at_least' and judged_value > 0

),

-- A target that was not reached needs a reason and what is done about it, where the document has a place
-- for one.
deviation_without_reason as (

    select
        {{ judged_row(
            'deviation_without_reason',
            "not is_met_as_evaluated and deviation_reason is null",
            'actual_text',
        ) }}
    from rows_with_reasons
    where is_met_as_evaluated is not null

),

forecasts as (

    select
        evaluated_rows.*,
        monitored_rows.mid_year_forecast_text,
        monitored_rows.forecast_met
    from evaluated_rows
    inner join monitored_rows using (indicator_key, fiscal_year)
    where
        monitored_rows.forecast_met is not null
        and evaluated_rows.outcome_basis = 'computed'

),

-- In the middle of the year the target was expected to be reached, and it was not.
forecast_was_wrong as (

    select
        {{ judged_row(
            'forecast_was_wrong',
            'forecast_met and not is_met',
            'actual_text',
            'mid_year_forecast_text',
        ) }}
    from forecasts

)

{{ judgements_of([
    'points_do_not_sum_to_100', 'execution_score_against_rate', 'total_differs_from_scores', 'full_score_with_missed_target',
    'undeclared_change_of_target', 'promised_row_vanished', 'overfulfilled_without_reason',
    'deviation_without_reason', 'actual_scale_unclear', 'score_above_points', 'total_score_above_100',
    'evaluated_row_not_promised', 'forecast_was_wrong',
]) }}
