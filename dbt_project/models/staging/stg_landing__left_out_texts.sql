with

source as (

    select * from {{ source('landing', 'left_out') }}

),

renamed as (

    select

        ---------- ids
        document_id,
        form_no,

        ---------- text
        kind,
        locator,
        text as left_out_text

    from source

)

select * from renamed
