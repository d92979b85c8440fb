"""Reading a file of the warehouse: rows by name, and never what another program left beside the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from flows.base.database import objects, reading
from flows.base.errors import BusyError, UnusableFileError
from tests.clients import killed_while_writing, writing


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "jixiao.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{file}' as made (storage_version 'v1.2.0')")
        connection.execute("create table made.money as select 100 as yuan, 'a' as name")
    return file


@dataclass(frozen=True)
class Money:
    name: str
    yuan: int


def test_rows_are_objects_by_the_names_of_their_columns_in_any_order(file: Path) -> None:
    with reading(file) as connection:
        assert objects(connection, Money, "select yuan, name from money") == (Money("a", 100),)
        assert objects(connection, Money, "from money where yuan > $least", {"least": 100}) == ()
        with pytest.raises(TypeError, match="other"):
            objects(connection, Money, "select yuan, name, 1 as other from money")


def test_a_log_that_a_killed_program_left_is_not_read_into_the_numbers(file: Path) -> None:
    killed_while_writing(file, "update money set yuan = 1")

    with pytest.raises(UnusableFileError, match=r"jixiao\.duckdb\.wal is of another program"), reading(file):
        pass


def test_the_log_beside_the_file_that_a_link_leads_to_is_seen(file: Path, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "published.duckdb"
    link.symlink_to(file)
    killed_while_writing(file, "update money set yuan = 1")

    with pytest.raises(UnusableFileError, match="is of another program"), reading(link):
        pass


def test_a_program_that_still_writes_is_said_to_hold_the_file(file: Path) -> None:
    with (
        writing(file, "update money set yuan = 1"),
        pytest.raises(BusyError, match="is held by another program"),
        reading(file),
    ):
        pass


def test_the_log_of_a_killed_load_is_read_into_the_store_that_it_belongs_to(file: Path) -> None:
    store = file.rename(file.with_name("store.duckdb"))
    killed_while_writing(store, "update money set yuan = 1")

    with reading(store) as connection:
        assert connection.execute("select yuan from money").fetchall() == [(1,)]
