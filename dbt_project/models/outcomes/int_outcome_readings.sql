{{ config(materialized='table') }}

with

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

evaluated_rows as (

    select * from {{ ref('int_evaluated_rows') }}

),

targets as (

    select * from {{ ref('int_indicator_values') }}

),

measure_units as (

    select * from {{ ref('int_measure_units') }}

),

parts as (

    select * from {{ ref('int_indicator_parts') }}

),

needed_rows as (

    select
        document_id,
        form_no,
        row_no,
        form_key,
        row_key
    from evaluated_rows
    where row_no is not null

    union distinct

    select
        objective_document_id as document_id,
        objective_form_no as form_no,
        promised_row_no as row_no,
        objective_form_key as form_key,
        promised_row_key as row_key
    from evaluated_rows
    where promised_row_no is not null

),

ranges as (

    -- 50%-60%: two bounds of one thing and unit.
    select
        parts.row_key,
        max(
            case
                when parts.comparator in ('>=', '>')
                    then
                        {{ canonical_value(
                            'parts.part_value',
                            'coalesce(measure_units.factor_to_comparable, parts.unit_multiplier)',
                        ) }}
            end
        ) as low,
        max(
            case
                when parts.comparator in ('<=', '<')
                    then
                        {{ canonical_value(
                            'parts.part_value',
                            'coalesce(measure_units.factor_to_comparable, parts.unit_multiplier)',
                        ) }}
            end
        ) as high,
        bool_or(parts.comparator = '>') as is_low_open,
        bool_or(parts.comparator = '<') as is_high_open,
        min(measure_units.comparable_unit) as comparable_unit
    from parts
    left join measure_units
        on {{ measure_unit_key('parts') }} = {{ measure_unit_key('measure_units') }}
    group by parts.row_key
    having
        count(*) = 2
        and count(parts.label) = 0
        and count(parts.due_on) = 0
        and count_if(parts.comparator in ('>=', '>')) = 1
        and count_if(parts.comparator in ('<=', '<')) = 1
        and count(distinct coalesce(measure_units.comparable_unit, '')) = 1

),

bounds as (

    -- The targets of promises and evaluations in units that can be compared.
    select
        needed_rows.document_id,
        needed_rows.form_no,
        needed_rows.row_no,
        needed_rows.form_key,
        needed_rows.row_key,
        indicator_rows.target_text,
        indicator_rows.target_words,
        targets.comparator,
        targets.polarity,
        {{ target_class('targets.target_kind') }} as target_class,
        case
            when ranges.low is not null and targets.polarity is null then 'within'
            when targets.comparator in ('>=', '>') then 'at_least'
            when targets.comparator in ('<=', '<') then 'at_most'
            when targets.comparator = '~' then 'about'
            when targets.polarity = 'higher_is_better' then 'at_least'
            when targets.polarity = 'lower_is_better' then 'at_most'
            when indicator_rows.family = '{{ var("quantity_family") }}' and targets.target_value > 0
                then 'at_least'
            when targets.comparator = '=' then 'exactly'
        end as bound,
        targets.comparable_value as target_value,
        coalesce(targets.comparable_unit, ranges.comparable_unit) as comparable_unit,
        targets.periods_in_base,
        targets.target_basis,
        targets.direction,
        coalesce(targets.target_basis = 'tolerance', false) as is_tolerance,
        ranges.low as range_low,
        ranges.high as range_high,
        ranges.is_low_open as range_is_low_open,
        ranges.is_high_open as range_is_high_open,
        targets.starts_on,
        targets.due_on
    from needed_rows
    inner join indicator_rows using (row_key)
    inner join targets using (row_key)
    left join ranges using (row_key)

),

bounds_told as (

    select
        *,
        {{ interval_columns('target_value', 'comparator', 'is_tolerance', 'bound') | indent(4) }}
    from bounds

)

select
    * exclude (
        bound, is_tolerance, range_low, range_high, range_is_low_open, range_is_high_open, low, high,
        is_low_open, is_high_open
    ),
    case when is_tolerance then 'within' else bound end as bound,
    coalesce(low, range_low) as low,
    coalesce(high, range_high) as high,
    coalesce(range_is_low_open, is_low_open) as is_low_open,
    coalesce(range_is_high_open, is_high_open) as is_high_open
from bounds_told
