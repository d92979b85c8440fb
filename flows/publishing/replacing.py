"""The published file is replaced, by a load or an earlier publication: what was done and what it changed is written down."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import duckdb

from flows.base.paths import Warehouse
from flows.publishing import publish
from flows.publishing.comparison import compare, read_places
from flows.publishing.kept import Kept, latest_number
from flows.publishing.operations import (
    LoadRecord,
    forget_latest_load,
    write_comparison,
    write_load,
    write_rollback,
)
from flows.publishing.scopes import Scopes
from flows.warehouse.sidecars import describe_kept


def replace_by_load(
    warehouse: Warehouse, destination: Path, scopes: Scopes, load: LoadRecord, *, is_refused: bool
) -> Path:
    """Replace `destination` (the published file, or its preview) by what a load built. Returns the file that was written.

    If gate 2 refused, that is `refused.duckdb`, which keeps the build, and the destination stays as it is.
    """
    is_preview = destination == warehouse.preview
    load = replace(load, later_than=latest_number(warehouse))
    if is_refused:
        with publish.next_refused(warehouse) as connection:
            write_load(connection, load, "refused")
            _finish(connection, is_preview=is_preview)
        return warehouse.refused
    with publish.next_publication(warehouse, scopes, destination) as connection:
        write_load(connection, load, "published")
        _compare(connection)
        _finish(connection, is_preview=is_preview)
    if not is_preview:
        warehouse.preview.unlink(missing_ok=True)  # it was of a file that is no more
        describe_kept(warehouse, scopes.to_build)
    return destination


def replace_by_earlier(warehouse: Warehouse, publication: Kept, started_at: dt.datetime) -> None:
    """Replace the published file by one that was published before it."""
    with publish.next_rollback(warehouse, publication.file) as connection:
        write_rollback(connection, started_at, publication.load_no, latest_number(warehouse))
        _compare(connection)
        _finish(connection)
    warehouse.preview.unlink(missing_ok=True)


def _compare(connection: duckdb.DuckDBPyConnection) -> None:
    """What the next file has otherwise than the one before is written into the store."""
    places = read_places(connection, "store.operations.mart_column")
    compare(connection, publish.published_before(connection), "next", places)
    write_comparison(connection)


def _finish(connection: duckdb.DuckDBPyConnection, *, is_preview: bool = False) -> None:
    """The next file has the operations that the store has; a preview is no load, which the store forgets."""
    publish.copy_operations(connection)
    if is_preview:
        forget_latest_load(connection)
