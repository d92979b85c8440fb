{{ config(materialized='table') }}

with

forms as (

    select * from {{ ref('int_forms') }}
    where form_status = 'counted' and form_kind <> 'monitoring'

),

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

links as (

    select * from {{ ref('int_indicator_links') }}

),

targets as (

    select * from {{ ref('int_indicator_values') }}

),

names as (

    select * from {{ ref('int_indicator_names') }}

),

categories as (

    select * from {{ ref('int_categories') }}

),

words as (

    select * from {{ ref('finding_words') }}

),

rows_read as (

    select
        indicator_rows.document_id,
        indicator_rows.form_no,
        indicator_rows.row_no,
        indicator_rows.form_key,
        indicator_rows.row_key,
        forms.form_kind,
        forms.project_kind,
        forms.fiscal_year,
        forms.project_key,
        links.indicator_key,
        categories.level1,
        categories.level2,
        indicator_rows.family,
        indicator_rows.level1_text,
        indicator_rows.level2_text,
        indicator_rows.level3_text,
        indicator_rows.indicator_name,
        indicator_rows.compared_name,
        indicator_rows.description,
        indicator_rows.target_text,
        coalesce(indicator_rows.folded_level3, '') as folded_level3,
        coalesce(indicator_rows.folded_description, '') as folded_description,
        rtrim(coalesce(indicator_rows.target_words, ''), '。.;,、') as folded_target,
        indicator_rows.is_level3_label,
        indicator_rows.is_description_label,
        indicator_rows.level3_spelling in (indicator_rows.level1_spelling, indicator_rows.level2_spelling)
            as repeats_its_level,
        indicator_rows.bare_name,
        targets.target_kind,
        targets.comparator,
        targets.target_value,
        targets.canonical_value,
        targets.measure_unit_text,
        targets.measure_unit_source,
        targets.rate_base,
        targets.target_basis,
        targets.starts_on,
        targets.due_on,
        targets.polarity_source,
        names.name_polarity,
        names.implied_unit,
        coalesce(names.implied_unit_needs_multiplier, false) as is_named_as_money,
        targets.measure_unit,
        targets.dimension,
        targets.base_unit,
        indicator_rows.locator
    from indicator_rows
    inner join forms using (form_key)
    inner join links using (node_key)
    inner join targets using (row_key)
    inner join categories using (category_key)
    left join names using (bare_name)

),

named_texts as (

    select distinct
        bare_name,
        folded_level3,
        folded_description
    from rows_read

),

texts_without_years as (

    -- 每年 is of the whole year: what is left tells whether a cost is of one thing.
    select
        bare_name,
        folded_level3,
        folded_description,
        regexp_replace(bare_name || '|' || folded_level3 || '|' || folded_description, '每年度?', '', 'g')
            as all_texts
    from named_texts

),

words_in_texts as (

    select
        texts.bare_name,
        texts.folded_level3,
        texts.folded_description,
        bool_or(words.role = 'per_unit' and position(words.word in texts.all_texts) > 0) as is_per_unit,
        bool_or(words.role = 'average' and position(words.word in texts.all_texts) > 0) as is_average,
        bool_or(words.role = 'saving' and position(words.word in texts.all_texts) > 0) as is_saving,
        bool_or(words.role = 'satisfaction' and position(words.word in texts.all_texts) > 0)
            as is_satisfaction,
        bool_or(words.role = 'time' and right(texts.bare_name, length(words.word)) = words.word)
            as is_time,
        bool_or(words.role = 'dimensionless' and right(texts.bare_name, length(words.word)) = words.word)
            as is_dimensionless,
        bool_or(words.role = 'counted' and right(texts.bare_name, length(words.word)) = words.word)
            as is_counted
    from texts_without_years as texts
    cross join words
    group by texts.bare_name, texts.folded_level3, texts.folded_description

)

select
    rows_read.*,
    {{ is_money_cost('rows_read.level2') }} as is_money_cost,
    words_in_texts.is_per_unit,
    words_in_texts.is_average,
    words_in_texts.is_saving,
    words_in_texts.is_satisfaction,
    words_in_texts.is_time,
    words_in_texts.is_dimensionless,
    words_in_texts.is_counted,
    case
        when
            {{ is_money_cost('rows_read.level2') }}
            and rows_read.base_unit = '{{ var("yuan") }}'
            and rows_read.rate_base is null
            and rows_read.canonical_value > 0
            and not words_in_texts.is_per_unit
            and not words_in_texts.is_saving
            then rows_read.canonical_value
    end as total_cost_yuan
from rows_read
inner join words_in_texts using (bare_name, folded_level3, folded_description)
