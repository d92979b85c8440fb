with

successions as (

    select * from {{ ref('int_unit_successions') }}

),

unit_forms as (

    select * from {{ ref('int_unit_forms') }}

),

units as (

    select distinct
        scope,
        fiscal_year,
        unit_id,
        unit_code,
        folded_name
    from unit_forms

)

select distinct
    later.unit_id,
    successions.fiscal_year,
    earlier.unit_id as previous_unit_id,
    successions.kind
from successions
inner join units as earlier
    on
        successions.scope = earlier.scope
        and successions.predecessor in (earlier.unit_code, earlier.folded_name)
        and successions.fiscal_year > earlier.fiscal_year
inner join units as later
    on
        successions.scope = later.scope
        and successions.successor in (later.unit_code, later.folded_name)
        and successions.fiscal_year <= later.fiscal_year
where
    successions.kind in ('merges', 'splits')
    and earlier.unit_id <> later.unit_id
