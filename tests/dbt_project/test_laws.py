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

from tests.dbt_project.project import ROOT, run_dbt

_BACK = {
    "tightened": "relaxed",
    "relaxed": "tightened",
    "quantified": "unquantified",
    "unquantified": "quantified",
}
_ONE_YEAR = {"fiscal_year": 2025, "previous_fiscal_year": 2024, "presence": "continued"}

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
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The SQL of a text of Jinja, as dbt compiles it."""
    folder = tmp_path_factory.mktemp("compiled")

    def compile_text(*selection: str) -> str:
        result = run_dbt("compile", "nothing", folder, *selection)
        assert result.success, result.exception
        nodes: Any = result.result
        return nodes.results[0].node.compiled_code

    return compile_text


@pytest.fixture(scope="module")
def compare(
    compiled: Callable[..., str],
) -> Iterator[Callable[[dict[str, Any]], tuple[str, str | None]]]:
    """Change and reason of a row of int_indicator_years, by the SQL of indicator_year_over_year."""
    sql = compiled("--select", "indicator_year_over_year").replace(
        '"memory"."intermediate"."int_indicator_years"', "drawn"
    )
    columns = _columns_of_years()
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


def _columns_of_years() -> dict[str, str]:
    """The columns of int_indicator_years, by their names: what is no text by its kind."""
    import yaml  # noqa: PLC0415

    file = ROOT / "dbt_project" / "models" / "years" / "int_indicator_years.yml"
    [model] = yaml.safe_load(file.read_text(encoding="utf-8"))["models"]
    kinds = {
        "integer": ("fiscal_year", "form_no", "row_no", "begins", "due", "years_beyond"),
        "decimal(28, 8)": ("value",),
        "decimal(6, 4)": ("match_score",),
        "date": ("begins_on", "ends_on"),
        "boolean": ("is_recurring", "is_completion", "follows_budget"),
    }
    return {
        column["name"]: next(
            (kind for kind, names in kinds.items() if column["name"].removeprefix("previous_") in names),
            "varchar",
        )
        for column in model["columns"]
    }


def _row(previous: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    sides = {f"previous_{name}": value for name, value in _told(previous, 2024).items()}
    return {**_ONE_YEAR, **sides, **_told(later, 2025), "is_recurring": False, "is_completion": False}


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
def meets(compiled: Callable[..., str]) -> Iterator[Callable[[dict[str, Any], dict[str, Any]], bool | None]]:
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

        def meets(target: dict[str, Any], actual: dict[str, Any]) -> bool | None:
            [(met,)] = connection.execute(sql, [*target.values(), "at_least", *actual.values()]).fetchall()
            return met

        yield meets


@given(target=_intervals(), pair=_wider())
def test_an_interval_wider_never_decides_more(
    meets: Callable[[dict[str, Any], dict[str, Any]], bool | None],
    target: dict[str, Any],
    pair: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    narrow, wide = pair
    decided = meets(target, wide)

    assert decided is None or meets(target, narrow) == decided


@given(target=_intervals(), value=st.integers(-4, 4))
def test_a_single_number_inside_what_is_allowed_meets_and_one_below_a_floor_misses(
    meets: Callable[[dict[str, Any], dict[str, Any]], bool | None], target: dict[str, Any], value: int
) -> None:
    actual = {"low": value, "high": value, "is_low_open": False, "is_high_open": False}
    if target["low"] is not None and value < target["low"]:
        assert meets(target, actual) is False
    elif all(target[end] is not None for end in ("low", "high")) and target["low"] < value < target["high"]:
        assert meets(target, actual) is True
