"""Converting a unit changes no class: the models' own SQL compares readings that a seed's units bring to one unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.vocabulary.seeds import read_seed
from tests.dbt_project.project import IN_QUERIES, columns_of, many

Side = tuple[str, Decimal, str]
"""Comparator, value and unit as printed."""
Compare = Callable[[list[tuple[Side, Side, str | None]]], list[tuple[str, str | None]]]
"""Earlier side, later side and polarity of pairs → change and reason of each."""

_UNITS = {line["measure_unit"]: line for line in read_seed("measure_units")}


def _converted() -> list[tuple[str, str, Decimal]]:
    """Two units that convert without a remainder, and how many of the second one of the first is."""
    families: dict[str, list[str]] = {}
    for unit, line in _UNITS.items():
        families.setdefault(line["comparable_unit"], []).append(unit)
    factor = {unit: Decimal(line["factor_to_comparable"]) for unit, line in _UNITS.items()}
    pairs = [pair for units in families.values() for pair in pairwise(sorted(units, key=factor.__getitem__))]
    return [
        (large, small, factor[large] / factor[small])
        for small, large in pairs
        if factor[small] and (factor[large] / factor[small]) % 1 == 0 and factor[small] >= Decimal("0.001")
    ]


_CONVERTED = _converted()
_COMPARATORS = st.sampled_from([">=", "<=", "=", "~"])
_VALUES = st.integers(0, 40).map(Decimal)
_POLARITIES = st.sampled_from(["higher_is_better", "lower_is_better", None])


@pytest.fixture(scope="module")
def compare(compiled: Callable[..., str]) -> Iterator[Compare]:
    """Change and reason of pairs of printed numbers, by the SQL of int_indicator_years and indicator_year_over_year."""
    years = compiled("--select", "int_indicator_years")
    changes = compiled("--select", "indicator_year_over_year")
    canonical = {
        of: compiled("--inline", f"{{{{ canonical_value('printed', 'factor_to_{of}') }}}}")
        for of in ("base", "comparable")
    }
    columns = columns_of("int_indicator_readings")
    reading = f"""
        insert into "intermediate"."int_indicator_readings"
            (indicator_key, project_key, fiscal_year, known_in, target_kind, comparator, polarity, dimension,
            base_unit, comparable_unit, comparable_stem, base_value, comparable_value)
        select ?, 'p', ?, ?, 'number', ?, ?, dimension, base_unit, comparable_unit, comparable_unit,
            {canonical["base"]}, {canonical["comparable"]}
        from measure_units cross join (select cast(? as decimal(28, 8)) as printed) where measure_unit = ?
    """
    with duckdb.connect() as connection:
        connection.execute("create schema intermediate")
        described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        connection.execute(f"create table intermediate.int_indicator_readings ({described})")
        connection.execute(
            "create table intermediate.int_part_changes "
            "(row_key varchar, parts_change varchar, moved_parts varchar)"
        )
        connection.execute(
            "create table intermediate.int_project_years as "
            "select 'p' as project_key, 2025 as fiscal_year, 2024 as previous_fiscal_year, 'continued' as change, "
            "'d' as previous_document_id"
        )
        connection.execute(
            "create table measure_units (measure_unit varchar, dimension varchar, base_unit varchar, "
            "factor_to_base decimal(18, 6), comparable_unit varchar, factor_to_comparable decimal(18, 6))"
        )
        connection.executemany(
            "insert into measure_units values (?, ?, ?, ?, ?, ?)",
            [[*line.values()][:6] for line in _UNITS.values()],
        )
        connection.execute(f"create view intermediate.int_indicator_years as {years}")
        comparison = f"select change, not_comparable_because from ({changes}) order by indicator_key"

        def compare(pairs: list[tuple[Side, Side, str | None]]) -> list[tuple[str, str | None]]:
            connection.execute("delete from intermediate.int_indicator_readings")
            for number, (earlier, later, polarity) in enumerate(pairs):
                for (comparator, value, unit), year, known_in in ((earlier, 2024, None), (later, 2025, 2024)):
                    connection.execute(
                        reading, [f"{number:04}", year, known_in, comparator, polarity, value, unit]
                    )
            return connection.execute(comparison).fetchall()

        yield compare


def test_the_seed_has_units_that_convert() -> None:
    assert {("%", "‰"), ("天", "小时"), ("公顷", "亩")} <= {(large, small) for large, small, _ in _CONVERTED}


_CASES = st.tuples(
    st.sampled_from(_CONVERTED),
    st.tuples(_COMPARATORS, _VALUES),
    st.tuples(_COMPARATORS, _VALUES),
    _POLARITIES,
)


@IN_QUERIES
@given(many(_CASES))
def test_converting_a_unit_changes_no_class(compare: Compare, cases: list[tuple[Any, ...]]) -> None:
    asked = []
    for (large, small, ratio), (one, first), (other, second), polarity in cases:
        earlier = ((one, first, large), (one, first * ratio, small))
        later = ((other, second, large), (other, second * ratio, small))
        asked += [(before, after, polarity) for before in earlier for after in later]
    found = compare(asked)

    for number, case in enumerate(cases):
        assert len(set(found[4 * number : 4 * number + 4])) == 1, case
