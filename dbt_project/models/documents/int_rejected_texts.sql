with

versions as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

rejected_texts as (

    select * from {{ ref('stg_landing__rejected_texts') }}

)

select
    rejected_texts.*,
    versions.fiscal_year
from versions
inner join rejected_texts using (document_id)
