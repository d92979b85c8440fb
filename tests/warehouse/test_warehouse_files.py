"""The files of a warehouse folder may be damaged, held by another program or somebody else's: said, or made again."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from tests.loading import jixiao

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(real_load: Path, tmp_path: Path) -> Path:
    """raw/ and a warehouse of its own, with a load to come."""
    shutil.copytree(real_load, tmp_path / "mine")
    return tmp_path / "mine"


def load(folder: Path) -> tuple[int, str]:
    called = jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "warehouse")
    return called.status, called.err


@pytest.mark.parametrize(
    "command", [("status",), ("findings",), ("explain", "满意度"), ("report",), ("diff",)], ids="-".join
)
def test_a_published_file_whose_blocks_are_damaged_is_said_to_be(
    folder: Path, command: tuple[str, ...]
) -> None:
    published = folder / "warehouse" / "jixiao.duckdb"
    content = bytearray(published.read_bytes())
    content[len(content) // 4 :] = bytes(len(content) - len(content) // 4)
    published.write_bytes(content)
    called = jixiao(*command, "--warehouse", folder / "warehouse")
    assert called.status == 4, called.out
    assert "jixiao.duckdb cannot be " in called.err
    assert "Traceback" not in called.err


def test_a_store_that_another_program_holds_is_said_to_be_held(folder: Path) -> None:
    published = (folder / "warehouse" / "jixiao.duckdb").read_bytes()
    (folder / "raw" / "2024" / "documents.txt").write_text("", encoding="utf-8")
    with duckdb.connect(str(folder / "warehouse" / "store.duckdb")):
        status, said = load(folder)
    assert status == 4
    assert "store.duckdb is held by another program" in said
    assert "Close it there, or open it there for reading only, and start again" in said
    assert (folder / "warehouse" / "jixiao.duckdb").read_bytes() == published


def test_a_file_of_an_earlier_version_has_no_history_to_show(folder: Path) -> None:
    with duckdb.connect(str(folder / "warehouse" / "jixiao.duckdb")) as connection:
        connection.execute("drop table operations.load_log")
    called = jixiao("diff", "--warehouse", folder / "warehouse")
    assert called.status == 4
    assert "was made by another version of Jixiao" in called.err
    assert "Make it anew: jixiao load" in called.err


def test_a_warehouse_within_raw_is_refused_before_anything_is_written(folder: Path) -> None:
    called = jixiao("load", "--raw", folder / "raw", "--warehouse", folder / "raw" / "warehouse")
    assert called.status == 2
    assert "Name a folder beside it: --warehouse" in called.err
    assert not (folder / "raw" / "warehouse").exists()


@pytest.mark.parametrize("command", [("report",), ("export", "--format", "csv")])
def test_a_file_in_the_place_of_a_folder_is_left_alone(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    called = jixiao(*command, "--to", folder / "mine.txt", "--warehouse", folder / "warehouse")
    assert called.status == 2
    assert "is a file. Name a folder: --to DIR" in called.err
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine"
