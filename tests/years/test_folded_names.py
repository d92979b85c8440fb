"""Names that are equal under NFKC are one name: what a typist of the next year prints otherwise goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.loading import query
from tests.years.folded_names import ROWS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def database(corpus: Callable[[str], Path]) -> Path:
    return corpus("folded_names")


def test_a_project_whose_name_is_printed_in_another_form_is_continued(database: Path) -> None:
    assert query(database, "select form_no, previous_form_no, change from marts.project_year_over_year") == [
        (1, 1, "continued")
    ]


def test_indicators_whose_names_and_units_are_printed_in_another_form_are_unchanged(database: Path) -> None:
    changes = query(
        database,
        "select previous_row_no, row_no, change, match_method from marts.indicator_year_over_year order by all",
    )

    assert [change[:3] for change in changes] == [
        (number, number, "unchanged") for number in range(1, len(ROWS) + 1)
    ]
    assert {method for *_, method in changes} <= {"name", "name_and_description", "description"}


def test_both_spellings_of_a_unit_are_one_unit_of_measure(database: Path) -> None:
    units = query(
        database,
        """
        select fiscal_year, list(measure_unit order by row_no) from marts.fact_indicator group by all order by all
        """,
    )

    assert units[0][1] == units[1][1]
    assert units[0][1][0] == "平方米"
