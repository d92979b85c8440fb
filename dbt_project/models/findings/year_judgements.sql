{#- Rules that compare a form with its project's years before. Each CTE that is named in the last lines
    is a rule of the seed finding_rules. -#}

with

judged_rows as (

    select * from {{ ref('judged_rows') }}

),

project_years as (

    select * from {{ ref('project_year_over_year') }}
    where change = 'continued' and previous_document_id is not null

),

compared_forms as (

    select *
    from {{ ref('project_year_over_year') }}
    where change in ('continued', 'added')

),

indicator_years as (

    select * from {{ ref('indicator_year_over_year') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

candidates as (

    select * from {{ ref('int_identity_candidates') }}

),

-- Less is promised for more money. A cost that is the budget says nothing of its own.
target_relaxed_for_more_money as (

    select
        'target_relaxed_for_more_money' as rule,
        indicator_years.document_id,
        indicator_years.form_no,
        indicator_years.row_no,
        indicator_years.change = 'relaxed' and project_years.fiscal_difference_yuan > 0 as is_odd,
        indicator_years.target_text as found,
        indicator_years.previous_target_text as expected
    from indicator_years
    inner join project_years using (form_key)
    where
        indicator_years.is_comparable
        and not indicator_years.follows_budget
        and project_years.fiscal_difference_yuan is not null

),

rows_by_family as (

    select
        indicators.project_key,
        indicator_years.fiscal_year,
        judged_rows.family,
        count_if(indicator_years.change = 'added') as added_count,
        count_if(
            indicator_years.change = 'dropped'
            and {{ target_class('judged_rows.target_kind') }} = 'number'
        ) as dropped_count,
        string_agg(
            judged_rows.indicator_name || ': ' || indicator_years.previous_target_text,
            '; ' order by indicator_years.indicator_key
        ) filter (
            where
            indicator_years.change = 'dropped'
            and {{ target_class('judged_rows.target_kind') }} = 'number'
        ) as dropped_texts
    from indicator_years
    inner join indicators using (indicator_key)
    inner join judged_rows
        on coalesce(indicator_years.row_key, indicator_years.previous_row_key) = judged_rows.row_key
    where indicator_years.change in ('added', 'dropped') and not indicator_years.follows_budget
    group by indicators.project_key, indicator_years.fiscal_year, judged_rows.family

),

dropped_targets as (

    -- Only where fewer came than went: what came may be what went, by another name.
    select
        project_key,
        fiscal_year,
        string_agg(dropped_texts, '; ' order by family) as dropped_texts
    from rows_by_family
    where dropped_count > added_count
    group by project_key, fiscal_year

),

-- What could be measured last year is not promised any more, and nothing of its kind came in its place.
hard_target_dropped as (

    select
        'hard_target_dropped' as rule,
        project_years.document_id,
        project_years.form_no,
        dropped_targets.dropped_texts is not null as is_odd,
        dropped_targets.dropped_texts as found,
        cast(project_years.previous_fiscal_year as varchar) as expected,
        dropped_targets.dropped_texts as evidence
    from project_years
    left join dropped_targets
        on
            project_years.project_key = dropped_targets.project_key
            and project_years.fiscal_year = dropped_targets.fiscal_year

),

changes_of_projects as (

    select
        indicators.project_key,
        indicator_years.fiscal_year,
        count_if(indicator_years.change <> 'unchanged') as changed_count,
        count_if(indicator_years.change = 'unchanged') as unchanged_count
    from indicator_years
    inner join indicators using (indicator_key)
    where not indicator_years.follows_budget
    group by indicators.project_key, indicator_years.fiscal_year

),

three_years as (

    select
        later.document_id,
        later.form_no,
        earlier.previous_fiscal_year as first_fiscal_year,
        earlier.previous_budget_yuan as first_budget_yuan,
        later.budget_yuan,
        later_changes.changed_count + earlier_changes.changed_count as changed_count,
        later_changes.unchanged_count
    from project_years as later
    inner join project_years as earlier
        on
            later.project_key = earlier.project_key
            and later.previous_fiscal_year = earlier.fiscal_year
    inner join changes_of_projects as later_changes
        on
            later.project_key = later_changes.project_key
            and later.fiscal_year = later_changes.fiscal_year
    inner join changes_of_projects as earlier_changes
        on
            earlier.project_key = earlier_changes.project_key
            and earlier.fiscal_year = earlier_changes.fiscal_year
    where later.budget_yuan > 0 and earlier.previous_budget_yuan > 0

),

-- The same form for three years while its money moved: its targets are not of this money.
unchanged_while_money_moved as (

    select
        {{ judged_form(
            'unchanged_while_money_moved',
            'changed_count = 0 and unchanged_count > 0
                and abs(cast(budget_yuan as double) / cast(first_budget_yuan as double) - 1) > '
            ~ var('money_moved'),
            'cast(first_fiscal_year as varchar)',
            in_ten_thousands('first_budget_yuan'),
            in_ten_thousands('budget_yuan'),
        ) }}
    from three_years

),

-- Who this was last year is not clear: a line of a seed would decide it.
identity_not_clear as (

    select
        'identity_not_clear' as rule,
        document_id,
        form_no,
        row_no,
        true as is_odd,
        printed_name || ' ↔ ' || previous_printed_name
        || coalesce(
            '（' || previous_fiscal_year || '，' || previous_path || '，表' || previous_form_no || '）', ''
        ) as found,
        coalesce('identity_decisions.csv: ' || seed_line, 'unit_code') as expected,
        printed_name as evidence
    from candidates

    union all by name

    select
        'identity_not_clear' as rule,
        document_id,
        form_no,
        false as is_odd,
        '' as found,
        '' as expected
    from compared_forms

)

{{ judgements_of([
    'target_relaxed_for_more_money', 'hard_target_dropped', 'unchanged_while_money_moved',
    'identity_not_clear',
]) }}
