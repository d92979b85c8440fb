with

forms as (

    select * from {{ ref('int_forms') }}
    where is_additive

),

form_money as (

    select * from {{ ref('int_form_money') }}

),

compared_years as (

    select * from {{ ref('int_compared_years') }}
    where project_kind = 'project'

),

predecessors as (

    select * from {{ ref('int_unit_predecessors') }}

),

project_years as (

    select * from {{ ref('int_project_years') }}
    where project_kind = 'project'

),

project_changes as (

    select * from {{ ref('project_year_over_year') }}

),

unit_money as (

    select
        forms.unit_id,
        forms.fiscal_year,
        max(compared_years.previous_fiscal_year) as compared_year,
        min(compared_years.next_fiscal_year) as next_fiscal_year,
        sum(form_money.budget_yuan) as budget_yuan
    from forms
    inner join compared_years
        on
            forms.series = compared_years.series
            and forms.fiscal_year = compared_years.fiscal_year
    left join form_money
        on
            forms.document_id = form_money.document_id
            and forms.form_no = form_money.form_no
    group by forms.unit_id, forms.fiscal_year

),

years_known as (

    select
        *,
        lag(fiscal_year) over (
            partition by unit_id
            order by fiscal_year asc
        ) as known_in
    from unit_money

),

unit_years as (

    -- A unit that returns after a pause is compared with the year it was last there.
    select
        *,
        coalesce(known_in, compared_year) as previous_fiscal_year
    from years_known

),

predecessor_money as (

    -- A unit that was merged or split is compared with what it came from.
    select
        unit_years.unit_id,
        unit_years.fiscal_year,
        count(*) as unit_count,
        sum(earlier.budget_yuan) as budget_yuan
    from unit_years
    inner join predecessors
        on
            unit_years.unit_id = predecessors.unit_id
            and unit_years.fiscal_year >= predecessors.fiscal_year
            and unit_years.previous_fiscal_year < predecessors.fiscal_year
    inner join unit_years as earlier
        on
            predecessors.previous_unit_id = earlier.unit_id
            and unit_years.previous_fiscal_year = earlier.fiscal_year
    group by unit_years.unit_id, unit_years.fiscal_year

),

present as (

    select
        later.unit_id,
        later.fiscal_year,
        later.previous_fiscal_year,
        case
            when earlier.unit_id is null and predecessor_money.unit_count is null then 'added'
            else 'continued'
        end as change,
        case
            when earlier.budget_yuan is null and predecessor_money.budget_yuan is null then null
            else coalesce(earlier.budget_yuan, 0) + coalesce(predecessor_money.budget_yuan, 0)
        end as previous_budget_yuan,
        later.budget_yuan
    from unit_years as later
    left join unit_years as earlier
        on
            later.unit_id = earlier.unit_id
            and later.previous_fiscal_year = earlier.fiscal_year
    left join predecessor_money
        on
            later.unit_id = predecessor_money.unit_id
            and later.fiscal_year = predecessor_money.fiscal_year
    where later.previous_fiscal_year is not null

),

missing as (

    select
        earlier.unit_id,
        earlier.next_fiscal_year as fiscal_year,
        earlier.fiscal_year as previous_fiscal_year,
        'dropped' as change,
        earlier.budget_yuan as previous_budget_yuan,
        null as budget_yuan
    from unit_years as earlier
    left join unit_years as later
        on
            earlier.unit_id = later.unit_id
            and earlier.next_fiscal_year = later.fiscal_year
    where
        earlier.next_fiscal_year is not null
        and later.unit_id is null

),

units_compared as (

    select * from present

    union all

    select * from missing

),

counts as (

    select
        project_years.unit_id,
        project_years.fiscal_year,
        count_if(project_years.change = 'added') as projects_added,
        count_if(project_years.change = 'dropped') as projects_dropped,
        count_if(project_years.change = 'continued') as projects_continued,
        sum(project_changes.indicators_added) as indicators_added,
        sum(project_changes.indicators_dropped) as indicators_dropped,
        sum(project_changes.indicators_unchanged) as indicators_unchanged,
        sum(project_changes.indicators_tightened) as indicators_tightened,
        sum(project_changes.indicators_relaxed) as indicators_relaxed,
        sum(project_changes.indicators_changed) as indicators_changed,
        sum(project_changes.indicators_quantified) as indicators_quantified,
        sum(project_changes.indicators_unquantified) as indicators_unquantified,
        sum(project_changes.indicators_not_comparable) as indicators_not_comparable
    from project_years
    inner join project_changes
        on
            project_years.project_key = project_changes.project_key
            and project_years.fiscal_year = project_changes.fiscal_year
    group by project_years.unit_id, project_years.fiscal_year

),

compared as (

    select
        units_compared.unit_id,
        cast(units_compared.fiscal_year as integer) as fiscal_year,
        cast(units_compared.previous_fiscal_year as integer) as previous_fiscal_year,
        units_compared.change,
        cast(units_compared.previous_budget_yuan as decimal(28, 6)) as previous_budget_yuan,
        cast(units_compared.budget_yuan as decimal(28, 6)) as budget_yuan,
        cast(units_compared.budget_yuan - units_compared.previous_budget_yuan as decimal(28, 6))
            as difference_yuan,
        {{ relative_change('units_compared.budget_yuan', 'units_compared.previous_budget_yuan') }}
            as relative_change,
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
    from units_compared
    left join counts
        on
            units_compared.unit_id = counts.unit_id
            and units_compared.fiscal_year = counts.fiscal_year

)

select * from compared
