"""Comparing targets of several values part by part is antisymmetric, by the SQL of int_part_changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dbt_project.project import IN_QUERIES, columns_of, many

Part = tuple[str, str, int, int]
"""Label, comparator, value and month of the fiscal year by whose end it is due (0: no day)."""
Pair = tuple[list[Part], list[Part], str | None]
"""Parts of the earlier and the later target, and their polarity."""
Compare = Callable[[list[Pair]], list[tuple[str | None, str | None]]]

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
    """What the parts of targets became together, and which moved."""
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

        def compare(pairs: list[Pair]) -> list[tuple[str | None, str | None]]:
            connection.execute("delete from intermediate.int_indicator_readings")
            connection.execute("delete from intermediate.int_indicator_parts")
            for number, (earlier, later, polarity) in enumerate(pairs):
                for year, known_in, parts in ((2024, None, earlier), (2025, 2024, later)):
                    key = f"{number:04} {year}"
                    connection.execute(
                        """
                        insert into intermediate.int_indicator_readings
                            (row_key, indicator_key, fiscal_year, known_in, target_kind, polarity)
                        values (?, ?, ?, ?, 'composite', ?)
                        """,
                        [key, str(number), year, known_in, polarity],
                    )
                    _insert_parts(connection, key, year, parts)
            return connection.execute(
                f"select parts_change, moved_parts from ({sql}) order by row_key"
            ).fetchall()

        yield compare


def _insert_parts(connection: duckdb.DuckDBPyConnection, key: str, year: int, parts: list[Part]) -> None:
    for number, (label, comparator, value, month) in enumerate(parts, 1):
        due_on = dt.date(year, month, 30) if month else None
        connection.execute(
            "insert into intermediate.int_indicator_parts values "
            "(?, ?, ?, ?, ?, ?, ?, '次', 1, '次', null, null, ?)",
            [key, number, year, label or None, label or None, comparator, value, due_on],
        )


@IN_QUERIES
@given(many(st.tuples(_PARTS, _PARTS, _POLARITIES)))
def test_parts_that_are_relaxed_one_way_are_tightened_the_other_way(
    compare: Compare, pairs: list[Pair]
) -> None:
    there = compare(pairs)
    back = compare([(later, earlier, polarity) for earlier, later, polarity in pairs])

    for pair, (change, moved), (changed_back, moved_back) in zip(pairs, there, back, strict=True):
        assert changed_back == _BACK.get(change or "", change), pair
        assert (moved is None) == (moved_back is None) == (change == "unchanged"), pair


@IN_QUERIES
@given(many(st.tuples(_PARTS, _POLARITIES, st.integers(0, 2), st.integers(1, 5))))
def test_a_floor_that_rises_alone_is_tightened_and_a_cap_that_rises_alone_relaxed(
    compare: Compare, cases: list[tuple[list[Part], str | None, int, int]]
) -> None:
    pairs, comparators = [], []
    for parts, polarity, place, more in cases:
        label, comparator, value, month = parts[place % len(parts)]
        later = list(parts)
        later[place % len(parts)] = (label, comparator, value + more, month)
        pairs.append((parts, later, polarity))
        comparators.append(comparator)

    for pair, comparator, (change, moved) in zip(pairs, comparators, compare(pairs), strict=True):
        expected = {">=": "tightened", "<=": "relaxed", "<": "relaxed"}
        of_polarity = {"higher_is_better": "tightened", "lower_is_better": "relaxed", None: "changed"}
        assert change == expected.get(comparator, of_polarity[pair[2]]), pair
        assert moved is not None
