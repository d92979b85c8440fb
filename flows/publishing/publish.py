"""The marts leave the working file: into a new file, which then replaces the published one as a whole.

The new file is a copy of the published one in which the rows of the jurisdictions that were built anew are replaced, or,
where all were built, the built marts alone. Either way a reader that has the old file open keeps reading it, and a new one
sees the new file, never a half of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows.base.database import bound_memory, literal, reading
from flows.base.errors import UnusableFileError
from flows.base.files import behind_link, replace_durably
from flows.base.paths import Warehouse
from flows.base.settings import read_settings
from flows.publishing.kept import forget_older, keep_present
from flows.publishing.marts import Mart, check_next, read_marts
from flows.publishing.scopes import Scopes
from flows.warehouse.beside import OF_EVERY_FILE, move_foreign_wal

# Files of this storage version are read by DuckDB 1.2 and every later client.
STORAGE_VERSION = "v1.2.0"
_ORDER = ("fiscal_year", "document_id", "form_no", "row_no", "part_no")
# A replaced row leaves a hole in the file: from this share of free blocks on, the file is written anew.
_MOST_FREE = 0.3


# Column → the temporary table of its keys in old jurisdictions.
_KEYS = {
    "document_id": "old_document",
    "indicator_key": "old_indicator",
    "project_key": "old_project",
    "unit_id": "old_unit",
}


@contextmanager
def next_publication(
    warehouse: Warehouse, scopes: Scopes, destination: Path
) -> Generator[duckdb.DuckDBPyConnection]:
    """The next published file, for the caller to look at and to add its operations to; it is `destination` at the end.

    The connection has the new file attached as `next` with its marts, the store as `store`, the working file as
    `working` and, if there is one, the file published before as `published`. Nothing is published if the caller fails.
    Raises SettingsError for a mart that could not be kept up to date, CouldNotRunError if the new file contradicts itself.
    """
    is_patch = not scopes.is_whole
    with _new_file(warehouse, destination, warehouse.published if is_patch else None) as connection:
        connection.execute(f"attach {literal(warehouse.working)} as working (read_only)")
        marts = read_marts(connection)
        if is_patch:
            tables = [mart for mart in marts if not mart.is_view]
            _find_old(connection, scopes)
            _forget(connection, tables)
            _add_built(connection, tables)
        else:
            _copy_schema(connection, "working", "marts")
        _fill_views(connection)
        check_next(connection, marts)
        yield connection


@contextmanager
def next_rollback(warehouse: Warehouse, publication: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """Likewise a copy of an earlier publication, which becomes the published file; there is no `working`."""
    with _new_file(warehouse, warehouse.published, publication) as connection:
        yield connection


def published_before(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The name by which the connection of a next file has the one published before; None if there is none."""
    databases = connection.execute("select database_name from duckdb_databases()").fetchall()
    return "published" if ("published",) in databases else None


@contextmanager
def next_refused(warehouse: Warehouse) -> Generator[duckdb.DuckDBPyConnection]:
    """Likewise the file that keeps what gate 2 refused, to be looked at: what this load built, and nothing else."""
    with _new_file(warehouse, warehouse.refused, None) as connection:
        connection.execute(f"attach {literal(warehouse.working)} as working (read_only)")
        _copy_schema(connection, "working", "marts")
        yield connection


def copy_operations(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the next file the operations that the store holds."""
    connection.execute("drop schema if exists next.operations cascade")
    _copy_schema(connection, "store", "operations")
    connection.execute("drop table next.operations.layout")


@contextmanager
def _new_file(
    warehouse: Warehouse, destination: Path, begins_as: Path | None
) -> Generator[duckdb.DuckDBPyConnection]:
    """The next file, empty or a copy of another; it takes the place of `destination`, or of what that is a link to."""
    target = behind_link(destination)
    partial = target.with_suffix(".partial")
    for file in (partial, Path(f"{partial}.wal"), partial.with_suffix(".loose")):
        file.unlink(missing_ok=True)  # of a load that was killed
    if begins_as:
        shutil.copyfile(begins_as, partial)
    with duckdb.connect(":memory:") as connection:
        bound_memory(connection, warehouse)
        connection.execute(f"attach {literal(partial)} as next (storage_version {literal(STORAGE_VERSION)})")
        connection.execute(f"attach {literal(warehouse.store)} as store")
        if _has_marts(warehouse.published):
            connection.execute(f"attach {literal(warehouse.published)} as published (read_only)")
        yield connection
        if begins_as and _free_share(connection) > _MOST_FREE:
            _write_anew(connection, partial)
        connection.execute("detach next")
    if destination == warehouse.published:
        keep_present(warehouse, read_settings().kept_publications)
    move_foreign_wal(destination)  # what began to write to the old file meanwhile, and was killed
    replace_durably(partial, target)
    if destination == warehouse.published:
        forget_older(warehouse, read_settings().kept_publications)


def _has_marts(published: Path) -> bool:
    """Whether a published file is there that can be compared."""
    if not published.exists():
        return False
    try:
        with reading(published) as connection:
            tables = connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'marts'"
            ).fetchall()
    except UnusableFileError:
        return False
    return {(table,) for table in OF_EVERY_FILE} <= set(tables)


def _find_old(connection: duckdb.DuckDBPyConnection, scopes: Scopes) -> None:
    """Temporary tables of the keys that the jurisdictions to build have in the file published before."""
    connection.execute("create temp table scope (scope varchar)")
    connection.execute("insert into scope select unnest(?)", [list(scopes.to_build)])
    connection.execute(
        """
        create temp table old_document as
        select document_id from published.marts.dim_document where coalesce(jurisdiction, '') in (from scope)
        """
    )
    connection.execute(
        """
        create temp table old_unit as
        select distinct unit_id from published.marts.dim_unit where coalesce(jurisdiction, '') in (from scope)
        """
    )
    connection.execute(
        """
        create temp table old_project as
        select project_key from published.marts.dim_project where unit_id in (from old_unit)
        """
    )
    connection.execute(
        """
        create temp table old_indicator as
        select indicator_key from published.marts.dim_indicator where project_key in (from old_project)
        """
    )


def _forget(connection: duckdb.DuckDBPyConnection, marts: Sequence[Mart]) -> None:
    """Take the rows of the jurisdictions to build out of the next file."""
    for mart in marts:
        if mart.scope:
            connection.execute(f"delete from next.marts.{mart.name} where {_is_old(mart)}")


def _is_old(mart: Mart) -> str:
    """The condition for the rows of old jurisdictions."""
    if mart.scope == "jurisdiction":
        return "coalesce(jurisdiction, '') in (from scope)"
    return f"{mart.scope} in (from {_KEYS[str(mart.scope)]})"


def _add_built(connection: duckdb.DuckDBPyConnection, marts: Sequence[Mart]) -> None:
    """Add what was built; of what belongs to no jurisdiction (categories, units of measure), what is missing there."""
    for mart in marts:
        source = f"from working.marts.{mart.name} as built"
        if not mart.scope:
            source += f" anti join next.marts.{mart.name} as there using ({', '.join(mart.grain)})"
        connection.execute(f"insert into next.marts.{mart.name} by name select built.* {source}")
    connection.execute(
        """
        delete from next.marts.dim_measure_unit where measure_unit not in (
            select measure_unit from working.marts.dim_measure_unit
            union all select measure_unit from next.marts.fact_indicator where measure_unit is not null
            union all select actual_measure_unit from next.marts.fact_indicator where actual_measure_unit is not null
            union all select measure_unit from next.marts.fact_indicator_part where measure_unit is not null
        )
        """
    )


def _fill_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Of each mart that is a view in the working file, because it looks across jurisdictions: a table over the next file."""
    views = connection.execute(
        "select view_name, sql, comment from duckdb_views() where database_name = 'working' and schema_name = 'marts'"
    ).fetchall()
    for view, definition, comment in views:
        # What the view reads is named without its database.
        connection.execute("use next")
        connection.execute(f"create or replace table marts.{view} as {definition.partition(' AS ')[2]}")
        connection.execute("use memory")
        _copy_comments(connection, ("working", "marts", view), comment)


def _free_share(connection: duckdb.DuckDBPyConnection) -> float:
    connection.execute("checkpoint next")
    total, free = connection.execute(
        "select total_blocks, free_blocks from pragma_database_size() where database_name = 'next'"
    ).fetchall()[0]
    return free / total if total else 0.0


def _write_anew(connection: duckdb.DuckDBPyConnection, partial: Path) -> None:
    """Copy the next file's tables into a file without holes, which takes its place."""
    loose = partial.with_suffix(".loose")
    connection.execute("detach next")
    partial.replace(loose)
    connection.execute(f"attach {literal(loose)} as loose (read_only)")
    connection.execute(f"attach {literal(partial)} as next (storage_version {literal(STORAGE_VERSION)})")
    for schema in ("marts", "operations"):
        _copy_schema(connection, "loose", schema)
    connection.execute("detach loose")
    loose.unlink()


def _copy_schema(connection: duckdb.DuckDBPyConnection, source: str, schema: str) -> None:
    """Copy a schema's tables into the next file, with what they say of themselves."""
    connection.execute(f"create schema next.{schema}")
    connection.execute("use next")
    tables = connection.execute(
        """
        select table_name, sql, comment from duckdb_tables()
        where database_name = ? and schema_name = ? order by table_name
        """,
        [source, schema],
    ).fetchall()
    for table, ddl, comment in tables:
        names = [name for name, _ in _columns(connection, (source, schema, table))]
        order = [name for name in _ORDER if name in names] or names[:1]
        connection.execute(ddl)
        connection.execute(
            f"insert into next.{schema}.{table} by name "
            f"select * from {source}.{schema}.{table} order by {', '.join(order)}"
        )
        _copy_comments(connection, (source, schema, table), comment)
    connection.execute("use memory")


def _copy_comments(
    connection: duckdb.DuckDBPyConnection, source: tuple[str, str, str], comment: str | None
) -> None:
    """Let a table of the next file say of itself and of its columns what its source (database, schema, name) says."""
    table = f"next.{source[1]}.{source[2]}"
    if comment:
        connection.execute(f"comment on table {table} is {literal(comment)}")
    for name, column_comment in _columns(connection, source):
        if column_comment:
            connection.execute(f'comment on column {table}."{name}" is {literal(column_comment)}')


def _columns(
    connection: duckdb.DuckDBPyConnection, table: tuple[str, str, str]
) -> list[tuple[str, str | None]]:
    return connection.execute(
        """
        select column_name, comment from duckdb_columns()
        where database_name = ? and schema_name = ? and table_name = ? order by column_index
        """,
        list(table),
    ).fetchall()
