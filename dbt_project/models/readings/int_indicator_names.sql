{{ config(materialized='table') }}

with

polarity_suffixes as (

    select * from {{ ref('polarity_suffixes') }}

),

implied_unit_suffixes as (

    select * from {{ ref('implied_unit_suffixes') }}

),

names as (

    select distinct bare_name from {{ ref('stg_landing__names') }}

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
        names.bare_name,
        right(names.bare_name, suffix_lengths.suffix_length) as suffix
    from names
    inner join suffix_lengths
        on length(names.bare_name) >= suffix_lengths.suffix_length

),

polarities as (

    select
        suffixes.bare_name,
        polarity_suffixes.polarity
    from suffixes
    inner join polarity_suffixes using (suffix)
    qualify
        row_number() over (
            partition by suffixes.bare_name
            order by length(suffixes.suffix) desc
        ) = 1

),

implied_units as (

    select
        suffixes.bare_name,
        nullif(implied_unit_suffixes.measure_unit, '') as measure_unit,
        implied_unit_suffixes.needs_multiplier
    from suffixes
    inner join implied_unit_suffixes using (suffix)
    qualify
        row_number() over (
            partition by suffixes.bare_name
            order by length(suffixes.suffix) desc
        ) = 1

)

select
    names.bare_name,
    polarities.polarity as name_polarity,
    implied_units.measure_unit as implied_unit,
    coalesce(implied_units.needs_multiplier, false) as implied_unit_needs_multiplier
from names
left join polarities using (bare_name)
left join implied_units using (bare_name)
where polarities.polarity is not null or implied_units.measure_unit is not null
