with

rules as (

    select * from {{ ref('finding_rules') }}

),

regulations as (

    select * from {{ ref('regulations') }}

)

select
    rules.rule,
    rules.severity,
    rules.review_group,
    rules.looks_at = 'money' as looks_at_money,
    rules.message_zh,
    rules.message_en,
    rules.basis,
    regulations.binds,
    regulations.since_year,
    rules.suggestion_zh,
    rules.suggestion_en,
    rules.needs_en
from rules
left join regulations
    on starts_with(rules.basis, regulations.regulation)
