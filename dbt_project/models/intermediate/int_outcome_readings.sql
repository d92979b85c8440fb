{{ config(materialized='table') }}

with

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

evaluated_rows as (

    select * from {{ ref('int_evaluated_rows') }}

),

targets as (

    select * from {{ ref('int_indicator_targets') }}

),

measure_units as (

    select * from {{ ref('int_measure_units') }}

),

needed_rows as (

    select
        document_id,
        form_no,
        row_no
    from evaluated_rows
    where row_no is not null

    union distinct

    select
        objective_document_id as document_id,
        objective_form_no as form_no,
        promised_row_no as row_no
    from evaluated_rows
    where promised_row_no is not null

)

-- The targets of promises and evaluations in units that can be compared.
select
    needed_rows.document_id,
    needed_rows.form_no,
    needed_rows.row_no,
    indicator_rows.target_text,
    {{ fold('indicator_rows.target_text') }} as target_words,
    targets.comparator,
    targets.polarity,
    {{ target_class('targets.target_kind') }} as target_class,
    case
        when targets.comparator in ('>=', '>') then 'at_least'
        when targets.comparator in ('<=', '<') then 'at_most'
        when targets.comparator = '~' then 'about'
        when targets.polarity = 'higher_is_better' then 'at_least'
        when targets.polarity = 'lower_is_better' then 'at_most'
        when indicator_rows.family = '{{ var("quantity_family") }}' and targets.target_value > 0
            then 'at_least'
        when targets.comparator = '=' then 'exactly'
    end as bound,
    {{ canonical_value(
        'targets.target_value',
        'coalesce(measure_units.factor_to_comparable, targets.unit_multiplier)',
    ) }} as target_value,
    measure_units.comparable_unit,
    targets.target_basis,
    targets.direction,
    targets.starts_on,
    targets.due_on
from needed_rows
inner join indicator_rows
    on
        needed_rows.document_id = indicator_rows.document_id
        and needed_rows.form_no = indicator_rows.form_no
        and needed_rows.row_no = indicator_rows.row_no
inner join targets
    on
        needed_rows.document_id = targets.document_id
        and needed_rows.form_no = targets.form_no
        and needed_rows.row_no = targets.row_no
left join measure_units
    on
        targets.unit_multiplier = measure_units.unit_multiplier
        and targets.unit_stem = measure_units.unit_stem
        and targets.rate_base is not distinct from measure_units.rate_base
