{#- Identity across years, the same for projects and indicators. A member is a thing in one fiscal year; an edge says that
    a member is what an earlier one was. What is decided for a year depends on that year and earlier ones alone, so that
    a year that comes later changes nothing. -#}

{#- CTEs that take from `edges` (previous_member_key, previous_fiscal_year, member_key,
    fiscal_year, match_method, rung, matched_on) at most one edge
    from and to each member: a member goes on in the first year that has one, by the first rung that answers.
    A decision (rung 0) always wins. -#}
{% macro edges_accepted(edges, name) -%}
{{ name }}_first as (

    select *
    from {{ edges }}
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

{{ name }}_ranked as (

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
    from {{ name }}_first

),

{{ name }} as (

    select
        previous_member_key,
        previous_fiscal_year,
        member_key,
        fiscal_year,
        match_method,
        rung,
        matched_on
    from {{ name }}_ranked
    where rank_from = 1 and rank_to = 1

)
{%- endmacro %}


{#- CTEs that say what becomes of the edges that were not accepted: `is_contradiction` where they point to another than
    an accepted edge of the same years does (that no person decided), `is_later` where their earlier member goes on before,
    and their later one comes from nowhere else. -#}
{% macro edges_told(edges, accepted, name) -%}
{{ name }}_others as (

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
    from {{ edges }} as edges
    left join {{ accepted }} as begun
        on
            edges.member_key = begun.member_key
            and edges.fiscal_year = begun.fiscal_year
    left join {{ accepted }} as ended
        on
            edges.previous_member_key = ended.previous_member_key
            and edges.previous_fiscal_year = ended.previous_fiscal_year

),

{{ name }} as (

    select
        previous_member_key,
        previous_fiscal_year,
        member_key,
        fiscal_year,
        match_method,
        matched_on,
        true as is_linked,
        false as is_later
    from {{ accepted }}

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
    from {{ name }}_others
    where is_contradiction or is_later

)
{%- endmacro %}


{#- CTEs that join exact and similar links. A thing that is renamed for a year goes on in that year; where a name or code
    is taken up again later, the thing goes on from its last member: 2023 A, 2024 renamed to B, 2025 A again is A → B → A.
    `exact` are rows of edges_told, `similar` rows of mutual_best, `decided` the decisions. -#}
{% macro links_joined(exact, similar, decided, name) -%}
{{ name }}_steps as (

    select
        told.previous_member_key,
        told.previous_fiscal_year,
        told.member_key,
        told.fiscal_year,
        told.match_method,
        cast(1 as decimal(6, 4)) as score,
        told.matched_on
    from {{ exact }} as told
    left join {{ similar }} as alike
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
    from {{ similar }}
    where is_linked

),

{{ name }}_taken_up as (

    select
        told.member_key,
        told.fiscal_year,
        told.match_method,
        told.matched_on,
        coalesce(step_2.member_key, step_1.member_key) as previous_member_key,
        coalesce(step_2.fiscal_year, step_1.fiscal_year) as previous_fiscal_year
    from {{ exact }} as told
    inner join {{ name }}_steps as step_1
        on
            told.previous_member_key = step_1.previous_member_key
            and told.previous_fiscal_year = step_1.previous_fiscal_year
            and told.fiscal_year > step_1.fiscal_year
    left join {{ name }}_steps as step_2
        on
            step_1.member_key = step_2.previous_member_key
            and step_1.fiscal_year = step_2.previous_fiscal_year
            and told.fiscal_year > step_2.fiscal_year
    left join {{ name }}_steps as begun
        on
            told.member_key = begun.member_key
            and told.fiscal_year = begun.fiscal_year
    where (told.is_linked or told.is_later) and begun.member_key is null

),

{{ name }} as (

    select
        previous_member_key,
        previous_fiscal_year,
        member_key,
        fiscal_year,
        match_method,
        score,
        matched_on
    from {{ name }}_steps

    union all

    select
        taken_up.previous_member_key,
        taken_up.previous_fiscal_year,
        taken_up.member_key,
        taken_up.fiscal_year,
        taken_up.match_method,
        cast(1 as decimal(6, 4)) as score,
        taken_up.matched_on
    from {{ name }}_taken_up as taken_up
    left join {{ name }}_steps as ended
        on
            taken_up.previous_member_key = ended.previous_member_key
            and taken_up.previous_fiscal_year = ended.previous_fiscal_year
    left join {{ decided }} as refused
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

)
{%- endmacro %}


{#- CTEs that judge scored pairs: `is_linked` where both are each other's best, good enough and clear of the next best. -#}
{% macro mutual_best(pairs, name) -%}
{{ name }}_ranked as (

    select
        *,
        row_number() over (
            partition by previous_member_key, previous_fiscal_year
            order by score desc, member_key asc
        ) as rank_from,
        row_number() over (
            partition by member_key, fiscal_year
            order by score desc, previous_member_key asc
        ) as rank_to,
        lead(score) over (
            partition by previous_member_key, previous_fiscal_year
            order by score desc, member_key asc
        ) as next_from,
        lead(score) over (
            partition by member_key, fiscal_year
            order by score desc, previous_member_key asc
        ) as next_to
    from {{ pairs }}

),

{{ name }} as (

    select
        *,
        rank_from = 1
        and rank_to = 1
        and coalesce(is_alike, false)
        and score - greatest(coalesce(next_from, 0), coalesce(next_to, 0)) >= {{ var('similarity_margin') }}
            as is_linked
    from {{ name }}_ranked

)
{%- endmacro %}


{#- CTEs that follow the links from each member without an earlier one; `key` is that of the earliest member, with its
    year where an older thing has the same. -#}
{% macro chains_keyed(members, links) -%}
chains as (

    select
        {{ members }}.member_key,
        {{ members }}.fiscal_year,
        {{ members }}.member_key as root_key,
        {{ members }}.fiscal_year as root_year
    from {{ members }}
    left join {{ links }}
        on
            {{ members }}.member_key = {{ links }}.member_key
            and {{ members }}.fiscal_year = {{ links }}.fiscal_year
    where {{ links }}.member_key is null

    union all

    select
        {{ links }}.member_key,
        {{ links }}.fiscal_year,
        chains.root_key,
        chains.root_year
    from chains
    inner join {{ links }}
        on
            chains.member_key = {{ links }}.previous_member_key
            and chains.fiscal_year = {{ links }}.previous_fiscal_year

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
{%- endmacro %}
