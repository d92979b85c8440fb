with

decisions as (

    select * exclude (reason) from {{ ref('identity_decisions') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

)

select
    decisions.*,
    names.folded_name,
    previous_names.folded_name as previous_folded_name
from decisions
left join names
    on {{ name_key('decisions.printed_name') }} = names.name_key
left join names as previous_names
    on {{ name_key('decisions.previous_printed_name') }} = previous_names.name_key
