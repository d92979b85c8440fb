{{ config(materialized='table') }}

with

forms as (

    select * from {{ ref('int_forms') }}

),

indicator_rows as (

    select * from {{ ref('int_current_indicator_rows') }}

),

corrections as (

    select * from {{ ref('corrections') }}
    where field = 'target_text' and corrected <> 'confirmed'

),

categories as (

    select * from {{ ref('int_indicator_categories') }}

),

printed_names as (

    select * from {{ ref('int_printed_names') }}

),

categorised_rows as (

    -- A label of a level is no name, nor is the row's own level again.
    select
        forms.fiscal_year,
        forms.project_key,
        forms.is_compared,
        forms.form_kind,
        indicator_rows.*,
        corrections.corrected,
        categories.category_key,
        categories.family,
        level3_names.unmarked_name as level3_unmarked_name,
        descriptions.unmarked_name as description_unmarked_name,
        descriptions.masked_name as description_masked_name,
        level3_names.is_level_label
        or coalesce(level3_names.neutral_name in (categories.level1_folded, categories.level2_folded), false)
            as level3_is_label,
        descriptions.is_level_label
        or coalesce(descriptions.neutral_name in (categories.level1_folded, categories.level2_folded), false)
            as description_is_label
    from forms
    inner join indicator_rows
        on forms.form_key = indicator_rows.form_key
    inner join categories
        on
            indicator_rows.level1_text is not distinct from categories.level1_text
            and indicator_rows.level2_text is not distinct from categories.level2_text
    left join corrections
        on
            forms.path = corrections.path
            and forms.form_no = corrections.form_no
            and indicator_rows.row_no = corrections.row_no
            and {{ fold('indicator_rows.target_text') }} = {{ fold('corrections.printed') }}
    left join printed_names as level3_names
        on
            indicator_rows.level3_text = level3_names.printed_name
            and forms.fiscal_year = level3_names.fiscal_year
    left join printed_names as descriptions
        on
            indicator_rows.description = descriptions.printed_name
            and forms.fiscal_year = descriptions.fiscal_year
    where forms.form_status = 'counted'

),

names_chosen as (

    -- People should see what is measured: the description where level 3 is only a label or blank.
    select
        *,
        level3_text is null
        or (level3_is_label and not coalesce(description_is_label, true)) as is_named_by_description
    from categorised_rows

),

named_rows as (

    select
        *,
        case
            when is_named_by_description
                then coalesce(description, level2_text, level1_text, '{{ var("unspecified") }}')
            else level3_text
        end as indicator_name,
        case
            when is_named_by_description
                then coalesce(description_unmarked_name, level2_text, level1_text, '{{ var("unspecified") }}')
            else level3_unmarked_name
        end as compared_name,
        case when not description_is_label then description_masked_name end as masked_description,
        case when not description_is_label then description_unmarked_name end as told_description
    from names_chosen

),

names_counted as (

    -- Where one name stands for several rows, the description tells them apart, and at last their
    -- order.
    select
        *,
        count(*) over (
            partition by form_key, family, compared_name
        ) as name_count,
        row_number() over (
            partition by form_key, family, compared_name, masked_description
            order by row_no asc
        ) as equal_row_no
    from named_rows

),

keyed_rows as (

    select
        *,
        case
            when name_count = 1 then {{ key_of(['project_key', 'family', 'compared_name']) }}
            else {{ key_of([
                'project_key', 'family', 'compared_name', 'masked_description', 'nullif(equal_row_no, 1)',
            ]) }}
        end as member_key
    from names_counted

)

select
    document_id,
    form_no,
    row_no,
    form_key,
    row_key,
    fiscal_year,
    project_key,
    is_compared,
    form_kind,
    member_key,
    compared_name,
    name_count,
    is_named_by_description,
    told_description,
    masked_description,
    category_key,
    family,
    level1_text,
    level2_text,
    level3_text,
    indicator_name,
    description,
    target_text,
    -- What the dictionary reads: the printed target, or a correction of it, which says all in one text.
    coalesce(corrected, value_printed) as value_printed,
    case when corrected is null then unit_printed end as unit_printed,
    case when corrected is null then comparator_printed end as comparator_printed,
    polarity_printed,
    actual_text,
    mid_year_actual_text,
    mid_year_forecast_text,
    likelihood_text,
    points_text,
    score_text,
    deviation_text,
    locator
from keyed_rows
