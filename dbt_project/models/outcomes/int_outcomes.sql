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

declared_grades as (

    select * from {{ ref('int_declared_grades') }}

),

words_by_role as (

    select
        string_agg(word, '|') filter (where role = 'declared_object') as things,
        string_agg(word, '|') filter (where role = 'declared_change') as changes
    from {{ ref('finding_words') }}

),

words_of_change as (

    -- 预算调整, 预算年中被压减, 调减预算: near each other, and not taken back (预算未作调整).
    select
        '(' || things || ')[^未没不无,。;]{0,4}(' || changes || ')'
        || '|(^|[^未没不无作])(' || changes || ')[^,。;]{0,3}(' || things || ')' as pattern
    from words_by_role

),

comparable_actuals as (

    select * from {{ ref('int_comparable_actuals') }}
    where text_kind = 'actual'

),

judged as (

    select
        evaluated_rows.*,
        printed_rows.actual_text,
        printed_rows.deviation_text,
        printed_rows.target_initial_text,
        printed_rows.points,
        printed_rows.score,
        promise.target_text as promised_target_text,
        evaluation.target_text as evaluated_target_text,
        promise.target_class as promised_class,
        evaluation.target_class as evaluated_class,
        coalesce(promise.target_value, evaluation.target_value) as judged_value,
        coalesce(promise.bound, evaluation.bound) as judged_bound,
        evaluation.target_value as evaluated_value,
        evaluation.bound as evaluated_bound,
        coalesce(promise.target_class, evaluation.target_class) as judged_class,
        case
            when
                {{ goes_the_other_way('promise', 'comparable_actuals') }}
                or {{ goes_the_other_way('evaluation', 'comparable_actuals') }}
                then -comparable_actuals.actual_value
            else comparable_actuals.actual_value
        end as actual_value,
        {{ deviation_meets('promise', 'comparable_actuals') }} as promise_met_by_deviation,
        {{ deviation_meets('evaluation', 'comparable_actuals') }} as evaluation_met_by_deviation,
        (comparable_actuals.low is distinct from comparable_actuals.high) as is_interval,
        comparable_actuals.due_on as actual_day,
        coalesce(promise.due_on, evaluation.due_on) as judged_day,
        case
            when promise.document_id is not null then {{ doubt_of('promise', 'comparable_actuals') }}
            else {{ doubt_of('evaluation', 'comparable_actuals') }}
        end as number_doubt,
        coalesce(
            regexp_matches(printed_rows.deviation_words, words_of_change.pattern), false
        ) as speaks_of_a_change,
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
            when printed_rows.actual_words = evaluation.target_words then 'met'
            when declared_grades.grade = 'under_way'
                then
                    case
                        when
                            coalesce(promise.due_on, evaluation.due_on)
                            > make_date(evaluated_rows.fiscal_year, 12, 31)
                            then 'later'
                    end
            else declared_grades.grade
        end as word_grade
    from evaluated_rows
    cross join words_of_change
    left join printed_rows
        on evaluated_rows.row_key = printed_rows.row_key
    left join readings as evaluation
        on evaluated_rows.row_key = evaluation.row_key
    left join readings as promise
        on
            evaluated_rows.objective_form_key = promise.form_key
            and evaluated_rows.promised_row_no = promise.row_no
    left join comparable_actuals
        on evaluated_rows.row_key = comparable_actuals.row_key
    left join declared_grades
        on evaluated_rows.row_key = declared_grades.row_key

),

graded as (

    -- 超支2万元 says of a cost that it was not kept, by whose number ever.
    select
        *,
        case coalesce(promise_met_by_deviation, evaluation_met_by_deviation)
            when true then 'met'
            when false then 'not_met'
            else word_grade
        end as grade
    from judged

),

computed as (

    select
        *,
        case
            when is_same_name then null
            when promised_class is null then evaluation_met
            else promise_met
        end as computed_met,
        -- The department's word stands for the target that it evaluated, not for a promise that it changed.
        case when not target_was_changed and not is_same_name then grade end as promise_grade,
        case grade when 'met' then true when 'partly_met' then false when 'not_met' then false end
            as declared_met
    from graded

),

decided as (

    -- A day beyond the fiscal year is not missed yet; that it will be kept is a forecast.
    select
        *,
        coalesce(
            row_no is not null
            and extract(year from judged_day) > fiscal_year
            and (
                (computed_met is null and coalesce(promise_grade <> 'met', true))
                or (computed_met and extract(year from actual_day) > fiscal_year)
            ),
            false
        ) as is_later,
        case
            when is_same_name then 'same_name'
            when computed_met is null and promise_grade is null then number_doubt
        end as doubt
    from computed

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
            decided.objective_form_key = promised.form_key
            and decided.promised_row_no = promised.row_no
    left join indicator_rows as evaluated
        on decided.row_key = evaluated.row_key
    left join links as promise_links
        on promised.node_key = promise_links.node_key
    left join links as evaluation_links
        on evaluated.node_key = evaluation_links.node_key

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
        when target_initial_text is not null or speaks_of_a_change then 'declared'
        else 'undeclared'
    end as target_change,
    actual_text,
    actual_value,
    case
        when is_later then 'later'
        when computed_met then 'met'
        when not computed_met then 'not_met'
        when doubt is not null then null
        when row_no is null then 'not_available'
        else coalesce(promise_grade, 'not_available')
    end as outcome,
    case
        when is_later then null
        when computed_met is not null then 'computed'
        when promise_grade is not null then 'declared'
    end as outcome_basis,
    doubt,
    case
        when not is_later
            then coalesce(computed_met, case when promise_grade is not null then declared_met end)
    end as is_met,
    case when row_no is not null and not is_later then coalesce(evaluation_met, declared_met) end
        as is_met_as_evaluated,
    case
        when
            computed_met is not null
            and judged_class = 'number'
            and judged_value <> 0
            and judged_bound <> 'within'
            and not is_interval
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
        when judged_class in ('date', 'composite') then judged_class
        when judged_bound = 'within' then 'tolerance'
        when is_interval then 'interval'
        when judged_value = 0 then 'target_is_zero'
    end as distance_missing_because,
    judged_bound,
    judged_value,
    points,
    score,
    case
        when evaluation_met then points
        when
            not evaluation_met
            and evaluated_class = 'number'
            and evaluated_bound <> 'within'
            and not is_interval
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
    form_key,
    row_key,
    objective_document_id,
    objective_form_no,
    promised_row_no,
    objective_form_key,
    promised_row_key,
    locator
from named_rows
