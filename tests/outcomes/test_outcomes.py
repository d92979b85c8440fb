"""A self-evaluation of the real forms with named outcomes joins its objectives, and every row is judged rightly."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.loading import jixiao, marts, query
from tests.outcomes.evaluations import printed
from tests.outcomes.named_outcomes import OBJECTIVES, evaluations
from tests.years.publications import printed as printed_objectives

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def database(corpus: Callable[[str], Path]) -> Path:
    return corpus("outcomes")


def write(folder: Path, *, objectives: bool, evaluation: bool) -> None:
    place = folder / "raw" / "2024"
    place.mkdir(parents=True, exist_ok=True)
    if objectives:
        (place / "objectives.txt").write_text(printed_objectives(OBJECTIVES), encoding="utf-8")
    if evaluation:
        (place / "evaluation.html").write_text(printed(evaluations()), encoding="utf-8")


def test_every_evaluated_row_joins_its_promise_and_is_judged_rightly(database: Path) -> None:
    columns = (
        "outcome, outcome_basis, is_met, is_met_as_evaluated, target_was_changed, target_change, distance, "
        "distance_missing_because, recomputed_score, match_method"
    )
    rows = query(
        database,
        f"select form_no, row_no, objective_form_no, promised_row_no, {columns} from marts.indicator_outcome "
        "where row_no is not null",
    )
    found = {row[:2]: row[2:] for row in rows}
    names = columns.split(", ")
    numbers = {form.origin: number for number, form in enumerate(OBJECTIVES, 1)}
    wrong = {}
    for form_no, evaluation in enumerate(evaluations(), 1):
        for row_no, row in enumerate(evaluation.rows, 1):
            told = found.pop((form_no, row_no))
            assert row.promise is not None
            if told[:2] != (numbers[row.promise[0]], row.promise[1]):
                wrong[(form_no, row_no)] = ("promise", row.promise, told[:2])
            said = dict(zip(names, told[2:], strict=True))
            differences = {
                name: (value, said[name]) for name, value in row.expected.items() if said[name] != value
            }
            if differences:
                wrong[(form_no, row_no, row.level3, row.target, row.actual)] = differences
    assert wrong == {}
    assert found == {}


def test_a_promise_that_vanished_from_the_evaluation_is_not_available(database: Path) -> None:
    [vanished] = query(
        database,
        """
        select objective_form_no, promised_row_no, promised_target_text, outcome, target_change
        from marts.indicator_outcome where row_no is null
        """,
    )
    assert vanished == (7, 5, "≥200万元", "not_available", None)


def test_projects_have_their_execution_and_scores_printed_and_recomputed(database: Path) -> None:
    [(rate, recomputed, executed, score)] = query(
        database,
        """
        select outcomes.execution_rate, recomputed_execution_rate, executed_yuan, execution_score
        from marts.project_outcome as outcomes
        inner join marts.dim_project using (project_key)
        where latest_published_name = '预算绩效管理2024'
        """,
    )
    assert (rate, recomputed, executed, score) == (90, 75, 150_000, Decimal("7.5"))
    [(projects, promised)] = query(
        database, "select count(*), count(objective_form_no) from marts.project_outcome"
    )
    assert (projects, promised) == (len(OBJECTIVES), len(OBJECTIVES))


def test_a_unit_that_scores_itself_high_is_seen_beside_its_results(database: Path) -> None:
    rows = query(
        database,
        """
        select unit_name, projects, indicators, vanished, missed, missed_with_full_points,
            mean_total_score, mean_recomputed_total_score, mean_score_by_results, execution_rate
        from marts.unit_outcome inner join marts.dim_unit using (unit_id)
        where unit_name like '%研究院' or unit_name like '%查验中心' order by unit_name
        """,
    )

    assert rows == [
        # one row is gone with its 12 points; all others were met
        ("天津市计量监督检测科学研究院", 1, 6, 1, 0, 0, 100, 88, 88, 100),
        # 80 of 100 were examined, for all 15 points in place of 12
        ("天津市食品与工业产品许可证审核查验中心", 1, 6, 0, 1, 1, 100, 100, 97, 100),
    ]


def test_sums_do_not_change_when_self_evaluations_are_loaded(database: Path) -> None:
    [(money, projects, indicators)] = query(
        database,
        """
        select
            (select sum(budget_yuan) from marts.fact_budget where is_additive),
            (select count(distinct project_key) from marts.fact_budget),
            (select count(*) from marts.fact_indicator where is_additive)
        """,
    )
    assert money == sum(Decimal(form.budget) for form in OBJECTIVES) * 10_000
    assert projects == len(OBJECTIVES)
    assert indicators == sum(len(form.rows) for form in OBJECTIVES)


@pytest.mark.operated
def test_an_evaluation_that_arrives_before_its_objectives_gives_the_same_marts(tmp_path: Path) -> None:
    first, at_once = tmp_path / "first", tmp_path / "at_once"
    for folder, objectives in ((first, False), (first, True), (at_once, True)):
        write(folder, objectives=objectives, evaluation=True)
        called = jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse")
        assert called.status == 0, called.err
    assert marts(first / "warehouse" / "jixiao.duckdb") == marts(at_once / "warehouse" / "jixiao.duckdb")


FINDINGS = {
    "execution_rate_against_amounts": {(9, None)},
    "points_do_not_sum_to_100": {(36, None)},
    "total_differs_from_scores": {(1, None), (9, None), (12, None), (36, None)},
    "full_score_with_missed_target": {(1, 6), (9, 3), (40, 1)},
    "undeclared_change_of_target": {(7, 1), (12, 1)},
    "promised_row_vanished": {(36, None)},
    "overfulfilled_without_reason": {(34, 1)},
    "deviation_without_reason": {(1, 6), (9, 3), (12, 1), (40, 1)},
}


@pytest.mark.parametrize("rule", FINDINGS)
def test_what_is_odd_about_an_evaluation_is_found_and_nothing_else(database: Path, rule: str) -> None:
    rows = query(
        database,
        """
        select outcomes.objective_form_no, findings.row_no
        from marts.finding as findings
        inner join marts.project_outcome as outcomes using (document_id, form_no)
        where rule = ?
        """,
        rule,
    )
    promises = {number: form.origin for number, form in enumerate(OBJECTIVES, 1)}
    assert {(promises[form_no], row_no) for form_no, row_no in rows} == FINDINGS[rule]


def test_outcomes_shows_what_was_promised_and_what_was_done(database: Path) -> None:
    called = jixiao("outcomes", "2024", "--project", "信息化运维", "--warehouse", database.parent)
    assert called.status == 0
    assert "evaluated as ≥80台 (undeclared change, met)" in called.out
    called = jixiao("outcomes", "2024", "--unit", "355207", "--warehouse", database.parent)
    assert "not in the evaluation" in called.out
    assert "total score 100; sum of scores 88" in called.out
    assert called.out.rstrip().endswith("7 indicators: 6 met, 1 not_available")


def test_outcomes_of_a_year_without_self_evaluations_says_which_years_have_some(database: Path) -> None:
    called = jixiao("outcomes", "2023", "--warehouse", database.parent)
    assert called.status == 2
    assert "2023 has no self-evaluation (绩效自评表); years that have: 2024" in called.err


def test_explain_says_what_became_of_a_promise(database: Path) -> None:
    called = jixiao("explain", "特检院", "设备故障率", "--warehouse", database.parent)
    assert called.status == 0
    assert "2024 evaluated  not_met (computed)" in called.out
    assert "  done         6% (-20.0% of the target)" in called.out
    assert "  score        10 of 12, 10 computed" in called.out
    assert "  reason       设备老化" in called.out
