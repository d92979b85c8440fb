{{ config(materialized='table') }}

with

counted_forms as (

    select * from {{ ref('int_project_members') }}
    where form_status = 'counted'

),

indicator_rows as (

    select * from {{ ref('stg_landing__indicator_rows') }}

),

printed_names as (

    select * from {{ ref('int_printed_names') }}

),

compared_years as (

    select * from {{ ref('int_compared_years') }}

),

predecessors as (

    select * from {{ ref('int_unit_predecessors') }}

),

decisions as (

    select * from {{ ref('identity_decisions') }}
    where thing = 'project'

),

words as (

    select * from {{ ref('contrasting_words') }}

),

members as (

    select
        counted_forms.*,
        compared_years.previous_fiscal_year as compared_year,
        case
            when {{ matches(fold('counted_forms.project_code'), '^[0-9A-Za-z-]{6,}$') }}
                then {{ fold('counted_forms.project_code') }}
        end as usable_code
    from counted_forms
    left join compared_years
        on
            counted_forms.series = compared_years.series
            and counted_forms.project_kind = compared_years.project_kind
            and counted_forms.fiscal_year = compared_years.fiscal_year
    where counted_forms.is_compared

),

decided as (

    select
        case when one.fiscal_year < other.fiscal_year then one.member_key else other.member_key end
            as previous_member_key,
        least(one.fiscal_year, other.fiscal_year) as previous_fiscal_year,
        case when one.fiscal_year < other.fiscal_year then other.member_key else one.member_key end as member_key,
        greatest(one.fiscal_year, other.fiscal_year) as fiscal_year,
        decisions.decision,
        decisions.previous_printed_name || ' → ' || decisions.printed_name as matched_on
    from decisions
    inner join counted_forms as one
        on
            decisions.previous_path = one.path
            and decisions.previous_form_no = one.form_no
            and {{ fold('decisions.previous_printed_name') }} = {{ fold('one.published_name') }}
    inner join counted_forms as other
        on
            decisions.path = other.path
            and decisions.form_no = other.form_no
            and {{ fold('decisions.printed_name') }} = {{ fold('other.published_name') }}
    where one.fiscal_year <> other.fiscal_year

),

codes as (

    -- A code that stands for two projects in a year is no code of a project.
    select
        *,
        count(*) over (partition by scope, project_kind, usable_code, fiscal_year) as code_count
    from members
    where usable_code is not null

),

previous_of_codes as (

    select
        *,
        lag(member_key) over (
            partition by scope, project_kind, usable_code
            order by fiscal_year asc
        ) as previous_member_key,
        lag(fiscal_year) over (
            partition by scope, project_kind, usable_code
            order by fiscal_year asc
        ) as previous_fiscal_year
    from codes
    where code_count = 1

),

names_of_years as (

    select
        block_key,
        project_name,
        fiscal_year,
        count(*) as name_count
    from members
    group by block_key, project_name, fiscal_year

),

previous_of_names as (

    select
        *,
        lag(fiscal_year) over (
            partition by block_key, project_name
            order by fiscal_year asc
        ) as previous_fiscal_year,
        lag(name_count) over (
            partition by block_key, project_name
            order by fiscal_year asc
        ) as previous_name_count
    from names_of_years

),

contents_counted as (

    select
        *,
        count(*) over (partition by block_key, project_name, fiscal_year, content_key) as content_count
    from members

),

named_alike as (

    -- One name: where it stands for one project in both years it is enough, else the content must be the same.
    select
        earlier.member_key as previous_member_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.member_key,
        later.fiscal_year,
        earlier.published_name as previous_value,
        later.published_name as later_value,
        case
            when previous_of_names.name_count = 1 and previous_of_names.previous_name_count = 1
                and later.project_name <> '{{ var("unspecified") }}' then 'name'
            else 'name_and_content'
        end as match_method,
        case
            when previous_of_names.name_count = 1 and previous_of_names.previous_name_count = 1
                and later.project_name <> '{{ var("unspecified") }}' then true
            else
                earlier.content_key = later.content_key
                and earlier.content_count = 1
                and later.content_count = 1
        end as is_same
    from previous_of_names
    inner join contents_counted as later
        on
            previous_of_names.block_key = later.block_key
            and previous_of_names.project_name = later.project_name
            and previous_of_names.fiscal_year = later.fiscal_year
    inner join contents_counted as earlier
        on
            previous_of_names.block_key = earlier.block_key
            and previous_of_names.project_name = earlier.project_name
            and previous_of_names.previous_fiscal_year = earlier.fiscal_year

),

succeeded as (

    -- The same name in a unit that was merged or split; in two such units it is not clear.
    select
        earlier.member_key as previous_member_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.member_key,
        later.fiscal_year,
        earlier.published_name as previous_value,
        later.published_name as later_value,
        count(*) over (partition by earlier.member_key, later.fiscal_year) as later_count,
        count(*) over (partition by later.member_key, later.fiscal_year) as earlier_count
    from members as later
    inner join predecessors
        on
            later.unit_id = predecessors.unit_id
            and later.compared_year < predecessors.fiscal_year
            and later.fiscal_year >= predecessors.fiscal_year
    inner join members as earlier
        on
            predecessors.previous_unit_id = earlier.unit_id
            and later.compared_year = earlier.fiscal_year
            and later.project_kind = earlier.project_kind
            and later.project_name = earlier.project_name
    where later.project_name <> '{{ var("unspecified") }}'

),

exact_edges as (

    select
        previous_member_key,
        previous_fiscal_year,
        member_key,
        fiscal_year,
        'decision' as match_method,
        0 as rung,
        matched_on
    from decided
    where decision = 'same'

    union all

    select
        previous_member_key,
        previous_fiscal_year,
        member_key,
        fiscal_year,
        'code' as match_method,
        1 as rung,
        usable_code || ' → ' || usable_code as matched_on
    from previous_of_codes
    where previous_member_key is not null

    union all

    select
        previous_member_key,
        previous_fiscal_year,
        member_key,
        fiscal_year,
        match_method,
        2 as rung,
        coalesce(previous_value, '') || ' → ' || coalesce(later_value, '') as matched_on
    from named_alike
    where is_same

    union all

    select
        previous_member_key,
        previous_fiscal_year,
        member_key,
        fiscal_year,
        'name' as match_method,
        3 as rung,
        coalesce(previous_value, '') || ' → ' || coalesce(later_value, '') as matched_on
    from succeeded
    where later_count = 1 and earlier_count = 1

),

allowed_edges as (

    select exact_edges.*
    from exact_edges
    left join decided as refused
        on
            exact_edges.previous_member_key = refused.previous_member_key
            and exact_edges.previous_fiscal_year = refused.previous_fiscal_year
            and exact_edges.member_key = refused.member_key
            and exact_edges.fiscal_year = refused.fiscal_year
            and refused.decision = 'not_same'
    where refused.decision is null

),

{{ edges_accepted('allowed_edges', 'known_edges') }},

open_pairs as (

    -- What the earlier rungs left unlinked in a unit (and those it came from), in two years that are compared.
    select
        earlier.member_key as previous_member_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.member_key,
        later.fiscal_year
    from members as later
    inner join members as earlier
        on
            later.block_key = earlier.block_key
            and later.compared_year = earlier.fiscal_year

    union distinct

    select
        earlier.member_key as previous_member_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.member_key,
        later.fiscal_year
    from members as later
    inner join predecessors
        on
            later.unit_id = predecessors.unit_id
            and later.compared_year < predecessors.fiscal_year
            and later.fiscal_year >= predecessors.fiscal_year
    inner join members as earlier
        on
            predecessors.previous_unit_id = earlier.unit_id
            and later.compared_year = earlier.fiscal_year
            and later.project_kind = earlier.project_kind

),

unlinked_pairs as (

    select open_pairs.*
    from open_pairs
    left join known_edges as ended
        on
            open_pairs.previous_member_key = ended.previous_member_key
            and open_pairs.previous_fiscal_year = ended.previous_fiscal_year
            and open_pairs.fiscal_year = ended.fiscal_year
    left join known_edges as begun
        on
            open_pairs.member_key = begun.member_key
            and open_pairs.fiscal_year = begun.fiscal_year
    left join decided as refused
        on
            open_pairs.previous_member_key = refused.previous_member_key
            and open_pairs.previous_fiscal_year = refused.previous_fiscal_year
            and open_pairs.member_key = refused.member_key
            and open_pairs.fiscal_year = refused.fiscal_year
    where
        ended.member_key is null
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

indicators_of_members as (

    select
        members.member_key,
        members.fiscal_year,
        array_agg(distinct
            case
                when level3.is_level_label or level3.bare_name is null
                    then coalesce({{ fold('indicator_rows.description') }}, level3.bare_name)
                else level3.bare_name
            end
        ) as indicator_names,
        array_agg(distinct
            coalesce(level3.bare_name, '') || '|' || coalesce({{ fold('indicator_rows.target_text') }}, '')
        ) as indicator_targets
    from unlinked_members
    inner join members
        on
            unlinked_members.member_key = members.member_key
            and unlinked_members.fiscal_year = members.fiscal_year
    inner join indicator_rows
        on
            members.document_id = indicator_rows.document_id
            and members.form_no = indicator_rows.form_no
    left join printed_names as level3
        on
            indicator_rows.level3_text = level3.printed_name
            and members.fiscal_year = level3.fiscal_year
    group by members.member_key, members.fiscal_year

),

described_members as (

    select
        members.member_key,
        members.fiscal_year,
        members.published_name,
        members.project_name,
        members.is_name_shared,
        {{ name_without_year('members.project_name') }} as name,
        nullif(
            left({{ replace_pattern(fold("concat_ws('|', members.purpose, members.objective)"), '[0-9.]+', '#') }}, 1000),
            ''
        ) as content,
        coalesce(indicators_of_members.indicator_names, array_agg_nothing.nothing) as indicator_names,
        coalesce(indicators_of_members.indicator_targets, array_agg_nothing.nothing) as indicator_targets
    from unlinked_members
    inner join members
        on
            unlinked_members.member_key = members.member_key
            and unlinked_members.fiscal_year = members.fiscal_year
    left join indicators_of_members
        on
            members.member_key = indicators_of_members.member_key
            and members.fiscal_year = indicators_of_members.fiscal_year
    cross join (select split('', ',') as nothing) as array_agg_nothing

),

{{ contrasting_words_of('described_members', 'words') }},

features as (

    select
        described_members.*,
        {{ other_years('described_members.project_name') }} as other_years,
        {{ ordinals('described_members.name') }} as ordinals,
        {{ bigrams('described_members.name') }} as name_bigrams,
        {{ bigrams('described_members.content') }} as content_bigrams,
        told_by_words.word_groups,
        told_by_words.grouped_words,
        told_by_words.lone_words
    from described_members
    left join told_by_words
        on described_members.name = told_by_words.name

),

likenesses as (

    select
        unlinked_pairs.*,
        earlier.published_name as previous_value,
        later.published_name as later_value,
        earlier.project_name = later.project_name and (earlier.is_name_shared or later.is_name_shared)
            as is_twin,
        earlier.other_years = later.other_years and earlier.ordinals = later.ordinals as may_be_same,
        {{ words_contrast('earlier', 'later') }} as contrasts,
        least(cardinality(earlier.indicator_names), cardinality(later.indicator_names)) as indicator_count,
        greatest(
            coalesce({{ dice('earlier.name_bigrams', 'later.name_bigrams') }}, 0),
            coalesce({{ spelling_similarity('earlier.name', 'later.name') }}, 0)
        ) as name_likeness,
        coalesce(
            {{ dice('earlier.content_bigrams', 'later.content_bigrams') }},
            {{ dice('earlier.indicator_targets', 'later.indicator_targets') }}
        ) as content_likeness,
        coalesce({{ dice('earlier.indicator_names', 'later.indicator_names') }}, 0) as indicator_likeness
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

    -- A new name for the same content is a renaming; else the name must be alike, too.
    select
        *,
        case
            when is_twin then score >= {{ var('twin_similarity') }}
            when least_content >= {{ var('renamed_similarity') }} and indicator_count >= 3
                then not contrasts or least_content >= {{ var('unchanged_similarity') }}
            else
                not contrasts
                and score >= {{ var('project_similarity') }}
                and name_likeness >= {{ var('name_similarity') }}
        end as is_alike
    from scored_pairs

),

{{ mutual_best('alike_pairs', 'similar_pairs') }},

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
    coalesce(previous_value, '') || ' → ' || coalesce(later_value, '') as matched_on,
    is_linked
from similar_pairs
where is_linked or score >= {{ var('candidate_similarity') }}

union all

-- Rungs that contradict: what was known by code or name and is linked to another.
select
    allowed_edges.previous_member_key,
    allowed_edges.previous_fiscal_year,
    allowed_edges.member_key,
    allowed_edges.fiscal_year,
    allowed_edges.match_method,
    cast(1 as decimal(6, 4)) as score,
    allowed_edges.matched_on,
    false as is_linked
from allowed_edges
inner join known_edges
    on
        allowed_edges.member_key = known_edges.member_key
        and allowed_edges.fiscal_year = known_edges.fiscal_year
        and known_edges.rung > 0
        and (
            allowed_edges.previous_member_key <> known_edges.previous_member_key
            or allowed_edges.previous_fiscal_year <> known_edges.previous_fiscal_year
        )
