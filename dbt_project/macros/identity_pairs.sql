{#- Every pair of members that may be the same: linked, told the same and not linked (a contradiction), or alike and not
    clearly so. `exact`, `similar` and `decided` are those of links_joined. -#}
{% macro pairs_told(exact, similar, decided) -%}
{{ jixiao.links_joined(exact, similar, decided, 'links') }},

ends_of_links as (

    select
        previous_member_key as member_key,
        previous_fiscal_year as fiscal_year,
        fiscal_year as other_year
    from links

    union distinct

    select
        member_key,
        fiscal_year,
        previous_fiscal_year as other_year
    from links

)

select
    previous_member_key,
    previous_fiscal_year,
    member_key,
    fiscal_year,
    match_method,
    score,
    matched_on,
    true as is_linked
from links

union all

-- Rungs that contradict: known by code or name, and one of the two is linked to another.
select
    previous_member_key,
    previous_fiscal_year,
    member_key,
    fiscal_year,
    match_method,
    cast(1 as decimal(6, 4)) as score,
    matched_on,
    false as is_linked
from {{ exact }}
where not is_linked and not is_later

union all

-- Alike and not clearly so; what is linked needs no other candidate.
select
    similar_pairs.previous_member_key,
    similar_pairs.previous_fiscal_year,
    similar_pairs.member_key,
    similar_pairs.fiscal_year,
    'similarity' as match_method,
    similar_pairs.score,
    similar_pairs.matched_on,
    false as is_linked
from {{ similar }} as similar_pairs
left join ends_of_links as ended
    on
        similar_pairs.previous_member_key = ended.member_key
        and similar_pairs.previous_fiscal_year = ended.fiscal_year
        and similar_pairs.fiscal_year = ended.other_year
left join ends_of_links as begun
    on
        similar_pairs.member_key = begun.member_key
        and similar_pairs.fiscal_year = begun.fiscal_year
        and similar_pairs.previous_fiscal_year = begun.other_year
where
    not similar_pairs.is_linked
    and ended.member_key is null
    and begun.member_key is null
{%- endmacro %}
