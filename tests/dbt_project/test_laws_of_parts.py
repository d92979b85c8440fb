"""Comparing targets of several values part by part is antisymmetric, by the SQL of int_part_changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dbt_project.project import columns_of

Part = tuple[str, str, int, int]
"""Label, comparator, value and month of the fiscal year by whose end it is due (0: no day)."""
Compare = Callable[[list[Part], list[Part], str | None], tuple[str | None, str | None]]

_BACK = {"tightened": "relaxed", "relaxed": "tightened"}
_PARTS = st.lists(
    st.tuples(
        st.sampled_from(["甲", "乙", ""]),
        st.sampled_from([">=", "<=", "=", "<"]),
        st.integers(1, 3),
        st.sampled_from([0, 0, 6, 9]),
    ),
    min_size=2,
    max_size=3,
)
_POLARITIES = st.sampled_from(["higher_is_better", "lower_is_better", None])


@pytest.fixture(scope="module")
def compare(compiled: Callable[..., str]) -> Iterator[Compare]:
    """What the parts of a target became together, and which moved."""
    sql = compiled("--select", "int_part_changes")
    readings = ", ".join(f"{name} {kind}" for name, kind in columns_of("int_indicator_readings").items())
    with duckdb.connect() as connection:
        connection.execute("create schema intermediate")
        connection.execute(f"create table intermediate.int_indicator_readings ({readings})")
        connection.execute(
            """
            create table intermediate.int_indicator_parts (row_key varchar, part_no integer, fiscal_year integer,
                label varchar, label_words varchar, comparator varchar, part_value decimal(28, 8),
                measure_unit_text varchar, unit_multiplier bigint, unit_stem varchar, rate_base varchar,
                starts_on date, due_on date);
            create table intermediate.int_measure_units (unit_multiplier bigint, unit_stem varchar, rate_base varchar,
                comparable_unit varchar, factor_to_comparable decimal(28, 8))
            """
        )

        def compare(
            earlier: list[Part], later: list[Part], polarity: str | None
        ) -> tuple[str | None, str | None]:
            connection.execute("delete from intermediate.int_indicator_readings")
            connection.execute("delete from intermediate.int_indicator_parts")
            for year, known_in, parts in ((2024, None, earlier), (2025, 2024, later)):
                connection.execute(
                    """
                    insert into intermediate.int_indicator_readings
                        (row_key, indicator_key, fiscal_year, known_in, target_kind, polarity)
                    values (?, 'i', ?, ?, 'composite', ?)
                    """,
                    [str(year), year, known_in, polarity],
                )
                for number, (label, comparator, value, month) in enumerate(parts, 1):
                    due_on = dt.date(year, month, 30) if month else None
                    connection.execute(
                        "insert into intermediate.int_indicator_parts values "
                        "(?, ?, ?, ?, ?, ?, ?, '次', 1, '次', null, null, ?)",
                        [str(year), number, year, label or None, label or None, comparator, value, due_on],
                    )
            [found] = connection.execute(f"select parts_change, moved_parts from ({sql})").fetchall()
            return found

        yield compare


@given(earlier=_PARTS, later=_PARTS, polarity=_POLARITIES)
def test_parts_that_are_relaxed_one_way_are_tightened_the_other_way(
    compare: Compare, earlier: list[Part], later: list[Part], polarity: str | None
) -> None:
    change, moved = compare(earlier, later, polarity)
    back, moved_back = compare(later, earlier, polarity)

    assert back == _BACK.get(change or "", change)
    assert (moved is None) == (moved_back is None) == (change == "unchanged")


@given(parts=_PARTS, polarity=_POLARITIES, place=st.integers(0, 2), more=st.integers(1, 5))
def test_a_floor_that_rises_alone_is_tightened_and_a_cap_that_rises_alone_relaxed(
    compare: Compare, parts: list[Part], polarity: str | None, place: int, more: int
) -> None:
    label, comparator, value, month = parts[place % len(parts)]
    later = list(parts)
    later[place % len(parts)] = (label, comparator, value + more, month)
    change, moved = compare(parts, later, polarity)

    expected = {">=": "tightened", "<=": "relaxed", "<": "relaxed"}
    of_polarity = {"higher_is_better": "tightened", "lower_is_better": "relaxed", None: "changed"}
    assert change == expected.get(comparator, of_polarity[polarity])
    assert moved is not None
