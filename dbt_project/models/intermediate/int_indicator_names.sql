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

names as (

    select distinct
        indicator_name,
        {{ fold('indicator_name') }} as folded_name
    from indicator_rows

),

names_taken_apart as (

    -- 面积(亩): what is measured, without the unit in trailing brackets.
    select
        indicator_name,
        {{ replace_pattern('folded_name', '(' ~ var('level_words') ~ ')?([(][^()]*[)])*[。.;,、:]*$') }}
            as bare_name
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

)

select
    names_taken_apart.indicator_name,
    names_taken_apart.bare_name,
    polarities.polarity as name_polarity,
    implied_units.measure_unit as implied_unit,
    coalesce(implied_units.needs_multiplier, false) as implied_unit_needs_multiplier
from names_taken_apart
left join polarities
    on names_taken_apart.indicator_name = polarities.indicator_name
left join implied_units
    on names_taken_apart.indicator_name = implied_units.indicator_name
