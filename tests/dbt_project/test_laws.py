"""Laws of comparing and judging, held by the models' own SQL for targets that hypothesis draws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dbt_project.project import IN_QUERIES, columns_of, many

Row = dict[str, Any]
Compare = Callable[[list[Row]], list[tuple[str, str | None]]]

_BACK = {
    "tightened": "relaxed",
    "relaxed": "tightened",
    "quantified": "unquantified",
    "unquantified": "quantified",
}

# What one side of a comparison has: a column X of int_indicator_years, whose other side is previous_X.
_NUMBERS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["number", "percentage", "rate"]),
        "comparator": st.sampled_from([">=", "<=", ">", "<", "=", "~"]),
        "value": st.integers(-3, 3).map(Decimal),
        "stem": st.sampled_from(["台", "台套", "次", "%", None]),
        "polarity": st.sampled_from(["higher_is_better", "lower_is_better", None]),
        "left_numbers": st.sampled_from(["", "", "50"]),
    }
)
_DATES = st.fixed_dictionaries(
    {"kind": st.just("deadline"), "ends_on": st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 28))}
)
_WORDS = st.fixed_dictionaries(
    {"kind": st.just("qualitative"), "words": st.sampled_from(["提高", "良好"]), "folded_text": st.just("x")}
)


@pytest.fixture(scope="module")
def compare(compiled: Callable[..., str]) -> Iterator[Compare]:
    """Change and reason of rows of int_indicator_years, by the SQL of indicator_year_over_year."""
    sql = compiled("--select", "indicator_year_over_year").replace(
        '"memory"."intermediate"."int_indicator_years"', "drawn"
    )
    columns = columns_of("int_indicator_years")
    with duckdb.connect() as connection:
        connection.execute(
            f"create table drawn ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
        )

        def compare(rows: list[Row]) -> list[tuple[str, str | None]]:
            connection.execute("delete from drawn")
            for number, row in enumerate(rows):
                named = {"indicator_key": f"{number:04}", **row}
                connection.execute(
                    f"insert into drawn ({', '.join(named)}) values ({', '.join('?' * len(named))})",
                    [*named.values()],
                )
            return connection.execute(
                f"select change, not_comparable_because from ({sql}) order by indicator_key"
            ).fetchall()

        yield compare


def _row(previous: Row, later: Row, fiscal_year: int = 2025) -> Row:
    sides = {f"previous_{name}": value for name, value in _told(previous, fiscal_year - 1).items()}
    years = {"fiscal_year": fiscal_year, "previous_fiscal_year": fiscal_year - 1, "presence": "continued"}
    return {**years, **sides, **_told(later, fiscal_year), "is_recurring": False, "is_completion": False}


def _told(side: Row, fiscal_year: int) -> Row:
    """What the models derive of a side."""
    if "stem" in side:
        kind = {"%": "percent", None: None}.get(side["stem"], "count")
        return {**side, "unit": side["stem"], "dimension": kind}
    if "ends_on" in side:
        day = side["ends_on"]
        is_last = (day + dt.timedelta(days=1)).day == 1
        beyond = day.year - fiscal_year
        return {
            **side,
            "years_beyond": beyond,
            "due": beyond * 372 + day.month * 31 + (31 if is_last else day.day),
        }
    return side


def _both_ways(compare: Compare, pairs: list[tuple[Row, Row]]) -> Iterator[tuple[Any, ...]]:
    """Each pair with what it became, and what it became the other way round."""
    there = compare([_row(one, other) for one, other in pairs])
    back = compare([_row(other, one) for one, other in pairs])
    yield from zip(pairs, there, back, strict=True)


@IN_QUERIES
@given(many(st.tuples(_NUMBERS, _NUMBERS)))
def test_a_number_that_is_relaxed_one_way_is_tightened_the_other_way(
    compare: Compare, pairs: list[tuple[Row, Row]]
) -> None:
    for pair, (change, reason), back in _both_ways(compare, pairs):
        assert back == (_BACK.get(change, change), reason), pair


@IN_QUERIES
@given(many(st.tuples(st.one_of(_NUMBERS, _DATES, _WORDS), _WORDS)))
def test_what_is_quantified_one_way_is_unquantified_the_other_way(
    compare: Compare, pairs: list[tuple[Row, Row]]
) -> None:
    for pair, (change, reason), back in _both_ways(compare, pairs):
        assert back == (_BACK.get(change, change), reason), pair


@IN_QUERIES
@given(many(st.tuples(_DATES, _DATES)))
def test_a_later_day_beyond_the_fiscal_year_is_never_tightened_nor_unchanged(
    compare: Compare, pairs: list[tuple[Row, Row]]
) -> None:
    changes = compare([_row(one, other) for one, other in pairs])
    for (one, other), (change, _) in zip(pairs, changes, strict=True):
        first, second = one["ends_on"], other["ends_on"]
        if first.year == 2024 and second.year == 2025:
            continue
        expected = "unchanged" if first == second else "relaxed" if first < second else "tightened"
        assert change in {expected, "not_comparable"}, (first, second)
        if change == "not_comparable":
            assert (first.month, second.year - first.year) == (second.month, 1)


# A day of the fiscal year: 29 February is of some years only.
_DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2023, 12, 31))


def _of(day: dt.date, year: int) -> Row:
    return {"kind": "deadline", "ends_on": day.replace(year=year)}


@IN_QUERIES
@given(many(st.tuples(_DAYS, _DAYS, st.sampled_from([2026, 2027, 2030, 2031]))))
def test_another_fiscal_year_changes_no_class_of_days_within_it(
    compare: Compare, days: list[tuple[dt.date, dt.date, int]]
) -> None:
    def compared_in(*years: int) -> list[tuple[str, str | None]]:
        return compare(
            [
                _row(_of(earlier, of - 1), _of(later, of), of)
                for (earlier, later, _), of in zip(days, years, strict=True)
            ]
        )

    in_2022, in_another = compared_in(*[2022] * len(days)), compared_in(*[year for _, _, year in days])
    assert [pair for pair in zip(days, in_2022, in_another, strict=True) if pair[1] != pair[2]] == []


@IN_QUERIES
@given(many(st.tuples(_DAYS, _DAYS)))
def test_a_day_of_the_year_that_is_relaxed_one_way_is_tightened_the_other_way(
    compare: Compare, days: list[tuple[dt.date, dt.date]]
) -> None:
    there = compare([_row(_of(one, 2022), _of(other, 2023), 2023) for one, other in days])
    back = compare([_row(_of(other, 2022), _of(one, 2023), 2023) for one, other in days])
    for (one, other), (change, reason), changed_back in zip(days, there, back, strict=True):
        assert changed_back == (_BACK.get(change, change), reason), (one, other)
        assert change == ("unchanged" if one == other else "tightened" if other < one else "relaxed")


_ENDS = st.one_of(st.none(), st.integers(-4, 4))


@st.composite
def _intervals(draw: st.DrawFn) -> dict[str, Any]:
    low, high = draw(_ENDS), draw(_ENDS)
    if low is not None and high is not None and low > high:
        low, high = high, low
    is_point = low == high
    return {
        "low": low,
        "high": high,
        "is_low_open": not is_point and draw(st.booleans()),
        "is_high_open": not is_point and draw(st.booleans()),
    }


@st.composite
def _wider(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """An interval and one that holds all of it."""
    narrow = draw(_intervals())
    wide = dict(narrow)
    if wide["low"] is not None:
        wide["low"] = draw(st.sampled_from([wide["low"], wide["low"] - 1, None]))
        wide["is_low_open"] = narrow["is_low_open"] and wide["low"] == narrow["low"]
    if wide["high"] is not None:
        wide["high"] = draw(st.sampled_from([wide["high"], wide["high"] + 1, None]))
        wide["is_high_open"] = narrow["is_high_open"] and wide["high"] == narrow["high"]
    return narrow, wide


@pytest.fixture(scope="module")
def meets(compiled: Callable[..., str]) -> Iterator[Callable[..., bool | None]]:
    """Whether an actual value meets a target, by the macro interval_meets."""
    condition = compiled("--inline", "{{ jixiao.interval_meets('t', 'a') }}")
    ends = ", ".join(
        f"cast(? as {kind}) as {name}"
        for name, kind in (
            ("low", "integer"),
            ("high", "integer"),
            ("is_low_open", "boolean"),
            ("is_high_open", "boolean"),
        )
    )
    sql = f"select {condition} from (select {ends}, cast(? as varchar) as bound) as t, (select {ends}) as a"
    with duckdb.connect() as connection:

        def meets(target: dict[str, Any], actual: dict[str, Any], bound: str = "at_least") -> bool | None:
            [(met,)] = connection.execute(sql, [*target.values(), bound, *actual.values()]).fetchall()
            return met

        yield meets


@given(
    target=_intervals(), pair=_wider(), bound=st.sampled_from(["at_least", "at_most", "exactly", "within"])
)
def test_an_interval_wider_never_decides_more(
    meets: Callable[..., bool | None],
    target: dict[str, Any],
    pair: tuple[dict[str, Any], dict[str, Any]],
    bound: str,
) -> None:
    narrow, wide = pair
    decided = meets(target, wide, bound)

    assert decided is None or meets(target, narrow, bound) == decided


@given(target=_intervals(), value=st.integers(-4, 4))
def test_a_single_number_inside_what_is_allowed_meets_and_one_below_a_floor_misses(
    meets: Callable[..., bool | None], target: dict[str, Any], value: int
) -> None:
    actual = {"low": value, "high": value, "is_low_open": False, "is_high_open": False}
    if target["low"] is not None and value < target["low"]:
        assert meets(target, actual) is False
    elif all(target[end] is not None for end in ("low", "high")) and target["low"] < value < target["high"]:
        assert meets(target, actual) is True
