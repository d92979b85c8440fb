with

known_edges as (

    select * from {{ ref('int_indicator_exact_links') }}

),

similar_pairs as (

    select * from {{ ref('int_indicator_similarities') }}

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
left join similar_pairs
    on
        known_edges.previous_member_key = similar_pairs.previous_member_key
        and known_edges.previous_fiscal_year = similar_pairs.previous_fiscal_year
        and similar_pairs.is_linked
where
    similar_pairs.member_key is null
    or similar_pairs.fiscal_year > known_edges.fiscal_year

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
