-- A unit whose two factors do not say the same, or whose base is none, would make canonical and comparable values of one target
-- contradict each other; a factor of zero would make them all zero: mend the line of measure_units.
with

units as (

    select * from {{ ref('measure_units') }}

)

select
    units.measure_unit,
    units.factor_to_base,
    units.factor_to_comparable,
    bases.factor_to_comparable as factor_of_base_to_comparable
from units
left join units as bases
    on
        units.base_unit = bases.measure_unit
        and units.dimension = bases.dimension
        and units.comparable_unit = bases.comparable_unit
where
    bases.measure_unit is null
    or bases.factor_to_base <> 1
    or units.factor_to_base <= 0
    or units.factor_to_comparable <= 0
    or abs(
        cast(units.factor_to_base as double) * cast(bases.factor_to_comparable as double)
        / cast(units.factor_to_comparable as double) - 1
    ) > 0.000001
