"""The store of a warehouse folder: landing of every version ever read, and what loads did.

Nothing in it cannot be made again: the bytes of the versions are kept, and the published file has the history. So a store of
another layout (an earlier version made it), or one that is damaged, is made anew.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import duckdb

from flows import landing
from flows.base.database import open_for_writing
from flows.base.errors import UnusableFileError
from flows.base.paths import Warehouse
from flows.publishing.operations import SCHEMA, create_operations

_LOG = logging.getLogger(__name__)


def prepare_store(warehouse: Warehouse) -> None:
    """Make the store where it is missing, of another layout or damaged, from the published file and the kept bytes.

    The caller holds the warehouse's lock.
    """
    layout = hashlib.sha256(landing.SCHEMA.read_bytes() + SCHEMA.read_bytes()).hexdigest()
    if warehouse.store.exists() and _layout(warehouse.store) != layout:
        _LOG.info("%s is made anew from the kept documents", warehouse.store)
        for file in (warehouse.store, Path(f"{warehouse.store}.wal")):
            file.unlink(missing_ok=True)
    with open_for_writing(warehouse.store) as connection:
        create_operations(connection, warehouse.published)
        landing.create_landing(connection)
        landing.take_over_versions(connection, warehouse.published, warehouse.documents)
        connection.execute("create or replace table operations.layout as select ? as digest", [layout])


def _layout(store: Path) -> str | None:
    """The layout of a store; None where it has none that can be read."""
    try:
        with open_for_writing(store) as connection:
            row = connection.execute("select digest from operations.layout").fetchone()
    except (UnusableFileError, duckdb.Error):
        return None
    return row[0] if row else None
