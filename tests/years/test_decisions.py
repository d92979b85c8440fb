"""What a person decides in the seeds overrules what the models find: identity decisions, and successions of units."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flows.base.paths import ROOT
from tests.loading import query
from tests.years.publications import Form, first_year, next_year, printed, with_form, with_row

pytestmark = pytest.mark.slow

# Of three units; 4 is renamed, 9 gets another name and content, 34 a new code, a row of 1 another name.
CHOSEN = (1, 4, 9, 14, 34)
# What a clone of the project holds that a load needs; its seeds are edited as a person would.
PARTS = ("flows", "expectations", "dbt_project")


def second_year() -> tuple[Form, ...]:
    forms = next_year(form for form in first_year() if form.origin in CHOSEN)
    forms = with_form(forms, 4, lambda form: replace(form, name="政府网站监测服务2025"))
    forms = with_form(forms, 9, lambda form: replace(form, name="财会监督2025", purpose="财会监督"))
    forms = with_form(forms, 34, lambda form: replace(form, unit="355304天津市市场监管综合服务中心"))
    return with_row(forms, (1, 1), "unchanged", level3="实验室条件", description="实验室条件改善")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both years loaded with seeds that say otherwise than the models would."""
    folder = tmp_path_factory.mktemp("decisions")
    first = tuple(form for form in first_year() if form.origin in CHOSEN)
    for year, forms in ((2024, first), (2025, second_year())):
        file = folder / "raw" / str(year) / "a.txt"
        file.parent.mkdir(parents=True)
        file.write_text(printed(forms), encoding="utf-8")
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("target", "logs"))
    project = folder / "dbt_project"

    earlier, later = ("2024/a.txt", first), ("2025/a.txt", second_year())
    decide(project, "project", earlier, later, 2, "not_same")
    decide(project, "project", earlier, later, 3, "same")
    name = first[0].rows[0].level3
    add(
        project,
        "identity_decisions",
        ("indicator", later[0], 1, "实验室条件", earlier[0], 1, name, "same", "said so"),
    )
    add(project, "unit_successions", ("", 2025, "continues", "355204", "355304", "a new code"))
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "load", "--raw", "raw", "--warehouse", "out"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )
    assert done.returncode == 0, done.stderr
    return folder / "out" / "jixiao.duckdb"


Document = tuple[str, tuple[Form, ...]]


def decide(
    project: Path, thing: str, earlier: Document, later: Document, form_no: int, decision: str
) -> None:
    names = [(path, form_no, forms[form_no - 1].name) for path, forms in (later, earlier)]
    add(project, "identity_decisions", (thing, *names[0], *names[1], decision, "said so"))


def add(project: Path, seed: str, line: tuple[object, ...]) -> None:
    with (project / "seeds" / f"{seed}.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(line)


def projects(database: Path, form_no: int) -> list[tuple[str, str | None]]:
    return query(
        database,
        """
        select change, match_method from marts.project_year_over_year
        where coalesce(form_no, previous_form_no) = ? order by change
        """,
        form_no,
    )


def test_projects_that_are_said_to_be_two_are_two(database: Path) -> None:
    assert projects(database, 2) == [("added", None), ("dropped", None)]


def test_projects_that_are_said_to_be_one_are_one(database: Path) -> None:
    assert projects(database, 3) == [("continued", "decision")]


def test_indicators_that_are_said_to_be_one_are_one(database: Path) -> None:
    assert query(
        database,
        """
        select previous_form_no, previous_row_no, match_method, matched_on from marts.indicator_year_over_year
        where form_no = 1 and row_no = 1
        """,
    ) == [(1, 1, "decision", f"{first_year()[0].rows[0].level3} → 实验室条件")]


def test_a_unit_that_goes_on_under_a_new_code_and_name_is_one_unit(database: Path) -> None:
    assert query(
        database,
        """
        select change, previous_budget_yuan, budget_yuan, projects_continued from marts.unit_year_over_year
        inner join marts.dim_unit using (unit_id) where unit_code = '355304'
        """,
    ) == [("continued", 12_500, 12_500, 1)]
    assert projects(database, 5) == [("continued", "name")]
