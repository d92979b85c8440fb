with

source as (

    select * from {{ source('landing', 'funding_line') }}

),

renamed as (

    select

        ---------- ids
        document_id,
        form_no,
        {{ form_key() }} as form_key,
        line_no,

        ---------- text
        label_text,
        line_role,
        amount_text,
        money_unit_text,
        initial_text,
        executed_text,
        rate_text,
        points_text,
        score_text,
        locator,

        ---------- numerics
        amount,
        initial_amount,
        executed_amount,
        forecast_amount

    from source

)

select * from renamed
