with

source as (

    select * from {{ source('landing', 'not_read') }}

),

renamed as (

    select

        ---------- ids
        document_id,
        path,
        sha256,

        ---------- text
        reason,

        ---------- timestamps
        tried_at

    from source

)

select * from renamed
