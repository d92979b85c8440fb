with

versions as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

funding_lines as (

    select * from {{ ref('stg_landing__funding_lines') }}

)

select funding_lines.*
from funding_lines
inner join versions
    on funding_lines.document_id = versions.document_id
