with

decisions as (

    select * from {{ ref('identity_decisions') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

)

select
    decisions.thing,
    decisions.path,
    decisions.form_no,
    decisions.printed_name,
    names.folded_name,
    decisions.previous_path,
    decisions.previous_form_no,
    decisions.previous_printed_name,
    previous_names.folded_name as previous_folded_name,
    decisions.decision
from decisions
left join names
    on {{ name_key('decisions.printed_name') }} = names.name_key
left join names as previous_names
    on {{ name_key('decisions.previous_printed_name') }} = previous_names.name_key
