with

versions as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

indicator_rows as (

    select * from {{ ref('stg_landing__indicator_rows') }}

)

select indicator_rows.*
from indicator_rows
inner join versions
    on indicator_rows.document_id = versions.document_id
