"""Identity and year over year of 100,000 indicators in two years, against the other marts from the same landing.

    python -m tests.bench.years [INDICATORS]

The landing is the real one of 2024, once for each of many unit codes, and again as 2025 with its years moved on, one
name in ten reworded and one project in ten renamed. Nodes are dbt's own times of them, added up.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tests.dbt_project.project import run_dbt
from tests.identity.made import Document, Project, Row, land
from tests.identity.pairs import real_project

_FORMS = 56
_ROWS = 473
_OF_THE_YEARS = (
    "int_compared_years",
    "int_compared_projects",
    "int_compared_indicators",
    "int_project_decisions",
    "int_project_edges",
    "int_project_exact_links",
    "int_project_open_pairs",
    "int_project_similarities",
    "int_project_pairs",
    "int_project_links",
    "int_project_years",
    "int_indicator_decisions",
    "int_indicator_edges",
    "int_indicator_exact_links",
    "int_indicator_open_pairs",
    "int_indicator_similarities",
    "int_indicator_pairs",
    "int_indicator_links",
    "int_indicator_years",
    "int_identity_candidates",
    "int_unit_predecessors",
    "int_continuity_counts",
    "project_year_over_year",
    "indicator_year_over_year",
    "unit_year_over_year",
    "year_comparability",
)


def make_landing(file: Path, indicators: int) -> int:
    """Land the real forms of so many indicators in each of two years into a new file; returns how many there are."""
    copies = max(1, indicators // _ROWS)
    land(file, [Document(year, list(_projects(year, copies))) for year in (2024, 2025)])
    return copies * _ROWS


def _projects(year: int, copies: int) -> Iterator[Project]:
    for copy in range(copies):
        for form_no in range(1, _FORMS + 1):
            project = real_project(form_no, year)
            unit = {
                "unit_code": f"{100000 + copy * 12 + form_no % 12}",
                "unit_name": f"第{copy}区第{form_no % 12}单位",
            }
            name = (
                f"{form_no}号业务{year}" if year == 2024 or form_no % 10 else f"{form_no}号业务工作专项{year}"
            )
            rows = tuple(_row(row, number, year) for number, row in enumerate(project.rows))
            yield replace(project, name=name, rows=rows, **unit)


def _row(row: Row, number: int, year: int) -> Row:
    return replace(row, name=f"{row.name}情况") if year == 2025 and number % 10 == 0 else row


def node_times(file: Path, folder: Path) -> dict[str, float]:
    """The seconds of each model that dbt builds on the landing in `file`, by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_WORKING_FILE", str(file))
        for command in ("seed", "run"):
            result = run_dbt(command, "working", folder)
            if not result.success:
                raise RuntimeError(f"dbt {command} failed: {result.exception or result.result}")
    return {node.node.name: node.execution_time for node in getattr(result.result, "results", [])}


def lines(indicators: int = 100_000) -> Iterator[str]:
    """The lines of this part of the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = make_landing(folder / "years.duckdb", indicators)
        times = node_times(folder / "years.duckdb", folder)
        with duckdb.connect(str(folder / "years.duckdb"), read_only=True) as connection:
            linked = connection.execute(
                "select count(*) from marts.indicator_year_over_year where match_method is not null"
            ).fetchone()
    years = sum(seconds for node, seconds in times.items() if node in _OF_THE_YEARS)
    others = sum(times.values()) - years
    yield (
        f"{f'years compared, {made:,} indicators a year':<44} {years * 1e3:9.1f} ms   {'the other marts':<46} "
        f"{others * 1e3:9.1f} ms   {years / others:6.2f}×   goal: at most 2×"
    )
    slowest = sorted(times.items(), key=lambda item: -item[1])[:8]
    yield f"  {linked[0] if linked else 0:,} indicators linked; " + ", ".join(
        f"{node} {seconds:.1f} s" for node, seconds in slowest
    )


def main() -> None:
    """Print the lines for so many indicators."""
    for each in lines(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000):
        sys.stdout.write(f"{each}\n")


if __name__ == "__main__":
    main()
