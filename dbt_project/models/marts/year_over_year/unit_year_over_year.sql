with

project_years as (

    select * from {{ ref('int_project_years') }}
    where project_kind = 'project'

),

project_changes as (

    select * from {{ ref('project_year_over_year') }}

),

heirs as (

    select * from {{ ref('int_unit_heirs') }}

),

predecessors as (

    select * from {{ ref('int_unit_predecessors') }}

),

first_years as (

    select
        unit_id,
        min(fiscal_year) as first_fiscal_year
    from {{ ref('int_forms') }}
    where is_additive
    group by unit_id

),

projects_placed as (

    -- The unit of each side: of the earlier one the unit that took it over.
    select
        project_years.*,
        coalesce(heirs.unit_id, project_years.previous_unit_id) as earlier_unit_id,
        heirs.previous_unit_id as taken_from_unit_id
    from project_years
    left join heirs using (project_key, fiscal_year)

),

sides as (

    select
        unit_id,
        fiscal_year,
        previous_fiscal_year,
        'later' as side,
        budget_yuan
    from projects_placed
    where document_id is not null

    union all

    select
        earlier_unit_id as unit_id,
        fiscal_year,
        previous_fiscal_year,
        'earlier' as side,
        previous_budget_yuan as budget_yuan
    from projects_placed
    where previous_document_id is not null

    union all

    -- What another took over leaves nothing, and a row of the unit that had it.
    select
        taken_from_unit_id as unit_id,
        fiscal_year,
        previous_fiscal_year,
        'taken_over' as side,
        0 as budget_yuan
    from projects_placed
    where taken_from_unit_id is not null

),

unit_money as (

    select
        unit_id,
        fiscal_year,
        max(previous_fiscal_year) as previous_fiscal_year,
        sum(budget_yuan) filter (where side <> 'later') as previous_budget_yuan,
        sum(budget_yuan) filter (where side = 'later') as budget_yuan,
        bool_or(side = 'later') as is_there,
        count_if(side <> 'later' and budget_yuan is null) as previous_forms_without_budget,
        count_if(side = 'later' and budget_yuan is null) as forms_without_budget
    from sides
    group by unit_id, fiscal_year

),

kinds_of_founding as (

    select
        unit_money.unit_id,
        unit_money.fiscal_year,
        case min(predecessors.kind) when 'merges' then 'merged' else 'split' end as change
    from unit_money
    inner join predecessors
        on
            unit_money.unit_id = predecessors.unit_id
            and unit_money.previous_fiscal_year < predecessors.fiscal_year
            and unit_money.fiscal_year >= predecessors.fiscal_year
    group by unit_money.unit_id, unit_money.fiscal_year

),

counts as (

    select
        coalesce(projects_placed.unit_id, projects_placed.earlier_unit_id) as unit_id,
        projects_placed.fiscal_year,
        count_if(projects_placed.change = 'added') as projects_added,
        count_if(projects_placed.change = 'dropped') as projects_dropped,
        count_if(projects_placed.change = 'continued') as projects_continued,
        sum(project_changes.indicators_added) as indicators_added,
        sum(project_changes.indicators_dropped) as indicators_dropped,
        sum(project_changes.indicators_unchanged) as indicators_unchanged,
        sum(project_changes.indicators_tightened) as indicators_tightened,
        sum(project_changes.indicators_relaxed) as indicators_relaxed,
        sum(project_changes.indicators_changed) as indicators_changed,
        sum(project_changes.indicators_quantified) as indicators_quantified,
        sum(project_changes.indicators_unquantified) as indicators_unquantified,
        sum(project_changes.indicators_not_comparable) as indicators_not_comparable
    from projects_placed
    inner join project_changes using (project_key, fiscal_year)
    group by coalesce(projects_placed.unit_id, projects_placed.earlier_unit_id), projects_placed.fiscal_year

)

select
    unit_money.unit_id,
    cast(unit_money.fiscal_year as integer) as fiscal_year,
    cast(unit_money.previous_fiscal_year as integer) as previous_fiscal_year,
    case
        when not unit_money.is_there then 'dropped'
        when kinds_of_founding.change is not null then kinds_of_founding.change
        when first_years.first_fiscal_year < unit_money.fiscal_year then 'continued'
        else 'added'
    end as change,
    cast(unit_money.previous_budget_yuan as decimal(28, 6)) as previous_budget_yuan,
    cast(unit_money.budget_yuan as decimal(28, 6)) as budget_yuan,
    cast(
        case
            when unit_money.previous_forms_without_budget = 0 and unit_money.forms_without_budget = 0
                then coalesce(unit_money.budget_yuan, 0) - coalesce(unit_money.previous_budget_yuan, 0)
        end as decimal(28, 6)
    ) as difference_yuan,
    case
        when unit_money.previous_forms_without_budget = 0 and unit_money.forms_without_budget = 0
            then {{ relative_change('unit_money.budget_yuan', 'unit_money.previous_budget_yuan') }}
    end as relative_change,
    cast(unit_money.previous_forms_without_budget as integer) as previous_forms_without_budget,
    cast(unit_money.forms_without_budget as integer) as forms_without_budget,
    cast(coalesce(counts.projects_added, 0) as integer) as projects_added,
    cast(coalesce(counts.projects_dropped, 0) as integer) as projects_dropped,
    cast(coalesce(counts.projects_continued, 0) as integer) as projects_continued,
    cast(coalesce(counts.indicators_added, 0) as integer) as indicators_added,
    cast(coalesce(counts.indicators_dropped, 0) as integer) as indicators_dropped,
    cast(coalesce(counts.indicators_unchanged, 0) as integer) as indicators_unchanged,
    cast(coalesce(counts.indicators_tightened, 0) as integer) as indicators_tightened,
    cast(coalesce(counts.indicators_relaxed, 0) as integer) as indicators_relaxed,
    cast(coalesce(counts.indicators_changed, 0) as integer) as indicators_changed,
    cast(coalesce(counts.indicators_quantified, 0) as integer) as indicators_quantified,
    cast(coalesce(counts.indicators_unquantified, 0) as integer) as indicators_unquantified,
    cast(coalesce(counts.indicators_not_comparable, 0) as integer) as indicators_not_comparable
from unit_money
left join first_years using (unit_id)
left join kinds_of_founding using (unit_id, fiscal_year)
left join counts using (unit_id, fiscal_year)
