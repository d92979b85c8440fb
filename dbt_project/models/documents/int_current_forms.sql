{{ config(materialized='table') }}

with

versions as (

    select * from {{ ref('int_document_versions') }}
    where version_status = 'current'

),

forms as (

    select * from {{ ref('stg_landing__forms') }}

),

names as (

    select * from {{ ref('stg_landing__names') }}

)

select
    forms.* exclude (unit_code),
    versions.path,
    versions.fiscal_year,
    nullif(unit_codes.folded_name, '') as unit_code,
    nullif(project_codes.folded_name, '') as folded_project_code,
    departments.folded_name as folded_department_name,
    units.folded_name as folded_unit_name,
    headings.folded_name as folded_heading_name,
    projects.folded_name as folded_project_name,
    projects.neutral_name as neutral_project_name
from forms
inner join versions using (document_id)
left join names as unit_codes
    on {{ name_key('forms.unit_code', 'versions.fiscal_year') }} = unit_codes.name_key
left join names as project_codes
    on {{ name_key('forms.project_code', 'versions.fiscal_year') }} = project_codes.name_key
left join names as departments
    on {{ name_key('forms.department_name', 'versions.fiscal_year') }} = departments.name_key
left join names as units
    on {{ name_key('forms.unit_name', 'versions.fiscal_year') }} = units.name_key
left join names as headings
    on {{ name_key('forms.heading_name', 'versions.fiscal_year') }} = headings.name_key
left join names as projects
    on {{ name_key('forms.project_name', 'versions.fiscal_year') }} = projects.name_key
