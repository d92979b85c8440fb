{{ config(materialized='table') }}

with

members as (

    select * from {{ ref('int_compared_indicators') }}

),

targets as (

    select * from {{ ref('int_indicator_targets') }}

),

decided as (

    select * from {{ ref('int_indicator_decisions') }}

),

known_edges as (

    select * from {{ ref('int_indicator_exact_links') }}

),

words as (

    select * from {{ ref('contrasting_words') }}

),

unlinked_pairs as (

    select
        earlier.member_key as previous_member_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.member_key,
        later.fiscal_year
    from members as later
    inner join members as earlier
        on
            later.project_key = earlier.project_key
            and later.compared_year = earlier.fiscal_year
    left join known_edges as ended
        on
            earlier.member_key = ended.previous_member_key
            and earlier.fiscal_year = ended.previous_fiscal_year
            and later.fiscal_year = ended.fiscal_year
    left join known_edges as begun
        on
            later.member_key = begun.member_key
            and later.fiscal_year = begun.fiscal_year
    left join decided as refused
        on
            earlier.member_key = refused.previous_member_key
            and earlier.fiscal_year = refused.previous_fiscal_year
            and later.member_key = refused.member_key
            and later.fiscal_year = refused.fiscal_year
    where
        later.is_compared
        and earlier.is_compared
        and (later.family = earlier.family or '{{ var("unclassified") }}' in (later.family, earlier.family))
        and ended.member_key is null
        and begun.member_key is null
        and refused.member_key is null

),

unlinked_members as (

    select
        previous_member_key as member_key,
        previous_fiscal_year as fiscal_year
    from unlinked_pairs

    union distinct

    select
        member_key,
        fiscal_year
    from unlinked_pairs

),

described_members as (

    select
        members.member_key,
        members.fiscal_year,
        members.indicator_name,
        members.compared_name,
        {{ name_without_year('members.compared_name') }} as name,
        case
            when members.masked_description <> members.compared_name and not members.is_named_by_description
                then members.masked_description
        end as description,
        {{ fold('members.target_text') }} as target_text,
        case
            when targets.target_kind in ('number', 'percentage', 'rate') then 'quantity'
            when targets.target_kind in ('deadline', 'period') then 'date'
            else targets.target_kind
        end as target_class,
        targets.unit_stem,
        targets.rate_base
    from unlinked_members
    inner join members
        on
            unlinked_members.member_key = members.member_key
            and unlinked_members.fiscal_year = members.fiscal_year
    inner join targets
        on
            members.document_id = targets.document_id
            and members.form_no = targets.form_no
            and members.row_no = targets.row_no

),

{{ contrasting_words_of('described_members', 'words') }},

features as (

    select
        described_members.*,
        {{ other_years('described_members.compared_name') }} as other_years,
        {{ ordinals('described_members.name') }} as ordinals,
        {{ bigrams('described_members.name') }} as name_bigrams,
        told_by_words.word_groups,
        told_by_words.grouped_words,
        told_by_words.lone_words
    from described_members
    left join told_by_words
        on described_members.name = told_by_words.name

),

likenesses as (

    -- Another unit of measure is another indicator; a unit that is missing says nothing.
    select
        unlinked_pairs.*,
        earlier.indicator_name as previous_value,
        later.indicator_name as later_value,
        earlier.other_years = later.other_years
        and earlier.ordinals = later.ordinals
        and not {{ words_contrast('earlier', 'later') }}
        and coalesce(earlier.unit_stem = later.unit_stem, true) as may_be_same,
        greatest(
            coalesce({{ dice('earlier.name_bigrams', 'later.name_bigrams') }}, 0),
            coalesce({{ spelling_similarity('earlier.name', 'later.name') }}, 0)
        ) as name_likeness,
        {{ spelling_similarity('earlier.description', 'later.description') }} as description_likeness,
        length(later.description) as description_length,
        case
            when earlier.target_text = later.target_text then 1.0
            when
                earlier.target_class = 'quantity'
                and earlier.unit_stem = later.unit_stem
                and coalesce(earlier.rate_base, '') = coalesce(later.rate_base, '')
                then 0.6
            when earlier.target_class = later.target_class then 0.4
            else 0.0
        end as target_likeness
    from unlinked_pairs
    inner join features as earlier
        on
            unlinked_pairs.previous_member_key = earlier.member_key
            and unlinked_pairs.previous_fiscal_year = earlier.fiscal_year
    inner join features as later
        on
            unlinked_pairs.member_key = later.member_key
            and unlinked_pairs.fiscal_year = later.fiscal_year

),

scored_pairs as (

    select
        *,
        cast(
            case
                when description_likeness is null then 0.75 * name_likeness + 0.25 * target_likeness
                else 0.5 * name_likeness + 0.3 * description_likeness + 0.2 * target_likeness
            end as decimal(6, 4)
        ) as score
    from likenesses

),

alike_pairs as (

    -- A new name for the same description and target is a renaming; else the names must be alike.
    select
        *,
        may_be_same
        and (
            (
                description_likeness >= {{ var('renamed_similarity') }}
                and description_length >= 6
                and target_likeness > 0
            )
            or (
                score >= {{ var('indicator_similarity') }}
                and name_likeness >= {{ var('indicator_name_similarity') }}
            )
        ) as is_alike
    from scored_pairs

),

{{ mutual_best('alike_pairs', 'similar_pairs') }}

select
    previous_member_key,
    previous_fiscal_year,
    member_key,
    fiscal_year,
    score,
    previous_value || ' → ' || later_value as matched_on,
    is_linked
from similar_pairs
where is_linked or score >= {{ var('candidate_similarity') }}
