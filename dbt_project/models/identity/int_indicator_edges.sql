{{ config(materialized='table') }}

with

members as (

    select * from {{ ref('int_compared_indicators') }}

),

names_of_years as (

    select
        project_key,
        family,
        compared_name,
        fiscal_year,
        max(name_count) as name_count,
        count(masked_description) as description_count,
        count(distinct target_words) as target_count,
        string_agg(target_words, '|' order by target_words) as targets
    from members
    group by project_key, family, compared_name, fiscal_year

),

previous_of_names as (

    select
        *,
        lag(fiscal_year) over years_of_a_name as previous_fiscal_year,
        lag(name_count) over years_of_a_name as previous_name_count,
        lag(targets) over years_of_a_name as previous_targets
    from names_of_years
    window years_of_a_name as (
        partition by project_key, family, compared_name
        order by fiscal_year asc
    )

),

named_alike as (

    select
        earlier.node_key as previous_node_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.node_key,
        later.fiscal_year,
        case
            when previous_of_names.name_count = 1 and previous_of_names.previous_name_count = 1 then 'name'
            when coalesce(earlier.masked_description, later.masked_description) is null then 'name_and_target'
            else 'name_and_description'
        end as match_method,
        case
            when previous_of_names.name_count = 1 and previous_of_names.previous_name_count = 1 then 1
            when
                earlier.told_description = later.told_description
                and earlier.described_count = 1 and later.described_count = 1 then 2
            when
                earlier.masked_description = later.masked_description
                and earlier.masked_count = 1 and later.masked_count = 1 then 3
            -- Without descriptions only targets tell them apart: where all are as before, each is itself.
            when
                previous_of_names.description_count = 0
                and previous_of_names.target_count = previous_of_names.name_count
                and previous_of_names.targets = previous_of_names.previous_targets
                and earlier.target_words = later.target_words then 3
        end as rung,
        case
            when previous_of_names.name_count = 1 and previous_of_names.previous_name_count = 1
                then earlier.indicator_name || ' → ' || later.indicator_name
            when earlier.masked_description is null and later.masked_description is null
                then earlier.target_text || ' → ' || later.target_text
            else earlier.description || ' → ' || later.description
        end as matched_on
    from previous_of_names
    inner join members as later using (project_key, family, compared_name, fiscal_year)
    inner join members as earlier
        on
            previous_of_names.project_key = earlier.project_key
            and previous_of_names.family = earlier.family
            and previous_of_names.compared_name = earlier.compared_name
            and previous_of_names.previous_fiscal_year = earlier.fiscal_year

),

described_alike as (

    -- Where the description is the name, numbers in it change from year to year.
    select
        earlier.node_key as previous_node_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.node_key,
        later.fiscal_year,
        earlier.description || ' → ' || later.description as matched_on
    from members as later
    inner join members as earlier
        on
            later.project_key = earlier.project_key
            and later.compared_year = earlier.fiscal_year
            and later.family = earlier.family
            and later.masked_description = earlier.masked_description
    where
        later.is_named_by_description
        and earlier.is_named_by_description
        and later.masked_name_count = 1
        and earlier.masked_name_count = 1

),

moved as (

    -- A name that is unique in the project stays the same indicator under another level.
    select
        earlier.node_key as previous_node_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.node_key,
        later.fiscal_year,
        concat(earlier.family, '/', earlier.indicator_name, ' → ', later.family, '/', later.indicator_name)
            as matched_on
    from members as later
    inner join members as earlier
        on
            later.project_key = earlier.project_key
            and later.compared_year = earlier.fiscal_year
            and later.compared_name = earlier.compared_name
            and later.family <> earlier.family
    where
        later.name_count_in_project = 1
        and earlier.name_count_in_project = 1
        and later.told_description is not distinct from earlier.told_description

)

select * from named_alike
where rung is not null

union all by name

select
    *,
    'description' as match_method,
    4 as rung
from described_alike

union all by name

select
    *,
    'name' as match_method,
    5 as rung
from moved
