{{ config(materialized='table') }}

with

targets as (

    select * from {{ ref('int_indicator_targets') }}

),

measure_units as (

    select * from {{ ref('int_measure_units') }}

)

select
    targets.*,
    measure_units.measure_unit,
    measure_units.dimension,
    measure_units.stem_dimension,
    measure_units.base_unit,
    measure_units.comparable_unit,
    coalesce(measure_units.periods_in_base, 1) as periods_in_base,
    {{ canonical_value(
        'targets.target_value',
        'coalesce(measure_units.factor_to_base, targets.unit_multiplier)',
    ) }} as canonical_value,
    {{ canonical_value(
        'targets.target_value',
        'coalesce(measure_units.factor_to_comparable, targets.unit_multiplier)',
    ) }} as comparable_value
from targets
left join measure_units
    on {{ measure_unit_key('targets') }} = {{ measure_unit_key('measure_units') }}
