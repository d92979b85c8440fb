{{ config(materialized='table') }}

with

all_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

targets as (

    select * from {{ ref('int_indicator_targets') }}

),

forms as (

    select * from {{ ref('int_forms') }}

),

project_links as (

    select distinct
        project_key,
        fiscal_year
    from {{ ref('int_project_links') }}

),

decisions as (

    select * from {{ ref('identity_decisions') }}
    where thing = 'indicator'

),

words as (

    select * from {{ ref('contrasting_words') }}

),

project_years as (

    select
        project_key,
        fiscal_year,
        lag(fiscal_year) over (
            partition by project_key
            order by fiscal_year asc
        ) as compared_year
    from project_links

),

members as (

    -- An indicator and year speaks through one row: that of the form that is compared.
    select
        all_rows.*,
        project_years.compared_year
    from all_rows
    inner join project_years
        on
            all_rows.project_key = project_years.project_key
            and all_rows.fiscal_year = project_years.fiscal_year
    qualify
        row_number() over (
            partition by all_rows.member_key, all_rows.fiscal_year
            order by
                all_rows.is_compared desc,
                all_rows.document_id asc,
                all_rows.form_no asc,
                all_rows.row_no asc
        ) = 1

),

decided_rows as (

    -- A decision names the indicator by its name or, where that is not unique, by its description.
    select
        all_rows.member_key,
        all_rows.fiscal_year,
        forms.path,
        forms.form_no,
        {{ fold('all_rows.indicator_name') }} as folded_name,
        {{ fold('all_rows.description') }} as folded_description
    from all_rows
    inner join forms
        on
            all_rows.document_id = forms.document_id
            and all_rows.form_no = forms.form_no
    where exists (select 1 from decisions where decisions.path = forms.path or decisions.previous_path = forms.path)

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
    inner join decided_rows as one
        on
            decisions.previous_path = one.path
            and decisions.previous_form_no = one.form_no
            and {{ fold('decisions.previous_printed_name') }} in (one.folded_name, one.folded_description)
    inner join decided_rows as other
        on
            decisions.path = other.path
            and decisions.form_no = other.form_no
            and {{ fold('decisions.printed_name') }} in (other.folded_name, other.folded_description)
    where one.fiscal_year <> other.fiscal_year

),

names_of_years as (

    select
        project_key,
        family,
        compared_name,
        fiscal_year,
        max(name_count) as name_count
    from members
    group by project_key, family, compared_name, fiscal_year

),

previous_of_names as (

    select
        *,
        lag(fiscal_year) over (
            partition by project_key, family, compared_name
            order by fiscal_year asc
        ) as previous_fiscal_year,
        lag(name_count) over (
            partition by project_key, family, compared_name
            order by fiscal_year asc
        ) as previous_name_count
    from names_of_years

),

members_counted as (

    select
        *,
        count(*) over (
            partition by project_key, fiscal_year, family, compared_name, told_description
        ) as described_count,
        count(*) over (
            partition by project_key, fiscal_year, family, compared_name, masked_description
        ) as masked_count,
        count(*) over (
            partition by project_key, fiscal_year, family, masked_description, is_named_by_description
        ) as masked_name_count,
        count(*) over (partition by project_key, fiscal_year, compared_name) as name_count_in_project
    from members

),

named_alike as (

    select
        earlier.member_key as previous_member_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.member_key,
        later.fiscal_year,
        case
            when previous_of_names.name_count = 1 and previous_of_names.previous_name_count = 1 then 'name'
            else 'name_and_description'
        end as match_method,
        case
            when previous_of_names.name_count = 1 and previous_of_names.previous_name_count = 1 then 1
            when earlier.told_description = later.told_description
                and earlier.described_count = 1 and later.described_count = 1 then 2
            when earlier.masked_description = later.masked_description
                and earlier.masked_count = 1 and later.masked_count = 1 then 3
        end as rung,
        case
            when previous_of_names.name_count = 1 and previous_of_names.previous_name_count = 1
                then earlier.indicator_name || ' → ' || later.indicator_name
            else earlier.description || ' → ' || later.description
        end as matched_on
    from previous_of_names
    inner join members_counted as later
        on
            previous_of_names.project_key = later.project_key
            and previous_of_names.family = later.family
            and previous_of_names.compared_name = later.compared_name
            and previous_of_names.fiscal_year = later.fiscal_year
    inner join members_counted as earlier
        on
            previous_of_names.project_key = earlier.project_key
            and previous_of_names.family = earlier.family
            and previous_of_names.compared_name = earlier.compared_name
            and previous_of_names.previous_fiscal_year = earlier.fiscal_year

),

described_alike as (

    -- Where the description is the name, numbers in it change from year to year.
    select
        earlier.member_key as previous_member_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.member_key,
        later.fiscal_year,
        earlier.description || ' → ' || later.description as matched_on
    from members_counted as later
    inner join members_counted as earlier
        on
            later.project_key = earlier.project_key
            and later.compared_year = earlier.fiscal_year
            and later.family = earlier.family
            and later.masked_description = earlier.masked_description
    where
        later.is_named_by_description
        and earlier.is_named_by_description
        and later.masked_name_count = 1
        and earlier.masked_name_count = 1

),

moved as (

    -- A name that is unique in the project stays the same indicator under another level.
    select
        earlier.member_key as previous_member_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.member_key,
        later.fiscal_year,
        earlier.family || '/' || earlier.indicator_name || ' → ' || later.family || '/' || later.indicator_name
            as matched_on
    from members_counted as later
    inner join members_counted as earlier
        on
            later.project_key = earlier.project_key
            and later.compared_year = earlier.fiscal_year
            and later.compared_name = earlier.compared_name
            and later.family <> earlier.family
    where
        later.name_count_in_project = 1
        and earlier.name_count_in_project = 1
        and later.told_description is not distinct from earlier.told_description

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
        match_method,
        rung,
        matched_on
    from named_alike
    where rung is not null

    union all

    select
        previous_member_key,
        previous_fiscal_year,
        member_key,
        fiscal_year,
        'description' as match_method,
        4 as rung,
        matched_on
    from described_alike

    union all

    select
        previous_member_key,
        previous_fiscal_year,
        member_key,
        fiscal_year,
        'name' as match_method,
        5 as rung,
        matched_on
    from moved

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
            when earlier.target_class = 'quantity' and earlier.unit_stem = later.unit_stem
                and earlier.rate_base is not distinct from later.rate_base then 0.6
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
    previous_value || ' → ' || later_value as matched_on,
    is_linked
from similar_pairs
where is_linked or score >= {{ var('candidate_similarity') }}
