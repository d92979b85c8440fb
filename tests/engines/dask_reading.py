"""`make test-engines`: documents read on a Dask scheduler with two workers, one of which is killed on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from flows.base.errors import CouldNotRunError
from flows.landing import Limits
from flows.landing.cluster import read_batch
from tests.engines.dask_cluster import Cluster, scheduler, two_workers
from tests.loading import Called, jixiao, marts
from tests.scale import corpus

DOCUMENTS = 150
SECONDS = 240


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with two_workers(tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "raw"
    corpus.write(folder, corpus.documents(DOCUMENTS))
    (folder / "2024" / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    return folder


@pytest.fixture(scope="module")
def read_here(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = tmp_path_factory.mktemp("here") / "warehouse"
    called = jixiao("load", "--raw", raw, "--warehouse", warehouse)
    assert called.status == 3, called.err
    return warehouse / "jixiao.duckdb"


def flow(raw: Path, warehouse: Path, scheduler: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "flows.scheduled.once", raw, warehouse],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={
            **os.environ,
            "JIXIAO_RUNNER": "dask",
            "JIXIAO_DASK_SCHEDULER": scheduler,
        },
    )


def ended(process: subprocess.Popen[str]) -> Called:
    out, _ = process.communicate(timeout=SECONDS)
    return Called(process.returncode, out, "")


def test_a_cluster_reads_what_this_machine_reads_though_a_worker_is_killed(
    cluster: Cluster, raw: Path, read_here: Path, tmp_path: Path
) -> None:
    running = flow(raw, tmp_path / "warehouse", cluster.address)
    kept = tmp_path / "warehouse" / "documents"
    until = time.monotonic() + SECONDS
    # Bytes are kept as batches go out: now both workers read.
    while not kept.exists() or len(list(kept.iterdir())) < DOCUMENTS // 2:
        assert running.poll() is None, ended(running).out
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(1)
    assert running.poll() is None
    cluster.workers[0].send_signal(signal.SIGKILL)

    called = ended(running)

    assert called.status == 3, called.out
    assert marts(tmp_path / "warehouse" / "jixiao.duckdb") == marts(read_here)
    assert [child for child in psutil.Process(cluster.workers[1].pid).children() if child.is_running()]


def test_a_scheduler_that_does_not_answer_is_said_and_nothing_is_published(raw: Path, tmp_path: Path) -> None:
    called = ended(flow(raw, tmp_path / "warehouse", "tcp://127.0.0.1:1"))

    assert called.status == 4, called.out
    assert "the Dask scheduler tcp://127.0.0.1:1 does not answer" in called.out
    assert not (tmp_path / "warehouse" / "jixiao.duckdb").exists()


def test_a_scheduler_without_workers_is_said(tmp_path: Path, raw: Path) -> None:
    with scheduler(tmp_path) as address:
        called = ended(flow(raw, tmp_path / "warehouse", address))

    assert called.status == 4, called.out
    assert "has no worker" in called.out


def test_a_worker_with_other_readers_reads_nothing() -> None:
    with pytest.raises(CouldNotRunError, match="other readers"):
        read_batch([], Limits(30, 1024**3, 1), "of another version")


def test_a_load_without_prefect_says_that_the_cluster_needs_a_flow(raw: Path, tmp_path: Path) -> None:
    called = jixiao(
        "load",
        "--raw",
        raw,
        "--warehouse",
        tmp_path / "warehouse",
        JIXIAO_RUNNER="dask",
        JIXIAO_DASK_SCHEDULER="tcp://127.0.0.1:1",
    )

    assert (called.status, "make flow" in called.err) == (2, True)
