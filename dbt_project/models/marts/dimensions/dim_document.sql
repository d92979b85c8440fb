with

documents as (

    select * from {{ ref('int_documents') }}

)

select
    document_id,
    path,
    sha256,
    format,
    title,
    fiscal_year,
    publisher,
    jurisdiction,
    form_kind,
    cast(form_count as integer) as form_count,
    cast(left_out_texts as integer) as left_out_texts,
    source_url,
    published_on,
    read_at as loaded_at,
    status,
    status_reason,
    status = 'current' as is_current
from documents
