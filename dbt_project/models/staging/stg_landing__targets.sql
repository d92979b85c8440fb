select
    ---------- ids
    target_key,

    ---------- text
    target_kind,
    comparator,
    measure_unit_text,
    unit_stem,
    rate_base,
    remainder,
    remainder_words,
    basis as target_basis,
    direction,

    ---------- booleans
    coalesce(is_nearly, false) as is_nearly,
    is_unit_elsewhere,

    ---------- numerics
    value as target_value,
    multiplier,

    ---------- dates
    starts_on,
    due_on
from {{ source('landing', 'target') }}
