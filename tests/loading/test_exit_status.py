"""The exit status speaks of what lies below raw/ now, and what only needs the published file goes on where that is right."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.findings.made import CASES, form
from tests.loading import jixiao, query
from tests.places import ROOT
from tests.scale.formats import as_html

pytestmark = pytest.mark.slow

WHOLE = as_html([form("会变的项目")])
CUT = as_html([form("会变的项目", budget="约若干万元")])


def make(target: str, raw: Path, warehouse: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--directory", str(ROOT), target, f"RAW={raw}", f"WAREHOUSE={warehouse}"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.operated
def test_a_file_that_was_set_aside_and_is_whole_now_ends_with_0_and_one_that_is_cut_now_with_3(
    tmp_path: Path,
) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    (raw / "2024").mkdir(parents=True)
    (raw / "2024" / "good.html").write_bytes(as_html([CASES[0].form]))
    changing = raw / "2024" / "changing.html"

    def load(content: bytes | None = None) -> int:
        if content is not None:
            changing.write_bytes(content)
        return jixiao("load", "--raw", raw, "--warehouse", warehouse).status

    def statuses() -> list[str]:
        rows = query(
            warehouse / "jixiao.duckdb",
            "select status from marts.dim_document where path = '2024/changing.html' order by loaded_at",
        )
        return [status for (status,) in rows]

    # What make bi, docs and screenshots do first.
    changing.write_bytes(CUT)
    goes_on = make("published", raw, warehouse)
    assert goes_on.returncode == 0, goes_on.stderr
    assert "It is right without 1 document(s) that are set aside" in " ".join(goes_on.stderr.split())
    assert make("load", raw, warehouse).returncode != 0
    assert (load(), statuses()) == (3, ["set_aside"])

    assert (load(WHOLE), statuses()) == (0, ["superseded", "current"])
    assert load() == 0

    assert (load(CUT + b"<!-- cut again -->"), statuses()) == (3, ["superseded", "current", "set_aside"])
    assert load() == 3


def test_what_needs_the_published_file_stops_where_there_is_none(tmp_path: Path) -> None:
    assert make("published", tmp_path / "missing", tmp_path / "warehouse").returncode != 0


@pytest.mark.parametrize("target", ["bi", "docs", "screenshots"])
def test_targets_that_only_need_the_published_file_load_as_published_does(
    target: str,
) -> None:
    """What make would do, without doing it."""
    steps = subprocess.run(
        ["make", "--directory", str(ROOT), "--dry-run", target],
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()

    loads = [step for step in steps if "jixiao load" in step]
    assert len(loads) == 1
    assert "test $status -eq 3 || exit $status" in loads[0]
