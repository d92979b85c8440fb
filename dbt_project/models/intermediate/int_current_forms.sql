with

versions as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

forms as (

    select * from {{ ref('stg_landing__forms') }}

)

select forms.*
from forms
inner join versions
    on forms.document_id = versions.document_id
