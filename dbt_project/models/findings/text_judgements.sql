{#- Rules that look at the texts of one indicator row. Each CTE that is named in the last lines is a
    rule of the seed finding_rules: what it judges, and what is odd. -#}

with

judged_rows as (

    select * from {{ ref('judged_rows') }}

),

words as (

    select * from {{ ref('finding_words') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

),

-- The head of a column alone, or with one word before it: 指标值, 年度指标值.
heads as (

    select names.folded_name as head
    from {{ ref('label_heads') }} as label_heads
    inner join names
        on {{ name_key('label_heads.head') }} = names.name_key
    where
        label_heads.concept in (
            'target', 'actual', 'points', 'comparator', 'measure_unit', 'remark', 'description'
        )

),

qualifiers as (

    select names.folded_name as qualifier
    from {{ ref('label_qualifiers') }} as label_qualifiers
    inner join names
        on {{ name_key('label_qualifiers.qualifier') }} = names.name_key
    where
        label_qualifiers.class in (
            'annual', 'initial', 'adjusted', 'long', 'planned', 'actual', 'overall', 'performance'
        )

),

column_labels as (

    select names.folded_name as column_label
    from {{ ref('form_labels') }} as form_labels
    inner join names
        on {{ name_key('form_labels.label') }} = names.name_key
    where form_labels.block = 'column'

    union distinct

    select head as column_label from heads

    union distinct

    select qualifiers.qualifier || heads.head as column_label
    from qualifiers
    cross join heads

),

-- Complaints say who was dissatisfied and complained, not who is satisfied.
satisfaction_by_substitute as (

    select
        {{ judged_row(
            'satisfaction_by_substitute',
            "not is_satisfaction and position('" ~ var('satisfaction_word') ~ "' in folded_target) = 0",
            'indicator_name',
        ) }}
    from judged_rows
    where family = '{{ var("satisfaction_family") }}' and not {{ is_waived() }}

),

-- Blank where a target should be, or what the template leaves (公里, ≧ %). Cost and satisfaction have rules of
-- their own.
target_missing as (

    select
        {{ judged_row(
            'target_missing',
            "target_kind = 'missing' and not " ~ is_waived(),
            'indicator_name',
        ) }}
    from judged_rows
    where not is_money_cost and family <> '{{ var("satisfaction_family") }}'

),

-- 无, 不涉及, ——: the row keeps the place that the template has for it. A cost or a satisfaction that does not
-- apply says so.
filler_row as (

    select
        {{ judged_row('filler_row', is_waived(), 'target_text') }}
    from judged_rows
    where not is_money_cost and family <> '{{ var("satisfaction_family") }}' and target_text is not null

),

-- The target says what the name says: nothing is promised.
target_repeats_name as (

    select
        {{ judged_row(
            'target_repeats_name',
            "folded_target in (rtrim(folded_level3, '。.;,、'), rtrim(folded_description, '。.;,、'))",
            'target_text',
        ) }}
    from judged_rows
    where target_kind = 'qualitative' and folded_target <> ''

),

empty_targets as (

    select word as empty_target
    from words
    where role = 'empty'

    union distinct

    select word_before.word || word_after.word as empty_target
    from words as word_before
    cross join words as word_after
    where word_before.role = 'empty_before' and word_after.role = 'empty_change'

),

-- A word that any result would meet is the whole of the target.
empty_word as (

    select
        {{ judged_row(
            'empty_word',
            'folded_target in (select empty_target from empty_targets)',
            'target_text',
        ) }}
    from judged_rows
    where target_kind = 'qualitative'

),

-- 数量指标, 年度指标值: the label of a column or of a level where a text should be. 服务对象满意度 is a name.
label_instead_of_text as (

    select
        {{ judged_row(
            'label_instead_of_text',
            "coalesce(
                is_level3_label
                or folded_level3 in (select column_label from column_labels)
                or is_description_label
                or folded_description in (select column_label from column_labels)
                or (family <> '" ~ var('satisfaction_family') ~ "' and repeats_its_level),
                false
            )",
            "case
                when folded_description in (select column_label from column_labels) or is_description_label
                    then description
                else level3_text
            end",
        ) }}
    from judged_rows
    where level3_text is not null or description is not null

),

-- The exporting system cuts names; the description goes on where the name stops.
name_cut_off as (

    select
        {{ judged_row(
            'name_cut_off',
            "length(level3_text) = " ~ var('name_length_cut')
            ~ " and length(folded_description) > length(folded_level3)
                and left(folded_description, length(folded_level3)) = folded_level3",
            'level3_text',
            'description',
        ) }}
    from judged_rows
    where level3_text is not null and description is not null

),

-- The bracket of a number, 1) or 二), needs no partner.
names_without_numbering as (

    select
        *,
        regexp_replace(folded_level3, '(^|[^(0-9])([0-9]{1,2}|[一二三四五六七八九十])[)]', '\1', 'g') as unnumbered
    from judged_rows

),

-- Remains of a template (**), or a bracket without its partner; a name that is cut off has none at its end.
stray_marks as (

    select
        {{ judged_row(
            'stray_marks',
            "position('**' in folded_level3 || folded_description || folded_target) > 0
            or (
                length(level3_text) <> " ~ var('name_length_cut') ~ "
                and length(replace(unnumbered, '(', '')) <> length(replace(unnumbered, ')', ''))
            )",
            "case
                when position('**' in folded_target) > 0 then target_text
                when position('**' in folded_level3) = 0 and position('**' in folded_description) > 0
                    then description
                else coalesce(level3_text, indicator_name)
            end",
        ) }}
    from names_without_numbering

)

{{ judgements_of([
    'satisfaction_by_substitute',
    'target_missing',
    'filler_row',
    'target_repeats_name',
    'empty_word',
    'label_instead_of_text',
    'name_cut_off',
    'stray_marks',
]) }}
