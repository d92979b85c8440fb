"""江南省's dashboard: its units side by side. `make bi EXTENSION=…` puts it beside Jixiao's own."""

from bi.superset.charts import Dashboard, bars, number, rows
from bi.superset.datasets import Dataset, Metric

SCORECARD = Dataset(
    "unit_scorecard",
    "单位绩效概览",
    ("unit_scorecard",),
    "select * from marts.unit_scorecard",
    (
        Metric("units", "单位数", "count(distinct unit_id)", ",d"),
        Metric("quantified_share", "量化指标占比", "sum(quantified_count) / sum(indicator_count)", ".1%"),
        Metric("errors", "错误数", "sum(error_count)", ",d"),
    ),
)

UNITS = number("单位数（江南）", SCORECARD, "units")
QUANTIFIED = number("量化指标占比（江南）", SCORECARD, "quantified_share")
ERRORS = bars("各单位的错误数", SCORECARD, "unit_name", ["errors"])
UNIT_ROWS = rows(
    "单位绩效概览",
    SCORECARD,
    [
        "fiscal_year",
        "unit_name",
        "project_count",
        "budget_yuan",
        "indicator_count",
        "quantified_count",
        "error_count",
    ],
    [("error_count", False), ("unit_name", True)],
)

DASHBOARDS = (
    Dashboard(
        "江南省单位绩效概览",
        "jiangnan-units",
        ((20, ((UNITS, 6), (QUANTIFIED, 6))), (60, ((ERRORS, 5), (UNIT_ROWS, 7)))),
        SCORECARD,
    ),
)
