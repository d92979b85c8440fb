"""`make test-spark`: three years of documents, built by DuckDB and by Spark on a master with two workers: the same marts.

It needs the group spark (in .venv-spark, which runs this) and Java 17.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.loading import jixiao, marts
from tests.outcomes.evaluations import printed as printed_evaluations
from tests.outcomes.named_outcomes import evaluations
from tests.scale import corpus
from tests.years.publications import first_year, next_year, printed

YEARS = (2024, 2025, 2026)
SECONDS = 60


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A standalone Spark on loopback: a master and two workers, each a process of its own."""
    found = find_spec("pyspark")
    assert found is not None, "the group spark is not installed here: make test-spark"
    assert found.origin is not None
    start = Path(found.origin).with_name("bin") / "spark-class"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"spark://127.0.0.1:{port}"
    folder = tmp_path_factory.mktemp("spark")
    environment = {
        **os.environ,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_WORKER_DIR": str(folder),
        "SPARK_DAEMON_MEMORY": "512m",
    }
    with ExitStack() as running:
        for what, *arguments in (
            ("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"),
            *[("worker.Worker", "--cores", "1", "--memory", "2g", "--webui-port", "0", address)] * 2,
        ):
            process = subprocess.Popen(
                [start, f"org.apache.spark.deploy.{what}", *arguments],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
            running.callback(process.wait, 20)
            running.callback(process.kill)
            if what == "master.Master":
                _wait_for(port)
        yield address


def _wait_for(port: int) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError(f"no Spark master answers after {SECONDS} s")


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real forms and two made years after them, a self-evaluation, and another county's departments beside them."""
    folder = tmp_path_factory.mktemp("documents") / "raw"
    forms = first_year()
    for year in YEARS:
        corpus.write(folder, corpus.documents(2, year))
        (folder / str(year) / "a.txt").write_text(printed(forms), encoding="utf-8")
        forms = next_year(forms)
    (folder / "2024" / "evaluation.html").write_text(printed_evaluations(evaluations()), encoding="utf-8")
    return folder


def test_both_engines_publish_the_same_rows_of_every_mart(master: str, raw: Path, tmp_path: Path) -> None:
    for name, settings in (
        ("duckdb", {}),
        ("spark", {"JIXIAO_ENGINE": "spark", "JIXIAO_SPARK_MASTER": master, "SPARK_LOCAL_IP": "127.0.0.1"}),
    ):
        called = jixiao("load", "--raw", raw, "--warehouse", tmp_path / name, **settings)
        assert called.status == 0, called.err
    of_duckdb, of_spark = (marts(tmp_path / name / "jixiao.duckdb") for name in ("duckdb", "spark"))

    assert {table: len(rows) for table, rows in of_duckdb.items()} == {
        table: len(rows) for table, rows in of_spark.items()
    }
    differing = {
        table: (rows[0], of_spark[table][0]) for table, rows in of_duckdb.items() if rows != of_spark[table]
    }
    assert differing == {}
    assert {row[5] for row in of_spark["dim_document"]} == set(YEARS)


def test_a_master_that_is_not_there_is_said_and_nothing_is_published(raw: Path, tmp_path: Path) -> None:
    called = jixiao(
        "load",
        "--raw",
        raw,
        "--warehouse",
        tmp_path,
        JIXIAO_ENGINE="spark",
        JIXIAO_SPARK_MASTER="spark://127.0.0.1:1",
        SPARK_LOCAL_IP="127.0.0.1",
    )

    assert called.status == 4, called.err
    assert "spark://127.0.0.1:1" in called.err
    assert not (tmp_path / "jixiao.duckdb").exists()
