select
    ---------- ids
    document_id,
    form_no,
    {{ form_key() }} as form_key,

    ---------- text
    area,
    locator,
    text as rejected_text,
    reason,

    ---------- booleans
    is_cut_off
from {{ source('landing', 'rejected') }}
