select
    ---------- ids
    document_id,
    form_no,
    row_no,
    {{ form_key() }} as form_key,
    {{ row_key() }} as row_key,

    ---------- text
    level1_text,
    level2_text,
    level3_text,
    description,
    target_text,
    target_words,
    target_initial_text,
    value_printed,
    unit_printed,
    comparator_printed,
    polarity_words,
    actual_text,
    actual_words,
    mid_year_actual_text,
    mid_year_forecast_text,
    likelihood_text,
    deviation_text,
    deviation_words,
    locator,
    needs_review,

    ---------- numerics
    points,
    score
from {{ source('landing', 'indicator_row') }}
