-- If this fails, a vocabulary points to a category or to a unit of measure that its own seed does not have.

with

categories as (

    select
        level1,
        level2
    from {{ ref('indicator_categories') }}

),

units as (

    select measure_unit from {{ ref('measure_units') }}

)

select
    'indicator_levels' as seed,
    level1 || ', ' || level2 as missing
from {{ ref('indicator_levels') }}
where (level1, level2) not in (select (level1, level2) from categories)

union all

select
    'measure_unit_spellings' as seed,
    measure_unit as missing
from {{ ref('measure_unit_spellings') }}
where measure_unit not in (select measure_unit from units)

union all

select
    'implied_unit_suffixes' as seed,
    measure_unit as missing
from {{ ref('implied_unit_suffixes') }}
where measure_unit not in (select measure_unit from units)

union all

select
    'measure_units' as seed,
    base_unit as missing
from {{ ref('measure_units') }}
where base_unit not in (select measure_unit from units)
