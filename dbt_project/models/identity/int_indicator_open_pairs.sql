{{ config(materialized='table') }}

with

members as (

    select * from {{ ref('int_compared_indicators') }}

),

decided as (

    select * from {{ ref('int_indicator_decisions') }}

),

known_edges as (

    select * from {{ ref('int_indicator_exact_links') }}
    where is_linked

)

select
    earlier.node_key as previous_node_key,
    earlier.fiscal_year as previous_fiscal_year,
    later.node_key,
    later.fiscal_year
from members as later
inner join members as earlier
    on
        later.project_key = earlier.project_key
        and later.compared_year = earlier.fiscal_year
anti join known_edges as ended
    on
        earlier.node_key = ended.previous_node_key
        and later.fiscal_year = ended.fiscal_year
anti join known_edges as begun
    on later.node_key = begun.node_key
anti join decided
    on
        earlier.node_key = decided.previous_node_key
        and later.node_key = decided.node_key
where
    later.is_compared
    and earlier.is_compared
    and (later.family = earlier.family or '{{ var("unclassified") }}' in (later.family, earlier.family))
