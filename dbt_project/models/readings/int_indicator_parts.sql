with

indicator_rows as (

    select * from {{ ref('int_named_rows') }}

),

target_parts as (

    select * from {{ ref('stg_landing__target_parts') }}

)

select
    indicator_rows.document_id,
    indicator_rows.form_no,
    indicator_rows.row_no,
    indicator_rows.form_key,
    indicator_rows.row_key,
    target_parts.part_no,
    indicator_rows.fiscal_year,
    target_parts.label,
    target_parts.label_words,
    target_parts.comparator,
    target_parts.part_value,
    target_parts.measure_unit_text,
    target_parts.multiplier as unit_multiplier,
    target_parts.unit_stem,
    target_parts.rate_base,
    target_parts.starts_on,
    target_parts.due_on,
    indicator_rows.locator
from indicator_rows
inner join target_parts using (target_key)
