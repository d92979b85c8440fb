with

indicator_parts as (

    select * from {{ ref('int_indicator_parts') }}

),

indicators as (

    select * from {{ ref('fact_indicator') }}

),

measure_units as (

    select * from {{ ref('int_measure_units') }}

)

select
    indicator_parts.document_id,
    indicator_parts.form_no,
    indicator_parts.row_no,
    indicator_parts.form_key,
    indicator_parts.row_key,
    indicator_parts.part_no,
    indicator_parts.fiscal_year,
    indicators.project_key,
    indicators.indicator_key,
    indicator_parts.label,
    indicator_parts.comparator,
    indicator_parts.part_value as value, -- noqa: RF04
    indicator_parts.measure_unit_text,
    measure_units.measure_unit,
    {{ canonical_value(
        'indicator_parts.part_value',
        'coalesce(measure_units.factor_to_base, indicator_parts.unit_multiplier)',
    ) }} as canonical_value,
    indicator_parts.starts_on,
    indicator_parts.due_on,
    indicator_parts.locator
from indicator_parts
inner join indicators using (row_key)
left join measure_units
    on {{ measure_unit_key('indicator_parts') }} = {{ measure_unit_key('measure_units') }}
