with

rules as (

    select * from {{ ref('finding_rules') }}

),

regulations as (

    select * from {{ ref('regulations') }}

)

select
    rules.*,
    rules.looks_at = 'money' as looks_at_money,
    regulations.binds,
    regulations.since_year
from rules
left join regulations
    on starts_with(rules.basis, regulations.regulation)
