"""The publications before the present one: links or copies, as many as are wanted, each whole."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.base.paths import Warehouse
from flows.publishing.kept import forget_older, keep_present, kept_publications, latest_number, published_by
from flows.publishing.operations import SCHEMA
from tests.loading import query


def publish(file: Path, load_no: int) -> None:
    """A published file as load `load_no` leaves it, in the place of the one before."""
    partial = file.with_suffix(".partial")
    with duckdb.connect(str(partial)) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        for number in range(1, load_no + 1):
            outcome = "refused" if number == 2 else "published"
            connection.execute(
                "insert into operations.load_log values (?, now(), now(), ?, 0, 0, 0, 0, 0, 0, null)",
                [number, outcome],
            )
    partial.replace(file)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    publish(tmp_path / "jixiao.duckdb", 1)
    return Warehouse(tmp_path)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system, where a hard link cannot be made."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of its own is made in it)
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no other file system")
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def numbers(warehouse: Warehouse) -> list[int]:
    return [kept.load_no for kept in kept_publications(warehouse)]


def test_the_last_ones_are_kept_the_latest_first(warehouse: Warehouse) -> None:
    for load_no in (3, 4, 5, 6):
        keep_present(warehouse, 3)
        publish(warehouse.published, load_no)
        forget_older(warehouse, 3)

    assert numbers(warehouse) == [5, 4, 3]
    assert latest_number(warehouse) == 5
    assert [published_by(kept.file) for kept in kept_publications(warehouse)] == [5, 4, 3]


def test_a_kept_publication_takes_no_room_where_links_can_be_made(warehouse: Warehouse) -> None:
    keep_present(warehouse, 3)
    (kept,) = kept_publications(warehouse)

    assert kept.file.samefile(warehouse.published)
    publish(warehouse.published, 3)
    assert published_by(kept.file) == 1


def test_a_publication_on_another_file_system_is_copied(warehouse: Warehouse, elsewhere: Path) -> None:
    publish(elsewhere / "real.duckdb", 3)
    warehouse.published.unlink()
    warehouse.published.symlink_to(elsewhere / "real.duckdb")
    keep_present(warehouse, 3)
    (kept,) = kept_publications(warehouse)

    assert not kept.file.is_symlink()
    assert kept.file.stat().st_dev != elsewhere.stat().st_dev
    assert query(kept.file, "select max(load_no) from operations.load_log") == [(3,)]


def test_none_is_kept_if_none_is_wanted_and_fewer_if_fewer_are(warehouse: Warehouse) -> None:
    keep_present(warehouse, 0)
    assert numbers(warehouse) == []
    for load_no in (3, 4, 5):
        keep_present(warehouse, 3)
        publish(warehouse.published, load_no)
    forget_older(warehouse, 1)
    assert numbers(warehouse) == [4]
    forget_older(warehouse, 0)
    assert numbers(warehouse) == []


def test_keeping_again_after_a_kill_keeps_it_once(warehouse: Warehouse) -> None:
    keep_present(warehouse, 3)
    (warehouse.publications / "1.partial").write_bytes(b"half a copy")
    keep_present(warehouse, 3)
    publish(warehouse.published, 3)
    forget_older(warehouse, 3)

    assert sorted(file.name for file in warehouse.publications.iterdir()) == ["1.duckdb"]


def test_a_file_of_others_is_neither_kept_nor_removed(warehouse: Warehouse) -> None:
    warehouse.publications.mkdir()
    (warehouse.publications / "mine.duckdb").write_bytes(b"mine")
    warehouse.published.write_bytes(b"no database")
    keep_present(warehouse, 3)
    forget_older(warehouse, 0)

    assert [file.name for file in warehouse.publications.iterdir()] == ["mine.duckdb"]
