"""A second year with named changes: each is found and rightly named, and nothing else is reported."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.loading import jixiao, query
from tests.years.comparing import differences
from tests.years.publications import first_year
from tests.years.second_year import second_year

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def database(corpus: Callable[[str], Path]) -> Path:
    return corpus("second_year")


def test_every_change_is_found_and_nothing_else_is_reported(database: Path) -> None:
    assert differences(database, ("2024/a.txt", "2025/a.txt"), first_year(), second_year()) == []


def test_money_is_compared_in_yuan_whatever_unit_is_printed(database: Path) -> None:
    [changes] = query(
        database,
        """
        select previous_budget_yuan, budget_yuan, difference_yuan, fiscal_difference_yuan, relative_change
        from marts.project_year_over_year
        inner join marts.dim_project using (project_key)
        where latest_published_name = '许可审查2025'
        """,
    )
    assert changes == (150_000, 150_000, 0, 0, 0)


def test_a_cost_that_is_the_budget_follows_it(database: Path) -> None:
    [row] = query(
        database,
        """
        select changes.change, follows_budget, difference, difference_unit, relative_change
        from marts.indicator_year_over_year as changes
        inner join marts.dim_indicator using (indicator_key)
        inner join marts.dim_project using (project_key)
        where latest_published_name = '预算绩效管理2025' and target_text = '≤18万元'
        """,
    )
    assert row == ("tightened", True, -20_000, "元", Decimal("-0.1"))


def test_a_renamed_project_says_by_what_it_was_known_again(database: Path) -> None:
    [(method, score, matched_on)] = query(
        database,
        """
        select match_method, match_score, matched_on
        from marts.project_year_over_year
        inner join marts.dim_project using (project_key)
        where latest_published_name = '政府网站监测服务2025'
        """,
    )
    assert (method, matched_on) == ("similarity", "官网监测服务2024 → 政府网站监测服务2025")
    assert 0 < score <= 1


def test_a_unit_keeps_its_identity_under_a_new_name(database: Path) -> None:
    versions = query(
        database,
        """
        select unit_name, valid_from_year, valid_to_year, is_current, count(*) over (partition by unit_id)
        from marts.dim_unit where unit_code = '355204' order by valid_from_year
        """,
    )
    assert versions == [
        ("天津市市场监督管理服务中心", 2024, 2024, False, 2),
        ("天津市市场监管综合服务中心", 2025, None, True, 2),
    ]
    assert query(
        database,
        "select distinct change from marts.unit_year_over_year",
    ) == [("continued",)]


def test_the_counts_of_projects_and_units_are_those_of_their_indicators(database: Path) -> None:
    counted = "indicators_added, indicators_dropped, indicators_tightened, indicators_relaxed, indicators_not_comparable"
    sums = ", ".join(f"sum({column})" for column in counted.split(", "))
    [of_projects] = query(database, f"select {sums} from marts.project_year_over_year")
    [of_units] = query(database, f"select {sums} from marts.unit_year_over_year")
    [of_indicators] = query(
        database,
        """
        select count_if(change = 'added'), count_if(change = 'dropped'), count_if(change = 'tightened'),
            count_if(change = 'relaxed'), count_if(change = 'not_comparable')
        from marts.indicator_year_over_year
        """,
    )
    assert of_projects == of_units == of_indicators


def test_years_that_agree_are_comparable(database: Path) -> None:
    verdicts = query(database, "select distinct verdict from marts.year_comparability")
    assert verdicts == [("comparable",)]


def test_changes_shows_both_years_side_by_side(database: Path) -> None:
    called = jixiao("changes", "2025", "--unit", "355204", "--warehouse", database.parent)
    assert called.status == 0
    assert "355204 天津市市场监管综合服务中心 (continued; 1.25 → 1.25 万元)" in called.out
    assert called.out.rstrip().endswith("6 indicators: 6 unchanged")

    called = jixiao("changes", "2025", "--project", "政府网站", "--warehouse", database.parent)
    assert "the same by similarity" in called.out
    assert "官网监测服务2024 → 政府网站监测服务2025" in called.out
    assert re.search(r"unquantified +使用人员满意度 +≥80% +使用人员普遍满意", called.out)


def test_changes_as_json_loses_no_digit(database: Path) -> None:
    called = jixiao("changes", "2025", "--project", "预算绩效管理", "--json", "--warehouse", database.parent)
    content = json.loads(called.out)
    assert content["doubtful"] == []
    [cost] = [change for change in content["changes"] if change["change"] == "tightened"]
    assert (cost["previous_target_text"], cost["target_text"]) == ("≤20万元", "≤18万元")
    assert Decimal(cost["difference"]) == -20_000


def test_changes_of_a_first_year_says_which_years_are_compared(database: Path) -> None:
    called = jixiao("changes", "2024", "--warehouse", database.parent)
    assert called.status == 2
    assert "2024 is compared with no year before; years that are: 2025" in called.err


def test_explain_follows_an_indicator_to_its_cells_in_both_years(database: Path) -> None:
    called = jixiao("explain", "特检院", "维修保养设备数量", "--warehouse", database.parent)
    assert called.status == 0
    assert "printed at   2024/a.txt, line 34" in called.out
    assert "printed at   2025/a.txt, line 34" in called.out
    assert "2024 → 2025  tightened 3 台套" in called.out
    assert "the same by  name (score 1): 维修保养设备数量 → 维修保养设备数量" in called.out
