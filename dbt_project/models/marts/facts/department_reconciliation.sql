with

forms as (

    select * from {{ ref('int_forms') }}
    where form_status = 'counted' and form_kind <> 'monitoring'

),

printed_forms as (

    select * from {{ ref('int_current_forms') }}

),

budgets as (

    select * from {{ ref('fact_budget') }}

),

task_lines as (

    select * from {{ ref('int_task_lines') }}

),

indicator_rows as (

    select * from {{ ref('int_indicator_rows') }}

),

readings as (

    select * from {{ ref('fact_indicator') }}
    where target_text is not null

),

project_outcomes as (

    select * from {{ ref('project_outcome') }}

),

departments as (

    select
        forms.document_id,
        forms.form_no,
        forms.form_key,
        forms.scope,
        forms.fiscal_year,
        forms.unit_id,
        forms.unit_code,
        coalesce(printed_forms.folded_unit_name, printed_forms.folded_department_name) as folded_name,
        budgets.unit_key,
        budgets.project_key,
        budgets.budget_yuan,
        budgets.executed_yuan,
        budgets.locator
    from forms
    inner join budgets
        on forms.form_key = budgets.form_key
    inner join printed_forms
        on forms.form_key = printed_forms.form_key
    where forms.project_kind = 'department'

),

projects as (

    -- A project is the department's by its unit, by the department that it names, or by a code that begins
    -- with the department's.
    select
        departments.form_key,
        forms.form_key as project_form_key,
        forms.project_key,
        forms.fiscal_year,
        forms.project_name
    from departments
    inner join forms using (scope, fiscal_year)
    inner join printed_forms
        on forms.form_key = printed_forms.form_key
    where
        forms.is_additive
        and (
            departments.unit_id = forms.unit_id
            or departments.folded_name = printed_forms.folded_department_name
            or starts_with(forms.unit_code, departments.unit_code)
        )

),

project_sums as (

    select
        projects.form_key,
        count(*) as projects,
        count_if(budgets.budget_yuan is null) as projects_without_amount,
        sum(budgets.budget_yuan) as projects_budget_yuan,
        sum(project_outcomes.executed_yuan) as projects_executed_yuan
    from projects
    inner join budgets
        on projects.project_form_key = budgets.form_key
    left join project_outcomes
        on
            projects.project_key = project_outcomes.project_key
            and projects.fiscal_year = project_outcomes.fiscal_year
    group by projects.form_key

),

lines_with_projects as (

    select
        task_lines.form_key,
        task_lines.yuan,
        task_lines.expenditure,
        count(projects.project_key) > 0 as has_project
    from task_lines
    left join projects
        on
            task_lines.form_key = projects.form_key
            and task_lines.task_name <> ''
            and position(task_lines.task_name in projects.project_name) > 0
    group by task_lines.form_key, task_lines.line_no, task_lines.yuan, task_lines.expenditure

),

line_sums as (

    select
        form_key,
        max(yuan) filter (where expenditure = 'basic_expenditure') as basic_expenditure_yuan,
        max(yuan) filter (where expenditure = 'project_expenditure') as project_expenditure_yuan,
        -- Tasks that no project is named after, if others are.
        case
            when bool_or(has_project)
                then
                    sum(yuan) filter (
                        where coalesce(expenditure, '') <> 'project_expenditure' and not has_project
                    )
        end as tasks_without_project_yuan
    from lines_with_projects
    group by form_key

),

shared_rows as (

    -- A target of the department beside those of its projects that have the same name.
    select
        departments.form_key,
        department_readings.row_no,
        any_value(department_readings.indicator_name) as indicator_name,
        any_value(department_readings.target_text) as target_text,
        string_agg(
            distinct project_readings.target_text, ' / '
            order by project_readings.target_text
        ) as project_target_texts,
        bool_or(
            department_readings.target_text = project_readings.target_text
            or coalesce(
                department_readings.comparator = project_readings.comparator
                and department_readings.canonical_value = project_readings.canonical_value
                and department_readings.measure_unit is not distinct from project_readings.measure_unit,
                false
            )
            or coalesce(
                department_readings.due_on = project_readings.due_on
                and department_readings.starts_on is not distinct from project_readings.starts_on,
                false
            )
        ) as is_printed_by_a_project,
        coalesce(
            sum(project_readings.canonical_value) = any_value(department_readings.canonical_value)
            and bool_and(project_readings.measure_unit is not distinct from department_readings.measure_unit),
            false
        ) as is_sum_of_projects
    from departments
    inner join readings as department_readings
        on departments.form_key = department_readings.form_key
    inner join indicator_rows as department_rows
        on department_readings.row_key = department_rows.row_key
    inner join projects
        on departments.form_key = projects.form_key
    inner join indicator_rows as project_rows
        on
            projects.project_form_key = project_rows.form_key
            and department_rows.compared_name = project_rows.compared_name
    inner join readings as project_readings
        on project_rows.row_key = project_readings.row_key
    group by departments.form_key, department_readings.row_no

),

shared_targets as (

    select
        form_key,
        count(*) as shared_targets,
        count_if(not is_printed_by_a_project and not is_sum_of_projects) as differing_targets,
        string_agg(
            indicator_name || ': ' || target_text || ' ↔ ' || project_target_texts, '; ' order by row_no
        ) filter (where not is_printed_by_a_project and not is_sum_of_projects) as differing_target_texts
    from shared_rows
    group by form_key

),

compared as (

    select
        departments.*,
        coalesce(project_sums.projects, 0) as projects,
        coalesce(project_sums.projects_without_amount, 0) as projects_without_amount,
        project_sums.projects_budget_yuan,
        project_sums.projects_executed_yuan,
        line_sums.basic_expenditure_yuan,
        line_sums.project_expenditure_yuan,
        departments.budget_yuan - project_sums.projects_budget_yuan as difference_yuan,
        line_sums.tasks_without_project_yuan,
        coalesce(shared_targets.shared_targets, 0) as shared_targets,
        coalesce(shared_targets.differing_targets, 0) as differing_targets,
        shared_targets.differing_target_texts
    from departments
    left join project_sums
        on departments.form_key = project_sums.form_key
    left join line_sums
        on departments.form_key = line_sums.form_key
    left join shared_targets
        on departments.form_key = shared_targets.form_key

)

select
    cast(fiscal_year as integer) as fiscal_year,
    unit_key,
    project_key,
    budget_yuan,
    basic_expenditure_yuan,
    project_expenditure_yuan,
    cast(projects as integer) as projects,
    cast(projects_without_amount as integer) as projects_without_amount,
    cast(projects_budget_yuan as decimal(28, 6)) as projects_budget_yuan,
    cast(difference_yuan as decimal(28, 6)) as difference_yuan,
    case
        when projects = 0 then 'no_projects'
        when budget_yuan is null or projects_budget_yuan is null then 'amount_not_printed'
        when abs(difference_yuan) <= {{ var('rounding_yuan') }} then 'equal'
        when abs(difference_yuan - basic_expenditure_yuan) <= {{ var('rounding_yuan') }}
            then 'basic_expenditure'
        when abs(difference_yuan - tasks_without_project_yuan) <= {{ var('rounding_yuan') }}
            then 'other_tasks'
        when
            difference_yuan < 0
            or difference_yuan < basic_expenditure_yuan
            or projects_budget_yuan > project_expenditure_yuan
            then 'projects_exceed'
        when projects_without_amount > 0 then 'amount_not_printed'
        when difference_yuan > basic_expenditure_yuan or projects_budget_yuan < project_expenditure_yuan
            then 'projects_not_published'
        else 'not_explained'
    end as explanation,
    executed_yuan,
    cast(projects_executed_yuan as decimal(28, 6)) as projects_executed_yuan,
    cast(shared_targets as integer) as shared_targets,
    cast(differing_targets as integer) as differing_targets,
    differing_target_texts,
    document_id,
    cast(form_no as integer) as form_no,
    form_key,
    locator
from compared
