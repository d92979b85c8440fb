"""Each labelled actual value is judged as is right, or not judged and said why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.loading import query
from tests.outcomes.labelled_outcomes import ROWS, SAME_NAME

_NOT_JUDGED = {None, "not_available"}


@pytest.fixture(scope="module")
def database(corpus: Callable[[str], Path]) -> Path:
    return corpus("labelled_outcomes")


@pytest.fixture(scope="module")
def told(database: Path) -> dict[int, tuple[bool | None, str | None, str | None]]:
    """Row of the self-evaluation → is_met, outcome, doubt."""
    rows = query(
        database, "select row_no, is_met, outcome, doubt from marts.indicator_outcome where form_no = 1"
    )
    return {row[0]: row[1:] for row in rows}


def _is_right(case: dict[str, Any], told: tuple[bool | None, str | None, str | None]) -> bool:
    is_met, outcome, doubt = told
    if is_met is not case["is_met"]:
        return False
    if case["outcome"] is None:
        return outcome in _NOT_JUDGED and (case["doubt"] is None or doubt == case["doubt"])
    return outcome == case["outcome"] and doubt is None


@pytest.mark.parametrize(
    "row_no",
    range(1, len(ROWS) + 1),
    ids=[case["name"] for case in ROWS],
)
def test_a_labelled_actual_value_is_judged_rightly(told: dict[int, Any], row_no: int) -> None:
    case = ROWS[row_no - 1]
    right = [case, *({**case, "doubt": None, **accepted} for accepted in case["accept"])]
    assert any(_is_right(each, told[row_no]) for each in right), (
        case["target"],
        case["actual"],
        *told[row_no],
    )


@pytest.mark.parametrize("number", range(len(SAME_NAME)), ids=[case["name"] for case in SAME_NAME])
def test_rows_of_one_name_are_told_apart_or_said_to_be_alike(database: Path, number: int) -> None:
    case = SAME_NAME[number]
    rows = query(
        database,
        """
        select outcome, doubt from marts.indicator_outcome inner join marts.dim_indicator using (indicator_key)
        where form_no = 2 and indicator_name = $name
        """,
        name=case["name"],
    )
    found = Counter((None if outcome == "not_available" else outcome, doubt) for outcome, doubt in rows)
    right = [case["outcomes"], *([case["accept_outcomes"]] if "accept_outcomes" in case else [])]
    assert found in [Counter(map(tuple, each)) for each in right], found


def test_no_row_that_stands_there_under_its_name_is_said_to_have_vanished(database: Path) -> None:
    vanished = query(
        database,
        "select message from marts.finding where rule = 'promised_row_vanished' and fiscal_year = 2024",
    )
    assert vanished == []


def test_the_rules_on_scores_find_what_is_too_much_and_nothing_else(database: Path) -> None:
    rows = query(
        database,
        """
        select rule, form_no, row_no from marts.finding
        where rule in (
            'score_above_points', 'total_score_above_100', 'evaluated_row_not_promised', 'execution_score_against_rate'
        )
        order by all
        """,
    )
    assert rows == [
        ("evaluated_row_not_promised", 3, 2),
        ("execution_score_against_rate", 2, None),
        ("score_above_points", 3, 1),
        ("total_score_above_100", 3, None),
    ]


def test_a_doubted_scale_is_a_finding(database: Path) -> None:
    doubted = "select document_id, form_no, row_no from marts.indicator_outcome where doubt = 'scale'"
    found = "select document_id, form_no, row_no from marts.finding where rule = 'actual_scale_unclear'"
    rows = query(database, f"{doubted} order by all")
    assert len(rows) > 3
    assert query(database, f"{found} order by all") == rows
