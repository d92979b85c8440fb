with

forms as (

    select *
    from {{ ref('int_forms') }}
    where form_status = 'counted'

),

project_years as (

    select
        project_key,
        min(fiscal_year) as first_fiscal_year,
        max(fiscal_year) as last_fiscal_year
    from forms
    group by project_key

),

latest_forms as (

    select *
    from forms
    qualify
        row_number() over (
            partition by project_key
            order by fiscal_year desc, is_additive desc, path asc, form_no asc
        ) = 1

),

latest_codes as (

    select
        project_key,
        project_code
    from forms
    where project_code is not null
    qualify
        row_number() over (
            partition by project_key
            order by fiscal_year desc, is_additive desc, path asc, form_no asc
        ) = 1

),

projects as (

    select
        latest_forms.*,
        project_years.first_fiscal_year,
        project_years.last_fiscal_year,
        latest_codes.project_code as latest_code,
        case
            when position('{Y}' in latest_forms.project_name) = 0
                then try_cast(regexp_extract(latest_forms.project_name, '[{]Y-([0-9]+)[}]', 1) as integer)
        end as years_back
    from latest_forms
    inner join project_years using (project_key)
    left join latest_codes using (project_key)

),

carried_forms as (

    select
        project_key,
        unit_id,
        project_name,
        fiscal_year,
        case
            when position('{Y}' in project_name) = 0
                then try_cast(regexp_extract(project_name, '[{]Y-([0-9]+)[}]', 1) as integer)
        end as years_back
    from forms

),

origins as (

    -- {Y-1}年… of 2024 is the money of {Y}年… of 2023; two candidates are no answer.
    select
        carried_forms.project_key,
        min(originals.project_key) as carried_over_from
    from carried_forms
    inner join forms as originals
        on
            carried_forms.unit_id = originals.unit_id
            and carried_forms.fiscal_year - carried_forms.years_back = originals.fiscal_year
            and replace(carried_forms.project_name, '{Y-' || carried_forms.years_back || '}', '{Y}')
            = originals.project_name
    where carried_forms.project_key <> originals.project_key
    group by carried_forms.project_key
    having min(originals.project_key) = max(originals.project_key)

)

select
    projects.project_key,
    projects.unit_id,
    projects.unit_code,
    projects.project_name,
    projects.published_name as latest_published_name,
    projects.latest_code as project_code,
    projects.project_kind,
    projects.years_back is not null as is_carried_over,
    projects.first_fiscal_year,
    projects.last_fiscal_year,
    origins.carried_over_from
from projects
left join origins using (project_key)
