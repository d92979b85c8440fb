{{ config(materialized='table') }}

with

readings as (

    select * from {{ ref('int_indicator_readings') }}

),

project_years as (

    select * from {{ ref('int_project_years') }}

),

part_changes as (

    select * from {{ ref('int_part_changes') }}

),

present as (

    -- A project that returns from a pause has no earlier side: its indicators were dropped and are added.
    select
        later.indicator_key,
        later.fiscal_year,
        coalesce(earlier.fiscal_year, project_years.previous_fiscal_year) as previous_fiscal_year,
        case when earlier.indicator_key is null then 'added' else 'continued' end as presence,
        project_years.change as project_change,
        later.document_id,
        later.form_no,
        later.row_no,
        later.form_key,
        later.row_key,
        earlier.document_id as previous_document_id,
        earlier.form_no as previous_form_no,
        earlier.row_no as previous_row_no,
        earlier.form_key as previous_form_key,
        earlier.row_key as previous_row_key,
        case when earlier.indicator_key is not null then later.match_method end as match_method,
        case when earlier.indicator_key is not null then later.match_score end as match_score,
        case when earlier.indicator_key is not null then later.matched_on end as matched_on,
        later.indicator_name,
        earlier.target_text as previous_target_text,
        later.target_text,
        earlier.words as previous_words,
        later.words,
        earlier.folded_text as previous_folded_text,
        later.folded_text,
        earlier.parts_text as previous_parts,
        later.parts_text as parts,
        part_changes.parts_change,
        part_changes.moved_parts,
        earlier.definition as previous_definition,
        later.definition,
        earlier.target_kind as previous_kind,
        later.target_kind as kind,
        earlier.comparator as previous_comparator,
        later.comparator,
        -- 1次/月 beside 12次/年: in what both convert to. A base that one year leaves out is that of the other.
        case
            when earlier.base_unit <> later.base_unit and earlier.comparable_unit = later.comparable_unit
                then earlier.comparable_value
            else earlier.base_value
        end as previous_value,
        case
            when earlier.base_unit <> later.base_unit and earlier.comparable_unit = later.comparable_unit
                then later.comparable_value
            else later.base_value
        end as value,
        case
            when earlier.base_unit <> later.base_unit and earlier.comparable_unit = later.comparable_unit
                then later.comparable_unit
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
        earlier.starts_on as previous_begins_on,
        later.starts_on as begins_on,
        earlier.due_on as previous_ends_on,
        later.due_on as ends_on,
        earlier.years_beyond as previous_years_beyond,
        later.years_beyond,
        earlier.is_recurring or later.is_recurring as is_recurring,
        earlier.is_completion or later.is_completion as is_completion,
        earlier.left_numbers as previous_left_numbers,
        later.left_numbers,
        earlier.target_basis as previous_basis,
        later.target_basis as basis,
        earlier.direction as previous_direction,
        later.direction,
        earlier.polarity as previous_polarity,
        later.polarity,
        coalesce(earlier.is_the_budget, false) and later.is_the_budget as follows_budget
    from readings as later
    inner join project_years
        on
            later.project_key = project_years.project_key
            and later.fiscal_year = project_years.fiscal_year
            and project_years.change <> 'dropped'
    left join readings as earlier
        on
            later.indicator_key = earlier.indicator_key
            and later.known_in = earlier.fiscal_year
            and project_years.previous_document_id is not null
    left join part_changes
        on later.row_key = part_changes.row_key

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
        earlier.form_key as previous_form_key,
        earlier.row_key as previous_row_key,
        earlier.indicator_name,
        earlier.target_text as previous_target_text,
        earlier.target_kind as previous_kind,
        earlier.base_value as previous_value,
        earlier.base_unit as value_unit,
        earlier.comparable_unit as previous_unit
    from readings as earlier
    inner join project_years
        on
            earlier.project_key = project_years.project_key
            and earlier.fiscal_year = project_years.previous_fiscal_year
            and project_years.change <> 'added'
    left join readings as later
        on
            earlier.indicator_key = later.indicator_key
            and project_years.fiscal_year = later.fiscal_year
    where later.indicator_key is null

)

select * from present

union all by name

select
    *,
    false as follows_budget
from missing
