{{ config(materialized='table') }}

with

indicator_rows as (

    select * from {{ ref('int_current_indicator_rows') }}

),

levels as (

    select * from {{ ref('indicator_levels') }}

),

categories as (

    select * from {{ ref('int_categories') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

),

corrections as (

    select * from {{ ref('int_corrections') }}
    where field = 'target_text' and corrected <> 'confirmed'

),

rows_with_levels as (

    -- Level 2 says more than level 1, and a word for one kind (数量) more than a word for several (产出).
    select
        indicator_rows.*,
        level1_names.folded_name as folded_level1,
        level2_names.folded_name as folded_level2,
        level1_names.bare_name as bare_level1,
        level2_names.bare_name as bare_level2,
        level1_names.level_spelling as level1_spelling,
        level2_names.level_spelling as level2_spelling,
        case when level2_names.name_key is null then level1.spelling else level2.spelling end is not null
            as is_level_known,
        case
            when not level2.is_general then level2.level1
            when not level1.is_general then level1.level1
            else coalesce(level2.level1, level1.level1, '{{ var("unclassified") }}')
        end as level1,
        case
            when not level2.is_general then level2.level2
            when not level1.is_general then level1.level2
            else coalesce(level2.level2, level1.level2, '{{ var("unclassified") }}')
        end as level2
    from indicator_rows
    left join names as level1_names
        on indicator_rows.level1_key = level1_names.name_key
    left join names as level2_names
        on indicator_rows.level2_key = level2_names.name_key
    left join levels as level1
        on level1_names.level_spelling = level1.spelling
    left join levels as level2
        on level2_names.level_spelling = level2.spelling

),

rows_with_names as (

    -- A label of a level is no name, nor is the row's own level again.
    select
        rows_with_levels.*,
        corrections.corrected,
        categories.category_key,
        categories.family,
        level3_names.folded_name as folded_level3,
        level3_names.unmarked_name as unmarked_level3,
        level3_names.bare_name as bare_level3,
        level3_names.level_spelling as level3_spelling,
        level3_names.is_level_label as is_level3_label,
        descriptions.folded_name as folded_description,
        descriptions.unmarked_name as unmarked_description,
        descriptions.masked_name as masked_text,
        descriptions.bare_name as bare_description,
        descriptions.is_level_label as is_description_label,
        level3_names.is_level_label
        or coalesce(
            level3_names.neutral_name in (
                rows_with_levels.folded_level1, rows_with_levels.folded_level2
            ),
            false
        ) as level3_says_nothing,
        descriptions.is_level_label
        or coalesce(
            descriptions.neutral_name in (
                rows_with_levels.folded_level1, rows_with_levels.folded_level2
            ),
            false
        ) as description_says_nothing
    from rows_with_levels
    inner join categories using (level1, level2)
    left join names as level3_names
        on rows_with_levels.level3_key = level3_names.name_key
    left join names as descriptions
        on rows_with_levels.description_key = descriptions.name_key
    left join corrections
        on
            rows_with_levels.path = corrections.path
            and rows_with_levels.form_no = corrections.form_no
            and rows_with_levels.row_no = corrections.row_no
            and rows_with_levels.target_words = corrections.printed_words

),

names_chosen as (

    -- People should see what is measured: the description where level 3 is only a label or blank.
    select
        *,
        level3_text is null
        or (level3_says_nothing and not coalesce(description_says_nothing, true)) as is_named_by_description
    from rows_with_names

)

select
    document_id,
    form_no,
    row_no,
    form_key,
    row_key,
    path,
    fiscal_year,
    category_key,
    family,
    level1_text,
    level2_text,
    level3_text,
    description,
    is_named_by_description,
    case
        when is_named_by_description
            then coalesce(description, level2_text, level1_text, '{{ var("unspecified") }}')
        else level3_text
    end as indicator_name,
    case
        when is_named_by_description
            then coalesce(folded_description, folded_level2, folded_level1, '{{ var("unspecified") }}')
        else folded_level3
    end as folded_name,
    case
        when is_named_by_description
            then coalesce(unmarked_description, level2_text, level1_text, '{{ var("unspecified") }}')
        else unmarked_level3
    end as compared_name,
    case
        when is_named_by_description
            then coalesce(bare_description, bare_level2, bare_level1, '{{ var("unspecified") }}')
        else bare_level3
    end as bare_name,
    case when not description_says_nothing then unmarked_description end as told_description,
    case when not description_says_nothing then masked_text end as masked_description,
    folded_level3,
    unmarked_level3,
    folded_description,
    is_level3_label,
    is_description_label,
    level1_spelling,
    level2_spelling,
    level3_spelling,
    is_level_known,
    target_text,
    target_words,
    -- What the dictionary reads: a correction, which says all in one text, or what is printed.
    coalesce({{ target_key('corrected', 'fiscal_year') }}, target_key) as target_key,
    polarity_words,
    actual_text,
    actual_key,
    actual_words,
    mid_year_actual_text,
    mid_year_actual_key,
    mid_year_forecast_text,
    mid_year_forecast_key,
    likelihood_text,
    points,
    score,
    deviation_text,
    locator
from names_chosen
