{#- Identity across years, the same for projects and indicators: each macro is the whole query of a model, over the models that
    it is given. A member is a thing in one fiscal year; an edge says that a member is what an earlier one was. What is
    decided for a year depends on that year and earlier ones alone, so that a year that comes later changes nothing. -#}

{#- What becomes of edges (previous_member_key, previous_fiscal_year, member_key, fiscal_year, match_method, rung, matched_on):
    at most one from and to each member is linked. A member goes on in the first year that has one, by the first rung that
    answers; a decision (rung 0) always wins. Of the others those are kept that contradict, pointing to another than a linked
    edge of the same years does (that no person decided), and those that are later: their earlier member goes on before, and
    their later one comes from nowhere else. -#}
{% macro judged_edges(edges) -%}
with

edges as (

    select * from {{ edges }}

),

continuing as (

    select *
    from edges
    qualify
        fiscal_year = coalesce(
            min(case when rung = 0 then fiscal_year end) over (
                partition by previous_member_key, previous_fiscal_year
            ),
            min(fiscal_year) over (partition by previous_member_key, previous_fiscal_year)
        )
        and (
            rung = 0
            or (
                min(rung) over (partition by previous_member_key, previous_fiscal_year) > 0
                and min(rung) over (partition by member_key, fiscal_year) > 0
            )
        )

),

ranked as (

    select
        *,
        row_number() over (
            partition by previous_member_key, previous_fiscal_year
            order by rung asc, member_key asc
        ) as rank_from,
        row_number() over (
            partition by member_key, fiscal_year
            order by rung asc, previous_fiscal_year desc, previous_member_key asc
        ) as rank_to
    from continuing

),

accepted as (

    select
        previous_member_key,
        previous_fiscal_year,
        member_key,
        fiscal_year,
        match_method,
        rung,
        matched_on
    from ranked
    where rank_from = 1 and rank_to = 1

),

others as (

    select
        edges.*,
        coalesce(
            begun.member_key is not null
            and begun.rung > 0
            and begun.previous_fiscal_year = edges.previous_fiscal_year
            and begun.previous_member_key <> edges.previous_member_key,
            false
        )
        or coalesce(
            ended.member_key is not null
            and ended.rung > 0
            and ended.fiscal_year = edges.fiscal_year
            and ended.member_key <> edges.member_key,
            false
        ) as is_contradiction,
        coalesce(begun.member_key is null and ended.fiscal_year < edges.fiscal_year, false) as is_later
    from edges
    left join accepted as begun
        on
            edges.member_key = begun.member_key
            and edges.fiscal_year = begun.fiscal_year
    left join accepted as ended
        on
            edges.previous_member_key = ended.previous_member_key
            and edges.previous_fiscal_year = ended.previous_fiscal_year

)

select
    previous_member_key,
    previous_fiscal_year,
    member_key,
    fiscal_year,
    match_method,
    matched_on,
    true as is_linked,
    false as is_later
from accepted

union all

select
    previous_member_key,
    previous_fiscal_year,
    member_key,
    fiscal_year,
    match_method,
    matched_on,
    false as is_linked,
    is_later
from others
where is_contradiction or is_later
{%- endmacro %}


{#- Every pair of members that may be the same: linked, told the same and not linked (a contradiction), or alike and not
    clearly so. A thing that is renamed for a year goes on in that year; where a name or code is taken up again later, the
    thing goes on from its last member: 2023 A, 2024 renamed to B, 2025 A again is A → B → A.
    `exact` are rows of judged_edges, `similar` scored pairs that are linked or not, `decided` the decisions. -#}
{% macro joined_pairs(exact, similar, decided) -%}
with

exact_links as (

    select * from {{ exact }}

),

similar_pairs as (

    select * from {{ similar }}

),

decided as (

    select * from {{ decided }}

),

steps as (

    select
        told.previous_member_key,
        told.previous_fiscal_year,
        told.member_key,
        told.fiscal_year,
        told.match_method,
        cast(1 as decimal(6, 4)) as score,
        told.matched_on
    from exact_links as told
    left join similar_pairs as alike
        on
            told.previous_member_key = alike.previous_member_key
            and told.previous_fiscal_year = alike.previous_fiscal_year
            and alike.is_linked
            and alike.fiscal_year < told.fiscal_year
    where told.is_linked and alike.member_key is null

    union all

    select
        previous_member_key,
        previous_fiscal_year,
        member_key,
        fiscal_year,
        'similarity' as match_method,
        score,
        matched_on
    from similar_pairs
    where is_linked

),

taken_up_again as (

    select
        told.member_key,
        told.fiscal_year,
        told.match_method,
        told.matched_on,
        coalesce(step_2.member_key, step_1.member_key) as previous_member_key,
        coalesce(step_2.fiscal_year, step_1.fiscal_year) as previous_fiscal_year
    from exact_links as told
    inner join steps as step_1
        on
            told.previous_member_key = step_1.previous_member_key
            and told.previous_fiscal_year = step_1.previous_fiscal_year
            and told.fiscal_year > step_1.fiscal_year
    left join steps as step_2
        on
            step_1.member_key = step_2.previous_member_key
            and step_1.fiscal_year = step_2.previous_fiscal_year
            and told.fiscal_year > step_2.fiscal_year
    left join steps as begun
        on
            told.member_key = begun.member_key
            and told.fiscal_year = begun.fiscal_year
    where (told.is_linked or told.is_later) and begun.member_key is null

),

links as (

    select
        previous_member_key,
        previous_fiscal_year,
        member_key,
        fiscal_year,
        match_method,
        score,
        matched_on
    from steps

    union all

    select
        taken_up.previous_member_key,
        taken_up.previous_fiscal_year,
        taken_up.member_key,
        taken_up.fiscal_year,
        taken_up.match_method,
        cast(1 as decimal(6, 4)) as score,
        taken_up.matched_on
    from taken_up_again as taken_up
    left join steps as ended
        on
            taken_up.previous_member_key = ended.previous_member_key
            and taken_up.previous_fiscal_year = ended.previous_fiscal_year
    left join decided as refused
        on
            taken_up.previous_member_key = refused.previous_member_key
            and taken_up.previous_fiscal_year = refused.previous_fiscal_year
            and taken_up.member_key = refused.member_key
            and taken_up.fiscal_year = refused.fiscal_year
            and refused.decision = 'not_same'
    where ended.member_key is null and refused.member_key is null
    qualify
        row_number() over (
            partition by taken_up.previous_member_key, taken_up.previous_fiscal_year
            order by taken_up.fiscal_year asc, taken_up.member_key asc
        ) = 1
        and row_number() over (
            partition by taken_up.member_key, taken_up.fiscal_year
            order by taken_up.previous_fiscal_year desc, taken_up.previous_member_key asc
        ) = 1

),

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
from exact_links
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
from similar_pairs
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


{#- Each member with what it is linked to and its durable key, named as `key` says: that of the earliest member of its chain, with
    the year where an older thing has the same. -#}
{% macro chained_links(members, pairs, key) -%}
with recursive

members as (

    select distinct
        member_key,
        fiscal_year
    from {{ members }}

),

links as (

    select * from {{ pairs }}
    where is_linked

),

chains as (

    select
        members.member_key,
        members.fiscal_year,
        members.member_key as root_key,
        members.fiscal_year as root_year
    from members
    left join links
        on
            members.member_key = links.member_key
            and members.fiscal_year = links.fiscal_year
    where links.member_key is null

    union all

    select
        links.member_key,
        links.fiscal_year,
        chains.root_key,
        chains.root_year
    from chains
    inner join links
        on
            chains.member_key = links.previous_member_key
            and chains.fiscal_year = links.previous_fiscal_year

),

keyed_members as (

    select
        member_key,
        fiscal_year,
        case
            when root_year = min(root_year) over (partition by root_key) then root_key
            else {{ jixiao.key_of(['root_key', 'root_year']) }}
        end as durable_key
    from chains

)

select
    keyed_members.member_key,
    keyed_members.fiscal_year,
    keyed_members.durable_key as {{ key }},
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
{%- endmacro %}


{#- Whether a scored pair is alike, the best of both its members and clear of the next best of either. The query has the windows
    `earlier`, the pairs of the earlier member by falling score, and `later`, those of the later one. -#}
{% macro is_mutual_best() -%}
    coalesce(is_alike, false)
        and row_number() over earlier = 1
        and row_number() over later = 1
        and score - greatest(coalesce(lead(score) over earlier, 0), coalesce(lead(score) over later, 0))
        >= {{ var('similarity_margin') }}
{%- endmacro %}
