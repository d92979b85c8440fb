{#- Rules that ask whether a number is of the kind that its category and its name speak of. Each CTE that is
    named in the last lines is a rule of the seed finding_rules: what it judges, and what is odd. -#}

with

judged_rows as (

    select * from {{ ref('judged_rows') }}

),

words as (

    select * from {{ ref('finding_words') }}

),

measure_units as (

    select * from {{ ref('measure_units') }}

),

measure_unit_spellings as (

    select * from {{ ref('measure_unit_spellings') }}

),

multipliers as (

    select * from {{ ref('multipliers') }}

),

numbers as (

    select
        *,
        bare_name || '|' || folded_level3 || '|' || folded_description || '|' || folded_target as all_texts,
        coalesce(dimension, case when is_counted then 'count' end) as kind
    from judged_rows
    where target_kind in ('number', 'percentage', 'rate')

),

words_by_role as (

    select
        list(word) filter (where role = 'timely') as timely,
        list(word) filter (where role = 'size_of_quality') as size_of_quality
    from words

),

numbers_with_words as (

    select
        numbers.*,
        {{ has_one_of('numbers.all_texts', 'words_by_role.timely') }} as speaks_of_time,
        {{ has_one_of('numbers.all_texts', 'words_by_role.size_of_quality') }} as is_size_of_quality
    from numbers
    cross join words_by_role

),

-- 时效 that is no time and does not speak of it; 质量 that is so many tons, mu or yuan. What is counted per
-- month (2版/月) is of time.
category_against_nature as (

    select
        {{ judged_row(
            'category_against_nature',
            "case
                when family = '" ~ var('timeliness_family') ~ "'
                    then
                        not speaks_of_time
                        and kind not in ('duration', 'unknown', 'multiple')
                        and not ends_with(kind, '_rate')
                else
                    kind in ('mass', 'area', 'volume', 'energy', 'money')
                    and comparator in ('>=', '>', '=')
                    and not is_per_unit and not is_saving and not is_size_of_quality
            end",
            'target_text',
            'family',
        ) }}
    from numbers_with_words
    where family in ('{{ var("timeliness_family") }}', '{{ var("quality_family") }}') and kind is not null

),

-- 数量 that is a share: how many, it does not say. 增长5% says by how much.
quantity_as_share as (

    select
        {{ judged_row(
            'quantity_as_share',
            "coalesce(kind = 'percent', false) and starts_with(target_basis, 'level')",
            'target_text',
        ) }}
    from numbers
    where family = '{{ var("quantity_family") }}'

),

spellings as (

    select
        spelling,
        measure_unit
    from measure_unit_spellings

    union distinct

    select
        measure_unit as spelling,
        measure_unit
    from measure_units

),

spellings_with_multipliers as (

    select
        spelling,
        measure_unit
    from spellings

    union distinct

    select
        multipliers.multiplier_word || spellings.spelling as spelling,
        multipliers.multiplier_word || spellings.measure_unit as measure_unit
    from spellings
    cross join multipliers
    anti join spellings as whole_words
        on multipliers.multiplier_word || spellings.spelling = whole_words.spelling

),

units_of_names as (

    -- 面积(万亩): the unit in the brackets at the end of the name, without what it is per.
    select
        numbers.*,
        spellings_with_multipliers.measure_unit as unit_of_name,
        split_part(numbers.measure_unit, '/', 1) as unit_of_target
    from numbers
    inner join spellings_with_multipliers
        on
            split_part(regexp_extract(numbers.folded_level3, '[(]([^()]{1,16})[)]$', 1), '/', 1)
            = spellings_with_multipliers.spelling
    where numbers.measure_unit is not null and numbers.measure_unit_source in ('printed', 'printed_in_name')

),

-- Words for one person or one piece (人, 名; 个, 项) stand for each other, and 台套 is a 台 or a 套.
unit_against_name as (

    select
        {{ judged_row(
            'unit_against_name',
            "unit_of_name <> unit_of_target
                and not exists (
                    select 1
                    from words as words_of_names
                    inner join words as words_of_targets using (role)
                    where
                        words_of_names.role in ('person', 'piece')
                        and words_of_names.word = unit_of_name
                        and words_of_targets.word = unit_of_target
                )
                and not " ~ is_either_unit('unit_of_name', 'unit_of_target'),
            'unit_of_target',
            'unit_of_name',
        ) }}
    from units_of_names

)

{{ judgements_of(['category_against_nature', 'quantity_as_share', 'unit_against_name']) }}
