{{ config(materialized='table') }}

with

members as (

    select * from {{ ref('int_project_members') }}

),

links as (

    select * from {{ ref('int_project_links') }}

),

years_of_members as (

    -- A project that is only monitored in a year is the one of its name in the latest year before.
    select
        members.node_key,
        max_by(links.project_key, links.fiscal_year) as project_key
    from members
    inner join links
        on
            members.member_key = links.member_key
            and members.fiscal_year > links.fiscal_year
    where not members.is_compared
    group by members.node_key

),

forms_of_projects as (

    -- Forms that do not count belong to the project that their like has.
    select
        members.*,
        coalesce(
            links.project_key,
            case when members.form_status = 'counted' then years_of_members.project_key end,
            members.member_key
        ) as project_key,
        members.is_compared and members.project_kind = 'project' as is_additive
    from members
    left join links using (node_key)
    left join years_of_members using (node_key)

)

select
    * exclude (
        block_key, member_key, is_name_shared, content_key, folded_project_code, folded_published_name,
        content_words, node_key
    )
from forms_of_projects
