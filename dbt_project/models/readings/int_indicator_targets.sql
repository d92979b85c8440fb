{{ config(materialized='table') }}

{%- set ten_thousand = var('ten_thousand') -%}

with

indicator_rows as (

    select * from {{ ref('int_named_rows') }}

),

targets as (

    select * from {{ ref('stg_landing__targets') }}

),

names as (

    select * from {{ ref('int_indicator_names') }}

),

form_money as (

    select * from {{ ref('int_form_money') }}

),

polarity_words as (

    select * from {{ ref('polarity_suffixes') }}

),

read_targets as (

    select
        indicator_rows.document_id,
        indicator_rows.form_no,
        indicator_rows.row_no,
        indicator_rows.form_key,
        indicator_rows.row_key,
        indicator_rows.family = '{{ var("cost_family") }}' as is_cost,
        form_money.budget_yuan,
        names.name_polarity,
        names.implied_unit,
        names.implied_unit_needs_multiplier,
        printed_polarity.polarity as printed_polarity,
        targets.*,
        -- 较上年下降1.5%: the number says by how much it falls.
        coalesce(targets.direction = 'down', false) as is_a_decrease
    from indicator_rows
    inner join targets using (target_key)
    left join names using (bare_name)
    left join form_money using (form_key)
    left join polarity_words as printed_polarity
        on indicator_rows.polarity_words = printed_polarity.suffix

),

unit_sources as (

    -- A share is implied only for numbers above 1 and for 0: 0.95 of a rate may be 0.95 % or 95 %.
    select
        *,
        case
            when target_value is null then 'none'
            when unit_stem is not null and is_unit_elsewhere then 'printed_in_name'
            when unit_stem is not null then 'printed'
            when
                implied_unit is not null and not implied_unit_needs_multiplier
                and multiplier = 1 and rate_base is null and (target_value > 1 or target_value = 0)
                then 'implied_by_name'
            when
                is_cost and budget_yuan > 0
                and (
                    (multiplier = 1 and target_value in (budget_yuan, budget_yuan / {{ ten_thousand }}))
                    or (multiplier > 1 and target_value = budget_yuan / multiplier)
                )
                then 'implied_by_budget'
            when implied_unit_needs_multiplier and multiplier > 1 then 'implied_by_name'
            else 'none'
        end as measure_unit_source
    from read_targets

),

units_chosen as (

    select
        *,
        case
            when unit_stem is not null or measure_unit_source = 'none' then multiplier
            when measure_unit_source = 'implied_by_budget' and multiplier = 1 and target_value <> budget_yuan
                then {{ ten_thousand }}
            else multiplier
        end as unit_multiplier,
        case
            when unit_stem is not null then unit_stem
            when measure_unit_source = 'implied_by_name' then implied_unit
            when measure_unit_source = 'implied_by_budget' then '{{ var("yuan") }}'
        end as chosen_unit_stem
    from unit_sources

),

polarities as (

    -- What should fall (cost, complaints) should fall by much: there the name's direction turns round.
    select
        *,
        case
            when comparator in ('>=', '>') then 'higher_is_better'
            when comparator in ('<=', '<') then 'lower_is_better'
            -- Who promises a change promises at least that much, unless the name says what is better.
            when
                target_basis like 'change%' and direction is not null
                and name_polarity is null and not is_cost
                then 'higher_is_better'
        end as comparator_polarity,
        case
            when name_polarity is null and not is_cost then null
            when (coalesce(name_polarity, 'lower_is_better') = 'lower_is_better') = is_a_decrease
                then 'higher_is_better'
            else 'lower_is_better'
        end as expected_polarity
    from units_chosen

),

polarities_judged as (

    select
        *,
        case
            when printed_polarity is not null then 'printed'
            when expected_polarity <> comparator_polarity then 'contradicted'
            when name_polarity is not null then 'name'
            when is_cost then 'cost'
            when comparator_polarity is not null then 'comparator'
        end as polarity_source
    from polarities

)

select
    document_id,
    form_no,
    row_no,
    form_key,
    row_key,
    target_kind,
    comparator,
    target_value,
    measure_unit_text,
    measure_unit_source,
    unit_multiplier,
    chosen_unit_stem as unit_stem,
    rate_base,
    target_basis,
    direction,
    starts_on,
    due_on,
    remainder_words,
    case
        when polarity_source <> 'contradicted'
            then coalesce(printed_polarity, expected_polarity, comparator_polarity)
    end as polarity,
    polarity_source
from polarities_judged
