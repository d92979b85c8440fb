"""The same load on Spark (in this machine) and on DuckDB, where the environment of Spark is installed."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.places import ROOT

_COMMAND = ROOT / ".venv-spark" / "bin" / "jixiao"


def lines() -> Iterator[str]:
    """The line of this part of the page."""
    if not _COMMAND.exists():
        yield "The real document on Spark: not measured, .venv-spark is not installed (make test-spark installs it)"
        return
    with tempfile.TemporaryDirectory() as folder:
        duckdb, spark = (_seconds(Path(folder) / engine, engine) for engine in ("duckdb", "spark"))
    yield (
        f"{'the real document on Spark':<44} {spark:9.1f} s, with DuckDB {duckdb:.1f} s: {spark / duckdb:.1f}×   "
        "(Spark plans hundreds of small queries; it is for what one machine cannot hold)"
    )


def _seconds(warehouse: Path, engine: str) -> float:
    start = time.monotonic()
    subprocess.run(
        [_COMMAND, "load", "--raw", ROOT / "raw", "--warehouse", warehouse],
        check=True,
        capture_output=True,
        env={**os.environ, "JIXIAO_ENGINE": engine, "JIXIAO_SPARK_MASTER": "local[2]"},
    )
    return time.monotonic() - start
