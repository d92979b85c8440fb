{#- Rules that look at the value of one indicator row. Each CTE that is named in the last lines is a
    rule of the seed finding_rules: what it judges, and what is odd. -#}

with

judged_rows as (

    select * from {{ ref('judged_rows') }}

),

words as (

    select * from {{ ref('finding_words') }}

),

parts as (

    select * from {{ ref('int_indicator_parts') }}

),

-- The name says which way is better, the comparator says the other. A quantity may be capped (培训期数≤2),
-- a rate that is no rate (及时率≤10工作日) has another fault, and of costs without such a name only a sum of
-- money is a cap.
comparator_against_name as (

    select
        {{ judged_row(
            'comparator_against_name',
            "polarity_source = 'contradicted'",
            'comparator',
            "case when comparator in ('>=', '>') then '≤' else '≥' end",
        ) }}
    from judged_rows
    where
        comparator in ('>=', '>', '<=', '<')
        and (
            (
                name_polarity is not null
                and not (family = '{{ var("quantity_family") }}' and name_polarity = 'higher_is_better')
                and (coalesce(implied_unit, '') <> '%' or coalesce(dimension, 'percent') = 'percent')
            )
            or (name_polarity is null and total_cost_yuan is not null)
        )

),

-- A cost that is counted in things.
cost_without_money as (

    select
        {{ judged_row(
            'cost_without_money',
            "is_named_as_money and dimension not in (
                'money', 'money_rate', 'percent', 'score', 'multiple', 'unknown', 'unknown_rate'
            )",
            'measure_unit_text',
            "'元'",
        ) }}
    from judged_rows
    where is_money_cost and dimension is not null

),

-- A share that is a duration, a count or a day.
rate_with_another_unit as (

    select
        {{ judged_row(
            'rate_with_another_unit',
            "target_kind in ('deadline', 'period')
                or coalesce(dimension, 'percent') not in ('percent', 'multiple', 'dimension', 'unknown')",
            "coalesce(measure_unit_text, target_text)",
            "'%'",
        ) }}
    from judged_rows
    where
        implied_unit = '%' and not is_named_as_money and rate_base is null
        and target_kind in ('number', 'percentage', 'deadline', 'period')

),

-- 完成时间 1: neither a day nor a duration. A bare year is a date.
time_without_unit as (

    select
        {{ judged_row(
            'time_without_unit',
            "target_kind = 'number' and measure_unit_source = 'none'
                and target_value not between 1900 and 2100",
            'target_text',
        ) }}
    from judged_rows
    where is_time and target_kind <> 'missing'

),

-- A number of what? The name may tell it (培训人数), and some numbers have none (系数).
measure_unit_missing as (

    select
        {{ judged_row(
            'measure_unit_missing',
            "measure_unit_source in ('none', 'implied_by_budget') and measure_unit_text is null
                and not is_counted and not is_dimensionless
                and not (is_time and target_value between 1900 and 2100)",
            'target_text',
            "case when family = '" ~ var('satisfaction_family') ~ "' then ' (% / 分)' else '' end",
        ) }}
    from judged_rows
    where
        target_kind = 'number'
        and not (is_time and measure_unit_source = 'none' and target_value not between 1900 and 2100)

),

-- A cost in words cannot be checked against the budget. Social and ecological costs may well be words.
cost_without_number as (

    select
        {{ judged_row(
            'cost_without_number', "target_kind in ('qualitative', 'missing')", 'target_text'
        ) }}
    from judged_rows
    where is_money_cost and not {{ is_waived() }}

),

-- Satisfaction is asked of people and counted.
satisfaction_not_measurable as (

    select
        {{ judged_row(
            'satisfaction_not_measurable',
            "target_kind in ('qualitative', 'missing')",
            'target_text',
        ) }}
    from judged_rows
    where family = '{{ var("satisfaction_family") }}' and not {{ is_waived() }}

),

-- Nobody is dissatisfied: a survey hardly ever finds that.
satisfaction_of_everybody as (

    select
        {{ judged_row(
            'satisfaction_of_everybody',
            "canonical_value = 100 and comparator in ('>=', '=', '~')",
            'target_text',
        ) }}
    from judged_rows
    where
        family = '{{ var("satisfaction_family") }}'
        and is_satisfaction
        and dimension in ('percent', 'score')
        and canonical_value is not null

),

parts_out_of_year as (

    select
        row_key,
        bool_or(
            extract(year from due_on) < fiscal_year
            or extract(year from coalesce(starts_on, due_on)) > fiscal_year
        ) as is_out_of_year
    from parts
    where due_on is not null
    group by row_key

),

-- A day after the year, or a period that has nothing of the year. Years of standards are no dates.
date_outside_fiscal_year as (

    select
        'date_outside_fiscal_year' as rule,
        judged_rows.document_id,
        judged_rows.form_no,
        judged_rows.row_no,
        coalesce(
            extract(year from judged_rows.due_on) < judged_rows.fiscal_year
            or extract(year from coalesce(
                case when judged_rows.target_kind = 'period' then judged_rows.starts_on end,
                judged_rows.due_on
            )) > judged_rows.fiscal_year,
            false
        )
        or coalesce(parts_out_of_year.is_out_of_year, false) as is_odd,
        judged_rows.target_text as found,
        cast(judged_rows.fiscal_year as varchar) as expected
    from judged_rows
    left join parts_out_of_year using (row_key)
    where judged_rows.due_on is not null or parts_out_of_year.row_key is not null

),

described_costs as (

    select
        *,
        regexp_replace(folded_description, '([0-9]),([0-9]{3})', '\1\2', 'g') as described
    from judged_rows
    where total_cost_yuan is not null and regexp_matches(folded_description, '[0-9]万?元')

),

first_amounts as (

    select
        *,
        regexp_extract(described, '[0-9]+(?:[.][0-9]+)?万?元/?', 0) as amount_1
    from described_costs

),

amounts_in_descriptions as (

    select
        *,
        regexp_extract(
            substr(described, position(amount_1 in described) + length(amount_1)),
            '[0-9]+(?:[.][0-9]+)?万?元/?',
            0
        ) as amount_2
    from first_amounts

),

amounts_in_yuan as (

    -- 500元/人 is no amount of a whole.
    select
        *,
        coalesce({{ amount_in_yuan('amount_1') }}, 0) as yuan_1,
        coalesce({{ amount_in_yuan('amount_2') }}, 0) as yuan_2
    from amounts_in_descriptions

),

-- The description speaks of more money than the target allows; smaller amounts may be parts.
amount_against_description as (

    select
        {{ judged_row(
            'amount_against_description',
            'greatest(yuan_1, yuan_2) > total_cost_yuan',
            'description',
            'target_text',
        ) }}
    from amounts_in_yuan

)

{{ judgements_of([
    'comparator_against_name',
    'cost_without_money',
    'rate_with_another_unit',
    'time_without_unit',
    'measure_unit_missing',
    'cost_without_number',
    'satisfaction_not_measurable',
    'satisfaction_of_everybody',
    'date_outside_fiscal_year',
    'amount_against_description',
]) }}
