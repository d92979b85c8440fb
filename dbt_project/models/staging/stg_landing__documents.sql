select
    ---------- ids
    document_id,
    path,
    sha256,

    ---------- text
    format,
    title,
    problem,
    moved_to,

    ---------- numerics
    byte_size,
    printed_year,

    ---------- timestamps
    read_at
from {{ source('landing', 'document') }}
