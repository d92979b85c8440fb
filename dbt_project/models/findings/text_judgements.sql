{#- Rules that look at the texts of one indicator row. Each CTE that is named in the last lines is a
    rule of the seed finding_rules: what it judges, and what is odd. -#}

with

judged_rows as (

    select * from {{ ref('judged_rows') }}

),

words as (

    select * from {{ ref('finding_words') }}

),

-- The head of a column alone, or with one word before it: 指标值, 年度指标值.
heads as (

    select {{ fold('head') }} as head
    from {{ ref('label_heads') }}
    where concept in ('target', 'actual', 'points', 'comparator', 'measure_unit', 'remark', 'description')

),

qualifiers as (

    select {{ fold('qualifier') }} as qualifier
    from {{ ref('label_qualifiers') }}
    where class in ('annual', 'initial', 'adjusted', 'long', 'planned', 'actual', 'overall', 'performance')

),

column_labels as (

    select {{ fold('label') }} as column_label
    from {{ ref('form_labels') }}
    where block = 'column'

    union distinct

    select head as column_label from heads

    union distinct

    select qualifiers.qualifier || heads.head as column_label
    from qualifiers
    cross join heads

),

levels as (

    select * from {{ ref('indicator_levels') }}

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
            "folded_target in (" ~ replace_pattern('folded_level3', '[。.;,、]+$') ~ ", "
            ~ replace_pattern('folded_description', '[。.;,、]+$') ~ ")",
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

names_as_levels as (

    select
        *,
        {{ level_spelling('level3_text') }} as level3_spelling,
        {{ level_spelling('description') }} as description_spelling,
        {{ level_spelling('level1_text') }} as level1_spelling,
        {{ level_spelling('level2_text') }} as level2_spelling
    from judged_rows

),

-- 数量指标, 年度指标值: the label of a column or of a level where a text should be. 服务对象满意度 is a name.
label_instead_of_text as (

    select
        {{ judged_row(
            'label_instead_of_text',
            "coalesce(
                ({level} and level3_spelling in (select spelling from levels))
                or folded_level3 in (select column_label from column_labels)
                or ({description} and description_spelling in (select spelling from levels))
                or folded_description in (select column_label from column_labels)
                or (
                    family <> '{family}'
                    and level3_text is not null
                    and level3_spelling in (coalesce(level1_spelling, ''), coalesce(level2_spelling, ''))
                ),
                false
            )".format(
                level=ends_as_level_label('level3_text'),
                description=ends_as_level_label('description'),
                family=var('satisfaction_family'),
            ),
            "case
                when folded_description in (select column_label from column_labels)
                    or (" ~ ends_as_level_label('description')
            ~ " and description_spelling in (select spelling from levels))
                    then description
                else level3_text
            end",
        ) }}
    from names_as_levels
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

-- Remains of a template (**), or a bracket without its partner; a name that is cut off has none at its end.
stray_marks as (

    {% set name = replace_pattern('folded_level3', '(^|[^(0-9])([0-9]{1,2}|[一二三四五六七八九十])[)]', '\\1') -%}
    select
        {{ judged_row(
            'stray_marks',
            "position('**' in folded_level3 || folded_description || folded_target) > 0
            or (
                length(level3_text) <> " ~ var('name_length_cut') ~ "
                and length(replace(" ~ name ~ ", '(', '')) <> length(replace(" ~ name ~ ", ')', ''))
            )",
            "case
                when position('**' in folded_target) > 0 then target_text
                when position('**' in folded_level3) = 0 and position('**' in folded_description) > 0
                    then description
                else coalesce(level3_text, indicator_name)
            end",
        ) }}
    from judged_rows

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
