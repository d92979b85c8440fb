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
from flows.workers.builder import start_builder
from tests.loading import ends, jixiao
from tests.own_package import copy_example
from tests.places import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    warehouse = Warehouse(tmp_path / "warehouse")
    warehouse.folder.mkdir()
    return warehouse


def test_a_model_that_fails_is_named(warehouse: Warehouse) -> None:
    duckdb.connect(str(warehouse.working)).close()
    with start_builder(warehouse) as builder, pytest.raises(CouldNotRunError) as failure:
        builder.build_vocabulary()
    assert "model.jixiao.stg_landing__forms" in str(failure.value)
    assert "an error of the models or of the vocabulary, not of the documents" in str(failure.value)


def test_a_vocabulary_that_contradicts_itself_is_refused_with_the_lines(tmp_path: Path) -> None:
    package = copy_example(tmp_path)
    header = (
        "measure_unit,dimension,base_unit,factor_to_base,comparable_unit,factor_to_comparable,measure_unit_en"
    )
    (package / "vocabulary" / "measure_units.csv").write_text(
        f"{header}\n担,mass,吨,0.5,千克,50,picul\n", encoding="utf-8"
    )
    called = jixiao(
        *("load", "--raw", ROOT / "raw", "--warehouse", tmp_path / "warehouse"), JIXIAO_EXTENSION=str(package)
    )

    assert called.status == 4
    assert "assert_factors_of_units_agree" in called.err
    assert "measure_unit: 担, factor_to_base: 0.5" in called.err


def test_a_builder_that_dies_is_told(warehouse: Warehouse) -> None:
    with start_builder(warehouse) as builder:
        os.kill(builder.process_id, signal.SIGKILL)
        with pytest.raises(CouldNotRunError, match=r"builds the models ended \(status -9\)"):
            builder.build_vocabulary()


_STARTS_AND_WAITS = """
import sys, time
from pathlib import Path
from flows.workers.builder import start_builder
from flows.base.paths import Warehouse
with start_builder(Warehouse(Path(sys.argv[1]))) as builder:
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
