{{ config(materialized='table') }}

with

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}
    where is_compared

),

links as (

    select * from {{ ref('int_indicator_links') }}

),

targets as (

    select * from {{ ref('int_indicator_targets') }}

),

measure_units as (

    select * from {{ ref('int_measure_units') }}

),

parts as (

    select * from {{ ref('int_indicator_parts') }}

),

form_money as (

    select * from {{ ref('int_form_money') }}

),

part_texts as (

    -- What a composite promises, dates by their distance from the fiscal year.
    select
        parts.document_id,
        parts.form_no,
        parts.row_no,
        {{ join_texts(
            "concat_ws(' ', coalesce(" ~ fold('parts.label') ~ ", ''), coalesce(parts.comparator, ''), "
            ~ "coalesce(cast(cast(parts.part_value * coalesce(measure_units.factor_to_comparable, parts.unit_multiplier) "
            ~ "as double) as " ~ string_type() ~ "), ''), "
            ~ "coalesce(measure_units.comparable_unit, parts.unit_stem, ''), "
            ~ "coalesce(cast(" ~ date_in_fiscal_year('parts.starts_on', 'parts.fiscal_year') ~ " as "
            ~ string_type() ~ "), ''), "
            ~ "coalesce(cast(" ~ date_in_fiscal_year('parts.due_on', 'parts.fiscal_year') ~ " as "
            ~ string_type() ~ "), ''))",
            ' ; ', 'parts.part_no'
        ) }} as parts_text
    from parts
    left join measure_units
        on
            parts.unit_multiplier = measure_units.unit_multiplier
            and parts.unit_stem = measure_units.unit_stem
            and parts.rate_base is not distinct from measure_units.rate_base
    group by parts.document_id, parts.form_no, parts.row_no

),

readings as (

    select
        indicator_rows.document_id,
        indicator_rows.form_no,
        indicator_rows.row_no,
        indicator_rows.project_key,
        indicator_rows.fiscal_year,
        links.indicator_key,
        links.match_method,
        links.match_score,
        links.matched_on,
        indicator_rows.indicator_name,
        -- A description that is the name defines nothing.
        case
            when
                not indicator_rows.is_named_by_description
                and indicator_rows.told_description <> indicator_rows.compared_name
                then indicator_rows.masked_description
        end as definition,
        indicator_rows.target_text,
        {{ replace_pattern(fold('indicator_rows.target_text'), '[，。；、,.;]+$') }} as folded_text,
        {{ replace_pattern(fold(
            "replace(replace(replace(indicator_rows.target_text, "
            ~ "cast(indicator_rows.fiscal_year as " ~ string_type() ~ "), '{Y}'), "
            ~ "cast(indicator_rows.fiscal_year - 1 as " ~ string_type() ~ "), '{Y-1}'), "
            ~ "cast(indicator_rows.fiscal_year + 1 as " ~ string_type() ~ "), '{Y+1}')"
        ), '[，。；、,.;]+$') }} as words,
        part_texts.parts_text,
        targets.target_kind,
        targets.comparator,
        {{ canonical_value(
            'targets.target_value',
            'coalesce(measure_units.factor_to_comparable, targets.unit_multiplier)',
        ) }} as comparable_value,
        {{ canonical_value(
            'targets.target_value',
            'coalesce(measure_units.factor_to_base, targets.unit_multiplier)',
        ) }} as base_value,
        measure_units.dimension,
        measure_units.base_unit,
        measure_units.comparable_unit,
        case
            when targets.rate_base is not null
                then left(
                    measure_units.comparable_unit,
                    length(measure_units.comparable_unit)
                    - position('/' in reverse(measure_units.comparable_unit))
                )
            else measure_units.comparable_unit
        end as comparable_stem,
        case
            when targets.rate_base is not null
                then
                    right(
                        measure_units.comparable_unit,
                        position('/' in reverse(measure_units.comparable_unit)) - 1
                    )
        end as rate_base,
        targets.starts_on,
        targets.due_on,
        targets.polarity,
        indicator_rows.family = '{{ var("cost_family") }}'
        and measure_units.comparable_unit = '{{ var("yuan") }}' as is_total_cost,
        form_money.budget_yuan
    from indicator_rows
    inner join links
        on
            indicator_rows.member_key = links.member_key
            and indicator_rows.fiscal_year = links.fiscal_year
    inner join targets
        on
            indicator_rows.document_id = targets.document_id
            and indicator_rows.form_no = targets.form_no
            and indicator_rows.row_no = targets.row_no
    left join measure_units
        on
            targets.unit_multiplier = measure_units.unit_multiplier
            and targets.unit_stem = measure_units.unit_stem
            and targets.rate_base is not distinct from measure_units.rate_base
    left join part_texts
        on
            indicator_rows.document_id = part_texts.document_id
            and indicator_rows.form_no = part_texts.form_no
            and indicator_rows.row_no = part_texts.row_no
    left join form_money
        on
            indicator_rows.document_id = form_money.document_id
            and indicator_rows.form_no = form_money.form_no

),

costs_against_budgets as (

    -- A cost that is the budget, alone or with the other total costs of the form.
    select
        *,
        coalesce(
            is_total_cost
            and (
                comparable_value = budget_yuan
                or sum(case when is_total_cost then comparable_value end) over (
                    partition by document_id, form_no
                ) = budget_yuan
            ),
            false
        ) as is_the_budget
    from readings

),

dates_neutral as (

    -- (year − fiscal year, month, day), a month's end as day 31.
    select
        *,
        {{ date_in_fiscal_year('starts_on', 'fiscal_year') }} as starts_in_year,
        {{ date_in_fiscal_year('due_on', 'fiscal_year') }} as due_in_year,
        lag(fiscal_year) over (
            partition by indicator_key
            order by fiscal_year asc, document_id asc, form_no asc, row_no asc
        ) as known_in
    from costs_against_budgets

)

select * from dates_neutral
