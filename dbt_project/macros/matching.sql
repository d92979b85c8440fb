{#- Identity across years, the same for projects and indicators: each macro is a whole query, over the relations that it is
    given. A node is a thing in one fiscal year (its member_key, by which it is known, and the year); an edge says that a node
    is what an earlier one was. What is
    decided for a year depends on that year and earlier ones alone, so that a year that comes later changes nothing. -#}

{#- What people decided of members (node_key, fiscal_year, path, form_no, and the folded names by which a line of the seed may
    name them): the earlier and the later one of each decision. -#}
{% macro decided_pairs(decisions, members) -%}
select
    case when one.fiscal_year < other.fiscal_year then one.node_key else other.node_key end
        as previous_node_key,
    least(one.fiscal_year, other.fiscal_year) as previous_fiscal_year,
    case when one.fiscal_year < other.fiscal_year then other.node_key else one.node_key end
        as node_key,
    greatest(one.fiscal_year, other.fiscal_year) as fiscal_year,
    decisions.decision,
    decisions.previous_printed_name || ' → ' || decisions.printed_name as matched_on
from {{ decisions }} as decisions
inner join {{ members }} as one
    on
        decisions.previous_path = one.path
        and decisions.previous_form_no = one.form_no
        and list_contains(one.folded_names, decisions.previous_folded_name)
inner join {{ members }} as other
    on
        decisions.path = other.path
        and decisions.form_no = other.form_no
        and list_contains(other.folded_names, decisions.folded_name)
where one.fiscal_year <> other.fiscal_year
{%- endmacro %}


{#- What becomes of edges (previous_node_key, previous_fiscal_year, node_key, fiscal_year, match_method, rung, matched_on) and
    of what is `decided`:
    at most one from and to each member is linked. A member goes on in the first year that has one, by the first rung that
    answers; a decision (rung 0) always wins, and what is decided not to be the same is no edge. Of the others those are kept
    that contradict, pointing to another than a linked edge of the same years does (that no person decided), and those that are
    later: their earlier member goes on before, and their later one comes from nowhere else. -#}
{% macro judged_edges(edges, decided) -%}
with

decided as (

    select * from {{ decided }}

),

edges as (

    select told.*
    from {{ edges }} as told
    anti join decided
        on
            told.previous_node_key = decided.previous_node_key
            and told.node_key = decided.node_key
            and decided.decision = 'not_same'

    union all by name

    select
        * exclude (decision),
        'decision' as match_method,
        0 as rung
    from decided
    where decision = 'same'

),

continuing as (

    select *
    from edges
    qualify
        fiscal_year = coalesce(
            min(case when rung = 0 then fiscal_year end) over (
                partition by previous_node_key
            ),
            min(fiscal_year) over (partition by previous_node_key)
        )
        and (
            rung = 0
            or (
                min(rung) over (partition by previous_node_key) > 0
                and min(rung) over (partition by node_key) > 0
            )
        )

),

ranked as (

    select
        *,
        row_number() over (
            partition by previous_node_key
            order by rung asc, node_key asc
        ) as rank_from,
        row_number() over (
            partition by node_key
            order by rung asc, previous_fiscal_year desc, previous_node_key asc
        ) as rank_to
    from continuing

),

accepted as (

    select * exclude (rank_from, rank_to) from ranked
    where rank_from = 1 and rank_to = 1

),

others as (

    select
        edges.*,
        coalesce(
            begun.node_key is not null
            and begun.rung > 0
            and begun.previous_fiscal_year = edges.previous_fiscal_year
            and begun.previous_node_key <> edges.previous_node_key,
            false
        )
        or coalesce(
            ended.node_key is not null
            and ended.rung > 0
            and ended.fiscal_year = edges.fiscal_year
            and ended.node_key <> edges.node_key,
            false
        ) as is_contradiction,
        coalesce(begun.node_key is null and ended.fiscal_year < edges.fiscal_year, false) as is_later
    from edges
    left join accepted as begun
        on edges.node_key = begun.node_key
    left join accepted as ended
        on edges.previous_node_key = ended.previous_node_key

)

select
    * exclude (rung),
    true as is_linked,
    false as is_later
from accepted

union all by name

select
    * exclude (rung, is_contradiction),
    false as is_linked
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
        told.* exclude (is_linked, is_later),
        cast(1 as decimal(6, 4)) as score
    from exact_links as told
    anti join similar_pairs as alike
        on
            told.previous_node_key = alike.previous_node_key
            and alike.is_linked
            and told.fiscal_year > alike.fiscal_year
    where told.is_linked

    union all by name

    select
        * exclude (is_linked),
        'similarity' as match_method
    from similar_pairs
    where is_linked

),

taken_up_again as (

    select
        told.node_key,
        told.fiscal_year,
        told.match_method,
        told.matched_on,
        coalesce(step_2.node_key, step_1.node_key) as previous_node_key,
        coalesce(step_2.fiscal_year, step_1.fiscal_year) as previous_fiscal_year
    from exact_links as told
    inner join steps as step_1
        on
            told.previous_node_key = step_1.previous_node_key
            and told.fiscal_year > step_1.fiscal_year
    left join steps as step_2
        on
            step_1.node_key = step_2.previous_node_key
            and told.fiscal_year > step_2.fiscal_year
    anti join steps as begun
        on told.node_key = begun.node_key
    where told.is_linked or told.is_later

),

links as (

    select * from steps

    union all by name

    select
        taken_up.*,
        cast(1 as decimal(6, 4)) as score
    from taken_up_again as taken_up
    anti join steps as ended
        on taken_up.previous_node_key = ended.previous_node_key
    anti join decided as refused
        on
            taken_up.previous_node_key = refused.previous_node_key
            and taken_up.node_key = refused.node_key
            and refused.decision = 'not_same'
    qualify
        row_number() over (
            partition by taken_up.previous_node_key
            order by taken_up.fiscal_year asc, taken_up.node_key asc
        ) = 1
        and row_number() over (
            partition by taken_up.node_key
            order by taken_up.previous_fiscal_year desc, taken_up.previous_node_key asc
        ) = 1

),

ends_of_links as (

    select
        previous_node_key as node_key,
        previous_fiscal_year as fiscal_year,
        fiscal_year as other_year
    from links

    union distinct

    select
        node_key,
        fiscal_year,
        previous_fiscal_year as other_year
    from links

)

select
    *,
    true as is_linked
from links

union all by name

-- Rungs that contradict: known by code or name, and one of the two is linked to another.
select
    * exclude (is_later),
    cast(1 as decimal(6, 4)) as score
from exact_links
where not is_linked and not is_later

union all by name

-- Alike and not clearly so; what is linked needs no other candidate.
select
    similar_pairs.*,
    'similarity' as match_method
from similar_pairs
anti join ends_of_links as ended
    on
        similar_pairs.previous_node_key = ended.node_key
        and similar_pairs.fiscal_year = ended.other_year
anti join ends_of_links as begun
    on
        similar_pairs.node_key = begun.node_key
        and similar_pairs.previous_fiscal_year = begun.other_year
where not similar_pairs.is_linked
{%- endmacro %}


{#- Each member with what it is linked to and its durable key, named as `key` says: the member_key of the earliest of its chain,
    with the year where an older thing has the same. -#}
{% macro chained_links(members, pairs, key) -%}
with recursive

members as (

    select distinct
        node_key,
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
        members.*,
        members.member_key as root_key,
        members.fiscal_year as root_year
    from members
    anti join links
        on members.node_key = links.node_key

    union all

    select
        members.*,
        chains.root_key,
        chains.root_year
    from chains
    inner join links
        on chains.node_key = links.previous_node_key
    inner join members
        on links.node_key = members.node_key

)

select
    chains.node_key,
    chains.member_key,
    chains.fiscal_year,
    case
        when chains.root_year = min(chains.root_year) over (partition by chains.root_key) then chains.root_key
        else {{ jixiao.key_of(['chains.root_key', 'chains.root_year']) }}
    end as {{ key }},
    links.previous_node_key,
    links.previous_fiscal_year,
    links.match_method,
    links.score as match_score,
    links.matched_on
from chains
left join links
    on chains.node_key = links.node_key
{%- endmacro %}


{#- The scored pairs (previous_node_key, node_key, score, is_alike and what else they have) that are linked or worth a person's
    look. Linked is a pair that is alike, the best of both its members and clear of the next best of either. -#}
{% macro mutually_best(pairs) -%}
select
    *,
    coalesce(is_alike, false)
    and row_number() over earlier = 1
    and row_number() over later = 1
    and score - greatest(coalesce(lead(score) over earlier, 0), coalesce(lead(score) over later, 0))
    >= {{ var('similarity_margin') }} as is_linked
from {{ pairs }}
window
    earlier as (
        partition by previous_node_key
        order by score desc, node_key asc
    ),
    later as (
        partition by node_key
        order by score desc, previous_node_key asc
    )
qualify is_linked or score >= {{ var('candidate_similarity') }}
{%- endmacro %}
