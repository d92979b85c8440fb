select
    ---------- ids
    document_id,
    form_no,
    {{ form_key() }} as form_key,
    content_sha256,
    department_code,
    unit_code,
    project_code,

    ---------- text
    form_kind,
    department_name,
    unit_name,
    heading_name,
    project_name,
    money_unit_text,
    purpose,
    objective,
    content_words,
    locator,
    needs_review,

    ---------- numerics
    total_score,
    row_count,
    share_of_form_no,
    mid_year_through,

    ---------- booleans
    is_transfer,
    is_department
from {{ source('landing', 'form') }}
