"""Opening DuckDB files with one way to say what is wrong, transactions, literals, and the memory a connection may take.

Any room may import it.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb

from flows.base.errors import BusyError, UnusableFileError
from flows.base.files import check_kind, is_held, wals_of
from flows.base.paths import WRITTEN_IN_PLACE, Warehouse

T = TypeVar("T")

MEMORY_OF_MOVING = "2GiB"
"""For a process that moves rows and decides nothing of them: more would be filled with what is never asked again."""


@contextmanager
def reading(file: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """A file of a warehouse, open for reading only.

    Raises BusyError if another program holds it for writing, UnusableFileError if it is damaged, lacks a table or
    column because another version of Jixiao made it, or if DuckDB would read what another program left beside it, too;
    CouldNotRunError if it is no file.
    """
    check_kind(file)
    _refuse_foreign_wal(file)
    with _told(file):
        connection = duckdb.connect(str(file), read_only=True)
    try:
        with connection:
            yield connection
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        what = str(error).partition("\n")[0]
        raise UnusableFileError(
            f"{file} was made by another version of Jixiao ({what}). Make it anew: jixiao load"
        ) from error
    except duckdb.Error as error:
        what = str(error).partition("\n")[0]
        raise UnusableFileError(
            f"{file} cannot be read ({what}). If it is damaged, remove it and make it anew: jixiao load"
        ) from error


def _refuse_foreign_wal(file: Path) -> None:
    if file.name in WRITTEN_IN_PLACE:
        return
    for wal in wals_of(file):
        if is_held(file):
            raise BusyError(
                f"{file} is held by another program, which writes to it. Close it there, or open it there for reading only, "
                "and start again"
            )
        raise UnusableFileError(
            f"{wal} is of another program, which wrote to {file.name} and was killed; with it, the numbers would not be "
            "those of the documents. The next load moves it away: jixiao load"
        )


def objects(
    connection: duckdb.DuckDBPyConnection,
    kind: type[T],
    query: str,
    parameters: Sequence[object] | Mapping[str, object] | None = None,
) -> tuple[T, ...]:
    """The rows of a query, each as a `kind` (a dataclass) whose fields are the columns of their names, in any order."""
    rows = connection.execute(query, parameters)
    names = [column[0] for column in rows.description or ()]
    return tuple(kind(**dict(zip(names, row, strict=True))) for row in rows.fetchall())


def open_for_writing(file: Path) -> duckdb.DuckDBPyConnection:
    """A file of the warehouse folder, open for writing.

    Raises BusyError if another program holds it, UnusableFileError if it cannot be opened at all.
    """
    with _told(file):
        return duckdb.connect(str(file))


@contextmanager
def _told(file: Path) -> Generator[None]:
    try:
        yield
    except duckdb.Error as error:
        # DuckDB has no error of its own for a lock.
        if isinstance(error, duckdb.IOException) and "lock" in str(error):
            raise BusyError(
                f"{file} is held by another program: {error}\n"
                "Close it there, or open it there for reading only, and start again"
            ) from error
        raise UnusableFileError(f"{file} cannot be opened: {error}") from error


def bound_memory(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> None:
    """Let a connection take `MEMORY_OF_MOVING`; what does not fit goes to disk, into the warehouse's folder for it."""
    connection.execute(f"set memory_limit = {literal(MEMORY_OF_MOVING)}")
    connection.execute(f"set temp_directory = {literal(warehouse.temporary)}")


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Generator[None]:
    """All of what is done within, or nothing of it, whatever ends it."""
    connection.begin()
    try:
        yield
    except BaseException:  # a signal, too, must leave no half of it
        connection.rollback()
        raise
    connection.commit()


def literal(value: object) -> str:
    """The value as a text literal: `it's` → `'it''s'`. For statements that take no parameter (attach, comment, set)."""
    return "'" + str(value).replace("'", "''") + "'"
