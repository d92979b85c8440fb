select
    ---------- ids
    path,
    sha256 as raw_sha256,

    ---------- text
    publisher,
    jurisdiction,
    source_url,
    withdrawn_because,
    also_at,

    ---------- numerics
    fiscal_year,

    ---------- booleans
    is_listed,

    ---------- dates
    published_on
from {{ source('landing', 'raw_file') }}
