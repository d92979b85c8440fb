with

accepted_breaks as (

    select * from {{ ref('accepted_breaks') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

)

select
    accepted_breaks.expectation,
    accepted_breaks.fiscal_year,
    jurisdictions.folded_name as folded_jurisdiction,
    publishers.folded_name as folded_publisher,
    accepted_breaks.reason
from accepted_breaks
left join names as jurisdictions
    on {{ name_key('accepted_breaks.jurisdiction') }} = jurisdictions.name_key
left join names as publishers
    on {{ name_key('accepted_breaks.publisher') }} = publishers.name_key
