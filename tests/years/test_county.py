"""A county's real kind of change: another layout, other units of money, a moved taxonomy, codes in the second year only.

The truth file of the second year says statement by statement which project and row continues which, and how.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.loading import query

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).resolve().parents[1] / "documents" / "publishers"
NAME = "county_bureau_{}_objectives"
TRUTH = json.loads((SAMPLES / f"{NAME.format(2024)}.truth.json").read_text(encoding="utf-8"))
STATEMENTS: list[dict[str, Any]] = TRUTH["year_over_year"]


@pytest.fixture(scope="module")
def database(corpus: Callable[[str], Path]) -> Path:
    return corpus("county")


def place(statement: dict[str, Any]) -> str:
    return f"{statement.get('previous_form_no', 'nothing')} → {statement.get('form_no', 'nothing')}"


@pytest.mark.parametrize("statement", STATEMENTS, ids=place)
def test_each_project_is_said_to_be_what_the_truth_says(database: Path, statement: dict[str, Any]) -> None:
    rows = query(
        database,
        """
        select change, difference_yuan from marts.project_year_over_year
        where previous_form_no is not distinct from ? and form_no is not distinct from ?
        """,
        statement.get("previous_form_no"),
        statement.get("form_no"),
    )
    assert [change for change, _ in rows] == [statement["change"]]
    if "budget_change_yuan" in statement:
        assert rows[0][1] == Decimal(statement["budget_change_yuan"])


@pytest.mark.parametrize("statement", [s for s in STATEMENTS if "indicators" in s], ids=place)
def test_each_indicator_is_said_to_be_what_the_truth_says(database: Path, statement: dict[str, Any]) -> None:
    rows = query(
        database,
        """
        select previous_row_no, row_no, change from marts.indicator_year_over_year
        where coalesce(previous_form_no, $previous) = $previous and coalesce(form_no, $later) = $later
            and (previous_form_no is not null or form_no is not null)
        """,
        previous=statement["previous_form_no"],
        later=statement["form_no"],
    )
    found = {(previous, later): change for previous, later, change in rows}
    told = {(one.get("previous_row"), one.get("row")): one for one in statement["indicators"]}
    assert found.keys() == told.keys()
    wrong = {
        place: (found[place], one["change"])
        for place, one in told.items()
        if found[place] not in {one["change"], *one.get("accept", ())}
    }
    assert wrong == {}


def test_units_get_the_codes_that_the_second_year_prints(database: Path) -> None:
    units = query(
        database, "select unit_code, unit_name, valid_from_year from marts.dim_unit order by unit_code"
    )
    assert units == [
        ("317001", "临溪县水利局", 2023),
        ("317004", "临溪县水旱灾害防御中心", 2023),
        ("317006", "临溪县水利工程建设管理站", 2023),
        (None, "临溪县河道管理所", 2023),
    ]


def test_a_unit_without_a_project_in_the_second_year_makes_the_years_doubtful(database: Path) -> None:
    [doubt] = query(
        database,
        "select expectation, observed, expected, reason from marts.year_comparability where verdict = 'doubtful'",
    )
    assert doubt == (
        "units_go_on",
        Decimal("0.75"),
        ">= 1.0",
        "3 of 4 units of the earlier year have a form or a successor",
    )
