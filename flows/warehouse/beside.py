"""What others leave in a warehouse folder is moved away, and said: nothing of it gets into a file of ours, nothing is lost.

Loading and rollback call it, before they look at any file.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows.base.database import reading
from flows.base.errors import BusyError, UnusableFileError
from flows.base.files import behind_link, is_held, move_aside, wals_of
from flows.base.paths import Warehouse

_LOG = logging.getLogger(__name__)
OF_EVERY_FILE = frozenset(
    {"dim_document", "dim_unit", "dim_project", "dim_indicator", "fact_budget", "fact_indicator"}
)
"""Marts by which a published file of ours is recognised, whichever version made it."""


def has_wals(warehouse: Warehouse) -> bool:
    """Whether a write-ahead log is beside any DuckDB file of the folder, of a killed load or of another program."""
    return any(wals_of(file) for file, _ in _files(warehouse))


def move_foreign_wals(warehouse: Warehouse, *, was_killed: bool) -> None:
    """Move write-ahead logs of other programs away from the DuckDB files of the folder, and say so.

    The caller holds the lock. `was_killed` says that the load before was: logs beside the files that loads write in place
    are its own then, and stay. Raises BusyError if a program that still runs writes to such a file.
    """
    for file, is_written_in_place in _files(warehouse):
        if not (is_written_in_place and was_killed):
            move_foreign_wal(file)


def move_foreign_wal(file: Path) -> None:
    """The same for one file, which may be a link."""
    for wal in wals_of(file):
        if is_held(file):
            raise BusyError(
                f"{file} is held by another program, which writes to it. Close it there, or open it there for reading only, "
                "and start again"
            )
        _LOG.warning(
            "%s was of another program, which wrote to %s and was killed before it ended. Nothing of it was taken over; it "
            "is kept as %s.",
            wal,
            file.name,
            move_aside(wal, "foreign").name,
        )


def move_what_others_left(warehouse: Warehouse, *, was_killed: bool) -> None:
    """The same, and a published file that cannot be used: why is said, and a load makes it again.

    Raises BusyError also if another program holds the published file.
    """
    move_foreign_wals(warehouse, was_killed=was_killed)
    if not warehouse.published.exists():
        return
    if problem := problem_of(warehouse.published):
        aside = move_aside(behind_link(warehouse.published), "unusable")
        _LOG.warning("%s %s. It is kept as %s, and published anew.", warehouse.published, problem, aside.name)


def move_damaged_store(warehouse: Warehouse) -> str | None:
    """Move a store away that cannot be read as a whole, so that the next load makes it again; says so, None if it can be.

    For a load that could not go on: the caller holds the lock, and no connection has the store open.
    """
    if not warehouse.store.exists() or not (damage := damage_of(warehouse.store)):
        return None
    return f"{warehouse.store} {damage}; it is kept as {move_aside(warehouse.store, 'damaged').name}"


def problem_of(file: Path) -> str | None:
    """Why a published file cannot be used (damaged, or none of ours), as a part of a sentence; None if it can be.

    All of it is read. Raises BusyError if another program holds the file, UnusableFileError if it may not be read.
    """
    if damage := damage_of(file):
        return damage
    with reading(file) as connection:
        marts = {name for schema, name in _tables(connection) if schema == "marts"}
    return None if marts >= OF_EVERY_FILE else "was no published file of Jixiao"


def damage_of(file: Path) -> str | None:
    """Why a DuckDB file cannot be read as a whole; None if it can be. Raises as `problem_of` does."""
    try:
        with reading(file) as connection:
            for schema, name in _tables(connection):
                connection.execute(f'select count(hash(each)) from "{schema}"."{name}" as each').fetchall()
    except UnusableFileError as error:
        if isinstance(error.__cause__, duckdb.OutOfMemoryException) or not os.access(file, os.R_OK):
            raise  # that is no fault of the file
        return f"was damaged ({str(error.__cause__ or error).partition(chr(10))[0]})"
    return None


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return connection.execute(
        "select schema_name, table_name from duckdb_tables() where not temporary order by all"
    ).fetchall()


def _files(warehouse: Warehouse) -> Iterator[tuple[Path, bool]]:
    """The DuckDB files of the folder, each with whether a load writes it in place."""
    yield from ((file, False) for file in (warehouse.published, warehouse.refused, warehouse.preview))
    yield from ((file, False) for file in sorted(warehouse.publications.glob("*.duckdb")))
    yield from ((file, True) for file in (warehouse.store, warehouse.working))
