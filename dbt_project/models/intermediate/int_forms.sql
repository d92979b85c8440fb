{{ config(materialized='table') }}

with

members as (

    select * from {{ ref('int_project_members') }}

),

links as (

    select * from {{ ref('int_project_links') }}

),

forms_of_projects as (

    -- Forms that do not count belong to the project that their like has.
    select
        members.*,
        coalesce(links.project_key, members.member_key) as project_key,
        members.is_compared and members.project_kind = 'project' as is_additive
    from members
    left join links
        on
            members.member_key = links.member_key
            and members.fiscal_year = links.fiscal_year

)

select
    document_id,
    form_no,
    form_kind,
    form_status,
    counted_path,
    is_additive,
    is_compared,
    fiscal_year,
    scope,
    series,
    publisher,
    path,
    unit_id,
    unit_code,
    unit_name,
    project_key,
    project_kind,
    project_code,
    project_name,
    published_name,
    purpose,
    objective,
    money_unit_text,
    row_count,
    locator
from forms_of_projects
