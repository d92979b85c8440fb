with

documents as (

    select * from {{ ref('int_documents') }}

),

left_out_texts as (

    select * from {{ ref('int_left_out_counts') }}

),

counted_documents as (

    select
        documents.*,
        cast(coalesce(left_out_texts.left_out_texts, 0) as integer) as left_out_texts
    from documents
    left join left_out_texts
        on documents.document_id = left_out_texts.document_id

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
    left_out_texts,
    source_url,
    published_on,
    read_at as loaded_at,
    status,
    status_reason,
    status = 'current' as is_current
from counted_documents
