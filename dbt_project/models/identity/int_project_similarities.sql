{{ config(materialized='table') }}

with

members as (

    select * from {{ ref('int_compared_projects') }}

),

indicator_rows as (

    select * from {{ ref('int_named_rows') }}

),

unlinked_pairs as (

    select * from {{ ref('int_project_open_pairs') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

),

unlinked_members as (

    select previous_node_key as node_key from unlinked_pairs

    union distinct

    select node_key from unlinked_pairs

),

indicators_of_members as (

    select
        members.node_key,
        array_agg(
            distinct
            case
                when indicator_rows.is_level3_label or indicator_rows.unmarked_level3 is null
                    then coalesce(indicator_rows.folded_description, indicator_rows.unmarked_level3)
                else indicator_rows.unmarked_level3
            end
        ) as indicator_names,
        array_agg(
            distinct
            coalesce(indicator_rows.unmarked_level3, '') || '|' || coalesce(indicator_rows.target_words, '')
        ) as indicator_targets
    from unlinked_members
    inner join members
        on unlinked_members.node_key = members.node_key
    inner join indicator_rows using (form_key)
    group by members.node_key

),

features as (

    -- A project without a name is compared by its content.
    select
        members.node_key,
        members.published_name,
        members.project_name,
        members.is_name_shared,
        coalesce(names.plain_name, '') as name,
        {{ bigrams("coalesce(names.plain_name, '')") }} as name_bigrams,
        coalesce(names.other_years, []) as other_years,
        coalesce(names.numbers, []) as numbers,
        coalesce(names.ordinals, []) as ordinals,
        coalesce(names.places, []) as places,
        coalesce(names.contrasting_words, []) as contrasting_words,
        {{ bigrams("nullif(left(members.content_words, 1000), '')") }} as content_bigrams,
        indicators_of_members.indicator_names,
        indicators_of_members.indicator_targets
    from unlinked_members
    inner join members
        on unlinked_members.node_key = members.node_key
    left join names
        on {{ name_key('members.published_name', 'members.fiscal_year') }} = names.name_key
    left join indicators_of_members
        on members.node_key = indicators_of_members.node_key

),

likenesses as (

    select
        unlinked_pairs.*,
        earlier.published_name as previous_value,
        later.published_name as later_value,
        earlier.project_name = later.project_name and (earlier.is_name_shared or later.is_name_shared)
            as is_twin,
        {{ names_may_be_one('earlier', 'later') }}
        and (earlier.places = later.places or [] in (earlier.places, later.places)) as may_be_same,
        {{ words_added('earlier', 'later') }} as has_words_added,
        {{ words_replaced('earlier', 'later') }} as has_words_replaced,
        least(cardinality(earlier.indicator_names), cardinality(later.indicator_names)) as indicator_count,
        {{ name_likeness('earlier', 'later') }} as name_likeness,
        coalesce(
            {{ dice('earlier.content_bigrams', 'later.content_bigrams') }},
            {{ dice('earlier.indicator_targets', 'later.indicator_targets') }}
        ) as content_likeness,
        coalesce({{ dice('earlier.indicator_names', 'later.indicator_names') }}, 0) as indicator_likeness
    from unlinked_pairs
    inner join features as earlier
        on unlinked_pairs.previous_node_key = earlier.node_key
    inner join features as later
        on unlinked_pairs.node_key = later.node_key

),

scored_pairs as (

    -- Twins have one name: only their content speaks.
    select
        *,
        cast(
            case
                when is_twin then (coalesce(content_likeness, 0) + indicator_likeness) / 2
                else 0.35 * name_likeness + 0.3 * coalesce(content_likeness, 0) + 0.35 * indicator_likeness
            end as decimal(6, 4)
        ) as score,
        least(coalesce(content_likeness, 0), indicator_likeness) as least_content
    from likenesses
    where may_be_same

),

alike_pairs as (

    -- A new name for the same content is a renaming; else the name must be alike. A name that is narrower
    -- or wider (食品许可审查, 许可审查) is the same only where the content is unchanged, one with a word in place
    -- of another only where the content is as alike as that of twins must be.
    select
        *,
        case
            when is_twin then score >= {{ var('twin_similarity') }}
            when has_words_added and least_content < {{ var('unchanged_similarity') }} then false
            when least_content >= {{ var('renamed_similarity') }} and indicator_count >= 3 then true
            else
                score >= {{ var('project_similarity') }}
                and name_likeness >= {{ var('name_similarity') }}
                and (
                    not has_words_replaced
                    or coalesce(content_likeness, 0) + indicator_likeness >= 2 * {{ var('twin_similarity') }}
                )
        end as is_alike
    from scored_pairs

),

similar_pairs as (

    {{ mutually_best('alike_pairs') }}

)

select
    previous_node_key,
    previous_fiscal_year,
    node_key,
    fiscal_year,
    score,
    coalesce(previous_value, '') || ' → ' || coalesce(later_value, '') as matched_on,
    is_linked
from similar_pairs
