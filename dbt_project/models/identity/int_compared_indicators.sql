{{ config(materialized='table') }}

with

all_rows as (

    select * from {{ ref('int_indicator_rows') }}
    where form_kind <> 'monitoring'

),

project_links as (

    select distinct
        project_key,
        fiscal_year
    from {{ ref('int_project_links') }}

),

project_years as (

    select
        project_key,
        fiscal_year,
        lag(fiscal_year) over (
            partition by project_key
            order by fiscal_year asc
        ) as compared_year
    from project_links

),

members as (

    -- An indicator and year speaks through one row: that of the form that is compared.
    select
        all_rows.*,
        project_years.compared_year
    from all_rows
    inner join project_years using (project_key, fiscal_year)
    qualify
        row_number() over (
            partition by all_rows.node_key
            order by
                all_rows.is_compared desc,
                all_rows.document_id asc,
                all_rows.form_no asc,
                all_rows.row_no asc
        ) = 1

)

select
    *,
    count(*) over (
        partition by project_key, fiscal_year, family, compared_name, told_description
    ) as described_count,
    count(*) over (
        partition by project_key, fiscal_year, family, compared_name, masked_description
    ) as masked_count,
    count(*) over (
        partition by project_key, fiscal_year, family, masked_description, is_named_by_description
    ) as masked_name_count,
    count(*) over (partition by project_key, fiscal_year, compared_name) as name_count_in_project,
    count(*) over (partition by project_key, fiscal_year, masked_description) as description_count
from members
