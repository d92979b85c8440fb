{{ config(materialized='table') }}

with

forms as (

    select * from {{ ref('int_forms') }}
    where form_status = 'counted'

),

named_rows as (

    select * from {{ ref('int_named_rows') }}

),

names_counted as (

    -- Where one name stands for several rows, the description tells them apart, and at last their
    -- order.
    select
        named_rows.*,
        forms.project_key,
        forms.is_compared,
        forms.form_kind,
        count(*) over (
            partition by named_rows.form_key, named_rows.family, named_rows.compared_name
        ) as name_count,
        row_number() over (
            partition by
                named_rows.form_key,
                named_rows.family,
                named_rows.compared_name,
                named_rows.masked_description
            order by named_rows.row_no asc
        ) as equal_row_no
    from named_rows
    inner join forms using (form_key)

),

members as (

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
    path,
    fiscal_year,
    category_key,
    family,
    level1_text,
    level2_text,
    level3_text,
    description,
    is_named_by_description,
    indicator_name,
    folded_name,
    compared_name,
    bare_name,
    told_description,
    masked_description,
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
    polarity_words,
    actual_text,
    actual_words,
    mid_year_actual_text,
    mid_year_forecast_text,
    likelihood_text,
    points,
    score,
    deviation_text,
    locator,
    project_key,
    is_compared,
    form_kind,
    name_count,
    member_key,
    {{ key_of(['member_key', 'fiscal_year']) }} as node_key
from members
