"""The process that builds the models: it tells what failed, and never outlives the load that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.base.errors import CouldNotRunError
from flows.base.paths import Warehouse
from flows.landing import create_landing
from flows.workers.builder import Builder
from tests.loading import ends

pytestmark = pytest.mark.slow


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    warehouse = Warehouse(tmp_path / "warehouse")
    warehouse.folder.mkdir()
    return warehouse


def test_a_model_that_fails_is_named(warehouse: Warehouse) -> None:
    duckdb.connect(str(warehouse.working)).close()
    with Builder(warehouse) as builder, pytest.raises(CouldNotRunError) as failure:
        builder.build_vocabulary()
    assert "model.jixiao.stg_landing__forms" in str(failure.value)
    assert "an error of the models or of the vocabulary, not of the documents" in str(failure.value)


def test_a_builder_that_dies_is_told(warehouse: Warehouse) -> None:
    with Builder(warehouse) as builder:
        os.kill(builder.process_id, signal.SIGKILL)
        with pytest.raises(CouldNotRunError, match=r"builds the models ended \(signal 9\)"):
            builder.build_vocabulary()


def test_what_takes_longer_than_it_may_is_named(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_MODELS_SECONDS", "0.2")
    with duckdb.connect(str(warehouse.working)) as connection:
        create_landing(connection)
    with Builder(warehouse) as builder, pytest.raises(CouldNotRunError) as failure:
        builder.build_vocabulary()

    assert str(failure.value).startswith(
        "building the models took longer than 0.2 seconds (the setting models_seconds); nothing was published. At work: "
    )


_STARTS_AND_WAITS = """
import sys, time
from pathlib import Path
from flows.workers.builder import Builder
from flows.base.paths import Warehouse
with Builder(Warehouse(Path(sys.argv[1]))) as builder:
    print(builder.process_id, flush=True)
    builder.build_vocabulary()
"""


def test_a_builder_ends_with_the_load_that_started_it(warehouse: Warehouse) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _STARTS_AND_WAITS, str(warehouse.folder)], stdout=subprocess.PIPE
    ) as load:
        assert load.stdout is not None
        builder = int(load.stdout.readline())
        load.kill()
    assert ends(builder)
