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
    members.*,
    compared_years.previous_fiscal_year as compared_year,
    compared_years.next_fiscal_year as next_compared_year
from members
left join compared_years using (series, project_kind, fiscal_year)
