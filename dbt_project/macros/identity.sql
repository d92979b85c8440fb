{#- Identity across years, the same for projects and indicators. A member is a thing in one fiscal year; an edge says that
    a member is what an earlier one was. What is decided for a year depends on that year and earlier ones alone, so that
    a year that comes later changes nothing. -#}

{#- CTEs that take from `edges` (previous_member_key, previous_fiscal_year, member_key,
    fiscal_year, match_method, rung, matched_on) at most one edge
    from and to each member: a member goes on in the first year that has one, by the first rung that answers. -#}
{% macro edges_accepted(edges, name) -%}
{{ name }}_first as (

    select *
    from {{ edges }}
    qualify
        fiscal_year = min(fiscal_year) over (partition by previous_member_key, previous_fiscal_year)

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
        and is_alike
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
            else {{ key_of(['root_key', 'root_year']) }}
        end as durable_key
    from chains

)
{%- endmacro %}
