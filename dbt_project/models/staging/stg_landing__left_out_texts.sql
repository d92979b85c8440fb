select
    ---------- ids
    document_id,
    form_no,

    ---------- text
    kind,
    locator,
    text as left_out_text
from {{ source('landing', 'left_out') }}
