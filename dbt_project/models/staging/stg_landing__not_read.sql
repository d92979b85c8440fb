select
    ---------- ids
    document_id,
    path,
    sha256,

    ---------- text
    reason,

    ---------- timestamps
    tried_at
from {{ source('landing', 'not_read') }}
