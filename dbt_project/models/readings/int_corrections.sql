with

corrections as (

    select * exclude (reason, told_publisher) from {{ ref('corrections') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

)

select
    corrections.*,
    printed_texts.folded_name as printed_words,
    try_cast(replace(corrected_texts.folded_name, ',', '') as decimal(18, 6)) as corrected_amount
from corrections
left join names as printed_texts
    on {{ name_key('corrections.printed') }} = printed_texts.name_key
left join names as corrected_texts
    on {{ name_key('corrections.corrected') }} = corrected_texts.name_key
