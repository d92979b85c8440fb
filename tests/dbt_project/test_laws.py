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

from tests.dbt_project.project import columns_of

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
def compare(
    compiled: Callable[..., str],
) -> Iterator[Callable[[dict[str, Any]], tuple[str, str | None]]]:
    """Change and reason of a row of int_indicator_years, by the SQL of indicator_year_over_year."""
    sql = compiled("--select", "indicator_year_over_year").replace(
        '"memory"."intermediate"."int_indicator_years"', "drawn"
    )
    columns = columns_of("int_indicator_years")
    with duckdb.connect() as connection:
        connection.execute(
            f"create table drawn ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
        )

        def compare(row: dict[str, Any]) -> tuple[str, str | None]:
            connection.execute("delete from drawn")
            connection.execute(
                f"insert into drawn ({', '.join(row)}) values ({', '.join('?' * len(row))})", [*row.values()]
            )
            [(change, reason)] = connection.execute(
                f"select change, not_comparable_because from ({sql})"
            ).fetchall()
            return change, reason

        yield compare


def _row(previous: dict[str, Any], later: dict[str, Any], fiscal_year: int = 2025) -> dict[str, Any]:
    sides = {f"previous_{name}": value for name, value in _told(previous, fiscal_year - 1).items()}
    years = {"fiscal_year": fiscal_year, "previous_fiscal_year": fiscal_year - 1, "presence": "continued"}
    return {**years, **sides, **_told(later, fiscal_year), "is_recurring": False, "is_completion": False}


def _told(side: dict[str, Any], fiscal_year: int) -> dict[str, Any]:
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


@given(one=_NUMBERS, other=_NUMBERS)
def test_a_number_that_is_relaxed_one_way_is_tightened_the_other_way(
    compare: Callable[[dict[str, Any]], tuple[str, str | None]], one: dict[str, Any], other: dict[str, Any]
) -> None:
    change, reason = compare(_row(one, other))

    assert compare(_row(other, one)) == (_BACK.get(change, change), reason)


@given(one=st.one_of(_NUMBERS, _DATES, _WORDS), other=_WORDS)
def test_what_is_quantified_one_way_is_unquantified_the_other_way(
    compare: Callable[[dict[str, Any]], tuple[str, str | None]], one: dict[str, Any], other: dict[str, Any]
) -> None:
    change, reason = compare(_row(one, other))

    assert compare(_row(other, one)) == (_BACK.get(change, change), reason)


@given(one=_DATES, other=_DATES)
def test_a_later_day_beyond_the_fiscal_year_is_never_tightened_nor_unchanged(
    compare: Callable[[dict[str, Any]], tuple[str, str | None]], one: dict[str, Any], other: dict[str, Any]
) -> None:
    first, second = one["ends_on"], other["ends_on"]
    if first.year == 2024 and second.year == 2025:
        return
    change, _ = compare(_row(one, other))

    expected = "unchanged" if first == second else "relaxed" if first < second else "tightened"
    assert change in {expected, "not_comparable"}
    if change == "not_comparable":
        assert (first.month, second.year - first.year) == (second.month, 1)


# A day of the fiscal year: 29 February is of some years only.
_DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2023, 12, 31))


def _of(day: dt.date, year: int) -> dict[str, Any]:
    return {"kind": "deadline", "ends_on": day.replace(year=year)}


@given(earlier=_DAYS, later=_DAYS, year=st.sampled_from([2025, 2026, 2027, 2030, 2031]))
def test_another_fiscal_year_changes_no_class_of_days_within_it(
    compare: Callable[[dict[str, Any]], tuple[str, str | None]],
    earlier: dt.date,
    later: dt.date,
    year: int,
) -> None:
    changes = {
        compare(_row(_of(earlier, of - 1), _of(later, of), of))
        for of in (2022, year)
        if of % 4 and of % 4 != 1
    }
    assert len(changes) <= 1


@given(one=_DAYS, other=_DAYS)
def test_a_day_of_the_year_that_is_relaxed_one_way_is_tightened_the_other_way(
    compare: Callable[[dict[str, Any]], tuple[str, str | None]], one: dt.date, other: dt.date
) -> None:
    change, reason = compare(_row(_of(one, 2022), _of(other, 2023), 2023))

    assert compare(_row(_of(other, 2022), _of(one, 2023), 2023)) == (_BACK.get(change, change), reason)
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
