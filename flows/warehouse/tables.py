"""What the published file says of its own tables: their columns, types, descriptions and Chinese terms."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from flows.base.database import objects

# The descriptions name the Chinese term in brackets: `Money of the form in yuan (预算金额).`
_CHINESE_TERM = re.compile("[(]([^()a-z]*[一-龥][^()]*)[)]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a published table."""

    name: str
    type: str
    """DuckDB's name of the type: VARCHAR, INTEGER, DECIMAL(28,8), TIMESTAMP WITH TIME ZONE."""
    description: str

    @property
    def term(self) -> str:
        """The Chinese term of its description; the column's name where there is none."""
        return _chinese_term(self.description) or self.name


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the schema `marts`."""

    name: str
    description: str
    rows: int
    columns: tuple[Column, ...]

    @property
    def term(self) -> str:
        """The Chinese term of its description; the table's name where there is none."""
        return _chinese_term(self.description) or self.name


def read_tables(connection: duckdb.DuckDBPyConnection) -> tuple[Table, ...]:
    """The tables of the schema `marts` of the file that the connection has open, by name."""
    names = connection.execute(
        "select table_name, coalesce(comment, '') from duckdb_tables() where schema_name = 'marts' order by table_name"
    ).fetchall()
    return tuple(
        Table(name, description, _rows(connection, name), _columns(connection, name))
        for name, description in names
    )


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return connection.execute(f"select count(*) from marts.{table}").fetchall()[0][0]


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[Column, ...]:
    return objects(
        connection,
        Column,
        """
        select column_name as name, data_type as type, coalesce(comment, '') as description from duckdb_columns()
        where schema_name = 'marts' and table_name = ? order by column_index
        """,
        [table],
    )


def _chinese_term(description: str) -> str | None:
    found = _CHINESE_TERM.search(description)
    return found[1].split(", ")[0] if found else None
