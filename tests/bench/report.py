"""The report: against the import of what makes it, and how it grows with the projects."""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from tests.bench.timing import least_in_turn, line, process
from tests.places import ROOT
from tests.scale import corpus

_IMPORTS = "import altair, jinja2"
_DOCUMENTS = (18, 90)
"""Of 56 projects each."""


def lines() -> Iterator[str]:
    """The lines of this part of the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _load(ROOT / "raw", folder / "real")
        report, imports = least_in_turn(
            [_report(folder / "real"), process([sys.executable, "-c", _IMPORTS])], runs=5
        )
        yield line("jixiao report, 56 projects", report, "import altair, jinja2", imports, "goal: at most 2×")
        projects, seconds = [], []
        for documents in _DOCUMENTS:
            raw, warehouse = folder / f"raw{documents}", folder / f"warehouse{documents}"
            corpus.write(raw, corpus.documents(documents))
            _load(raw, warehouse)
            [took] = least_in_turn([_report(warehouse)], runs=2)
            with duckdb.connect(str(warehouse / "jixiao.duckdb"), read_only=True) as connection:
                projects += connection.execute("select count(*) from marts.dim_project").fetchall()[0]
            seconds.append(took)
        exponent = math.log(seconds[1] / seconds[0]) / math.log(projects[1] / projects[0])
        yield (
            f"jixiao report, {projects[0]:,} and {projects[1]:,} projects: {seconds[0]:.1f} and {seconds[1]:.1f} s, "
            f"exponent {exponent:.2f}   goal: at most 60 s, linear"
        )


def _load(raw: Path, warehouse: Path) -> None:
    process([sys.executable, "-m", "flows.cli", "load", "--raw", raw, "--warehouse", warehouse])()


def _report(warehouse: Path) -> Callable[[], object]:
    return process([sys.executable, "-m", "flows.cli", "report", "--warehouse", warehouse])
