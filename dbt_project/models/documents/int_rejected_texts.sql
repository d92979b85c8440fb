with

versions as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

rejected_texts as (

    select * from {{ ref('stg_landing__rejected_texts') }}

)

select
    rejected_texts.document_id,
    rejected_texts.form_no,
    rejected_texts.form_key,
    versions.fiscal_year,
    rejected_texts.area,
    rejected_texts.locator,
    rejected_texts.rejected_text,
    rejected_texts.reason
from versions
inner join rejected_texts using (document_id)
