{{ config(materialized='table') }}

with

members as (

    select * from {{ ref('int_compared_projects') }}

),

predecessors as (

    select * from {{ ref('int_unit_predecessors') }}

),

decided as (

    select * from {{ ref('int_project_decisions') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

),

known_edges as (

    select * from {{ ref('int_project_exact_links') }}
    where is_linked

),

open_later as (

    select members.*
    from members
    anti join known_edges
        on members.node_key = known_edges.node_key
    where members.compared_year is not null

),

open_earlier as (

    select members.*
    from members
    anti join known_edges
        on
            members.node_key = known_edges.previous_node_key
            and members.next_compared_year = known_edges.fiscal_year
    where members.next_compared_year is not null

),

blocks_counted as (

    select
        'later' as side,
        block_key,
        fiscal_year,
        count(*) as member_count
    from open_later
    group by block_key, fiscal_year

    union all

    select
        'earlier' as side,
        block_key,
        fiscal_year,
        count(*) as member_count
    from open_earlier
    group by block_key, fiscal_year

),

large_blocks as (

    select
        block_key,
        max(member_count) as member_count
    from blocks_counted
    group by block_key
    having max(member_count) > {{ var('large_unit') }}

),

bigrams_of_names as (

    select distinct
        members.block_key,
        members.node_key,
        members.fiscal_year,
        unnest({{ bigrams('names.plain_name') }}) as bigram
    from members
    inner join large_blocks
        on members.block_key = large_blocks.block_key
    inner join names
        on {{ name_key('members.published_name', 'members.fiscal_year') }} = names.name_key

),

telling_bigrams as (

    -- What many names of a unit have in common tells nothing.
    select *
    from bigrams_of_names
    qualify count(*) over (partition by block_key, fiscal_year, bigram) <= {{ var('telling_bigram_names') }}

),

pairs_of_blocks as (

    -- In a unit, in two compared years.
    select
        earlier.node_key as previous_node_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.node_key,
        later.fiscal_year
    from open_later as later
    inner join open_earlier as earlier
        on
            later.block_key = earlier.block_key
            and later.compared_year = earlier.fiscal_year
    anti join large_blocks
        on later.block_key = large_blocks.block_key

    union distinct

    -- In a large unit only what shares a telling part of the name.
    select
        earlier.node_key as previous_node_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.node_key,
        later.fiscal_year
    from open_later as later
    inner join telling_bigrams as later_bigrams
        on later.node_key = later_bigrams.node_key
    inner join telling_bigrams as earlier_bigrams
        on
            later.block_key = earlier_bigrams.block_key
            and later.compared_year = earlier_bigrams.fiscal_year
            and later_bigrams.bigram = earlier_bigrams.bigram
    inner join open_earlier as earlier
        on earlier_bigrams.node_key = earlier.node_key

    union distinct

    -- In what was merged or split.
    select
        earlier.node_key as previous_node_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.node_key,
        later.fiscal_year
    from open_later as later
    inner join predecessors
        on
            later.unit_id = predecessors.unit_id
            and later.compared_year < predecessors.fiscal_year
            and later.fiscal_year >= predecessors.fiscal_year
    inner join open_earlier as earlier
        on
            predecessors.previous_unit_id = earlier.unit_id
            and later.compared_year = earlier.fiscal_year
            and later.project_kind = earlier.project_kind

)

-- An earlier one that went on into this very year is not open, whatever its own next year is.
select pairs_of_blocks.*
from pairs_of_blocks
anti join known_edges using (previous_node_key, fiscal_year)
anti join decided
    on
        pairs_of_blocks.previous_node_key = decided.previous_node_key
        and pairs_of_blocks.node_key = decided.node_key
