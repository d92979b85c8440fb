with

projects as (

    select * from {{ ref('project_outcome') }}

),

outcomes as (

    select * from {{ ref('indicator_outcome') }}
    where is_evaluated

),

units as (

    select * from {{ ref('dim_unit') }}

),

project_indicators as (

    -- What no result can be computed of keeps the score that the unit gave itself.
    select
        project_key,
        fiscal_year,
        count(row_no) as indicators,
        count_if(row_no is null and doubt is null) as vanished,
        count_if(is_met) as met,
        count_if(row_no is not null and not is_met) as missed,
        count_if(not is_met and points > 0 and score >= points) as missed_with_full_points,
        sum(coalesce(recomputed_score, score)) as score_by_results
    from outcomes
    group by project_key, fiscal_year

),

unit_projects as (

    select
        units.unit_id,
        projects.fiscal_year,
        projects.budget_yuan,
        projects.executed_yuan,
        projects.total_score,
        projects.recomputed_total_score,
        coalesce(project_indicators.indicators, 0) as indicators,
        coalesce(project_indicators.vanished, 0) as vanished,
        coalesce(project_indicators.met, 0) as met,
        coalesce(project_indicators.missed, 0) as missed,
        coalesce(project_indicators.missed_with_full_points, 0) as missed_with_full_points,
        case
            when projects.recomputed_total_score is not null
                then project_indicators.score_by_results + coalesce(projects.execution_score, 0)
        end as score_by_results
    from projects
    inner join units using (unit_key)
    left join project_indicators using (project_key, fiscal_year)

),

unit_outcomes as (

    select
        unit_id,
        cast(fiscal_year as integer) as fiscal_year,
        cast(count(*) as integer) as projects,
        cast(sum(indicators) as integer) as indicators,
        cast(sum(vanished) as integer) as vanished,
        cast(sum(met) as integer) as met,
        cast(sum(missed) as integer) as missed,
        cast(sum(missed_with_full_points) as integer) as missed_with_full_points,
        cast(count(total_score) as integer) as scored_projects,
        cast(avg(cast(total_score as double)) as decimal(18, 4)) as mean_total_score,
        cast(avg(cast(recomputed_total_score as double)) as decimal(18, 4)) as mean_recomputed_total_score,
        cast(avg(cast(score_by_results as double)) as decimal(18, 4)) as mean_score_by_results,
        sum(case when executed_yuan is not null then budget_yuan end) as budget_yuan,
        sum(case when budget_yuan is not null then executed_yuan end) as executed_yuan
    from unit_projects
    group by unit_id, fiscal_year

)

select
    unit_id,
    fiscal_year,
    projects,
    indicators,
    vanished,
    met,
    missed,
    missed_with_full_points,
    scored_projects,
    mean_total_score,
    mean_recomputed_total_score,
    mean_score_by_results,
    cast(budget_yuan as decimal(28, 6)) as budget_yuan,
    cast(executed_yuan as decimal(28, 6)) as executed_yuan,
    cast(
        case
            when budget_yuan > 0
                then round(100 * cast(executed_yuan as double) / cast(budget_yuan as double), 4)
        end as decimal(18, 4)
    ) as execution_rate
from unit_outcomes
