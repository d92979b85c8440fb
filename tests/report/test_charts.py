"""The charts show the rows that they are given, in both languages, each word and unit in its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from flows.report.charts import budget_chart, overview_charts
from flows.report.facts import Facts, read_facts


@pytest.fixture(scope="module")
def facts(real_load: Path) -> Facts:
    with duckdb.connect(str(real_load / "warehouse" / "jixiao.duckdb"), read_only=True) as connection:
        return read_facts(connection)


def change(of: str, indicators: int, fiscal_year: int = 2024) -> dict[str, object]:
    return {"fiscal_year": fiscal_year, "previous_fiscal_year": 2023, "change": of, "indicators": indicators}


def test_changes_of_the_latest_year_are_shown_in_the_order_of_their_kinds(facts: Facts) -> None:
    rows = [
        change("unchanged", 400),
        change("dropped", 2),
        change("tightened", 3),
        change("tightened", 4),
        change("added", 9, 2023),
    ]
    charts = overview_charts(replace(facts, changes=rows))
    assert charts["changes"]["en"]["data"]["values"] == [
        {"change": "tightened", "indicators": 7},
        {"change": "dropped", "indicators": 2},
    ]
    assert [value["change"] for value in charts["changes"]["zh"]["data"]["values"]] == ["收紧", "取消"]


def test_a_year_in_which_nothing_changed_has_no_chart_of_changes(facts: Facts) -> None:
    assert "changes" not in overview_charts(replace(facts, changes=[change("unchanged", 400)]))


def test_families_are_split_into_what_is_a_number_and_what_is_words(facts: Facts) -> None:
    values = overview_charts(facts)["families"]["zh"]["data"]["values"]
    shown = {
        kind: sum(value["indicators"] for value in values if value["kind"] == kind)
        for kind in ("可量化", "文字")
    }
    quantified = sum(row["quantified"] for row in facts.families)
    assert shown == {"可量化": quantified, "文字": 473 - quantified}


def test_money_over_years_is_in_ten_thousands_for_chinese_readers_and_in_millions_for_others() -> None:
    for _ in range(2):  # the second is filled into the template of the first
        chart = budget_chart([(2024, 450000), (2025, 600000)])
        assert chart["zh"]["data"]["values"][0] == {"year": "2024", "money": 45}
        assert chart["en"]["data"]["values"][1] == {"year": "2025", "money": 0.6}
