"""Years that are loaded in any order, restated, set aside or missing: the marts are a function of what is accepted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.loading import jixiao, marts, query
from tests.years.publications import Form, first_year, next_year, printed, with_form, with_row

pytestmark = [pytest.mark.slow, pytest.mark.operated]

YEARS = (2024, 2025, 2026)
# Of several units, with two projects of one name (11, 12) and one whose name is its description (17).
CHOSEN = (1, 4, 9, 11, 12, 14, 17, 34, 36)


def three_years() -> tuple[tuple[Form, ...], ...]:
    """Three documents: a project that is renamed and renamed back (4), one that pauses (34), targets that move (1)."""
    first = tuple(form for form in first_year() if form.origin in CHOSEN)
    second = with_row(next_year(first), (1, 1), "tightened", target="≥30台套")
    second = with_form(second, 4, lambda form: replace(form, name="政府网站监测服务2025"))
    third = with_form(next_year(second), 4, lambda form: replace(form, name="官网监测服务2026"))
    return first, tuple(form for form in second if form.origin != 34), third


@pytest.fixture
def publish(tmp_path: Path) -> Callable[[int, str], None]:
    """Writes the document of a year into raw/."""

    def write(year: int, text: str) -> None:
        file = tmp_path / "raw" / str(year) / "a.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def load(tmp_path: Path) -> Callable[[], Path]:
    """Loads raw/ and returns the published file."""

    def run() -> Path:
        called = jixiao("load", "--raw", tmp_path / "raw", "--warehouse", tmp_path / "warehouse")
        assert called.status in (0, 3), called.err
        return tmp_path / "warehouse" / "jixiao.duckdb"

    return run


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("at_once")
    for year, forms in zip(YEARS, three_years(), strict=True):
        file = folder / "raw" / str(year) / "a.txt"
        file.parent.mkdir(parents=True)
        file.write_text(printed(forms), encoding="utf-8")
    called = jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse")
    assert called.status == 0, called.err
    return folder / "warehouse" / "jixiao.duckdb"


def changes_of_project(database: Path, name: str) -> list[tuple[object, ...]]:
    return query(
        database,
        """
        select previous_fiscal_year, fiscal_year, change from marts.project_year_over_year
        inner join marts.dim_project using (project_key) where contains(project_name, ?) order by fiscal_year
        """,
        name,
    )


def test_years_loaded_one_at_a_time_give_the_marts_of_all_at_once(
    publish: Callable[[int, str], None], load: Callable[[], Path], at_once: Path
) -> None:
    first, second, third = map(printed, three_years())
    publish(2025, second)
    load()
    publish(2024, first)
    publish(2026, third)
    database = load()
    assert marts(database) == marts(at_once)

    # An earlier year gives a thing the key of its earliest member, and what became of the later key is written down;
    # a later year changes no key.
    changed = query(database, "select load_no, key_column, new_key from operations.key_change")
    assert {load_no for load_no, _, _ in changed} == {2}
    projects = {key for (key,) in query(database, "select project_key from marts.dim_project")}
    assert {key for _, column, key in changed if column == "project_key"} <= projects


def test_a_project_that_pauses_is_dropped_and_goes_on_when_it_returns(at_once: Path) -> None:
    assert changes_of_project(at_once, "信息化运维") == [(2024, 2025, "dropped"), (2025, 2026, "continued")]


def test_a_project_that_takes_its_old_name_again_is_one_project(at_once: Path) -> None:
    assert changes_of_project(at_once, "官网监测服务") == [
        (2024, 2025, "continued"),
        (2025, 2026, "continued"),
    ]


def test_a_first_year_has_no_rows(at_once: Path) -> None:
    for thing in ("indicator", "project", "unit"):
        assert query(
            at_once, f"select distinct fiscal_year from marts.{thing}_year_over_year order by 1"
        ) == [
            (2025,),
            (2026,),
        ]


def test_restating_an_earlier_year_corrects_the_comparison(
    tmp_path: Path, publish: Callable[[int, str], None], load: Callable[[], Path], at_once: Path
) -> None:
    first = three_years()[0]
    question = "select change, previous_target_text from marts.indicator_year_over_year where target_text = '≥30台套'"
    assert ("tightened", "≥27台套") in query(at_once, question)

    shutil.copytree(at_once.parent.parent, tmp_path, dirs_exist_ok=True)
    publish(2024, printed(with_row(first, (1, 1), "unchanged", target="≥30台套")))
    assert set(query(load(), question)) == {("unchanged", "≥30台套")}


def test_a_year_that_is_set_aside_makes_nothing_dropped(
    publish: Callable[[int, str], None], load: Callable[[], Path]
) -> None:
    first, second, third = three_years()
    publish(2024, printed(first))
    publish(2025, printed(second).replace("2.", "3.", 1))  # a heading number is missing: a form may be lost
    publish(2026, printed(third))
    database = load()
    assert query(database, "select status from marts.dim_document order by fiscal_year") == [
        ("current",),
        ("set_aside",),
        ("current",),
    ]
    assert query(
        database,
        "select distinct previous_fiscal_year, fiscal_year, change from marts.project_year_over_year",
    ) == [(2024, 2026, "continued")]
