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

{#- A label is what the seed knows as a level and what ends as one (数量指标), or the row's own level repeated. -#}
labels_found as (

    select
        categorised_rows.*,
        {% for name in ['level3_text', 'description'] -%}
        coalesce(
            {{ fold('categorised_rows.' ~ name) }} in (
                {{ fold('categorised_rows.level1_text') }}, {{ fold('categorised_rows.level2_text') }}
            ),
            false
        )
        or ({{ name }}_level.spelling is not null and {{ ends_as_level_label('categorised_rows.' ~ name) }})
            as {{ name }}_is_label{{ ',' if not loop.last }}
        {% endfor %}
    from categorised_rows
    left join levels as level3_text_level
        on {{ level_spelling('categorised_rows.level3_text') }} = level3_text_level.spelling
    left join levels as description_level
        on {{ level_spelling('categorised_rows.description') }} = description_level.spelling

),

{#- People should see what is measured: a label that only repeats a level says nothing. -#}
named_rows as (

    select
        *,
        case
            when level3_text is null or (level3_text_is_label and not coalesce(description_is_label, true))
                then coalesce(description, level3_text, level2_text, level1_text, '{{ var("unspecified") }}')
            else level3_text
        end as indicator_name
    from labels_found

),

{#- To compare: without years, and without the marks that publishers put before a name (★, 指标1：). -#}
compared_names as (

    select
        named_rows.*,
        {{ replace_pattern(
            "coalesce(names.neutral_name, " ~ fold('named_rows.indicator_name') ~ ")",
            '^[★☆※*●◆▲■]+|^指标[0-9]+[:、.]',
        ) }} as neutral_name,
        case
            when not named_rows.description_is_label
                then {{ replace_pattern('descriptions.neutral_name', '[0-9.]+', '#') }}
        end as masked_description
    from named_rows
    left join year_neutral_names as names
        on
            named_rows.indicator_name = names.printed_name
            and named_rows.fiscal_year = names.fiscal_year
    left join year_neutral_names as descriptions
        on
            named_rows.description = descriptions.printed_name
            and named_rows.fiscal_year = descriptions.fiscal_year

),

{#- Where one name stands for several rows, the description tells them apart, and at last their order. -#}
names_counted as (

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
