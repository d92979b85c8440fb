"""The exposures of the models name the marts that report and dashboards really read."""

from __future__ import annotations

import re

import yaml

from bi.superset.charts import DASHBOARDS
from tests.places import ROOT


def marts_of(text: str) -> set[str]:
    return set(re.findall(r"marts\.([a-z_]+)", text))


def exposed() -> dict[str, set[str]]:
    file = ROOT / "dbt_project" / "models" / "marts" / "exposures.yml"
    return {
        exposure["name"]: {re.sub(r"ref\('(.*)'\)", r"\1", each) for each in exposure["depends_on"]}
        for exposure in yaml.safe_load(file.read_text(encoding="utf-8"))["exposures"]
    }


def test_the_report_is_exposed_with_the_marts_it_reads() -> None:
    read = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "flows" / "report").glob("*.py"))
    assert exposed()["report"] == marts_of(read)


def test_each_dashboard_is_exposed_with_the_marts_of_its_charts() -> None:
    for dashboard in DASHBOARDS:
        read = "".join(chart.dataset.sql for chart in dashboard.charts)
        assert exposed()[dashboard.slug.replace("-", "_")] == marts_of(read)
