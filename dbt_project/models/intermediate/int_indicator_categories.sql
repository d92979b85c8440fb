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

printed_levels as (

    select distinct
        level1_text,
        level2_text,
        {{ level_spelling('level1_text') }} as level1_spelling,
        {{ level_spelling('level2_text') }} as level2_spelling
    from indicator_rows

),

levels_known as (

    -- Level 2 says more than level 1, and a word for one kind (数量) more than a word for several (产出).
    select
        printed_levels.level1_text,
        printed_levels.level2_text,
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
    from printed_levels
    left join levels as level1
        on printed_levels.level1_spelling = level1.spelling
    left join levels as level2
        on printed_levels.level2_spelling = level2.spelling

),

categorised as (

    select
        levels_known.level1_text,
        levels_known.level2_text,
        {{ fold('levels_known.level1_text') }} as level1_folded,
        {{ fold('levels_known.level2_text') }} as level2_folded,
        categories.category_key,
        categories.level1,
        categories.level2,
        categories.family
    from levels_known
    inner join categories
        on
            levels_known.level1 = categories.level1
            and levels_known.level2 = categories.level2

)

select * from categorised
