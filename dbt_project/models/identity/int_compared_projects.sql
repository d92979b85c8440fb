{{ config(materialized='table') }}

with

members as (

    select * from {{ ref('int_project_members') }}
    where is_compared

),

compared_years as (

    select * from {{ ref('int_compared_years') }}

)

select
    members.document_id,
    members.form_no,
    members.form_key,
    members.path,
    members.fiscal_year,
    members.scope,
    members.series,
    members.unit_id,
    members.block_key,
    members.member_key,
    members.node_key,
    members.is_name_shared,
    members.content_key,
    members.project_kind,
    members.folded_project_code,
    members.project_name,
    members.published_name,
    members.folded_published_name,
    members.content_words,
    compared_years.previous_fiscal_year as compared_year,
    compared_years.next_fiscal_year as next_compared_year
from members
left join compared_years using (series, project_kind, fiscal_year)
