{{ config(materialized='table') }}

with

members as (

    select * from {{ ref('int_compared_indicators') }}

),

targets as (

    select * from {{ ref('int_indicator_values') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

),

unlinked_pairs as (

    select * from {{ ref('int_indicator_open_pairs') }}

),

unlinked_members as (

    select previous_node_key as node_key from unlinked_pairs

    union distinct

    select node_key from unlinked_pairs

),

features as (

    -- Where a name stands for several rows, the description is a part of it, but for its numbers.
    select
        members.node_key,
        members.indicator_name,
        members.compared_name,
        members.name_count > 1 and members.masked_description is null as is_not_told,
        concat(names.wording, descriptions.masked_wording) as name,
        {{ bigrams('concat(names.wording, descriptions.masked_wording)') }} as name_bigrams,
        names.other_years,
        names.numbers,
        list_sort(list_distinct(list_concat(names.ordinals, descriptions.ordinals))) as ordinals,
        list_sort(list_distinct(list_concat(names.contrasting_words, descriptions.contrasting_words)))
            as contrasting_words,
        case
            when
                members.masked_description <> members.compared_name
                and members.name_count = 1
                and not members.is_named_by_description
                then members.masked_description
        end as description,
        members.description_count,
        members.masked_description,
        {{ years_by_distance('members.target_words', 'members.fiscal_year') }} as target_words,
        {{ target_class('targets.target_kind') }} as target_class,
        targets.stem_dimension,
        targets.comparable_unit
    from unlinked_members
    inner join members
        on unlinked_members.node_key = members.node_key
    inner join targets using (row_key)
    inner join names
        on {{ name_key('members.indicator_name', 'members.fiscal_year') }} = names.name_key
    left join names as descriptions
        on
            members.name_count > 1
            and members.masked_description is not null
            and {{ name_key('members.description', 'members.fiscal_year') }} = descriptions.name_key

),

likenesses as (

    -- Another dimension (people, percent) is another indicator; a unit missing or not known says nothing.
    select
        unlinked_pairs.*,
        earlier.indicator_name as previous_value,
        later.indicator_name as later_value,
        {{ names_may_be_one('earlier', 'later') }}
        and not ({{ words_added('earlier', 'later') }})
        and not earlier.is_not_told
        and not later.is_not_told
        and coalesce(earlier.stem_dimension = later.stem_dimension, true) as may_be_same,
        {{ words_replaced('earlier', 'later') }} as has_words_replaced,
        earlier.description_count = 1 and later.description_count = 1 as is_told_by_description,
        coalesce(earlier.masked_description = later.compared_name and earlier.description_count = 1, false)
        or coalesce(later.masked_description = earlier.compared_name and later.description_count = 1, false)
        or coalesce(
            later.masked_description = earlier.masked_description
            and earlier.description_count = 1 and later.description_count = 1
            and length(later.masked_description) >= {{ var('telling_length') }},
            false
        ) as is_named_in_description,
        case
            when earlier.masked_description = later.masked_description then later.masked_description
            when earlier.masked_description = later.compared_name then later.compared_name
            else earlier.compared_name
        end as matched_name,
        {{ name_likeness('earlier', 'later') }} as name_likeness,
        {{ spelling_similarity('earlier.description', 'later.description') }} as description_likeness,
        length(later.description) as description_length,
        case
            when earlier.target_words = later.target_words then 1.0
            when
                earlier.target_class = 'number'
                and earlier.comparable_unit = later.comparable_unit
                then 0.6
            when earlier.target_class = later.target_class then 0.4
            else 0.0
        end as target_likeness
    from unlinked_pairs
    inner join features as earlier
        on unlinked_pairs.previous_node_key = earlier.node_key
    inner join features as later
        on unlinked_pairs.node_key = later.node_key

),

scored_pairs as (

    select
        *,
        cast(
            case
                when is_named_in_description
                    then 0.5 * name_likeness + 0.3 + 0.2 * target_likeness
                when description_likeness is null then 0.75 * name_likeness + 0.25 * target_likeness
                else 0.5 * name_likeness + 0.3 * description_likeness + 0.2 * target_likeness
            end as decimal(6, 4)
        ) as score
    from likenesses

),

alike_pairs as (

    -- A new name for the same description and target is a renaming, and so is a name that stays as the
    -- description (often both are equal). Else names must be alike, and differ by words put in or left out:
    -- one word in place of another is as a rule another indicator, unless it is a small part of both.
    select
        *,
        may_be_same
        and (
            (
                coalesce(description_likeness, 0) >= {{ var('renamed_similarity') }}
                and description_length >= {{ var('telling_length') }}
                and is_told_by_description
                and target_likeness > 0
            )
            or (is_named_in_description and target_likeness > 0 and length(matched_name) >= 4)
            or (
                score >= {{ var('indicator_similarity') }}
                and name_likeness >= {{ var('indicator_name_similarity') }}
                and (not has_words_replaced or name_likeness >= {{ var('same_wording_similarity') }})
            )
        ) as is_alike
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
    previous_value || ' → ' || later_value as matched_on,
    is_linked
from similar_pairs
