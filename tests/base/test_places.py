"""What is no file, or no folder, where a warehouse has one, is named: nothing waits on a pipe or replaces a device."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.loading import jixiao

FILES = ("jixiao.duckdb", "store.duckdb", "working.duckdb", "preview.duckdb", "last_load.json", ".lock")
FOLDERS = ("documents", "publications", "data_docs", ".dbt", ".duckdb", "working.duckdb.tmp")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """raw/ with something to load, and a warehouse folder."""
    (tmp_path / "raw" / "2024").mkdir(parents=True)
    (tmp_path / "raw" / "2024" / "a.txt").write_text("附件", encoding="utf-8")
    (tmp_path / "warehouse").mkdir()
    return tmp_path


def said_by_load(folder: Path) -> str:
    called = jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse")
    assert called.status == 4, called.err
    assert "Reading" not in called.err
    return called.err


@pytest.mark.parametrize("name", FILES)
def test_a_pipe_in_the_place_of_a_file_is_named(folder: Path, name: str) -> None:
    os.mkfifo(folder / "warehouse" / name)

    assert f"{name} is a pipe (FIFO), where a file of the warehouse should be" in said_by_load(folder)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_file_in_the_place_of_a_folder_is_named(folder: Path, name: str) -> None:
    (folder / "warehouse" / name).write_bytes(b"")

    assert f"{name} is a file, where a folder of the warehouse should be" in said_by_load(folder)


def test_a_device_behind_the_link_of_the_published_file_stays(folder: Path) -> None:
    (folder / "warehouse" / "jixiao.duckdb").symlink_to("/dev/null")

    assert "jixiao.duckdb is a device" in said_by_load(folder)
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("name", ["jixiao.duckdb", "last_load.json"])
@pytest.mark.parametrize("command", [("status",), ("findings",), ("changes", "2024")], ids=" ".join)
def test_a_command_that_only_looks_does_not_wait_either(
    folder: Path, name: str, command: tuple[str, ...]
) -> None:
    os.mkfifo(folder / "warehouse" / name)
    called = jixiao(*command, "--warehouse", folder / "warehouse")

    assert called.status in (2, 4)
    assert name in called.err or "there is no warehouse" in called.err
