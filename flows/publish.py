"""The marts leave the working file: copied into a new file, which then replaces the published one as a whole."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from flows.paths import Warehouse

# Files of this storage version are read by DuckDB 1.2 and every later client.
STORAGE_VERSION = "v1.2.0"
PUBLISHED_SCHEMAS = ("marts", "operations")
_ORDER = ("fiscal_year", "document_id", "form_no", "row_no", "part_no")


def publish(warehouse: Warehouse) -> Path:
    """Replace the published file by the marts and operations of the working file.

    A reader that has the old file open keeps reading it; a new one sees the new file, never a half of it.
    """
    return _copy_and_replace(warehouse, warehouse.published)


def keep_refused(warehouse: Warehouse) -> Path:
    """Keep the marts that gate 2 refused in a file of their own, to be looked at."""
    return _copy_and_replace(warehouse, warehouse.refused)


def _copy_and_replace(warehouse: Warehouse, destination: Path) -> Path:
    partial = destination.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            f"attach {_literal(partial)} as published (storage_version {_literal(STORAGE_VERSION)})"
        )
        connection.execute(f"attach {_literal(warehouse.working)} as working (read_only)")
        connection.execute("use published")
        for schema in PUBLISHED_SCHEMAS:
            connection.execute(f"create schema {schema}")
            _copy_tables(connection, schema)
        connection.execute("use memory")
        connection.execute("detach published")
    _sync(partial)
    partial.replace(destination)
    _sync(destination.parent)
    return destination


def _copy_tables(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    tables = connection.execute(
        """
        select table_name, sql, comment from duckdb_tables()
        where database_name = 'working' and schema_name = ? order by table_name
        """,
        [schema],
    ).fetchall()
    for table, ddl, comment in tables:
        columns = connection.execute(
            """
            select column_name, comment from duckdb_columns()
            where database_name = 'working' and schema_name = ? and table_name = ? order by column_index
            """,
            [schema, table],
        ).fetchall()
        names = [name for name, _ in columns]
        order = [name for name in _ORDER if name in names] or names[:1]
        connection.execute(ddl)
        connection.execute(
            f"insert into {schema}.{table} by name from working.{schema}.{table} order by {', '.join(order)}"
        )
        if comment:
            connection.execute(f"comment on table {schema}.{table} is {_literal(comment)}")
        for name, column_comment in columns:
            if column_comment:
                connection.execute(
                    f'comment on column {schema}.{table}."{name}" is {_literal(column_comment)}'
                )


def _literal(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _sync(path: Path) -> None:
    """Bring a file, or a folder's entries, to disk before the next step relies on it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
