"""The whole load, against dbt and Great Expectations run one after another; a load of nothing new."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from flows.base.paths import ROOT, Warehouse
from tests.bench.plain_chain import DBT, JUDGED
from tests.bench.timing import least_in_turn, line, process

_JIXIAO = (sys.executable, "-m", "flows.cli")


def lines() -> Iterator[str]:
    """The lines of this part of the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "raw", folder / "raw")
        warehouse = Warehouse(folder / "warehouse")
        arguments = ("load", "--raw", folder / "raw", "--warehouse", warehouse.folder)
        process([*_JIXIAO, *arguments])()
        shutil.copy(warehouse.working, folder / "peer.duckdb")
        whole, chain, as_flow = least_in_turn(
            [_with_something_new(folder, process([*_JIXIAO, *arguments])), *_one_after_another(folder)],
            runs=3,
        )
        what = "jixiao load, a new line in documents.csv"
        yield line(what, whole, "dbt build, then Great Expectations", chain, "goal: at most 0.8×")
        yield line(what, whole, "the same chain as a Prefect flow", as_flow, "goal: at most 0.4×")
        nothing, imports = least_in_turn(
            [process([*_JIXIAO, *arguments]), process([sys.executable, "-c", "import duckdb, polars"])]
        )
        yield line(
            "jixiao load, nothing new",
            nothing,
            "python -c 'import duckdb, polars'",
            imports,
            "goal: at most 2×",
        )


def _with_something_new(folder: Path, load: Callable[[], object]) -> Callable[[], object]:
    """Each call finds another publisher in documents.csv, so that the marts must be built anew."""
    file = folder / "raw" / "documents.csv"
    text = file.read_text(encoding="utf-8")
    number = 0

    def call() -> None:
        nonlocal number
        number += 1
        file.write_text(text.replace("天津市", f"天津市{number}", 1), encoding="utf-8")
        load()

    return call


def _one_after_another(folder: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """What a user would otherwise run: `dbt build`, then both suites, from the shell and as a Prefect flow."""
    database, target, pages = folder / "peer.duckdb", folder / "target", folder / "data_docs"
    dbt = process([*DBT, "--target-path", target], JIXIAO_WORKING_FILE=str(database))
    judge = process([*JUDGED, database, pages])
    as_flow = process(
        [sys.executable, "-m", "tests.bench.plain_chain", database, target, pages],
        JIXIAO_WORKING_FILE=str(database),
        PREFECT_HOME=str(folder / "prefect"),
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
    )

    def from_the_shell() -> None:
        dbt()
        judge()

    return from_the_shell, as_flow
