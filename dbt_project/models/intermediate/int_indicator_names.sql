with

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

polarity_suffixes as (

    select * from {{ ref('polarity_suffixes') }}

),

implied_unit_suffixes as (

    select * from {{ ref('implied_unit_suffixes') }}

),

multipliers as (

    select * from {{ ref('multipliers') }}

),

measure_units as (

    select * from {{ ref('measure_units') }}

),

measure_unit_spellings as (

    select * from {{ ref('measure_unit_spellings') }}

),

names as (

    select distinct
        indicator_name,
        {{ fold('indicator_name') }} as folded_name
    from indicator_rows

),

names_taken_apart as (

    -- 面积(亩): what is measured, and in trailing brackets its unit.
    select
        indicator_name,
        {{ replace_pattern('folded_name', '(' ~ var('level_words') ~ ')?([(][^()]*[)])*[。.;,、:]*$') }}
            as bare_name,
        nullif(regexp_extract(folded_name, '[(]([^()]+)[)]$', 1), '') as unit_in_name
    from names

),

suffix_lengths as (

    select distinct length(suffix) as suffix_length
    from polarity_suffixes

    union distinct

    select distinct length(suffix) as suffix_length
    from implied_unit_suffixes

),

suffixes as (

    select
        names_taken_apart.indicator_name,
        right(names_taken_apart.bare_name, suffix_lengths.suffix_length) as suffix
    from names_taken_apart
    inner join suffix_lengths
        on length(names_taken_apart.bare_name) >= suffix_lengths.suffix_length

),

polarities as (

    select
        suffixes.indicator_name,
        polarity_suffixes.polarity
    from suffixes
    inner join polarity_suffixes
        on suffixes.suffix = polarity_suffixes.suffix
    qualify
        row_number() over (
            partition by suffixes.indicator_name
            order by length(suffixes.suffix) desc
        ) = 1

),

implied_units as (

    select
        suffixes.indicator_name,
        nullif(implied_unit_suffixes.measure_unit, '') as measure_unit,
        implied_unit_suffixes.needs_multiplier
    from suffixes
    inner join implied_unit_suffixes
        on suffixes.suffix = implied_unit_suffixes.suffix
    qualify
        row_number() over (
            partition by suffixes.indicator_name
            order by length(suffixes.suffix) desc
        ) = 1

),

known_units as (

    select
        measure_unit as spelling,
        measure_unit
    from measure_units

    union distinct

    select
        spelling,
        measure_unit
    from measure_unit_spellings

),

whole_and_per_base as (

    -- 台/套 is one unit, 万元/公里 a unit and what it is per: both readings are tried.
    select
        indicator_name,
        unit_in_name as unit_spelling,
        cast(null as {{ string_type() }}) as rate_base
    from names_taken_apart
    where unit_in_name is not null

    union all

    select
        indicator_name,
        left(unit_in_name, position('/' in unit_in_name) - 1) as unit_spelling,
        nullif(right(unit_in_name, length(unit_in_name) - position('/' in unit_in_name)), '') as rate_base
    from names_taken_apart
    where position('/' in unit_in_name) > 1

),

with_and_without_multiplier as (

    select
        indicator_name,
        1 as multiplier,
        unit_spelling,
        rate_base
    from whole_and_per_base

    union all

    select
        whole_and_per_base.indicator_name,
        multipliers.multiplier,
        right(
            whole_and_per_base.unit_spelling,
            length(whole_and_per_base.unit_spelling) - length(multipliers.multiplier_word)
        ) as unit_spelling,
        whole_and_per_base.rate_base
    from whole_and_per_base
    inner join multipliers
        on
            left(whole_and_per_base.unit_spelling, length(multipliers.multiplier_word))
            = multipliers.multiplier_word

),

units_in_names as (

    -- Brackets hold a unit only if it is known; the reading that takes it apart least goes first.
    select
        readings.indicator_name,
        readings.multiplier,
        known_units.measure_unit as unit_stem,
        readings.rate_base
    from with_and_without_multiplier as readings
    inner join known_units
        on readings.unit_spelling = known_units.spelling
    qualify
        row_number() over (
            partition by readings.indicator_name
            order by
                readings.rate_base is null desc,
                readings.multiplier = 1 desc,
                readings.multiplier desc
        ) = 1

)

select
    names_taken_apart.indicator_name,
    polarities.polarity as name_polarity,
    implied_units.measure_unit as implied_unit,
    coalesce(implied_units.needs_multiplier, false) as implied_unit_needs_multiplier,
    units_in_names.multiplier as bracket_multiplier,
    units_in_names.unit_stem as bracket_unit_stem,
    units_in_names.rate_base as bracket_rate_base
from names_taken_apart
left join polarities
    on names_taken_apart.indicator_name = polarities.indicator_name
left join implied_units
    on names_taken_apart.indicator_name = implied_units.indicator_name
left join units_in_names
    on names_taken_apart.indicator_name = units_in_names.indicator_name
