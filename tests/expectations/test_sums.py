"""Sums over the tables tell one truth: pauses, mergers, splits, missing amounts, each a jurisdiction of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest

from expectations import sums
from expectations.expectation import Expectation, with_places
from expectations.warehouse import WAREHOUSE
from tests.identity.made import Document, Project, Row, build, land

pytestmark = pytest.mark.slow

_ROWS = (Row("抽检批次", "≥20批次"), Row("抽检合格率", "≥98%", level2="质量指标"))
_PATROL = Project("巡查", _ROWS, purpose="日常巡查", objective="巡查到位")
_LAW = Project("法律服务", (Row("诉讼案件", "≥3件"),), purpose="代理诉讼", objective="依法行政")
_SCHOOL = Project("业务培训", (Row("培训人数", "≥90人"),), purpose="培训班", objective="提升能力")
EXPECTATIONS = (
    sums.PROJECTS_ADD_UP_TO_THE_BUDGETS,
    sums.DIFFERENCES_ARE_THOSE_OF_THE_BUDGETS,
    sums.UNITS_ADD_UP_TO_THE_PROJECTS,
)


@dataclass(frozen=True, slots=True)
class Case:
    """Forms by year; the unit, change, earlier money, later money and difference of each unit and project in 万元."""

    years: dict[int, Sequence[Project]]
    units: Sequence[tuple[object, ...]]
    projects: Sequence[tuple[object, ...]]
    successions: Sequence[tuple[int, str, str, str]] = ()
    publishers: dict[int, str] | None = None


def _of(project: Project, money: str | None, unit: str = "100101") -> Project:
    return replace(project, money=money, unit_code=unit, unit_name=f"单位{unit}")


CASES = {
    "a project pauses": Case(
        {
            2023: [_of(_PATROL, "10"), _of(_LAW, "5")],
            2024: [_of(_LAW, "6")],
            2025: [_of(_PATROL, "12"), _of(_LAW, "6")],
        },
        [(2024, "100101", "continued", 15, 6, -9), (2025, "100101", "continued", 6, 18, 12)],
        [
            (2024, "巡查", "dropped", 10, None, -10),
            (2024, "法律服务", "continued", 5, 6, 1),
            (2025, "巡查", "continued", None, 12, 12),
            (2025, "法律服务", "continued", 6, 6, 0),
        ],
    ),
    "a unit pauses": Case(
        {
            2023: [_of(_PATROL, "10"), _of(_LAW, "5", "100102")],
            2024: [_of(_PATROL, "10")],
            2025: [_of(_PATROL, "10"), _of(_LAW, "7", "100102")],
        },
        [
            (2024, "100101", "continued", 10, 10, 0),
            (2024, "100102", "dropped", 5, None, -5),
            (2025, "100101", "continued", 10, 10, 0),
            (2025, "100102", "continued", None, 7, 7),
        ],
        [
            (2024, "巡查", "continued", 10, 10, 0),
            (2024, "法律服务", "dropped", 5, None, -5),
            (2025, "巡查", "continued", 10, 10, 0),
            (2025, "法律服务", "continued", None, 7, 7),
        ],
    ),
    "two units merge": Case(
        {
            2023: [_of(_PATROL, "10"), _of(_LAW, "5", "100102"), _of(_SCHOOL, "3", "100102")],
            2024: [_of(_PATROL, "11", "100109"), _of(_LAW, "6", "100109")],
        },
        [
            (2024, "100101", "dropped", 0, None, 0),
            (2024, "100102", "dropped", 0, None, 0),
            (2024, "100109", "merged", 18, 17, -1),
        ],
        [
            (2024, "业务培训", "dropped", 3, None, -3),
            (2024, "巡查", "continued", 10, 11, 1),
            (2024, "法律服务", "continued", 5, 6, 1),
        ],
        successions=[(2024, "merges", "100101", "100109"), (2024, "merges", "100102", "100109")],
    ),
    "two units of two publishers merge": Case(
        {2023: [_of(_PATROL, "10")], 2024: [_of(_PATROL, "11", "100109")]},
        [(2024, "100101", "dropped", 0, None, 0), (2024, "100109", "merged", 10, 11, 1)],
        [(2024, "巡查", "continued", 10, 11, 1)],
        successions=[(2024, "merges", "100101", "100109")],
        publishers={2023: "旧局", 2024: "新局"},
    ),
    "a unit splits": Case(
        {
            2023: [_of(_PATROL, "10"), _of(_LAW, "5"), _of(_SCHOOL, "3")],
            2024: [_of(_PATROL, "11", "100103"), _of(_LAW, "6", "100104")],
        },
        [
            (2024, "100101", "dropped", 3, None, -3),
            (2024, "100103", "split", 10, 11, 1),
            (2024, "100104", "split", 5, 6, 1),
        ],
        [
            (2024, "业务培训", "dropped", 3, None, -3),
            (2024, "巡查", "continued", 10, 11, 1),
            (2024, "法律服务", "continued", 5, 6, 1),
        ],
        successions=[(2024, "splits", "100101", "100103"), (2024, "splits", "100101", "100104")],
    ),
    "a part splits off": Case(
        {
            2023: [_of(_PATROL, "10"), _of(_LAW, "5")],
            2024: [_of(_PATROL, "11"), _of(_LAW, "6", "100104"), _of(_SCHOOL, "2", "100105")],
        },
        [
            (2024, "100101", "continued", 10, 11, 1),
            (2024, "100104", "split", 5, 6, 1),
            (2024, "100105", "split", None, 2, 2),
        ],
        [
            (2024, "业务培训", "added", None, 2, 2),
            (2024, "巡查", "continued", 10, 11, 1),
            (2024, "法律服务", "continued", 5, 6, 1),
        ],
        successions=[(2024, "splits", "100101", "100104"), (2024, "splits", "100101", "100105")],
    ),
    "amounts are not printed": Case(
        {
            2023: [_of(_PATROL, "10"), _of(_LAW, None), _of(_SCHOOL, None, "100102")],
            2024: [_of(_PATROL, None), _of(_LAW, "6")],
        },
        [(2024, "100101", "continued", 10, 6, None), (2024, "100102", "dropped", None, None, None)],
        [
            (2024, "业务培训", "dropped", None, None, None),
            (2024, "巡查", "continued", 10, None, None),
            (2024, "法律服务", "continued", None, 6, None),
        ],
    ),
    "forms without a unit of two publishers": Case(
        {
            2023: [replace(_PATROL, money="10", unit_code=None, unit_name=None)],
            2024: [replace(_PATROL, money="12", unit_code=None, unit_name=None)],
        },
        [(2024, "未列明", "continued", 10, 12, 2)],
        [(2024, "巡查", "continued", 10, 12, 2)],
    ),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The marts of all cases, built at once."""
    folder = tmp_path_factory.mktemp("sums")
    file = folder / "sums.duckdb"
    land(
        file,
        [
            Document(year, projects, f"{name}/{year}/a.docx", (case.publishers or {}).get(year, name), name)
            for name, case in CASES.items()
            for year, projects in case.years.items()
        ]
        + [
            # Another publisher of the jurisdiction whose forms name no unit either, and whose years differ.
            Document(
                year,
                [replace(_LAW, money="1", unit_code=None, unit_name=None)],
                f"another/{year}.docx",
                "别的局",
                "forms without a unit of two publishers",
            )
            for year in (2022, 2025)
        ],
    )
    build(
        file,
        folder,
        select="+unit_year_over_year +project_year_over_year +fact_budget +dim_document +dim_project",
        seeds={
            "unit_successions": [
                (name, *succession, "合成") for name, case in CASES.items() for succession in case.successions
            ]
        },
    )
    return file


def _changes(file: Path, query: str, name: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(query, [name]).fetchall()


_MONEY = "previous_budget_yuan / 10000, budget_yuan / 10000, difference_yuan / 10000"


@pytest.mark.parametrize("name", sorted(set(CASES) - {"forms without a unit of two publishers"}))
def test_each_unit_is_compared_with_what_it_took_over(built: Path, name: str) -> None:
    found = _changes(
        built,
        f"""
        select fiscal_year, coalesce(unit_code, unit_name), change, {_MONEY}
        from marts.unit_year_over_year
        join marts.dim_unit using (unit_id)
        where jurisdiction = ? and dim_unit.is_current
        order by all
        """,
        name,
    )
    assert found == list(CASES[name].units)


@pytest.mark.parametrize("name", sorted(set(CASES) - {"forms without a unit of two publishers"}))
def test_each_project_has_its_money_as_its_difference(built: Path, name: str) -> None:
    found = _changes(
        built,
        f"""
        select change.fiscal_year, project.project_name, change.change, {_MONEY}
        from marts.project_year_over_year as change
        join marts.dim_project as project using (project_key)
        join marts.dim_document as document
            on document.document_id = coalesce(change.document_id, change.previous_document_id)
        where document.jurisdiction = ?
        order by all
        """,
        name,
    )
    assert found == list(CASES[name].projects)


def test_a_project_that_is_back_has_indicators_without_an_earlier_value(built: Path) -> None:
    found = _changes(
        built,
        """
        select distinct change.previous_fiscal_year, change.fiscal_year, change.change, change.project_change,
            change.previous_target_text
        from marts.indicator_year_over_year as change
        join marts.dim_indicator using (indicator_key)
        join marts.dim_project as project using (project_key)
        where project.project_name = '巡查' and change.fiscal_year = 2025
            and change.document_id in (select document_id from marts.dim_document where jurisdiction = ?)
        """,
        "a project pauses",
    )
    assert found == [(2024, 2025, "added", "continued", None)]


Judge = Callable[[Expectation], list[str]]


def _offences(connection: duckdb.DuckDBPyConnection, expectation: Expectation) -> list[str]:
    query = with_places(expectation.query).format(batch=f"({WAREHOUSE.batch})")
    return [row[-1] for row in connection.execute(query).fetchall()]


@pytest.mark.parametrize("expectation", EXPECTATIONS, ids=lambda expectation: expectation.name)
def test_the_sums_of_the_tables_agree(built: Path, expectation: Expectation) -> None:
    with duckdb.connect(str(built), read_only=True) as connection:
        assert _offences(connection, expectation) == []


@pytest.mark.parametrize(
    ("damage", "expectation", "words"),
    [
        (
            "delete from marts.project_year_over_year where change = 'dropped' and difference_yuan = -100000",
            sums.PROJECTS_ADD_UP_TO_THE_BUDGETS,
            "has 50000 yuan in 1 form(s) of the earlier year, 0 without an amount, but fact_budget has 150000 yuan in 2, 0",
        ),
        (
            "update marts.project_year_over_year set previous_budget_yuan = 1 where difference_yuan = -30000",
            sums.PROJECTS_ADD_UP_TO_THE_BUDGETS,
            "but fact_budget has 180000 yuan in 3",
        ),
        (
            "update marts.project_year_over_year set difference_yuan = null where difference_yuan = -100000",
            sums.DIFFERENCES_ARE_THOSE_OF_THE_BUDGETS,
            "of form 1 in project_year_over_year is no amount, but the forms in fact_budget make -100000 yuan.",
        ),
        (
            "update marts.unit_year_over_year set difference_yuan = 0 where forms_without_budget > 0",
            sums.DIFFERENCES_ARE_THOSE_OF_THE_BUDGETS,
            "but its money makes no amount.",
        ),
        (
            "update marts.unit_year_over_year set previous_budget_yuan = 180000 where previous_budget_yuan = 30000",
            sums.UNITS_ADD_UP_TO_THE_PROJECTS,
            "330000 yuan in the year before, but project_year_over_year has 170000 yuan and 180000 yuan;",
        ),
        (
            "delete from marts.unit_year_over_year where change = 'merged'",
            sums.UNITS_ADD_UP_TO_THE_PROJECTS,
            "2024: unit_year_over_year has 0 yuan and 0 yuan in the year before, but project_year_over_year has 170000 yuan",
        ),
    ],
)
def test_a_sum_that_differs_is_named_with_its_years(
    built: Path, tmp_path: Path, damage: str, expectation: Expectation, words: str
) -> None:
    file = tmp_path / "damaged.duckdb"
    shutil.copyfile(built, file)
    with duckdb.connect(str(file)) as connection:
        connection.execute(damage)
        found = _offences(connection, expectation)
    assert any(words in reason for reason in found), found
