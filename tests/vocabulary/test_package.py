"""A bureau sets its own bands of continuity without a fork: Python, the models, the gates and dbt by hand have them."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from flows.vocabulary.declared import SEEDS
from tests.loading import Called, jixiao, query
from tests.own_package import copy_example
from tests.places import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("vocabulary_package")]

PUBLISHERS = ROOT / "tests" / "documents" / "publishers"
OURS, BUREAUS = Decimal("0.5000"), Decimal("0.9000")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of two years of a county's bureau, loaded with the package `jiangnan`."""
    folder = tmp_path_factory.mktemp("bands")
    copy_example(folder)
    for year, name in (
        (2023, "county_bureau_2023_objectives.doc"),
        (2024, "county_bureau_2024_objectives.xlsx"),
    ):
        (folder / "raw" / str(year)).mkdir(parents=True)
        shutil.copy(PUBLISHERS / name, folder / "raw" / str(year))
    called = load(folder)
    assert called.status == 0, called.err
    return folder


def load(folder: Path) -> Called:
    return jixiao(
        *("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse"),
        JIXIAO_EXTENSION=str(folder / "jiangnan"),
    )


def bands(working: Path) -> dict[str, Decimal | None]:
    """The lowest value of each band in the seed of a working file."""
    return dict(query(working, "select expectation, lowest from seeds.continuity_bands"))


def test_the_bands_of_the_package_win_and_ours_stay_beside_them(folder: Path) -> None:
    lowest = bands(folder / "warehouse" / "working.duckdb")

    with (SEEDS / "continuity_bands.csv").open(encoding="utf-8", newline="") as file:
        ours = {
            line["expectation"]: Decimal(line["lowest"]) if line["lowest"] else None
            for line in csv.DictReader(file)
        }
    assert ours["money_is_alike"] == OURS
    assert lowest == ours | {"money_is_alike": BUREAUS}


def test_the_models_judge_by_them(folder: Path) -> None:
    [(verdict, observed)] = query(
        folder / "warehouse" / "jixiao.duckdb",
        "select verdict, observed from marts.year_comparability where expectation = 'money_is_alike'",
    )

    assert OURS < observed < BUREAUS
    assert verdict == "doubtful"


def test_the_expectations_judge_and_word_by_them(folder: Path) -> None:
    judged = query(
        folder / "warehouse" / "jixiao.duckdb",
        "select is_met from operations.gate_result where gate = 'continuity' and expectation = 'money_is_alike'",
    )
    pages = [
        page.read_text(encoding="utf-8") for page in (folder / "warehouse" / "data_docs").rglob("*.html")
    ]

    assert judged == [(False,)]
    assert any("江南省从严" in page and "0.9 to 1.11" in page for page in pages)


def test_dbt_by_hand_keeps_the_lines_of_the_package(folder: Path, tmp_path: Path) -> None:
    working = tmp_path / "working.duckdb"
    shutil.copy(folder / "warehouse" / "working.duckdb", working)
    done = subprocess.run(
        [
            *(
                Path(sys.executable).with_name("dbt"),
                "build",
                "--select",
                "continuity_bands",
                "finding_rules",
            ),
            *("unit_scorecard", "--profiles-dir", ROOT / "dbt_project", "--target-path", tmp_path / "target"),
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=folder / "jiangnan",
        env={
            **os.environ,
            "JIXIAO_DBT_PROJECT": str(ROOT / "dbt_project"),
            "JIXIAO_WORKING_FILE": str(working),
        },
    )

    assert done.returncode == 0, done.stdout
    assert bands(working) == bands(folder / "warehouse" / "working.duckdb")
    assert query(working, "from seeds.finding_rules where rule = 'budget_in_round_millions'")


def test_the_next_load_installs_no_packages_and_takes_a_changed_band(folder: Path) -> None:
    link = folder / "jiangnan" / "dbt_packages" / "jixiao"
    installed = link.lstat().st_mtime_ns
    file = folder / "jiangnan" / "vocabulary" / "continuity_bands.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("0.9,1.11", "0.8,1.25"), encoding="utf-8")

    called = load(folder)

    assert called.status == 0, called.err
    assert link.lstat().st_mtime_ns == installed
    verdict = query(
        folder / "warehouse" / "jixiao.duckdb",
        "select verdict from marts.year_comparability where expectation = 'money_is_alike'",
    )
    assert verdict == [("comparable",)]
