{{ config(materialized='table') }}

with recursive

all_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

links as (

    select * from {{ ref('int_indicator_pairs') }}
    where is_linked

),

members as (

    select distinct
        member_key,
        fiscal_year
    from all_rows

),

{{ chains_keyed('members', 'links') }},

linked_members as (

    select
        keyed_members.member_key,
        keyed_members.fiscal_year,
        keyed_members.durable_key as indicator_key,
        links.previous_member_key,
        links.previous_fiscal_year,
        links.match_method,
        links.score as match_score,
        links.matched_on
    from keyed_members
    left join links
        on
            keyed_members.member_key = links.member_key
            and keyed_members.fiscal_year = links.fiscal_year

)

select * from linked_members
