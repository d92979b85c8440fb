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

{#- 面积(亩): what is measured, and in trailing brackets its unit. -#}
names_taken_apart as (

    select
        indicator_name,
        {{ replace_pattern('folded_name', '(' ~ var('level_words') ~ ')?([(][^()]*[)])*[。.;,、:]*$') }} as bare_name,
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

{#- Brackets hold a unit only if it is known, whole (亩, 台/套) or as multiplier, unit and base (万元/公里). -#}
readings_of_brackets as (

    select
        indicator_name,
        unit_in_name,
        unit_in_name as unit_spelling,
        cast(null as {{ string_type() }}) as rate_base
    from names_taken_apart
    where unit_in_name is not null

    union all

    select
        indicator_name,
        unit_in_name,
        left(unit_in_name, position('/' in unit_in_name) - 1) as unit_spelling,
        nullif(right(unit_in_name, length(unit_in_name) - position('/' in unit_in_name)), '') as rate_base
    from names_taken_apart
    where position('/' in unit_in_name) > 1

),

units_in_names as (

    select
        readings_of_brackets.indicator_name,
        case
            when known_units.spelling = readings_of_brackets.unit_spelling then 1
            else multipliers.multiplier
        end as multiplier,
        known_units.measure_unit as unit_stem,
        readings_of_brackets.rate_base
    from readings_of_brackets
    left join multipliers
        on left(readings_of_brackets.unit_spelling, length(multipliers.multiplier_word)) = multipliers.multiplier_word
    inner join known_units
        on
            known_units.spelling = readings_of_brackets.unit_spelling
            or known_units.spelling = right(
                readings_of_brackets.unit_spelling,
                length(readings_of_brackets.unit_spelling) - length(multipliers.multiplier_word)
            )
    qualify
        row_number() over (
            partition by readings_of_brackets.indicator_name
            order by
                readings_of_brackets.rate_base is null desc,
                known_units.spelling = readings_of_brackets.unit_spelling desc,
                length(multipliers.multiplier_word) desc
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
