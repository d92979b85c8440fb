"""The charts of the two dashboards, each as what Superset draws (params) and what it asks (query)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bi.superset.datasets import (
    BUDGET,
    COMPARABILITY,
    FINDING,
    INDICATOR,
    INDICATOR_CHANGE,
    OUTCOME,
    PROJECT_CHANGE,
    Dataset,
)

Params = dict[str, Any]
_MOST_ROWS = 10_000
# Years and rates; any other number of a table stands with thousands separators and as many decimals as it has.
_FORMATS = {"fiscal_year": "d", "previous_fiscal_year": "d", "relative_change": "+.1%"}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of one dataset; `params` is the form of Superset's own editor, `query` the same as its API takes it."""

    name: str
    dataset: Dataset
    viz_type: str
    params: Params
    query: Params


def number(name: str, dataset: Dataset, metric: str) -> Chart:
    """One measure of the dataset, large."""
    format_ = next(each.format for each in dataset.metrics if each.name == metric)
    params = {
        "metric": metric,
        "header_font_size": 0.4,
        "subheader_font_size": 0.15,
        "y_axis_format": format_,
    }
    return Chart(name, dataset, "big_number_total", params, {"columns": [], "metrics": [metric]})


def bars(
    name: str, dataset: Dataset, category: str, metrics: Sequence[str], series: str | None = None
) -> Chart:
    """Horizontal bars, the longest above; `series` colours parts of them."""
    groups = [series] if series else []
    params = {
        "x_axis": category,
        "x_axis_sort_asc": True,
        "x_axis_sort": metrics[0],
        "metrics": list(metrics),
        "groupby": groups,
        "orientation": "horizontal",
        "stack": "Stack" if series else None,
        "show_legend": bool(series) or len(metrics) > 1,
        "legendOrientation": "top",
        "rich_tooltip": True,
        "truncateXAxis": False,
        "row_limit": 1_000,
        "order_desc": True,
        "color_scheme": "supersetColors",
        "y_axis_format": ",.0f",
    }
    axis = {
        "columnType": "BASE_AXIS",
        "expressionType": "SQL",
        "label": category,
        "sqlExpression": category,
        "timeGrain": None,
    }
    query = {"columns": [axis, *groups], "metrics": list(metrics), "orderby": [[metrics[0], False]]}
    return Chart(name, dataset, "echarts_timeseries_bar", params, query)


def rows(
    name: str,
    dataset: Dataset,
    columns: Sequence[str],
    order: Sequence[tuple[str, bool]],
    only: str | None = None,
) -> Chart:
    """Rows as they stand, sorted by `order` (column, ascending), those for which the SQL `only` holds."""
    filters = [{"clause": "WHERE", "expressionType": "SQL", "sqlExpression": only}] if only else []
    params = {
        "query_mode": "raw",
        "all_columns": list(columns),
        "order_by_cols": [f'["{column}", {str(ascending).lower()}]' for column, ascending in order],
        "adhoc_filters": filters,
        "include_search": True,
        "server_page_length": 20,
        "page_length": 20,
        "row_limit": _MOST_ROWS,
        "allow_render_html": False,
        "show_cell_bars": False,
        "column_config": {column: {"d3NumberFormat": _FORMATS.get(column, ",~f")} for column in columns},
    }
    query = {"columns": list(columns), "orderby": [list(each) for each in order]}
    if only:
        query |= {"extras": {"where": f"({only})"}}
    return Chart(name, dataset, "table", params, query)


MONEY = number("预算合计（万元）", BUDGET, "budget_10k_yuan")
PROJECTS = number("项目数", BUDGET, "projects")
INDICATORS = number("指标数", INDICATOR, "indicators")
QUANTIFIED = number("可量化的指标", INDICATOR, "quantified_share")
FINDINGS = number("审核意见", FINDING, "findings")
MONEY_BY_UNIT = bars("各单位预算（万元）", BUDGET, "unit_name", ["budget_10k_yuan"])
FAMILIES = bars("各类指标及其目标类型", INDICATOR, "family", ["indicators"], "target_kind_zh")
FINDINGS_BY_RULE = bars("各规则的审核意见", FINDING, "rule_zh", ["findings"], "severity_zh")
LARGEST = rows(
    "项目预算明细",
    BUDGET,
    [
        "fiscal_year",
        "unit_name",
        "published_name",
        "project_kind_zh",
        "budget_yuan",
        "fiscal_yuan",
        "other_yuan",
        "path",
        "locator",
    ],
    [("budget_yuan", False), ("published_name", True)],
)
PROMISES = rows(
    "绩效指标明细",
    INDICATOR,
    [
        "fiscal_year",
        "unit_name",
        "published_name",
        "family",
        "indicator_name",
        "target_text",
        "target_kind_zh",
        "canonical_value",
        "base_unit",
        "path",
        "locator",
    ],
    [("form_budget_yuan", False), ("document_id", True), ("form_no", True), ("row_no", True)],
)
REMARKS = rows(
    "审核意见明细",
    FINDING,
    [
        "fiscal_year",
        "severity_zh",
        "rule_zh",
        "unit_name",
        "latest_published_name",
        "message",
        "evidence",
        "suggestion",
        "path",
        "locator",
    ],
    [("severity", True), ("rule", True), ("path", True), ("locator", True)],
)

MONEY_BEFORE = number("上年预算（万元）", PROJECT_CHANGE, "previous_10k_yuan")
MONEY_NOW = number("本年预算（万元）", PROJECT_CHANGE, "budget_10k_yuan")
MONEY_DIFFERENCE = number("预算增减额（万元）", PROJECT_CHANGE, "difference_10k_yuan")
INDICATOR_CHANGES = bars("指标的变化", INDICATOR_CHANGE, "change_zh", ["indicators"], "family")
PROJECT_CHANGES = bars("项目的变化", PROJECT_CHANGE, "change_zh", ["projects"])
UNIT_MONEY = bars(
    "各单位上年与本年预算（万元）", PROJECT_CHANGE, "unit_name", ["budget_10k_yuan", "previous_10k_yuan"]
)
OUTCOMES = bars("完成情况", OUTCOME, "outcome_zh", ["indicators"], "outcome_basis_zh")
WEAKENED = rows(
    "放宽、取消或不再量化的指标",
    INDICATOR_CHANGE,
    [
        "fiscal_year",
        "unit_name",
        "latest_published_name",
        "indicator_name",
        "change_zh",
        "previous_target_text",
        "target_text",
        "difference",
        "difference_unit",
        "relative_change",
    ],
    [("change", True), ("unit_name", True), ("indicator_name", True)],
    "change in ('relaxed', 'dropped', 'unquantified')",
)
PROJECT_MONEY = rows(
    "项目预算的变化",
    PROJECT_CHANGE,
    [
        "fiscal_year",
        "unit_name",
        "latest_published_name",
        "change_zh",
        "previous_budget_yuan",
        "budget_yuan",
        "difference_yuan",
        "relative_change",
        "indicators_relaxed",
        "indicators_dropped",
    ],
    [("budget_yuan", False), ("latest_published_name", True)],
)
NOT_KEPT = rows(
    "未完成或未自评的指标",
    OUTCOME,
    [
        "fiscal_year",
        "unit_name",
        "latest_published_name",
        "indicator_name",
        "promised_target_text",
        "actual_text",
        "outcome_zh",
        "outcome_basis_zh",
        "score",
        "points",
        "deviation_reason",
    ],
    [("unit_name", True), ("indicator_name", True)],
    "outcome <> 'met'",
)
DOUBTS = rows(
    "年度可比性",
    COMPARABILITY,
    [
        "publisher",
        "previous_fiscal_year",
        "fiscal_year",
        "expectation",
        "verdict_zh",
        "observed",
        "expected",
        "reason",
    ],
    [("verdict", False), ("expectation", True)],
)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A dashboard of rows of charts; each chart stands with its width, of twelve columns, and the row with its height."""

    name: str
    slug: str
    rows: tuple[tuple[int, tuple[tuple[Chart, int], ...]], ...]
    filters: Dataset
    """Whose fiscal years and units the filters offer."""

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All charts, in reading order."""
        return tuple(chart for _, row in self.rows for chart, _ in row)


DASHBOARDS = (
    Dashboard(
        "年度总览",
        "annual-overview",
        (
            (20, ((MONEY, 3), (PROJECTS, 2), (INDICATORS, 2), (QUANTIFIED, 3), (FINDINGS, 2))),
            (60, ((MONEY_BY_UNIT, 6), (FAMILIES, 6))),
            (60, ((LARGEST, 12),)),
            (60, ((PROMISES, 12),)),
            (70, ((FINDINGS_BY_RULE, 5), (REMARKS, 7))),
            (50, ((OUTCOMES, 4), (NOT_KEPT, 8))),
        ),
        BUDGET,
    ),
    Dashboard(
        "逐年对比",
        "year-over-year",
        (
            (20, ((MONEY_BEFORE, 4), (MONEY_NOW, 4), (MONEY_DIFFERENCE, 4))),
            (50, ((INDICATOR_CHANGES, 6), (PROJECT_CHANGES, 6))),
            (60, ((UNIT_MONEY, 12),)),
            (60, ((WEAKENED, 12),)),
            (60, ((PROJECT_MONEY, 12),)),
            (50, ((DOUBTS, 12),)),
        ),
        PROJECT_CHANGE,
    ),
)
