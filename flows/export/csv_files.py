"""CSV files, one a table, in UTF-8: with a byte order mark, by which Excel knows it.

A text that a spreadsheet would take for a formula (CWE-1236: a sign and more) gets an apostrophe before it, and so does a
text that begins with an apostrophe: whoever takes one leading apostrophe away has every text as it was.
"""

from __future__ import annotations

import codecs
import shutil
from pathlib import Path

import duckdb

from flows.base.database import literal
from flows.warehouse.tables import Column, Table

# Full-width signs begin formulas, too, where a spreadsheet runs in Chinese.
_BEGINS_LIKE_A_FORMULA = "(?s)^([=+@＝＋－＠-].|['\t\r\n])"


def write_csv_files(
    connection: duckdb.DuckDBPyConnection, tables: tuple[Table, ...], folder: Path
) -> list[str]:
    """Write `<table>.csv` of each table, for Excel; returns no remark."""
    for table in tables:
        plain = folder / f"{table.name}.plain"
        write_csv(connection, table, plain)
        with plain.open("rb") as source, (folder / f"{table.name}.csv").open("wb") as target:
            target.write(codecs.BOM_UTF8)
            shutil.copyfileobj(source, target)
        plain.unlink()
    return []


def write_csv(connection: duckdb.DuckDBPyConnection, table: Table, file: Path) -> None:
    """Write a table as CSV without a byte order mark: null is nothing, times are UTC as `2026-11-28T08:00:00.000000Z`."""
    columns = ", ".join(f'{_printed(column)} as "{column.name}"' for column in table.columns)
    connection.execute(
        f"copy (select {columns} from marts.{table.name}) to {literal(file)} (format csv, header, delimiter ',')"
    )


def _printed(column: Column) -> str:
    name = f'"{column.name}"'
    if column.type == "VARCHAR":
        return f"if(regexp_matches({name}, {literal(_BEGINS_LIKE_A_FORMULA)}), '''' || {name}, {name})"
    if column.type == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({name} at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')"
    return name
