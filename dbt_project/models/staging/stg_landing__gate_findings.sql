select
    ---------- ids
    document_id,

    ---------- text
    expectation,
    severity,
    locator,
    reason
from {{ source('landing', 'gate_finding') }}
