"""The self-evaluations of other publishers in the marts: actual values, points, scores and findings of their truth files."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.loading import query
from tests.places import PUBLISHERS

pytestmark = pytest.mark.slow

DOCUMENTS = (
    "city_selfevaluation_codes_sheet_per_project.xlsx",
    "county_selfevaluation_points.docx",
    "town_selfevaluation_execution_20_points.docx",
)
RULES_OF_EVALUATIONS = """
    select rule from marts.rule_verdict where verdict <> 'not_applicable'
    intersect
    select unnest([
        'execution_rate_against_amounts', 'points_do_not_sum_to_100', 'total_differs_from_scores',
        'full_score_with_missed_target', 'overfulfilled_without_reason', 'deviation_without_reason'
    ])
"""


@pytest.fixture(scope="module")
def database(corpus: Callable[[str], Path]) -> Path:
    return corpus("findings")


def truth_of(name: str) -> dict[str, Any]:
    return json.loads((PUBLISHERS / f"{name.rpartition('.')[0]}.truth.json").read_text(encoding="utf-8"))


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_actual_values_points_and_scores_are_those_of_the_truth(database: Path, name: str) -> None:
    rows = query(
        database,
        """
        select form_no, row_no, actual_text, actual_value, points, score
        from marts.fact_indicator inner join marts.dim_document using (document_id)
        where path = ? order by form_no, row_no
        """,
        f"2023/{name}",
    )
    expected = [
        (
            form["form_no"],
            row_no,
            row.get("actual_text"),
            number(row.get("actual_value")),
            number(row.get("points")),
            number(row.get("score")),
        )
        for form in truth_of(name)["forms"]
        for row_no, row in enumerate(form["rows"], 1)
    ]
    assert rows == expected


@pytest.mark.parametrize("name", DOCUMENTS)
def test_executions_and_totals_are_those_of_the_truth(database: Path, name: str) -> None:
    rows = query(
        database,
        """
        select form_no, execution_rate, execution_score, total_score
        from marts.project_outcome inner join marts.dim_document using (document_id)
        where path = ? order by form_no
        """,
        f"2023/{name}",
    )
    expected = [
        (
            form["form_no"],
            number(form["execution_rate"].rstrip("%")),
            number(form["execution_score"]),
            number(form["total_score"]),
        )
        for form in truth_of(name)["forms"]
    ]
    assert rows == expected


def test_the_one_thing_that_is_odd_is_the_printed_rate_of_a_county(database: Path) -> None:
    """90.00% is printed, 96.50 of 120.00 was spent: the truth file of the county says so, the others have nothing."""
    rows = query(
        database,
        f"""
        select path, form_no, rule, message
        from marts.finding inner join marts.dim_document using (document_id)
        where rule in ({RULES_OF_EVALUATIONS})
        """,
    )
    assert rows == [
        (
            "2023/county_selfevaluation_points.docx",
            2,
            "execution_rate_against_amounts",
            "执行率为90%，按金额计算为80.42%",
        )
    ]
