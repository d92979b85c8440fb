with

readings as (

    select * from {{ ref('int_indicator_readings') }}
    where target_kind = 'composite'

),

parts as (

    select * from {{ ref('int_indicator_parts') }}

),

measure_units as (

    select * from {{ ref('int_measure_units') }}

),

pairs as (

    select
        later.row_key,
        earlier.row_key as previous_row_key,
        case when later.polarity = earlier.polarity then later.polarity end as polarity,
        coalesce(later.left_numbers, '') = coalesce(earlier.left_numbers, '')
        and coalesce(later.target_basis, '') = coalesce(earlier.target_basis, '')
        and coalesce(later.direction, '') = coalesce(earlier.direction, '') as is_measured_alike
    from readings as later
    inner join readings as earlier
        on
            later.indicator_key = earlier.indicator_key
            and later.known_in = earlier.fiscal_year

),

parts_told as (

    -- Parts are known again by their label, and by their order if several have one (6月底前完成40%，12月底前完成100%).
    select
        parts.row_key,
        parts.part_no,
        coalesce(parts.label_words, '') as folded_label,
        row_number() over (
            partition by parts.row_key, folded_label
            order by parts.part_no asc
        ) as number_in_label,
        case
            when parts.comparator in ('>=', '>') then 'at_least'
            when parts.comparator in ('<=', '<') then 'at_most'
            else parts.comparator
        end as bound,
        {{ canonical_value(
            'parts.part_value', 'coalesce(measure_units.factor_to_comparable, parts.unit_multiplier)'
        ) }} as part_value,
        coalesce(measure_units.comparable_unit, parts.unit_stem, '') as unit,
        {{ date_in_fiscal_year('parts.starts_on', 'parts.fiscal_year') }} as begins,
        {{ date_in_fiscal_year('parts.due_on', 'parts.fiscal_year') }} as due,
        parts.starts_on,
        parts.due_on,
        extract(year from parts.due_on) - parts.fiscal_year as years_beyond,
        concat(
            parts.label,
            replace(replace(nullif(parts.comparator, '='), '>=', '≥'), '<=', '≤'),
            regexp_replace(cast(parts.part_value as varchar), '([.][0-9]*[1-9])0+$|[.]0+$', '\1'),
            parts.measure_unit_text,
            '（' || parts.due_on || '）'
        ) as printed_part
    from parts
    left join measure_units
        on {{ measure_unit_key('parts') }} = {{ measure_unit_key('measure_units') }}

),

earlier_parts as (

    select parts_told.* replace (pairs.row_key as row_key)
    from pairs
    inner join parts_told
        on pairs.previous_row_key = parts_told.row_key

),

later_parts as (

    select parts_told.* from parts_told
    semi join pairs using (row_key)

),

compared_parts as (

    select
        coalesce(later_parts.row_key, earlier_parts.row_key) as row_key,
        coalesce(later_parts.part_no, earlier_parts.part_no) as part_no,
        coalesce(later_parts.folded_label, earlier_parts.folded_label) as folded_label,
        earlier_parts.printed_part as previous_part,
        later_parts.printed_part as part,
        later_parts.bound,
        coalesce(
            later_parts.bound is not distinct from earlier_parts.bound
            and later_parts.unit = earlier_parts.unit
            and (
                later_parts.begins is not distinct from earlier_parts.begins
                or later_parts.starts_on = earlier_parts.starts_on
            )
            and (later_parts.part_value is null) = (earlier_parts.part_value is null)
            and (later_parts.due is null) = (earlier_parts.due is null)
            -- A day of the next year that moved on by exactly a year may come again or have slipped.
            and not coalesce(later_parts.years_beyond = 1 and later_parts.due = earlier_parts.due, false),
            false
        ) as is_comparable,
        coalesce(later_parts.part_value - earlier_parts.part_value, 0) as moved_by,
        -- Days by their distance from the fiscal year, those beyond it by the days themselves.
        case
            when later_parts.due is null or earlier_parts.due is null then 0
            when later_parts.due_on = earlier_parts.due_on then 0
            when later_parts.years_beyond <= 0 and earlier_parts.years_beyond <= 0
                then later_parts.due - earlier_parts.due
            else date_diff('day', earlier_parts.due_on, later_parts.due_on)
        end as later_by
    from later_parts
    full outer join earlier_parts
        on
            later_parts.row_key = earlier_parts.row_key
            and later_parts.folded_label = earlier_parts.folded_label
            and later_parts.number_in_label = earlier_parts.number_in_label

),

judged_parts as (

    -- A floor that rises and a cap that falls are stricter, and so is a day that comes earlier; a bare number
    -- by the polarity of the whole.
    select
        compared_parts.*,
        pairs.is_measured_alike,
        pairs.polarity,
        case
            when compared_parts.moved_by = 0 then null
            when compared_parts.bound = 'at_least' then compared_parts.moved_by > 0
            when compared_parts.bound = 'at_most' then compared_parts.moved_by < 0
            when pairs.polarity is not null
                then (compared_parts.moved_by > 0) = (pairs.polarity = 'higher_is_better')
        end as is_stricter,
        case when compared_parts.later_by <> 0 then compared_parts.later_by < 0 end as is_earlier
    from compared_parts
    inner join pairs using (row_key)

),

part_changes as (

    select
        row_key,
        bool_and(is_comparable) and bool_and(is_measured_alike) as is_comparable,
        bool_or(coalesce(is_stricter, false) or coalesce(is_earlier, false)) as is_tightened,
        bool_or(not coalesce(is_stricter, true) or not coalesce(is_earlier, true)) as is_relaxed,
        bool_or(moved_by <> 0 and is_stricter is null) as is_changed,
        -- Both bounds of one thing that moved the same way.
        case
            when count(distinct folded_label) = 1 and min(later_by) = 0 and max(later_by) = 0
                then
                    case
                        when min(moved_by) > 0 then any_value(polarity) = 'higher_is_better'
                        when max(moved_by) < 0 then any_value(polarity) = 'lower_is_better'
                    end
        end as is_moved_to_the_better,
        string_agg(concat_ws(' ', previous_part, '→', part), '; ' order by part_no) filter (
            where moved_by <> 0 or later_by <> 0 or not is_comparable
        ) as moved_parts
    from judged_parts
    group by row_key

)

select
    row_key,
    case
        when not is_comparable then null
        when is_moved_to_the_better then 'tightened'
        when not is_moved_to_the_better then 'relaxed'
        when cast(is_tightened as integer) + cast(is_relaxed as integer) + cast(is_changed as integer) > 1
            then null
        when is_tightened then 'tightened'
        when is_relaxed then 'relaxed'
        when is_changed then 'changed'
        else 'unchanged'
    end as parts_change,
    moved_parts
from part_changes
