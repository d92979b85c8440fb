"""What the dashboards ask: queries over the marts, and the measures that Superset offers on them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure of a dataset (度量): its SQL, its Chinese name and how d3 formats it."""

    name: str
    term: str
    expression: str
    format: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A query over marts; its columns take name and description from the first of `tables` that has them."""

    name: str
    term: str
    tables: tuple[str, ...]
    sql: str
    metrics: tuple[Metric, ...]


_COUNT = ",d"
_SHARE = ".1%"
_MONEY = ",.2f"

# Columns that hold codes, which their contracts list; `<column>_zh` says them in Chinese.
CODED = ("change", "target_kind", "severity", "outcome", "outcome_basis", "verdict", "project_kind")
# The column whose codes and their names stand in the seed finding_rules.
RULE = "rule"

BUDGET = Dataset(
    "budget",
    "预算",
    ("fact_budget", "dim_project", "dim_unit", "dim_document"),
    """
select
    budget.fiscal_year, document.jurisdiction, document.publisher, unit.unit_name, project.project_key,
    project.latest_published_name, project.project_kind, budget.published_name, budget.budget_yuan, budget.fiscal_yuan,
    budget.other_yuan, budget.executed_yuan, budget.objective, document.path, budget.locator
from marts.fact_budget as budget
inner join marts.dim_project as project using (project_key)
inner join marts.dim_unit as unit on budget.unit_key = unit.unit_key
inner join marts.dim_document as document on budget.document_id = document.document_id
where budget.is_additive
""",
    (
        Metric("budget_10k_yuan", "预算（万元）", "sum(budget_yuan) / 10000", _MONEY),
        Metric("projects", "项目数", "count(distinct project_key)", _COUNT),
        Metric("units", "单位数", "count(distinct unit_name)", _COUNT),
    ),
)

INDICATOR = Dataset(
    "indicator",
    "绩效指标",
    ("wide_indicator", "fact_indicator", "dim_project"),
    "select * from marts.wide_indicator where is_additive",
    (
        Metric("indicators", "指标数", "count(*)", _COUNT),
        Metric(
            "quantified_share",
            "可量化",
            "avg(case when is_quantified then 1.0 else 0.0 end)",
            _SHARE,
        ),
    ),
)

FINDING = Dataset(
    "finding",
    "审核意见",
    ("finding", "dim_project", "dim_unit", "dim_document"),
    """
select
    finding.fiscal_year, finding.rule, finding.severity, finding.review_group, unit.unit_name,
    project.latest_published_name, finding.message, finding.evidence, finding.suggestion, finding.basis,
    document.path, finding.locator
from marts.finding as finding
inner join marts.dim_project as project using (project_key)
inner join marts.dim_unit as unit on finding.unit_key = unit.unit_key
inner join marts.dim_document as document on finding.document_id = document.document_id
""",
    (Metric("findings", "审核意见数", "count(*)", _COUNT),),
)

PROJECT_CHANGE = Dataset(
    "project_year_over_year",
    "项目年度对比",
    ("project_year_over_year", "dim_project", "dim_unit"),
    """
select year_over_year.*, project.latest_published_name, unit.unit_name
from marts.project_year_over_year as year_over_year
inner join marts.dim_project as project using (project_key)
inner join marts.dim_unit as unit on project.unit_id = unit.unit_id and unit.is_current
where year_over_year.is_additive
""",
    (
        Metric("projects", "项目数", "count(*)", _COUNT),
        Metric("previous_10k_yuan", "上年预算（万元）", "sum(previous_budget_yuan) / 10000", _MONEY),
        Metric("budget_10k_yuan", "本年预算（万元）", "sum(budget_yuan) / 10000", _MONEY),
        Metric(
            "difference_10k_yuan",
            "预算增减额（万元）",  # of a project that is new or gone, its whole budget
            "sum(coalesce(budget_yuan, 0) - coalesce(previous_budget_yuan, 0)) / 10000",
            _MONEY,
        ),
    ),
)

INDICATOR_CHANGE = Dataset(
    "indicator_year_over_year",
    "指标年度对比",
    ("indicator_year_over_year", "dim_indicator", "dim_indicator_category", "dim_project", "dim_unit"),
    """
select
    year_over_year.*, indicator.indicator_name, category.family, project.latest_published_name, unit.unit_name
from marts.indicator_year_over_year as year_over_year
inner join marts.dim_indicator as indicator using (indicator_key)
inner join marts.dim_indicator_category as category using (category_key)
inner join marts.dim_project as project using (project_key)
inner join marts.dim_unit as unit on project.unit_id = unit.unit_id and unit.is_current
""",
    (Metric("indicators", "指标数", "count(*)", _COUNT),),
)

OUTCOME = Dataset(
    "indicator_outcome",
    "绩效指标完成情况",
    ("indicator_outcome", "dim_indicator", "dim_project", "dim_unit"),
    """
select outcome.*, indicator.indicator_name, project.latest_published_name, unit.unit_name
from marts.indicator_outcome as outcome
inner join marts.dim_indicator as indicator using (indicator_key)
inner join marts.dim_project as project on outcome.project_key = project.project_key
inner join marts.dim_unit as unit on project.unit_id = unit.unit_id and unit.is_current
where outcome.is_evaluated
""",
    (Metric("indicators", "指标数", "count(*)", _COUNT),),
)

COMPARABILITY = Dataset(
    "year_comparability",
    "年度可比性",
    ("year_comparability",),
    "select * from marts.year_comparability",
    (Metric("expectations", "检验项数", "count(*)", _COUNT),),
)
