with

indicator_rows as (

    select * from {{ ref('int_named_rows') }}

),

printed as (

    select
        document_id,
        form_no,
        row_no,
        form_key,
        row_key,
        unnest(['actual', 'mid_year_actual', 'mid_year_forecast']) as text_kind,
        unnest([actual_key, mid_year_actual_key, mid_year_forecast_key]) as target_key
    from indicator_rows

),

readings as (

    select * from {{ ref('stg_landing__targets') }}

),

targets as (

    select * from {{ ref('int_indicator_targets') }}

)

-- A bare number is counted in the unit of its target: 1123 beside ≥1000件, 27.3万 beside ≥26万亩次.
select
    printed.document_id,
    printed.form_no,
    printed.row_no,
    printed.form_key,
    printed.row_key,
    printed.text_kind,
    readings.target_kind as actual_kind,
    readings.target_value as actual_value,
    readings.target_value is not null and readings.unit_stem is null and readings.multiplier = 1 as is_bare,
    -- 近500人 is less than 500: the actual value is an interval.
    case when readings.is_nearly then '<' else readings.comparator end as actual_comparator,
    readings.target_basis as actual_basis,
    readings.direction,
    readings.starts_on,
    readings.due_on,
    case
        when readings.target_value is null then 'none'
        when readings.unit_stem is not null then 'printed'
        when targets.unit_stem is not null then 'of_the_target'
        else 'none'
    end as measure_unit_source,
    case
        when readings.unit_stem is null and readings.multiplier = 1 then coalesce(targets.unit_multiplier, 1)
        else readings.multiplier
    end as unit_multiplier,
    coalesce(readings.unit_stem, targets.unit_stem) as unit_stem,
    case when readings.unit_stem is not null then readings.rate_base else targets.rate_base end as rate_base
from printed
inner join readings using (target_key)
inner join targets using (row_key)
