with

successions as (

    select * from {{ ref('unit_successions') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

)

select
    coalesce(successions.jurisdiction, '') as scope,
    successions.fiscal_year,
    successions.kind,
    predecessors.folded_name as predecessor,
    successors.folded_name as successor
from successions
left join names as predecessors
    on {{ name_key('successions.predecessor') }} = predecessors.name_key
left join names as successors
    on {{ name_key('successions.successor') }} = successors.name_key
