with

source as (

    select * from {{ source('landing', 'gate_finding') }}

),

renamed as (

    select

        ---------- ids
        document_id,

        ---------- text
        expectation,
        severity,
        locator,
        reason

    from source

)

select * from renamed
