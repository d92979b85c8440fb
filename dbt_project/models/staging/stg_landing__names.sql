select
    ---------- ids
    name_key,

    ---------- text
    printed_name,
    folded_name,
    neutral_name,
    unmarked_name,
    masked_name,
    bare_name,
    level_spelling,
    plain_name,
    wording,
    masked_wording,

    ---------- lists
    other_years,
    numbers,
    ordinals,
    places,
    contrasting_words,

    ---------- booleans
    is_level_label,

    ---------- numerics
    fiscal_year
from {{ source('landing', 'name') }}
