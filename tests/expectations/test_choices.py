"""Documents against one another: what a load says of a file in two years, and of two forms of one project."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.findings.made import CASES
from tests.loading import Called, jixiao, query
from tests.places import ROOT
from tests.scale.formats import as_html

pytestmark = [pytest.mark.slow, pytest.mark.operated]

WITHOUT_YEAR = ROOT / "tests" / "documents" / "publishers" / "prefecture_wide_table_no_money.xlsx"


def load(folder: Path, lines: Mapping[str, tuple[int, str]] | None = None) -> Called:
    """Load folder/raw; `lines` of documents.csv are path → (fiscal year, day of publication)."""
    if lines:
        with (folder / "raw" / "documents.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("path", "fiscal_year", "published_on"))
            writer.writerows((path, *line) for path, line in lines.items())
    return jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse")


def published(folder: Path, sql: str) -> list[tuple[object, ...]]:
    return query(folder / "warehouse" / "jixiao.duckdb", sql)


@pytest.fixture(scope="module")
def one_file_in_two_years(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Called]:
    folder = tmp_path_factory.mktemp("two_years")
    for year in (2023, 2024):
        (folder / "raw" / str(year)).mkdir(parents=True)
        shutil.copyfile(WITHOUT_YEAR, folder / "raw" / str(year) / "o.xlsx")
    return folder, load(folder)


def test_a_file_in_two_years_is_said_found_and_doubtful_to_compare(
    one_file_in_two_years: tuple[Path, Called],
) -> None:
    folder, called = one_file_in_two_years

    assert called.status == 0
    assert "Nothing is odd" not in called.err
    assert "byte for byte the file 2023/o.xlsx" in called.err
    assert published(
        folder, "select evidence from marts.finding where rule = 'same_file_in_two_years' order by 1"
    ) == [("2023/o.xlsx / 2024/o.xlsx",), ("2024/o.xlsx / 2023/o.xlsx",)]
    assert published(
        folder, "select expectation, observed from marts.year_comparability where verdict = 'doubtful'"
    ) == [("documents_are_of_one_year", 0)]


def test_the_year_that_documents_csv_does_not_confirm_is_set_aside(
    one_file_in_two_years: tuple[Path, Called], tmp_path: Path
) -> None:
    shutil.copytree(one_file_in_two_years[0], tmp_path / "copy")
    called = load(tmp_path / "copy", {"2024/o.xlsx": (2024, "")})

    assert called.status == 3
    assert published(tmp_path / "copy", "select path, status from marts.dim_document order by path") == [
        ("2023/o.xlsx", "set_aside"),
        ("2024/o.xlsx", "current"),
    ]


ORIGINAL, ADJUSTED = "2024/预算批复.html", "2024/调整.html"
PROJECT = CASES[0].form


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Called]:
    """Two documents of one project, neither with a day of publication."""
    folder = tmp_path_factory.mktemp("adjusted")
    (folder / "raw" / "2024").mkdir(parents=True)
    for path, budget in ((ORIGINAL, "72"), (ADJUSTED, "95")):
        form = replace(PROJECT, budget=budget, fiscal=budget)
        (folder / "raw" / path).write_bytes(as_html([form]))
    return folder, load(folder)


def counted(folder: Path) -> list[tuple[object, ...]]:
    return published(folder, "select cast(budget_yuan as integer) from marts.fact_budget where is_additive")


def test_of_two_undated_forms_the_adjusted_one_counts_and_the_choice_is_said(
    undated: tuple[Path, Called],
) -> None:
    folder, called = undated

    assert called.status == 0
    assert counted(folder) == [(950_000,)]
    assert "Nothing is odd" not in called.err
    said = " ".join(called.err.split())
    assert "2024/调整.html (95万元) counts, 2024/预算批复.html (72万元) does not" in said
    assert "its title or file name says that it was adjusted" in said
    assert "give published_on of both in raw/documents.csv" in said


def test_the_name_of_a_file_that_sorts_first_changes_nothing_and_the_later_publication_does(
    undated: tuple[Path, Called], tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(undated[0], folder)
    (folder / "raw" / ORIGINAL).rename(folder / "raw" / "2024" / "0.html")
    load(folder)
    assert counted(folder) == [(950_000,)]

    called = load(folder, {"2024/0.html": (2024, "2024-09-20"), ADJUSTED: (2024, "2024-02-01")})
    assert counted(folder) == [(720_000,)]
    assert "it was published later (2024-09-20, 2024-02-01)" in " ".join(called.err.split())
    assert "Nothing is odd" not in called.err
