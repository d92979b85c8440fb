with

rules as (

    select * from {{ ref('finding_rules') }}

)

select
    rule,
    severity,
    review_group,
    looks_at = 'money' as looks_at_money,
    message_zh,
    message_en,
    basis,
    suggestion_zh,
    suggestion_en,
    needs_en
from rules
