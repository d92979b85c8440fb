"""What DuckDB is told by every step alike: texts in SQL, transactions, and how much memory a connection may take."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import duckdb

from flows.paths import Warehouse

MEMORY_OF_MOVING = "2GiB"
"""For a process that moves rows and decides nothing of them: more would be filled with what is never asked again."""


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
