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

    select
        *,
        {{ date_in_fiscal_year('starts_on', 'fiscal_year') }} as starts_in_year,
        {{ date_in_fiscal_year('due_on', 'fiscal_year') }} as due_in_year
    from {{ ref('int_indicator_parts') }}

),

form_money as (

    select * from {{ ref('int_form_money') }}

),

deadline_words as (

    select
        list(word) filter (where role = 'recurring') as recurring,
        list(word) filter (where role = 'completion') as finishing
    from {{ ref('deadline_words') }}

),

part_texts as (

    -- What a composite promises; dates by their distance from the fiscal year, those beyond it as they are.
    select
        parts.row_key,
        string_agg(
            concat_ws(
                ' ',
                coalesce(parts.label_words, ''),
                coalesce(parts.comparator, ''),
                coalesce(
                    cast(
                        cast(
                            parts.part_value
                            * coalesce(measure_units.factor_to_comparable, parts.unit_multiplier)
                            as double
                        ) as varchar
                    ),
                    ''
                ),
                coalesce(measure_units.comparable_unit, parts.unit_stem, ''),
                coalesce(cast(parts.starts_in_year as varchar), ''),
                coalesce(cast(parts.due_in_year as varchar), '')
            ),
            ' ; ' order by parts.part_no
        ) as parts_text
    from parts
    left join measure_units
        on {{ measure_unit_key('parts') }} = {{ measure_unit_key('measure_units') }}
    group by parts.row_key

),

targets_of_years as (

    select
        indicator_rows.document_id,
        indicator_rows.form_no,
        indicator_rows.row_no,
        indicator_rows.form_key,
        indicator_rows.row_key,
        indicator_rows.project_key,
        indicator_rows.fiscal_year,
        indicator_rows.family,
        indicator_rows.indicator_name,
        indicator_rows.target_text,
        indicator_rows.target_words,
        -- A description that is the name defines nothing.
        case
            when
                not indicator_rows.is_named_by_description
                and indicator_rows.told_description <> indicator_rows.compared_name
                then indicator_rows.masked_description
        end as definition,
        links.indicator_key,
        links.match_method,
        links.match_score,
        links.matched_on,
        targets.target_kind,
        targets.comparator,
        targets.target_value,
        targets.unit_multiplier as own_multiplier,
        targets.unit_stem as own_stem,
        targets.rate_base as own_base,
        targets.measure_unit_source = 'implied_by_budget' as is_told_by_budget,
        targets.measure_unit_source in ('implied_by_name', 'implied_by_budget') as is_implied,
        targets.starts_on,
        targets.due_on,
        targets.remainder_words,
        targets.target_basis,
        targets.direction,
        targets.polarity
    from indicator_rows
    inner join links using (node_key)
    inner join targets using (row_key)

),

lent_units as (

    select
        *,
        case when is_implied then own_multiplier end as lent_multiplier,
        case when is_implied then own_stem end as lent_stem,
        case when is_implied then own_base end as lent_base,
        case when is_told_by_budget then target_value end as lent_value
    from targets_of_years

),

neighbours_known as (

    select
        *,
        lag(fiscal_year) over known_years as known_in,
        coalesce(lag(lent_stem) over known_years, lead(lent_stem) over known_years) as neighbours_stem,
        case
            when lag(lent_stem) over known_years is not null then lag(lent_multiplier) over known_years
            else lead(lent_multiplier) over known_years
        end as neighbours_multiplier,
        case
            when lag(lent_stem) over known_years is not null then lag(lent_base) over known_years
            else lead(lent_base) over known_years
        end as neighbours_base,
        case
            when lag(lent_stem) over known_years is not null then lag(lent_value) over known_years
            else lead(lent_value) over known_years
        end as neighbours_value
    from lent_units
    window known_years as (
        partition by indicator_key
        order by fiscal_year asc, document_id asc, form_no asc, row_no asc
    )

),

takers_known as (

    -- A bare number takes the unit that name or budget implies in the year beside: 完成率 90 → 完成率情况 90;
    -- money of another order may be in another unit.
    select
        *,
        target_kind = 'number'
        and own_stem is null
        and own_base is null
        and own_multiplier = 1
        and neighbours_stem is not null
        and (neighbours_value is null or target_value between neighbours_value / 10 and neighbours_value * 10)
            as takes_unit
    from neighbours_known

),

units_told as (

    select
        *,
        case when takes_unit then neighbours_multiplier else own_multiplier end as unit_multiplier,
        case when takes_unit then neighbours_stem else own_stem end as unit_stem,
        case when takes_unit then neighbours_base else own_base end as rate_base
    from takers_known

),

readings as (

    select
        units_told.document_id,
        units_told.form_no,
        units_told.row_no,
        units_told.form_key,
        units_told.row_key,
        units_told.project_key,
        units_told.fiscal_year,
        units_told.indicator_key,
        units_told.match_method,
        units_told.match_score,
        units_told.matched_on,
        units_told.known_in,
        units_told.indicator_name,
        units_told.definition,
        units_told.target_text,
        rtrim(units_told.target_words, '，。；、,.;') as folded_text,
        rtrim(
            {{ years_by_distance('units_told.target_words', 'units_told.fiscal_year') }}, '，。；、,.;'
        ) as words,
        part_texts.parts_text,
        units_told.target_kind,
        units_told.comparator,
        {{ canonical_value(
            'units_told.target_value',
            'coalesce(measure_units.factor_to_comparable, units_told.unit_multiplier)',
        ) }} as comparable_value,
        {{ canonical_value(
            'units_told.target_value',
            'coalesce(measure_units.factor_to_base, units_told.unit_multiplier)',
        ) }} as base_value,
        measure_units.dimension,
        measure_units.base_unit,
        measure_units.comparable_unit,
        case
            when units_told.rate_base is not null
                then left(
                    measure_units.comparable_unit,
                    length(measure_units.comparable_unit)
                    - position('/' in reverse(measure_units.comparable_unit))
                )
            else measure_units.comparable_unit
        end as comparable_stem,
        case
            when units_told.rate_base is not null
                then
                    right(
                        measure_units.comparable_unit,
                        position('/' in reverse(measure_units.comparable_unit)) - 1
                    )
        end as rate_base,
        units_told.starts_on,
        units_told.due_on,
        -- Numbers that the reading leaves aside: 100%（抽检≥50批次）.
        array_to_string(
            regexp_extract_all(
                {{ years_by_distance("coalesce(units_told.remainder_words, '')", 'units_told.fiscal_year') }},
                '[0-9]+(?:[.][0-9]+)?'
            ),
            ' '
        ) as left_numbers,
        units_told.target_basis,
        units_told.direction,
        units_told.polarity,
        units_told.family = '{{ var("cost_family") }}'
        and measure_units.comparable_unit = '{{ var("yuan") }}' as is_total_cost,
        form_money.budget_yuan
    from units_told
    left join measure_units
        on {{ measure_unit_key('units_told') }} = {{ measure_unit_key('measure_units') }}
    left join part_texts using (row_key)
    left join form_money using (form_key)

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
                    partition by form_key
                ) = budget_yuan
            ),
            false
        ) as is_the_budget
    from readings

)

-- (year − fiscal year, month, day), a month's end as day 31.
select
    told.*,
    {{ date_in_fiscal_year('told.starts_on', 'told.fiscal_year') }} as starts_in_year,
    {{ date_in_fiscal_year('told.due_on', 'told.fiscal_year') }} as due_in_year,
    extract(year from coalesce(told.due_on, told.starts_on)) - told.fiscal_year as years_beyond,
    coalesce(
        {{ has_one_of("concat(told.folded_text, ' ', told.indicator_name)", 'words.recurring') }}, false
    ) as is_recurring,
    coalesce(
        {{ has_one_of("concat(told.folded_text, ' ', told.indicator_name)", 'words.finishing') }}, false
    ) as is_completion
from costs_against_budgets as told
cross join deadline_words as words
