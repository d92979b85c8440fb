with

project_years as (

    select * from {{ ref('int_project_years') }}

),

indicator_changes as (

    select * from {{ ref('indicator_year_over_year') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

counts as (

    select
        indicators.project_key,
        indicator_changes.fiscal_year,
        count_if(indicator_changes.change = 'added') as indicators_added,
        count_if(indicator_changes.change = 'dropped') as indicators_dropped,
        count_if(indicator_changes.change = 'unchanged') as indicators_unchanged,
        count_if(indicator_changes.change = 'tightened') as indicators_tightened,
        count_if(indicator_changes.change = 'relaxed') as indicators_relaxed,
        count_if(indicator_changes.change = 'changed') as indicators_changed,
        count_if(indicator_changes.change = 'quantified') as indicators_quantified,
        count_if(indicator_changes.change = 'unquantified') as indicators_unquantified,
        count_if(indicator_changes.change = 'not_comparable') as indicators_not_comparable
    from indicator_changes
    inner join indicators using (indicator_key)
    group by indicators.project_key, indicator_changes.fiscal_year

)

select
    project_years.project_key,
    cast(project_years.fiscal_year as integer) as fiscal_year,
    cast(project_years.previous_fiscal_year as integer) as previous_fiscal_year,
    project_years.change,
    project_years.project_kind = 'project' as is_additive,
    project_years.previous_budget_yuan,
    project_years.budget_yuan,
    {{ money_difference(
        'project_years.budget_yuan', 'project_years.previous_budget_yuan',
        'project_years.document_id is not null', 'project_years.previous_document_id is not null',
    ) }} as difference_yuan,
    {{ money_difference(
        'project_years.fiscal_yuan', 'project_years.previous_fiscal_yuan',
        'project_years.document_id is not null', 'project_years.previous_document_id is not null',
    ) }} as fiscal_difference_yuan,
    {{ relative_change('project_years.budget_yuan', 'project_years.previous_budget_yuan') }}
        as relative_change,
    project_years.match_method,
    project_years.match_score,
    project_years.matched_on,
    cast(coalesce(counts.indicators_added, 0) as integer) as indicators_added,
    cast(coalesce(counts.indicators_dropped, 0) as integer) as indicators_dropped,
    cast(coalesce(counts.indicators_unchanged, 0) as integer) as indicators_unchanged,
    cast(coalesce(counts.indicators_tightened, 0) as integer) as indicators_tightened,
    cast(coalesce(counts.indicators_relaxed, 0) as integer) as indicators_relaxed,
    cast(coalesce(counts.indicators_changed, 0) as integer) as indicators_changed,
    cast(coalesce(counts.indicators_quantified, 0) as integer) as indicators_quantified,
    cast(coalesce(counts.indicators_unquantified, 0) as integer) as indicators_unquantified,
    cast(coalesce(counts.indicators_not_comparable, 0) as integer) as indicators_not_comparable,
    project_years.previous_document_id,
    cast(project_years.previous_form_no as integer) as previous_form_no,
    project_years.previous_form_key,
    project_years.document_id,
    cast(project_years.form_no as integer) as form_no,
    project_years.form_key
from project_years
left join counts using (project_key, fiscal_year)
