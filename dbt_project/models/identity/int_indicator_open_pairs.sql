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

),

unlinked_pairs as (

    select
        earlier.member_key as previous_member_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.member_key,
        later.fiscal_year
    from members as later
    inner join members as earlier
        on
            later.project_key = earlier.project_key
            and later.compared_year = earlier.fiscal_year
    left join known_edges as ended
        on
            earlier.member_key = ended.previous_member_key
            and earlier.fiscal_year = ended.previous_fiscal_year
            and later.fiscal_year = ended.fiscal_year
    left join known_edges as begun
        on
            later.member_key = begun.member_key
            and later.fiscal_year = begun.fiscal_year
    left join decided as refused
        on
            earlier.member_key = refused.previous_member_key
            and earlier.fiscal_year = refused.previous_fiscal_year
            and later.member_key = refused.member_key
            and later.fiscal_year = refused.fiscal_year
    where
        later.is_compared
        and earlier.is_compared
        and (later.family = earlier.family or '{{ var("unclassified") }}' in (later.family, earlier.family))
        and ended.member_key is null
        and begun.member_key is null
        and refused.member_key is null

)

select * from unlinked_pairs
