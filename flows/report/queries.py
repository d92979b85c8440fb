"""The queries of the report. Each has a total order, so that the same file gives the same report."""

from __future__ import annotations

GATES = """
    select gate, expectation, severity, bool_and(is_met) as is_met, cast(sum(offending_rows) as integer) as offending_rows
    from operations.gate_result group by all order by gate, expectation
"""
YEARS = """
    with money as (
        select
            fiscal_year, count(distinct project_key) as projects, count(distinct unit_id) as units,
            sum(budget_yuan) as budget_yuan
        from marts.fact_budget inner join marts.dim_unit using (unit_key)
        where is_additive group by fiscal_year
    ),
    promises as (
        select fiscal_year, count(*) as indicators, count(*) filter (is_quantified) as quantified
        from marts.fact_indicator where is_additive group by fiscal_year
    ),
    remarks as (
        select
            fiscal_year, count(*) as findings, count(*) filter (severity = 'error') as errors,
            count(*) filter (severity = 'warning') as warnings, count(*) filter (severity = 'info') as notes
        from marts.finding group by fiscal_year
    )
    select
        fiscal_year, coalesce(projects, 0) as projects, coalesce(units, 0) as units, budget_yuan,
        coalesce(indicators, 0) as indicators, coalesce(quantified, 0) as quantified, coalesce(findings, 0) as findings,
        coalesce(errors, 0) as errors, coalesce(warnings, 0) as warnings, coalesce(notes, 0) as notes
    from (select distinct fiscal_year from marts.fact_budget)
    left join money using (fiscal_year) left join promises using (fiscal_year) left join remarks using (fiscal_year)
    order by fiscal_year
"""

UNITS = """
    select unit_id, unit_code, unit_name, jurisdiction, valid_from_year,
        list({name: unit_name, first: valid_from_year, last: valid_to_year} order by valid_from_year)
            over (partition by unit_id) as names
    from marts.dim_unit
    qualify row_number() over (partition by unit_id order by valid_from_year desc) = 1
    order by unit_code nulls last, unit_name, unit_id
"""

UNIT_YEARS = """
    with money as (
        select unit_id, fiscal_year, count(distinct project_key) as projects, sum(budget_yuan) as budget_yuan
        from marts.fact_budget inner join marts.dim_unit using (unit_key)
        where is_additive group by unit_id, fiscal_year
    ),
    promises as (
        select unit_id, fiscal_year, count(*) as indicators, count(*) filter (is_quantified) as quantified
        from marts.fact_indicator inner join marts.dim_unit using (unit_key)
        where is_additive group by unit_id, fiscal_year
    ),
    remarks as (
        select unit_id, fiscal_year, count(*) as findings, count(*) filter (severity = 'error') as errors
        from marts.finding inner join marts.dim_unit using (unit_key) group by unit_id, fiscal_year
    )
    select
        money.*, coalesce(indicators, 0) as indicators, coalesce(quantified, 0) as quantified,
        coalesce(findings, 0) as findings, coalesce(errors, 0) as errors,
        changes.previous_budget_yuan, changes.difference_yuan, changes.relative_change
    from money left join promises using (unit_id, fiscal_year) left join remarks using (unit_id, fiscal_year)
    left join marts.unit_year_over_year as changes using (unit_id, fiscal_year)
    order by unit_id, fiscal_year
"""

PROJECTS = """
    select
        projects.*, changes.change, changes.previous_fiscal_year, changes.previous_budget_yuan, changes.difference_yuan,
        changes.relative_change, changes.match_method, changes.match_score, changes.matched_on,
        coalesce(latest_published_name, project_name) as shown_name
    from marts.dim_project as projects
    left join marts.project_year_over_year as changes
        on projects.project_key = changes.project_key
        and changes.fiscal_year = (select max(fiscal_year) from marts.fact_budget)
    order by unit_code nulls last, unit_id, shown_name, projects.project_key
"""

BUDGETS = """
    select
        project_key, budgets.fiscal_year, budgets.form_kind, is_transfer, is_additive, published_name, purpose, objective,
        budget_yuan, fiscal_yuan, other_yuan, initial_budget_yuan, executed_yuan, execution_rate, mid_year_through,
        mid_year_forecast_yuan, budgets.locator, form_no, document_id, path, source_url, unit_id, unit_name, total_score,
        recomputed_total_score, string_split(needs_review, ', ') as needs_review
    from marts.fact_budget as budgets
    inner join marts.dim_document using (document_id)
    inner join marts.dim_unit using (unit_key)
    left join (select document_id, form_no, total_score, recomputed_total_score from marts.project_outcome)
        using (document_id, form_no)
    order by project_key, budgets.fiscal_year desc, is_additive desc, document_id, form_no
"""

FAMILIES = """
    select
        fiscal_year, family, family_en, count(*) as indicators, count(*) filter (is_quantified) as quantified
    from marts.fact_indicator inner join marts.dim_indicator_category using (category_key)
    where is_additive group by all order by fiscal_year, indicators desc, family
"""

CHANGES = """
    select fiscal_year, previous_fiscal_year, change, count(*) as indicators
    from marts.indicator_year_over_year group by all order by fiscal_year desc, previous_fiscal_year, indicators desc, change
"""

OUTCOMES = """
    select
        fiscal_year, coalesce(outcome, 'in_doubt') as outcome, count(*) as indicators,
        count(*) filter (outcome_basis = 'computed') as computed,
        count(*) filter (outcome_basis = 'declared') as declared
    from marts.indicator_outcome where is_evaluated group by fiscal_year, coalesce(outcome, 'in_doubt')
    order by
        fiscal_year desc,
        array_position(
            ['met', 'partly_met', 'not_met', 'later', 'in_doubt', 'not_available'],
            coalesce(outcome, 'in_doubt')
        )
"""

COMPARABILITY = """
    select coverage.*, path
    from marts.year_comparability as coverage left join marts.dim_document using (document_id)
    order by coverage.fiscal_year desc, coverage.jurisdiction, coverage.publisher, verdict = 'comparable', expectation
"""

RULES = """
    select
        rule, count(*) filter (verdict = 'ok') as ok, count(*) filter (verdict = 'finding') as odd,
        count(*) filter (verdict = 'not_applicable') as not_applicable,
        (select count(*) from marts.finding where finding.rule = rule_verdict.rule) as findings
    from marts.rule_verdict group by rule order by findings desc, rule
"""

DOCUMENTS = """
    select
        document_id, path, fiscal_year, publisher, jurisdiction, format, status, status_reason, form_count, sha256,
        source_url, published_on, strftime(loaded_at at time zone 'UTC', '%Y-%m-%d %H:%M') as loaded_at
    from marts.dim_document order by fiscal_year desc nulls last, path, document_id
"""

REJECTED = """
    select rejected_text.fiscal_year, document_id, path, form_no, area, locator, text, reason
    from marts.rejected_text inner join marts.dim_document using (document_id)
    order by path, form_no, locator, text
"""

LOAD = """
    select load_no, strftime(finished_at at time zone 'UTC', '%Y-%m-%d %H:%M UTC') as finished_at
    from operations.load_log where outcome = 'published' order by load_no desc limit 1
"""

FINDINGS = """
    select
        rule, severity, review_group, findings.fiscal_year, units.unit_name, units.unit_id, findings.project_key,
        message, message_en, evidence, basis, suggestion, suggestion_en, findings.indicator_key, form_no, row_no, locator,
        document_id, path,
        coalesce(projects.latest_published_name, projects.project_name) as project_name
    from marts.finding as findings
    inner join marts.dim_document using (document_id)
    left join marts.dim_unit as units using (unit_key)
    left join marts.dim_project as projects on findings.project_key = projects.project_key
    order by array_position(['error', 'warning', 'info'], severity), findings.fiscal_year desc, path, form_no,
        row_no, rule, message
"""

# The latest form of a project comes first: its order is that of the page. Forms that no sum counts (a region's share of a
# transfer payment, mid-year monitoring) are shown of projects that have no other form in that year: objectives first.
CELLS = """
    select
        rows.project_key, rows.indicator_key, rows.fiscal_year, document_id, form_no, row_no, rows.form_kind, is_additive,
        level1, level2, family, family_en,
        indicator_name, description, target_text, target_kind, comparator, target_value, measure_unit,
        canonical_value, base_unit, starts_on, due_on, polarity, rows.path, rows.locator, unit_id,
        parts, string_split(needs_review, ', ') as needs_review
    from marts.wide_indicator as rows
    left join (select document_id, form_no, row_no, needs_review from marts.fact_indicator)
        using (document_id, form_no, row_no)
    left join (
        select document_id, form_no, row_no, list({label: label, comparator: comparator, value: value, unit: measure_unit,
            due_on: due_on} order by part_no) as parts
        from marts.fact_indicator_part group by all
    ) using (document_id, form_no, row_no)
    where
        is_additive
        or rows.form_kind = 'department'
        or (rows.project_key, rows.fiscal_year) not in
        (select (project_key, fiscal_year) from marts.fact_budget where is_additive)
    order by
        rows.project_key, rows.fiscal_year desc, is_additive desc,
        array_position(['objective', 'department', 'self_evaluation', 'monitoring'], rows.form_kind), document_id, form_no,
        row_no
"""

INDICATOR_CHANGES = "from marts.indicator_year_over_year order by indicator_key, fiscal_year"

INDICATOR_OUTCOMES = """
    select outcomes.* replace (coalesce(outcome, 'in_doubt') as outcome), path
    from marts.indicator_outcome as outcomes left join marts.dim_document using (document_id)
    where is_evaluated
    order by indicator_key, outcomes.fiscal_year, outcomes.document_id, row_no
"""

MID_YEAR = """
    select
        outcomes.indicator_key, outcomes.fiscal_year, outcomes.mid_year_through, outcomes.mid_year_actual_text,
        outcomes.mid_year_forecast_text, monitored.likelihood, monitored.deviation_reason, monitored.document_id,
        monitored.form_no, monitored.row_no, path, monitored.locator
    from marts.indicator_outcome as outcomes
    inner join marts.fact_indicator as monitored
        on
            outcomes.monitoring_document_id = monitored.document_id
            and outcomes.monitoring_form_no = monitored.form_no
            and outcomes.monitoring_row_no = monitored.row_no
    inner join marts.dim_document as documents on monitored.document_id = documents.document_id
    order by outcomes.indicator_key, outcomes.fiscal_year, monitored.document_id, monitored.form_no, monitored.row_no
"""

PEERS = "from marts.indicator_peers order by indicator_key, fiscal_year, document_id, form_no, row_no"
