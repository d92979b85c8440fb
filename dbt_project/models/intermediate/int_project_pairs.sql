with

exact_links as (

    select * from {{ ref('int_project_exact_links') }}

),

similar_pairs as (

    select * from {{ ref('int_project_similarities') }}

),

known_edges as (

    select * from exact_links
    where is_linked

),

similar_edges as (

    select *
    from similar_pairs
    where is_linked

),

names_taken_up_again as (

    -- 2023 A, 2024 renamed to B, 2025 A again: the name goes back to where B came from.
    select
        renamed.member_key as previous_member_key,
        renamed.fiscal_year as previous_fiscal_year,
        known_edges.member_key,
        known_edges.fiscal_year,
        known_edges.matched_on
    from known_edges
    inner join similar_edges as renamed
        on
            known_edges.previous_member_key = renamed.previous_member_key
            and known_edges.previous_fiscal_year = renamed.previous_fiscal_year
            and known_edges.fiscal_year > renamed.fiscal_year
    left join known_edges as goes_on
        on
            renamed.member_key = goes_on.previous_member_key
            and renamed.fiscal_year = goes_on.previous_fiscal_year
    left join similar_edges as goes_on_renamed
        on
            renamed.member_key = goes_on_renamed.previous_member_key
            and renamed.fiscal_year = goes_on_renamed.previous_fiscal_year
    where
        goes_on.member_key is null
        and goes_on_renamed.member_key is null

)

select
    known_edges.previous_member_key,
    known_edges.previous_fiscal_year,
    known_edges.member_key,
    known_edges.fiscal_year,
    known_edges.match_method,
    cast(1 as decimal(6, 4)) as score,
    known_edges.matched_on,
    true as is_linked
from known_edges
left join similar_edges
    on
        known_edges.previous_member_key = similar_edges.previous_member_key
        and known_edges.previous_fiscal_year = similar_edges.previous_fiscal_year
where
    similar_edges.member_key is null
    or similar_edges.fiscal_year > known_edges.fiscal_year

union all

select
    previous_member_key,
    previous_fiscal_year,
    member_key,
    fiscal_year,
    'name' as match_method,
    cast(1 as decimal(6, 4)) as score,
    matched_on,
    true as is_linked
from names_taken_up_again

union all

select
    previous_member_key,
    previous_fiscal_year,
    member_key,
    fiscal_year,
    'similarity' as match_method,
    score,
    matched_on,
    is_linked
from similar_pairs

union all

select
    previous_member_key,
    previous_fiscal_year,
    member_key,
    fiscal_year,
    match_method,
    cast(1 as decimal(6, 4)) as score,
    matched_on,
    is_linked
from exact_links
where not is_linked
