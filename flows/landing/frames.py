"""Rows into landing tables, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import polars as pl


def insert_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows (column → value) to a table, `landing.form` for one."""
    if rows:
        insert_frame(connection, table, pl.DataFrame(rows, infer_schema_length=None))


def insert_columns(
    connection: duckdb.DuckDBPyConnection, table: str, parts: Sequence[dict[str, list[Any]]]
) -> None:
    """Add the rows of several parts (column → values, the same columns in each; {} for no row) to a table."""
    filled = [part for part in parts if part]
    if filled:
        columns = {column: [value for part in filled for value in part[column]] for column in filled[0]}
        insert_frame(connection, table, pl.DataFrame(columns))


def insert_frame(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Add a frame, whose columns are named as those of the table."""
    connection.register("incoming", frame)
    connection.execute(f"insert into {table} by name select * from incoming")
    connection.unregister("incoming")
