"""A second year with named changes: each is found and rightly named, and nothing else is reported."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.loading import jixiao, query
from tests.years.comparing import differences
from tests.years.publications import (
    Form,
    Row,
    first_year,
    next_year,
    printed,
    with_form,
    with_row,
    without_row,
)

pytestmark = pytest.mark.slow

# (form, row) of 2024 → what 2025 prints instead, and what a reader calls that.
TARGETS: dict[tuple[int, int], tuple[str, str]] = {
    (1, 1): ("≥30台套", "tightened"),
    (1, 2): ("100%", "unchanged"),
    (1, 3): ("≤6百分比", "relaxed"),
    (1, 4): ("≤10小时", "tightened"),
    (1, 7): ("≤0.5百分比", "relaxed"),
    (2, 1): ("≥350人次", "relaxed"),
    (2, 4): ("2025年11月底前完成", "tightened"),
    (3, 7): ("≥95%", "quantified"),
    (4, 1): ("24次", "not_comparable: dimension"),
    (4, 6): ("使用人员普遍满意", "unquantified"),
    (5, 3): ("2025年12月底完成", "relaxed"),
    (6, 1): ("≥200期", "not_comparable: rate_base"),
    (7, 5): ("<11573000元", "unchanged"),
    (7, 6): ("≥36个月", "unchanged"),
    (7, 7): ("比较满意", "not_comparable: words"),
    (14, 1): ("≥3500批次", "tightened"),
    (14, 13): ("2025年上半年完成抽检任务50%，全年完成任务100%", "not_comparable: composite_parts"),
    (14, 14): ("动态信息24小时内发布", "relaxed"),
    (14, 16): ("≤2600元/批次", "relaxed"),
    (16, 1): ("≥5项", "unchanged"),
    (16, 2): ("≥25", "tightened"),
    (17, 1): ("≥12项", "tightened"),
    (17, 6): ("≥6项", "relaxed"),
    (21, 1): ("≥100百分比", "unchanged"),
    (22, 7): ("≥120批次", "relaxed"),
    (25, 9): ("≤3%", "tightened"),
    (34, 2): ("<5%", "unchanged"),
    (34, 4): ("12500元", "unchanged"),
    (40, 2): ("≥100%", "unchanged"),
    (40, 6): ("≥80分", "not_comparable: scale"),
    (44, 6): ("≥98%", "relaxed"),
    (44, 9): ("≥12年", "tightened"),
}


def second_year() -> tuple[Form, ...]:
    """The document of 2025: the real one a year later, with the changes that the tests below name."""
    forms = next_year(first_year())
    for place, (target, change) in TARGETS.items():
        forms = with_row(forms, place, change, target=target)
    forms = _rows_that_changed_otherwise(forms)
    return _projects_that_changed(forms)


def _rows_that_changed_otherwise(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    # Names and descriptions that were reworded, and one name that now means something else.
    forms = with_row(forms, (36, 2), "unchanged", level3="设备维修验收合格通过率")
    forms = with_row(forms, (6, 6), "unchanged", level3="市场监管舆情监测满意度")
    forms = with_row(forms, (21, 2), "unchanged", description="监测到的广告内容可清晰辨识。")
    forms = with_row(
        forms, (1, 5), "not_comparable: definition_changed", description="人员出差及耗材等全部支出合计"
    )
    # The taxonomy since 财预〔2021〕101号: cost at level 1.
    forms = with_row(forms, (36, 4), "unchanged", level1="成本指标", level2="经济成本指标")
    # A row dropped, one added, rows in another order.
    forms = with_form(forms, 23, lambda form: without_row(form, 9))
    added = Row("产出指标", "数量指标", "出具法律意见书份数", "出具法律意见书份数", "≥5份", None)
    forms = with_form(forms, 3, lambda form: replace(form, rows=(*form.rows, added)))
    return with_form(forms, 18, lambda form: replace(form, rows=form.rows[::-1]))


def _projects_that_changed(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    # Another name for the same content; a unit that was renamed and kept its code.
    forms = with_form(forms, 4, lambda form: replace(form, name="政府网站监测服务2025"))
    forms = with_form(forms, 34, lambda form: replace(form, unit="355204天津市市场监管综合服务中心"))
    # Money printed in 元; a budget that was cut, the cost target with it.
    forms = with_form(
        forms, 40, lambda form: replace(form, money_unit="元", budget="150,000.00", fiscal="150,000.00")
    )
    forms = with_form(forms, 9, lambda form: replace(form, budget="18.00", fiscal="18.00"))
    forms = with_row(forms, (9, 4), "tightened", target="≤18万元")
    # A project dropped, one added, the two of one name (11, 12) in the other order.
    new = Form(
        unit="355101天津市市场监督管理委员会财务处",
        name="知识产权质押融资服务2025",
        budget="33.00",
        fiscal="33.00",
        other=" ",
        purpose="知识产权质押融资对接活动",
        objective="1.开展知识产权质押融资对接活动，服务中小企业。",
        rows=(
            Row("产出指标", "数量指标", "对接活动场次", "对接活动场次", "≥6场", None),
            Row("效益指标", "社会效益指标", "融资企业家数", "获得融资的企业家数", "≥20家", None),
        ),
        origin=None,
    )
    kept = [form for form in forms if form.origin != 53]
    kept[10], kept[11] = kept[11], kept[10]
    return (*kept[:20], new, *kept[20:])


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of both years."""
    folder = tmp_path_factory.mktemp("second_year")
    for path, forms in (("2024/a.txt", first_year()), ("2025/a.txt", second_year())):
        file = folder / "raw" / path
        file.parent.mkdir(parents=True)
        file.write_text(printed(forms), encoding="utf-8")
    called = jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse")
    assert called.status == 0, called.err
    return folder / "warehouse" / "jixiao.duckdb"


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
