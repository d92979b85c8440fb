with

rejected_texts as (

    select * from {{ ref('int_rejected_texts') }}

)

select
    document_id,
    form_no,
    form_key,
    fiscal_year,
    area,
    locator,
    rejected_text as text, -- noqa: RF04
    reason
from rejected_texts
