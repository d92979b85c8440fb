{{ config(materialized='table') }}

with

indicator_targets as (

    select * from {{ ref('int_indicator_targets') }}

),

indicator_actuals as (

    select * from {{ ref('int_indicator_actuals') }}

),

indicator_parts as (

    select * from {{ ref('int_indicator_parts') }}

),

measure_units as (

    select * from {{ ref('measure_units') }}

),

measure_unit_spellings as (

    select * from {{ ref('measure_unit_spellings') }}

),

multipliers as (

    select * from {{ ref('multipliers') }}

),

units_in_use as (

    select
        unit_multiplier,
        unit_stem,
        rate_base
    from indicator_targets
    where unit_stem is not null

    union distinct

    select
        unit_multiplier,
        unit_stem,
        rate_base
    from indicator_actuals
    where unit_stem is not null

    union distinct

    select
        unit_multiplier,
        unit_stem,
        rate_base
    from indicator_parts
    where unit_stem is not null

    union distinct

    select
        1 as unit_multiplier,
        measure_unit as unit_stem,
        null as rate_base
    from measure_units

),

spelt_alike as (

    select
        units_in_use.unit_multiplier,
        units_in_use.unit_stem,
        units_in_use.rate_base,
        coalesce(stem_spellings.measure_unit, units_in_use.unit_stem) as canonical_stem,
        coalesce(base_spellings.measure_unit, units_in_use.rate_base) as canonical_base
    from units_in_use
    left join measure_unit_spellings as stem_spellings
        on units_in_use.unit_stem = stem_spellings.spelling
    left join measure_unit_spellings as base_spellings
        on units_in_use.rate_base = base_spellings.spelling

),

composed as (

    -- 万 + 人次 + 年 → 万人次/年, counted in 人次/年. A stem that the seed does not know is its own base.
    select
        spelt_alike.unit_multiplier,
        spelt_alike.unit_stem,
        spelt_alike.rate_base,
        case
            when spelt_alike.unit_multiplier = 1 then ''
            else coalesce(multipliers.multiplier_word, spelt_alike.unit_multiplier || '×')
        end as multiplier_word,
        coalesce('/' || spelt_alike.canonical_base, '') as per_base,
        case when spelt_alike.canonical_base is null then '' else '_rate' end as per_dimension,
        spelt_alike.canonical_stem,
        -- 300元/人/月 is 3600元/人/年: a period of the same kind as a year is brought to a year.
        case
            when periods.measure_unit is not null
                then
                    '/' || left(
                        spelt_alike.canonical_base,
                        length(spelt_alike.canonical_base) - length(periods.measure_unit)
                    ) || years.measure_unit
            else coalesce('/' || spelt_alike.canonical_base, '')
        end as per_comparable_base,
        coalesce(years.factor_to_comparable / periods.factor_to_comparable, 1) as periods_in_base,
        measure_units.measure_unit is not null as is_known,
        case
            when spelt_alike.unit_multiplier = 1 then ''
            else spelt_alike.unit_multiplier || ' × '
        end
        || measure_units.measure_unit_en
        || case
            when spelt_alike.canonical_base is null then ''
            else ' per ' || bases.measure_unit_en
        end as measure_unit_en,
        measure_units.dimension,
        coalesce(measure_units.base_unit, spelt_alike.canonical_stem) as base_stem,
        coalesce(measure_units.comparable_unit, spelt_alike.canonical_stem) as comparable_stem,
        spelt_alike.unit_multiplier * coalesce(measure_units.factor_to_base, 1) as factor_to_base,
        spelt_alike.unit_multiplier * coalesce(measure_units.factor_to_comparable, 1)
        * coalesce(years.factor_to_comparable / periods.factor_to_comparable, 1) as factor_to_comparable
    from spelt_alike
    left join measure_units
        on spelt_alike.canonical_stem = measure_units.measure_unit
    left join measure_units as bases
        on spelt_alike.canonical_base = bases.measure_unit
    left join measure_units as years
        on years.measure_unit = '{{ var("rate_period") }}'
    left join measure_units as periods
        on
            split_part(spelt_alike.canonical_base, '/', -1) = periods.measure_unit
            and years.comparable_unit = periods.comparable_unit
    left join multipliers
        on spelt_alike.unit_multiplier = multipliers.multiplier

)

select
    unit_multiplier,
    unit_stem,
    rate_base,
    multiplier_word || canonical_stem || per_base as measure_unit,
    case when is_known then dimension || per_dimension else 'unknown' end as dimension,
    base_stem || per_base as base_unit,
    cast(factor_to_base as decimal(28, 8)) as factor_to_base,
    comparable_stem || per_comparable_base as comparable_unit,
    cast(factor_to_comparable as decimal(28, 8)) as factor_to_comparable,
    dimension as stem_dimension,
    periods_in_base,
    is_known,
    measure_unit_en
from composed
