{{ config(materialized='table') }}

with

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}
    where is_compared

),

links as (

    select * from {{ ref('int_indicator_links') }}

),

targets as (

    select * from {{ ref('int_indicator_targets') }}

),

measure_units as (

    select * from {{ ref('int_measure_units') }}

),

parts as (

    select * from {{ ref('int_indicator_parts') }}

),

project_years as (

    select * from {{ ref('int_project_years') }}

),

form_money as (

    select * from {{ ref('int_form_money') }}

),

part_texts as (

    -- What a composite promises, dates by their distance from the fiscal year.
    select
        parts.document_id,
        parts.form_no,
        parts.row_no,
        {{ join_texts(
            "concat_ws(' ', coalesce(" ~ fold('parts.label') ~ ", ''), coalesce(parts.comparator, ''), "
            ~ "coalesce(cast(cast(parts.part_value * coalesce(measure_units.factor_to_comparable, parts.unit_multiplier) "
            ~ "as double) as " ~ string_type() ~ "), ''), "
            ~ "coalesce(measure_units.comparable_unit, parts.unit_stem, ''), "
            ~ "coalesce(cast(extract(year from parts.due_on) - parts.fiscal_year as " ~ string_type() ~ "), ''), "
            ~ "coalesce(cast(extract(month from parts.due_on) * 31 + extract(day from parts.due_on) as "
            ~ string_type() ~ "), ''))",
            ' ; ', 'parts.part_no'
        ) }} as parts_text
    from parts
    left join measure_units
        on
            parts.unit_multiplier = measure_units.unit_multiplier
            and parts.unit_stem = measure_units.unit_stem
            and parts.rate_base is not distinct from measure_units.rate_base
    group by parts.document_id, parts.form_no, parts.row_no

),

readings as (

    select
        indicator_rows.document_id,
        indicator_rows.form_no,
        indicator_rows.row_no,
        indicator_rows.project_key,
        indicator_rows.fiscal_year,
        links.indicator_key,
        links.match_method,
        links.match_score,
        links.matched_on,
        indicator_rows.indicator_name,
        case when not indicator_rows.is_named_by_description then indicator_rows.masked_description end
            as definition,
        indicator_rows.target_text,
        {{ replace_pattern(fold(
            "replace(replace(replace(indicator_rows.target_text, "
            ~ "cast(indicator_rows.fiscal_year as " ~ string_type() ~ "), '{Y}'), "
            ~ "cast(indicator_rows.fiscal_year - 1 as " ~ string_type() ~ "), '{Y-1}'), "
            ~ "cast(indicator_rows.fiscal_year + 1 as " ~ string_type() ~ "), '{Y+1}')"
        ), '[，。；、,.;]+$') }} as words,
        part_texts.parts_text,
        targets.target_kind,
        targets.comparator,
        {{ canonical_value(
            'targets.target_value',
            'coalesce(measure_units.factor_to_comparable, targets.unit_multiplier)',
        ) }} as comparable_value,
        {{ canonical_value(
            'targets.target_value',
            'coalesce(measure_units.factor_to_base, targets.unit_multiplier)',
        ) }} as base_value,
        measure_units.dimension,
        measure_units.base_unit,
        measure_units.comparable_unit,
        case
            when targets.rate_base is not null
                then left(
                    measure_units.comparable_unit,
                    length(measure_units.comparable_unit)
                    - position('/' in reverse(measure_units.comparable_unit))
                )
            else measure_units.comparable_unit
        end as comparable_stem,
        case
            when targets.rate_base is not null
                then
                    right(
                        measure_units.comparable_unit,
                        position('/' in reverse(measure_units.comparable_unit)) - 1
                    )
        end as rate_base,
        targets.starts_on,
        targets.due_on,
        targets.polarity,
        indicator_rows.family = '{{ var("cost_family") }}'
        and measure_units.comparable_unit = '{{ var("yuan") }}' as is_total_cost,
        form_money.budget_yuan
    from indicator_rows
    inner join links
        on
            indicator_rows.member_key = links.member_key
            and indicator_rows.fiscal_year = links.fiscal_year
    inner join targets
        on
            indicator_rows.document_id = targets.document_id
            and indicator_rows.form_no = targets.form_no
            and indicator_rows.row_no = targets.row_no
    left join measure_units
        on
            targets.unit_multiplier = measure_units.unit_multiplier
            and targets.unit_stem = measure_units.unit_stem
            and targets.rate_base is not distinct from measure_units.rate_base
    left join part_texts
        on
            indicator_rows.document_id = part_texts.document_id
            and indicator_rows.form_no = part_texts.form_no
            and indicator_rows.row_no = part_texts.row_no
    left join form_money
        on
            indicator_rows.document_id = form_money.document_id
            and indicator_rows.form_no = form_money.form_no

),

costs_against_budgets as (

    -- A cost that is the budget, alone or with the other total costs of the form.
    select
        *,
        coalesce(
            is_total_cost
            and (
                comparable_value = budget_yuan
                or sum(case when is_total_cost then comparable_value end) over (
                    partition by document_id, form_no
                ) = budget_yuan
            ),
            false
        ) as is_the_budget
    from readings

),

dates_neutral as (

    -- (year − fiscal year, month, day), a month's end as day 31.
    select
        *,
        {{ date_in_fiscal_year('starts_on', 'fiscal_year') }} as starts_in_year,
        {{ date_in_fiscal_year('due_on', 'fiscal_year') }} as due_in_year,
        lag(fiscal_year) over (
            partition by indicator_key
            order by fiscal_year asc, document_id asc, form_no asc, row_no asc
        ) as known_in
    from costs_against_budgets

),

present as (

    select
        later.indicator_key,
        later.fiscal_year,
        coalesce(later.known_in, project_years.previous_fiscal_year) as previous_fiscal_year,
        case when later.known_in is null then 'added' else 'continued' end as presence,
        project_years.change as project_change,
        later.document_id,
        later.form_no,
        later.row_no,
        earlier.document_id as previous_document_id,
        earlier.form_no as previous_form_no,
        earlier.row_no as previous_row_no,
        later.match_method,
        later.match_score,
        later.matched_on,
        later.indicator_name,
        earlier.target_text as previous_target_text,
        later.target_text,
        earlier.words as previous_words,
        later.words,
        earlier.parts_text as previous_parts,
        later.parts_text as parts,
        earlier.definition as previous_definition,
        later.definition,
        earlier.target_kind as previous_kind,
        later.target_kind as kind,
        earlier.comparator as previous_comparator,
        later.comparator,
        case
            when earlier.base_unit <> later.base_unit then earlier.comparable_value
            else earlier.base_value
        end as previous_value,
        case
            when earlier.base_unit <> later.base_unit then later.comparable_value
            else later.base_value
        end as value,
        case
            when earlier.base_unit <> later.base_unit then later.comparable_unit
            else coalesce(later.base_unit, earlier.base_unit)
        end as value_unit,
        earlier.dimension as previous_dimension,
        later.dimension,
        earlier.comparable_unit as previous_unit,
        later.comparable_unit as unit,
        earlier.comparable_stem as previous_stem,
        later.comparable_stem as stem,
        earlier.rate_base as previous_base,
        later.rate_base as base,
        earlier.starts_in_year as previous_begins,
        later.starts_in_year as begins,
        earlier.due_in_year as previous_due,
        later.due_in_year as due,
        earlier.polarity as previous_polarity,
        later.polarity,
        coalesce(earlier.is_the_budget, false) and later.is_the_budget as follows_budget
    from dates_neutral as later
    inner join project_years
        on
            later.project_key = project_years.project_key
            and later.fiscal_year = project_years.fiscal_year
            and project_years.change <> 'dropped'
    left join dates_neutral as earlier
        on
            later.indicator_key = earlier.indicator_key
            and later.known_in = earlier.fiscal_year

),

missing as (

    -- Not in the form that the project has next; all of a project that is dropped.
    select
        earlier.indicator_key,
        project_years.fiscal_year,
        earlier.fiscal_year as previous_fiscal_year,
        'dropped' as presence,
        project_years.change as project_change,
        earlier.document_id as previous_document_id,
        earlier.form_no as previous_form_no,
        earlier.row_no as previous_row_no,
        earlier.indicator_name,
        earlier.target_text as previous_target_text,
        earlier.target_kind as previous_kind,
        earlier.base_value as previous_value,
        earlier.base_unit as value_unit,
        earlier.comparable_unit as previous_unit
    from dates_neutral as earlier
    inner join project_years
        on
            earlier.project_key = project_years.project_key
            and earlier.fiscal_year = project_years.previous_fiscal_year
            and project_years.change <> 'added'
    left join dates_neutral as later
        on
            earlier.indicator_key = later.indicator_key
            and project_years.fiscal_year = later.fiscal_year
    where
        later.indicator_key is null
        -- a project that returns was dropped with its indicators before
        and not exists (
            select 1
            from project_years as between_years
            where
                between_years.project_key = project_years.project_key
                and between_years.change = 'dropped'
                and between_years.previous_fiscal_year = project_years.previous_fiscal_year
                and between_years.fiscal_year < project_years.fiscal_year
        )

)

select * from present

union all

select
    indicator_key,
    fiscal_year,
    previous_fiscal_year,
    presence,
    project_change,
    null as document_id,
    null as form_no,
    null as row_no,
    previous_document_id,
    previous_form_no,
    previous_row_no,
    null as match_method,
    null as match_score,
    null as matched_on,
    indicator_name,
    previous_target_text,
    null as target_text,
    null as previous_words,
    null as words,
    null as previous_parts,
    null as parts,
    null as previous_definition,
    null as definition,
    previous_kind,
    null as kind,
    null as previous_comparator,
    null as comparator,
    previous_value,
    null as value,
    value_unit,
    null as previous_dimension,
    null as dimension,
    previous_unit,
    null as unit,
    null as previous_stem,
    null as stem,
    null as previous_base,
    null as base,
    null as previous_begins,
    null as begins,
    null as previous_due,
    null as due,
    null as previous_polarity,
    null as polarity,
    false as follows_budget
from missing
