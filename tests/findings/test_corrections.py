"""The seed corrections: printed and corrected value are both kept, and a line that matches nothing fails the load."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.base.database import reading
from flows.report.facts import read_facts
from tests.findings.made import form
from tests.loading import query
from tests.places import ROOT
from tests.years.publications import printed

pytestmark = [pytest.mark.slow, pytest.mark.operated]

HEADER = "path,form_no,row_no,field,printed,corrected,reason,told_publisher\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of our code, whose seeds a test may change, and a document of one sound form."""
    for name in ("flows", "expectations", "dbt_project"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("target", "logs", "__pycache__")
        )
    document = tmp_path / "raw" / "2024" / "a.txt"
    document.parent.mkdir(parents=True)
    document.write_text(printed([form("十全十美的项目")]), encoding="utf-8")
    return tmp_path


def load(project: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    seed = project / "dbt_project" / "seeds" / "corrections.csv"
    seed.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", "load", "--raw", "raw", "--warehouse", "warehouse"],
        cwd=project,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_correction_feeds_the_value_and_the_printed_text_stays(project: Path) -> None:
    called = load(
        project,
        "2024/a.txt,1,,budget,10.00,12.00,the approved budget says 12,false",
        "2024/a.txt,1,2,target_text,≥95%,≥85%,a slip of the pen,true",
    )
    published = project / "warehouse" / "jixiao.duckdb"

    assert called.returncode == 0, called.stderr
    assert query(published, "select budget_text, budget_yuan from marts.fact_budget") == [("10.00", 120_000)]
    assert query(
        published,
        "select target_text, cast(target_value as integer) from marts.fact_indicator where row_no = 2",
    ) == [("≥95%", 85)]
    assert query(
        published,
        "select row_no, message from marts.finding where rule = 'error_corrected' order by row_no nulls first",
    ) == [(None, "原文「10.00」有误，按「12.00」计"), (2, "原文「≥95%」有误，按「≥85%」计")]


def status(project: Path) -> dict[str, Any]:
    called = subprocess.run(
        [sys.executable, "-m", "flows.cli", "status", "--json", "--warehouse", "warehouse"],
        cwd=project,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(called.stdout)


def test_a_doubt_is_said_by_load_status_and_report_until_a_line_confirms_it(project: Path) -> None:
    document = project / "raw" / "2024" / "a.txt"
    document.write_text(printed([form("合计不符的项目", fiscal="12.00")]), encoding="utf-8")
    called = load(project)
    published = project / "warehouse" / "jixiao.duckdb"

    assert called.returncode == 0, called.stderr
    assert "1 field of 1 form needs review: jixiao status" in called.stderr
    assert "Odd (no_field_needs_review, 1 ×)" in called.stderr
    assert "Nothing is odd" not in called.stderr
    (review,) = status(project)["needs_review"]
    assert (review["path"], review["form_no"], review["field"], review["text"]) == (
        "2024/a.txt",
        1,
        "budget",
        "10.00",
    )
    assert review["reason"] == "its parts do not add up to it, or a word of its label is not known"
    with reading(published) as connection:
        assert read_facts(connection).reviews == [review]

    called = load(project, review["correction"])

    assert called.returncode == 0, called.stderr
    assert "review" not in called.stderr
    assert status(project)["needs_review"] == []
    assert query(published, "select budget_yuan, needs_review from marts.fact_budget") == [(100_000, None)]
    assert query(published, "select count(*) from marts.finding where rule = 'error_corrected'") == [(0,)]


def test_a_confirmed_target_keeps_its_reading(project: Path) -> None:
    called = load(project, "2024/a.txt,1,2,target_text,≥95%,confirmed,compared with the document,false")

    assert called.returncode == 0, called.stderr
    assert query(
        project / "warehouse" / "jixiao.duckdb",
        "select cast(target_value as integer) from marts.fact_indicator where row_no = 2",
    ) == [(95,)]


def test_a_correction_that_matches_nothing_fails_the_load_and_is_named(project: Path) -> None:
    called = load(project, "2024/a.txt,1,2,target_text,≥90%,≥85%,a slip of the pen,true")

    assert called.returncode == 4
    assert "corrections.csv: the line 2024/a.txt, 1, 2, target_text, ≥90%" in called.stderr
    assert not (project / "warehouse" / "jixiao.duckdb").exists()
