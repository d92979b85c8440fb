"""Parquet files, one a table: exact types, and the descriptions in the files' metadata."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from flows.base.database import literal
from flows.warehouse.tables import Table


def write_parquet_files(
    connection: duckdb.DuckDBPyConnection, tables: tuple[Table, ...], folder: Path
) -> list[str]:
    """Write `<table>.parquet` of each table; returns no remark.

    The key-value metadata are `description` and `columns` (JSON: what each column means).
    """
    for table in tables:
        columns = json.dumps(
            {column.name: column.description for column in table.columns}, ensure_ascii=False
        )
        connection.execute(
            f"copy marts.{table.name} to {literal(folder / f'{table.name}.parquet')} (format parquet, compression zstd, "
            f"kv_metadata {{description: {literal(table.description)}, columns: {literal(columns)}}})"
        )
    return []
