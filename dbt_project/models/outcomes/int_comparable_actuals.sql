with

actuals as (

    select * from {{ ref('int_indicator_actuals') }}

),

measure_units as (

    select * from {{ ref('int_measure_units') }}

),

readings as (

    select * from {{ ref('int_outcome_readings') }}

),

actuals_in_units as (

    select
        actuals.* exclude (actual_value, unit_multiplier, unit_stem, rate_base), -- noqa: RF02
        actuals.actual_value as printed_value,
        {{ canonical_value(
            'actuals.actual_value',
            'coalesce(measure_units.factor_to_comparable, actuals.unit_multiplier)',
        ) }} as actual_value,
        measure_units.comparable_unit
    from actuals
    left join measure_units
        on {{ measure_unit_key('actuals') }} = {{ measure_unit_key('measure_units') }}

),

actual_intervals as (

    select
        *,
        {{ interval_columns('actual_value', 'actual_comparator') | indent(4) }}
    from actuals_in_units

)

-- 2次 beside ≥1次/月 is two a month or two a year.
select
    actual_intervals.* exclude (high), -- noqa: RF02
    case
        when
            actual_intervals.high > 0
            and readings.periods_in_base > 1
            and position('/' in actual_intervals.comparable_unit) = 0
            then actual_intervals.high * readings.periods_in_base
        else actual_intervals.high
    end as high
from actual_intervals
left join readings using (row_key)
