"""A published file in which jurisdictions were replaced, one after another, is the file that a build of all would give."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tests.findings.made import CASES, Form, form, row
from tests.loading import jixiao
from tests.scale.formats import as_html

pytestmark = [pytest.mark.slow, pytest.mark.operated]

COLUMNS = ("path", "fiscal_year", "publisher", "jurisdiction", "published_on", "withdrawn_because")
EAST, WEST, NORTH = "东县", "西县", "北县"


def forms(year: int, place: str) -> list[Form]:
    """A few forms of a place: some go on every year, one comes and one goes; units of measure that only this place has."""
    made = [case.form for case in CASES[:2]]
    kept = [
        replace(
            each,
            rows=tuple(replace(row, target=row.target.replace("2024年", f"{year}年")) for row in each.rows),
        )
        for each in made
    ]
    own = form(f"只在{year}年的项目", row("数量指标", "巡查次数", f"≥{year - 2000}{place}趟"))
    growing = form("逐年增长项目", row("数量指标", "巡查次数", f"≥{(year - 2020) * 10}次"))
    return [*kept, own, growing]


class Operated:
    """A raw/ folder, its warehouse, and what is said of each document."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.warehouse = folder / "raw", folder / "warehouse"
        self.lines: dict[str, list[str]] = {}

    def put(self, place: str, year: int, made: list[Form] | None = None) -> str:
        path = f"{year}/{place}.html"
        (self.raw / str(year)).mkdir(parents=True, exist_ok=True)
        (self.raw / path).write_bytes(as_html(forms(year, place) if made is None else made))
        self.lines.setdefault(path, [str(year), f"{place}财政局", place, "", ""])
        return path

    def load(self) -> None:
        with (self.raw / "documents.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows([path, *line] for path, line in sorted(self.lines.items()))
        called = jixiao("load", "--raw", self.raw, "--warehouse", self.warehouse)
        assert called.status == 0, called.err

    @property
    def built(self) -> list[str]:
        with duckdb.connect(str(self.warehouse / "working.duckdb"), read_only=True) as connection:
            rows = connection.execute(
                "select distinct jurisdiction from landing.raw_file order by 1"
            ).fetchall()
        return [jurisdiction for (jurisdiction,) in rows]


def differences(patched: Path, whole: Path) -> dict[str, tuple[int, int]]:
    """Marts whose rows differ, with how many rows only the one and only the other has; columns of time aside."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{patched}' as patched (read_only)")
        connection.execute(f"attach '{whole}' as whole (read_only)")
        marts = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'whole' and schema_name = 'marts'"
        ).fetchall()
        found = {}
        for (mart,) in marts:
            one, other = (
                f"select columns(lambda c: not c.ends_with('_at')) from {database}.marts.{mart}"
                for database in ("patched", "whole")
            )
            counts = tuple(
                connection.execute(f"select count(*) from ({left} except all {right})").fetchall()[0][0]
                for left, right in ((one, other), (other, one))
            )
            if any(counts):
                found[mart] = counts
    assert len(marts) > 15
    return found


def of_nothing(operated: Operated, folder: Path) -> Path:
    """The same warehouse with its published file taken away, loaded: everything is built anew."""
    shutil.copytree(operated.warehouse, folder / "warehouse")
    published = folder / "warehouse" / "jixiao.duckdb"
    published.unlink()
    called = jixiao("load", "--raw", operated.raw, "--warehouse", folder / "warehouse")
    assert called.status == 0, called.err
    return published


def test_after_edits_restatements_withdrawals_and_their_return_the_file_is_one_built_from_nothing(
    tmp_path: Path,
) -> None:
    operated = Operated(tmp_path)
    paths = {
        (place, year): operated.put(place, year)
        for place in (EAST, WEST, NORTH)
        for year in (2023, 2024, 2025)
    }
    operated.load()
    # documents.csv is edited, a document restated with a form less and another amount; then another is withdrawn.
    for year in (2023, 2024, 2025):
        operated.lines[paths[EAST, year]][1] = "东县财政局（新）"
    operated.put(WEST, 2024, [replace(forms(2024, WEST)[0], budget="8.00"), *forms(2024, WEST)[2:]])
    operated.load()
    assert operated.built == [EAST, WEST]
    operated.lines[paths[NORTH, 2024]][4] = "重复报送"
    operated.load()
    assert operated.built == [NORTH]
    # What was withdrawn returns, and a document moves to another jurisdiction, published on another day.
    operated.lines[paths[NORTH, 2024]][4] = ""
    operated.lines[paths[WEST, 2025]][2:4] = [EAST, "2025-03-01"]
    operated.load()

    assert differences(operated.warehouse / "jixiao.duckdb", of_nothing(operated, tmp_path / "again")) == {}
