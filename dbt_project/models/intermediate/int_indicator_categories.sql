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

key_pairs as (

    select distinct
        level1_key,
        level2_key
    from indicator_rows

),

printed_levels as (

    select
        key_pairs.level1_key,
        key_pairs.level2_key,
        level1.folded_name as level1_folded,
        level2.folded_name as level2_folded,
        level1.bare_name as level1_bare,
        level2.bare_name as level2_bare,
        level1.level_spelling as level1_spelling,
        level2.level_spelling as level2_spelling
    from key_pairs
    left join names as level1
        on key_pairs.level1_key = level1.name_key
    left join names as level2
        on key_pairs.level2_key = level2.name_key

),

levels_known as (

    -- Level 2 says more than level 1, and a word for one kind (数量) more than a word for several (产出).
    select
        printed_levels.*,
        level2.spelling is not null or (printed_levels.level2_key is null and level1.spelling is not null)
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
    from printed_levels
    left join levels as level1
        on printed_levels.level1_spelling = level1.spelling
    left join levels as level2
        on printed_levels.level2_spelling = level2.spelling

),

categorised as (

    select
        levels_known.level1_key,
        levels_known.level2_key,
        levels_known.level1_folded,
        levels_known.level2_folded,
        levels_known.level1_bare,
        levels_known.level2_bare,
        levels_known.level1_spelling,
        levels_known.level2_spelling,
        levels_known.is_level_known,
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
