select
    ---------- ids
    target_key,
    part_no,

    ---------- text
    label,
    label_words,
    comparator,
    measure_unit_text,
    unit_stem,
    rate_base,

    ---------- numerics
    value as part_value,
    multiplier as unit_multiplier,

    ---------- dates
    starts_on,
    due_on
from {{ source('landing', 'target_part') }}
