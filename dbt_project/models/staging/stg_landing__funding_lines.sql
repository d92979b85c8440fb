select
    ---------- ids
    document_id,
    form_no,
    {{ form_key() }} as form_key,
    line_no,

    ---------- text
    label_text,
    line_role,
    amount_text,
    money_unit_text,
    initial_text,
    executed_text,
    label_words,
    amount_words,
    money_unit,
    locator,

    ---------- numerics
    amount,
    initial_amount,
    executed_amount,
    forecast_amount,
    execution_rate,
    points,
    score
from {{ source('landing', 'funding_line') }}
