with

project_years as (

    select * from {{ ref('int_project_years') }}
    where project_kind = 'project' and previous_document_id is not null

),

predecessors as (

    select * from {{ ref('int_unit_predecessors') }}

),

unit_years as (

    select distinct
        unit_id,
        fiscal_year
    from {{ ref('int_forms') }}
    where is_additive

),

heirs as (

    -- A part of a split takes over the projects that go on in it, a merger all of a unit that is gone.
    select
        project_years.project_key,
        project_years.fiscal_year,
        predecessors.unit_id,
        predecessors.previous_unit_id,
        predecessors.kind,
        coalesce(project_years.unit_id = predecessors.unit_id, false) as goes_on_there
    from project_years
    inner join predecessors
        on
            project_years.previous_unit_id = predecessors.previous_unit_id
            and project_years.previous_fiscal_year < predecessors.fiscal_year
            and project_years.fiscal_year >= predecessors.fiscal_year
    inner join unit_years as heir
        on
            predecessors.unit_id = heir.unit_id
            and project_years.fiscal_year = heir.fiscal_year
    left join unit_years as remaining
        on
            predecessors.previous_unit_id = remaining.unit_id
            and project_years.fiscal_year = remaining.fiscal_year
    where
        project_years.unit_id = predecessors.unit_id
        or (predecessors.kind = 'merges' and remaining.unit_id is null)

)

select
    project_key,
    fiscal_year,
    unit_id,
    previous_unit_id
from heirs
qualify
    row_number() over (
        partition by project_key, fiscal_year
        order by goes_on_there desc, kind asc, unit_id asc
    ) = 1
