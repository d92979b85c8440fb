{{ config(materialized='table') }}

with

forms as (

    select * from {{ ref('int_forms') }}

),

indicator_rows as (

    select * from {{ ref('stg_landing__indicator_rows') }}

),

levels as (

    select * from {{ ref('indicator_levels') }}

),

categories as (

    select * from {{ ref('int_indicator_categories') }}

),

year_neutral_names as (

    select * from {{ ref('int_year_neutral_names') }}

),

categorised_rows as (

    select
        forms.fiscal_year,
        forms.project_key,
        indicator_rows.*,
        categories.category_key,
        categories.family
    from forms
    inner join indicator_rows
        on
            forms.document_id = indicator_rows.document_id
            and forms.form_no = indicator_rows.form_no
    inner join categories
        on
            indicator_rows.level1_text is not distinct from categories.level1_text
            and indicator_rows.level2_text is not distinct from categories.level2_text
    where forms.form_status = 'counted'

),

folded_rows as (

    select
        *,
        {{ fold('level1_text') }} as level1_folded,
        {{ fold('level2_text') }} as level2_folded,
        {{ fold('level3_text') }} as level3_folded,
        {{ fold('description') }} as description_folded
    from categorised_rows

),

labels_found as (

    -- A label is what the seed knows as a level and what ends as one (数量指标), or the row's own level again.
    select
        folded_rows.*,
        coalesce(
            folded_rows.level3_folded in (folded_rows.level1_folded, folded_rows.level2_folded), false
        )
        or (
            level3_levels.spelling is not null
            and {{ ends_as_level_label('folded_rows.level3_folded') }}
        ) as level3_is_label,
        coalesce(
            folded_rows.description_folded in (folded_rows.level1_folded, folded_rows.level2_folded), false
        )
        or (
            description_levels.spelling is not null
            and {{ ends_as_level_label('folded_rows.description_folded') }}
        ) as description_is_label
    from folded_rows
    left join levels as level3_levels
        on {{ level_spelling('folded_rows.level3_folded') }} = level3_levels.spelling
    left join levels as description_levels
        on {{ level_spelling('folded_rows.description_folded') }} = description_levels.spelling

),

named_rows as (

    -- People should see what is measured: a label that only repeats a level says nothing.
    select
        *,
        case
            when level3_text is null or (level3_is_label and not description_is_label)
                then coalesce(description, level3_text, level2_text, level1_text, '{{ var("unspecified") }}')
            else level3_text
        end as indicator_name
    from labels_found

),

compared_names as (

    -- To compare: without years, and without the marks that publishers put before a name (★, 指标1：).
    select
        named_rows.*,
        {{ replace_pattern(
            'coalesce(neutral_names.neutral_name, named_rows.indicator_name)',
            '^[★☆※*●◆▲■]+|^指标[0-9]+[:、.]',
        ) }} as neutral_name,
        case
            when not named_rows.description_is_label
                then {{ replace_pattern('descriptions.neutral_name', '[0-9.]+', '#') }}
        end as masked_description
    from named_rows
    left join year_neutral_names as neutral_names
        on
            named_rows.indicator_name = neutral_names.printed_name
            and named_rows.fiscal_year = neutral_names.fiscal_year
    left join year_neutral_names as descriptions
        on
            named_rows.description = descriptions.printed_name
            and named_rows.fiscal_year = descriptions.fiscal_year

),

names_counted as (

    -- Where one name stands for several rows, the description tells them apart, and at last their
    -- order.
    select
        *,
        count(*) over (
            partition by document_id, form_no, family, neutral_name
        ) as name_count,
        row_number() over (
            partition by document_id, form_no, family, neutral_name, masked_description
            order by row_no asc
        ) as equal_row_no
    from compared_names

),

keyed_rows as (

    select
        *,
        case
            when name_count = 1 then {{ key_of(['project_key', 'family', 'neutral_name']) }}
            else {{ key_of([
                'project_key', 'family', 'neutral_name', 'masked_description', 'nullif(equal_row_no, 1)',
            ]) }}
        end as indicator_key
    from names_counted

)

select
    document_id,
    form_no,
    row_no,
    fiscal_year,
    project_key,
    indicator_key,
    category_key,
    family,
    level1_text,
    level2_text,
    level3_text,
    indicator_name,
    description,
    target_text,
    unit_printed,
    comparator_printed,
    polarity_printed,
    actual_text,
    points_text,
    score_text,
    deviation_text,
    locator
from keyed_rows
