with

indicator_years as (

    select * from {{ ref('int_indicator_years') }}

),

kinds_told as (

    select
        *,
        {{ target_class('kind') }} as reading,
        {{ target_class('previous_kind') }} as previous_reading,
        -- Words are the same as they stand (an edition's year stays), or with the years moved on.
        coalesce(words = previous_words or folded_text = previous_folded_text, false) as is_worded_alike,
        coalesce(
            kind = 'composite'
            and (
                folded_text = previous_folded_text
                or coalesce(parts = previous_parts, words = previous_words)
            ),
            false
        ) as is_composed_alike,
        case
            when polarity <> previous_polarity then null
            else coalesce(polarity, previous_polarity)
        end as shared_polarity,
        coalesce(
            {{ spelling_similarity('definition', 'previous_definition') }}
            < {{ var('definition_similarity') }}, false
        ) as is_defined_anew
    from indicator_years

),

units_judged as (

    -- A unit that one year leaves out is that of the other where it counts things; a base that one year
    -- leaves out where the name implies it.
    select
        *,
        case
            when reading <> 'number' or previous_reading <> 'number' then null
            when coalesce(unit, '') = coalesce(previous_unit, '') then null
            when unit is null and previous_dimension = 'count' then null
            when previous_unit is null and dimension = 'count' then null
            when
                dimension = previous_dimension
                and coalesce(base, '') = coalesce(previous_base, '')
                and {{ is_either_unit('stem', 'previous_stem') }}
                then null
            when
                coalesce(stem, '') = coalesce(previous_stem, '')
                and (base is null or previous_base is null)
                and regexp_matches(indicator_name, '{{ var("rate_words") }}')
                then null
            when coalesce(stem, '') = coalesce(previous_stem, '') then 'rate_base'
            when dimension in ('score', 'percent') and previous_dimension in ('score', 'percent') then 'scale'
            else 'dimension'
        end as unit_differs
    from kinds_told

),

dates_compared as (

    -- Dates within their own years, and those that come again, by month and day; others by the days
    -- themselves. One that lies in the year beside and moved on by exactly a year may be either.
    select
        *,
        case
            when reading <> 'date' or previous_reading <> 'date' then null
            when
                coalesce(ends_on, begins_on) is not null
                and (ends_on is not distinct from previous_ends_on)
                and (begins_on is not distinct from previous_begins_on)
                then 'unchanged'
            when (due is null) <> (previous_due is null) then 'changed'
            when is_recurring or coalesce(years_beyond = 0 and previous_years_beyond = 0, true)
                then {{ moved_date('due', 'previous_due') }}
            when is_completion or abs(previous_years_beyond) > 1 or (due is distinct from previous_due)
                then {{ moved_date('ends_on', 'previous_ends_on') }}
            when (begins is distinct from previous_begins) then 'changed'
            else 'not_comparable'
        end as date_change,
        case
            when ends_on is null or previous_ends_on is null then null
            when is_recurring or (years_beyond = 0 and previous_years_beyond = 0)
                then
                    date_diff(
                        'day',
                        cast(
                            previous_ends_on
                            + to_years(cast(fiscal_year - previous_fiscal_year as integer)) as date
                        ),
                        ends_on
                    )
            else date_diff('day', previous_ends_on, ends_on)
        end as days_later
    from units_judged

),

reasons_told as (

    select
        *,
        case
            when presence <> 'continued' then null
            when is_defined_anew then 'definition_changed'
            when reading = 'words' and previous_reading = 'words'
                then
                    case
                        when is_worded_alike or coalesce(folded_text, previous_folded_text) is null then null
                        else 'words'
                    end
            when reading = 'words' or previous_reading = 'words' then null
            when reading = 'composite' or previous_reading = 'composite'
                then
                    case
                        when
                            reading = previous_reading
                            and (is_composed_alike or parts_change is not null)
                            then null
                        else 'composite_parts'
                    end
            when reading <> previous_reading then 'dimension'
            when date_change = 'not_comparable' then 'date'
            -- 提高2个百分点 says nothing of ≥98%, nor of a fall.
            when reading = 'number' and (basis <> previous_basis or direction <> previous_direction)
                then 'basis'
            when unit_differs is not null then unit_differs
            when reading = 'number' and (left_numbers is distinct from previous_left_numbers)
                then 'composite_parts'
        end as not_comparable_because
    from dates_compared

),

bounds as (

    -- A bare number is a bound in the direction of its polarity; < and ≤ are the same bound.
    select
        *,
        case
            when comparator in ('>=', '>') then 'at_least'
            when comparator in ('<=', '<') then 'at_most'
            when comparator = '=' and shared_polarity = 'higher_is_better' then 'at_least'
            when comparator = '=' and shared_polarity = 'lower_is_better' then 'at_most'
            when comparator = '=' then 'exactly'
            when comparator = '~' then 'about'
        end as bound,
        case
            when previous_comparator in ('>=', '>') then 'at_least'
            when previous_comparator in ('<=', '<') then 'at_most'
            when previous_comparator = '=' and shared_polarity = 'higher_is_better' then 'at_least'
            when previous_comparator = '=' and shared_polarity = 'lower_is_better' then 'at_most'
            when previous_comparator = '=' then 'exactly'
            when previous_comparator = '~' then 'about'
        end as previous_bound
    from reasons_told

),

differences as (

    select
        *,
        case
            when reading = 'number' and previous_reading = 'number' and not_comparable_because is null
                then value - previous_value
        end as moved_by
    from bounds

),

changes as (

    select
        *,
        case
            when presence <> 'continued' then presence
            when not_comparable_because is not null then 'not_comparable'
            when reading <> 'words' and previous_reading = 'words' then 'quantified'
            when reading = 'words' and previous_reading <> 'words' then 'unquantified'
            when reading = 'words' or is_composed_alike then 'unchanged'
            when reading = 'composite' then parts_change
            when reading = 'date' and coalesce(due, begins) is null
                then case when is_worded_alike then 'unchanged' else 'changed' end
            when reading = 'date' then date_change
            when moved_by is null then case when is_worded_alike then 'unchanged' else 'changed' end
            when moved_by <> 0
                then
                    case
                        when shared_polarity is null then 'changed'
                        when (moved_by > 0) = (shared_polarity = 'higher_is_better') then 'tightened'
                        else 'relaxed'
                    end
            when (bound is not distinct from previous_bound) then 'unchanged'
            when previous_bound = 'about' and bound in ('at_least', 'at_most', 'exactly') then 'tightened'
            when bound = 'about' and previous_bound in ('at_least', 'at_most', 'exactly') then 'relaxed'
            when previous_bound in ('at_least', 'at_most') and bound = 'exactly' then 'tightened'
            when bound in ('at_least', 'at_most') and previous_bound = 'exactly' then 'relaxed'
            else 'changed'
        end as change
    from differences

),

dates_moved as (

    select
        *,
        reading = 'date' and days_later is not null and change in ('tightened', 'relaxed') as is_moved_date
    from changes

)

select
    indicator_key,
    cast(fiscal_year as integer) as fiscal_year,
    cast(previous_fiscal_year as integer) as previous_fiscal_year,
    change,
    previous_target_text,
    target_text,
    previous_value,
    value,
    cast(
        case when is_moved_date then days_later else moved_by end as decimal(28, 8)
    ) as difference,
    case
        when is_moved_date then '{{ var("day") }}'
        when moved_by is not null then value_unit
    end as difference_unit,
    case
        when coalesce(dimension, '') not in ('percent', 'score') and moved_by is not null
            then {{ relative_change('value', 'previous_value') }}
    end as relative_change,
    project_change,
    follows_budget,
    case when presence = 'continued' then match_method end as match_method,
    case when presence = 'continued' then match_score end as match_score,
    case when presence = 'continued' then matched_on end as matched_on,
    case
        when presence = 'continued'
            then change not in ('quantified', 'unquantified', 'not_comparable')
    end as is_comparable,
    not_comparable_because,
    -- Beside one value: the numbers that the reading leaves aside.
    case
        when reading = 'composite' and change <> 'unchanged' then moved_parts
        when
            reading = 'number'
            and previous_reading = 'number'
            and not_comparable_because = 'composite_parts'
            then concat_ws(' ', nullif(previous_left_numbers, ''), '→', nullif(left_numbers, ''))
    end as moved_parts,
    previous_document_id,
    cast(previous_form_no as integer) as previous_form_no,
    cast(previous_row_no as integer) as previous_row_no,
    previous_form_key,
    previous_row_key,
    document_id,
    cast(form_no as integer) as form_no,
    cast(row_no as integer) as row_no,
    form_key,
    row_key
from dates_moved
