"""What lies in a warehouse folder and is none of ours, or cannot be used, is kept under another name."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import duckdb
import pytest

from flows.base.errors import BusyError
from flows.base.paths import Warehouse
from flows.warehouse.beside import (
    OF_EVERY_FILE,
    damage_of,
    has_wals,
    move_damaged_store,
    move_foreign_wals,
    move_what_others_left,
)
from tests.clients import killed_while_writing, writing


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """A published file with the marts of every version, a few thousand rows each."""
    warehouse = Warehouse(tmp_path)
    with duckdb.connect(str(warehouse.published)) as connection:
        connection.execute("create schema marts")
        for mart in OF_EVERY_FILE:
            connection.execute(
                f"create table marts.{mart} as select range as n, md5(range::varchar) as t from range(9000)"
            )
    return warehouse


def names(warehouse: Warehouse) -> list[str]:
    return sorted(file.name.partition("-")[0] for file in warehouse.folder.iterdir())


def test_a_good_file_stays_where_it_is(warehouse: Warehouse) -> None:
    move_what_others_left(warehouse, was_killed=False)

    assert names(warehouse) == ["jixiao.duckdb"]
    assert not has_wals(warehouse)


@pytest.mark.parametrize("where", [0.0, 0.3, 0.9])
def test_a_file_that_is_damaged_anywhere_is_moved_away_and_said(
    warehouse: Warehouse, where: float, caplog: pytest.LogCaptureFixture
) -> None:
    content = bytearray(warehouse.published.read_bytes())
    start = int(len(content) * where)
    content[start : start + 80_000] = bytes(80_000)
    warehouse.published.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        move_what_others_left(warehouse, was_killed=False)

    assert names(warehouse) == ["jixiao.duckdb.unusable"]
    assert "jixiao.duckdb was damaged (" in caplog.text
    assert "It is kept as jixiao.duckdb.unusable-" in caplog.text


@pytest.mark.parametrize("content", [b"", b"a letter" * 1000])
def test_what_is_no_database_is_moved_away(warehouse: Warehouse, content: bytes) -> None:
    warehouse.published.write_bytes(content)
    move_what_others_left(warehouse, was_killed=False)

    assert names(warehouse) == ["jixiao.duckdb.unusable"]


def test_a_database_of_others_is_kept(warehouse: Warehouse, caplog: pytest.LogCaptureFixture) -> None:
    warehouse.published.unlink()
    with duckdb.connect(str(warehouse.published)) as connection:
        connection.execute("create table mine as select 1 as n")
    with caplog.at_level(logging.WARNING):
        move_what_others_left(warehouse, was_killed=False)

    assert "was no published file of Jixiao" in caplog.text
    (kept,) = warehouse.folder.glob("*.unusable-*")
    with duckdb.connect(str(kept), read_only=True) as connection:
        assert connection.execute("from mine").fetchall() == [(1,)]


def test_of_a_link_the_damaged_file_that_it_leads_to_is_moved(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    real = tmp_path / "elsewhere" / "real.duckdb"
    real.write_bytes(b"no database")
    warehouse.published.unlink()
    warehouse.published.symlink_to(real)
    move_what_others_left(warehouse, was_killed=False)

    assert warehouse.published.is_symlink()
    assert [file.name.partition("-")[0] for file in real.parent.iterdir()] == ["real.duckdb.unusable"]


def test_logs_of_a_killed_load_stay_with_the_files_that_it_wrote(warehouse: Warehouse) -> None:
    for file in (warehouse.published, warehouse.store):
        killed_while_writing(file, "create table scratch as select 1 as n")
    move_foreign_wals(warehouse, was_killed=True)

    assert names(warehouse) == [
        "jixiao.duckdb",
        "jixiao.duckdb.wal.foreign",
        "store.duckdb",
        "store.duckdb.wal",
    ]
    move_foreign_wals(warehouse, was_killed=False)
    assert not has_wals(warehouse)


@pytest.mark.parametrize("folder", ["", "relative", "link"])
def test_a_log_is_moved_once_however_its_folder_is_written(
    warehouse: Warehouse,
    folder: str,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The folder is `.`, a relative path as by default, or behind a link."""
    beside = tmp_path_factory.mktemp("beside")
    monkeypatch.chdir(beside if folder else warehouse.folder)
    (beside / "link").symlink_to(warehouse.folder)
    written = Path(os.path.relpath(warehouse.folder)) if folder == "relative" else Path(folder)
    killed_while_writing(warehouse.published, "create table scratch as select 1 as n")
    move_foreign_wals(Warehouse(written), was_killed=False)

    assert names(warehouse) == ["jixiao.duckdb", "jixiao.duckdb.wal.foreign"]


def test_a_log_that_is_still_written_stays(warehouse: Warehouse) -> None:
    with (
        writing(warehouse.published, "create table scratch as select 1 as n"),
        pytest.raises(BusyError, match="is held by another program"),
    ):
        move_foreign_wals(warehouse, was_killed=False)
    assert names(warehouse) == ["jixiao.duckdb", "jixiao.duckdb.wal"]


def test_a_damaged_store_is_kept_for_the_next_load_to_make_it_again(warehouse: Warehouse) -> None:
    assert move_damaged_store(warehouse) is None
    content = bytearray(warehouse.published.read_bytes())
    content[len(content) // 3 :] = bytes(len(content) - len(content) // 3)
    warehouse.store.write_bytes(content)
    said = move_damaged_store(warehouse)

    assert said is not None
    assert "store.duckdb was damaged (" in said
    assert names(warehouse) == ["jixiao.duckdb", "store.duckdb.damaged"]
    assert damage_of(warehouse.published) is None
