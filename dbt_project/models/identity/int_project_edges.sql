{{ config(materialized='table') }}

with

members as (

    select * from {{ ref('int_compared_projects') }}

),

predecessors as (

    select * from {{ ref('int_unit_predecessors') }}

),

usable_codes as (

    select
        *,
        case
            when regexp_matches(folded_project_code, '^[0-9A-Za-z-]{6,}$') then folded_project_code
        end as usable_code
    from members

),

codes as (

    -- A code that stands for two projects in a year is no code of a project.
    select
        *,
        count(*) over (partition by scope, project_kind, usable_code, fiscal_year) as code_count
    from usable_codes
    where usable_code is not null

),

previous_of_codes as (

    select
        *,
        lag(node_key) over years_of_a_code as previous_node_key,
        lag(fiscal_year) over years_of_a_code as previous_fiscal_year
    from codes
    where code_count = 1
    window years_of_a_code as (
        partition by scope, project_kind, usable_code
        order by fiscal_year asc
    )

),

names_of_years as (

    select
        block_key,
        project_name,
        fiscal_year,
        count(*) as name_count
    from members
    group by block_key, project_name, fiscal_year

),

previous_of_names as (

    select
        *,
        lag(fiscal_year) over years_of_a_name as previous_fiscal_year,
        lag(name_count) over years_of_a_name as previous_name_count
    from names_of_years
    window years_of_a_name as (
        partition by block_key, project_name
        order by fiscal_year asc
    )

),

contents_counted as (

    select
        *,
        count(*) over (partition by block_key, project_name, fiscal_year, content_key) as content_count
    from members

),

named_alike as (

    -- One name: where it stands for one project in both years it is enough, else the content must be equal.
    select
        earlier.node_key as previous_node_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.node_key,
        later.fiscal_year,
        earlier.published_name as previous_value,
        later.published_name as later_value,
        case
            when
                previous_of_names.name_count = 1 and previous_of_names.previous_name_count = 1
                and later.project_name <> '{{ var("unspecified") }}' then 'name'
            else 'name_and_content'
        end as match_method,
        case
            when
                previous_of_names.name_count = 1 and previous_of_names.previous_name_count = 1
                and later.project_name <> '{{ var("unspecified") }}' then true
            else
                earlier.content_key = later.content_key
                and earlier.content_count = 1
                and later.content_count = 1
        end as is_same
    from previous_of_names
    inner join contents_counted as later using (block_key, project_name, fiscal_year)
    inner join contents_counted as earlier
        on
            previous_of_names.block_key = earlier.block_key
            and previous_of_names.project_name = earlier.project_name
            and previous_of_names.previous_fiscal_year = earlier.fiscal_year

),

succeeded as (

    -- The same name in a unit that was merged or split; in two such units it is not clear.
    select
        earlier.node_key as previous_node_key,
        earlier.fiscal_year as previous_fiscal_year,
        later.node_key,
        later.fiscal_year,
        earlier.published_name as previous_value,
        later.published_name as later_value,
        count(*) over (partition by earlier.node_key, later.fiscal_year) as later_count,
        count(*) over (partition by later.node_key, later.fiscal_year) as earlier_count
    from members as later
    inner join predecessors
        on
            later.unit_id = predecessors.unit_id
            and later.compared_year < predecessors.fiscal_year
            and later.fiscal_year >= predecessors.fiscal_year
    inner join members as earlier
        on
            predecessors.previous_unit_id = earlier.unit_id
            and later.compared_year = earlier.fiscal_year
            and later.project_kind = earlier.project_kind
            and later.project_name = earlier.project_name
    where later.project_name <> '{{ var("unspecified") }}'

)

select
    previous_node_key,
    previous_fiscal_year,
    node_key,
    fiscal_year,
    'code' as match_method,
    1 as rung,
    usable_code || ' → ' || usable_code as matched_on
from previous_of_codes
where previous_node_key is not null

union all

select
    previous_node_key,
    previous_fiscal_year,
    node_key,
    fiscal_year,
    match_method,
    2 as rung,
    coalesce(previous_value, '') || ' → ' || coalesce(later_value, '') as matched_on
from named_alike
where is_same

union all

select
    previous_node_key,
    previous_fiscal_year,
    node_key,
    fiscal_year,
    'name' as match_method,
    3 as rung,
    coalesce(previous_value, '') || ' → ' || coalesce(later_value, '') as matched_on
from succeeded
where later_count = 1 and earlier_count = 1
