"""The store of a warehouse folder: landing of every version ever read, and what loads did.

Nothing in it cannot be made again: the bytes of the versions are kept with what is known of them, and the published file
has the history. So a store of another layout (an earlier version made it), or one that is damaged, is made anew.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import duckdb

from flows import landing
from flows.base.database import open_for_writing
from flows.base.errors import BusyError, UnusableFileError
from flows.base.paths import Warehouse
from flows.publishing.kept import kept_publications
from flows.publishing.operations import SCHEMA, create_operations

_LOG = logging.getLogger(__name__)


def prepare_store(warehouse: Warehouse) -> None:
    """Make the store if it is missing, of another layout or damaged, from the kept bytes and the published file.

    The caller holds the warehouse's lock. Says what is made anew of what.
    """
    layout = hashlib.sha256(landing.SCHEMA.read_bytes() + SCHEMA.read_bytes()).hexdigest()
    problem = _problem(warehouse.store, layout)
    if problem and warehouse.store.exists():
        for file in (warehouse.store, Path(f"{warehouse.store}.wal")):
            file.unlink(missing_ok=True)
    kept = [publication.file for publication in kept_publications(warehouse)]
    with open_for_writing(warehouse.store) as connection:
        create_operations(connection, warehouse.published, kept)
        landing.create_landing(connection)
        versions = landing.take_over_versions(connection, warehouse.published, warehouse.documents)
        connection.execute("create or replace table operations.layout as select ? as digest", [layout])
        if problem and versions:
            loads = connection.execute("select count(*) from operations.load_log").fetchall()[0][0]
            _LOG.warning(
                "%s %s. It is made again: %d version(s) of documents are read again from %s, and %s.",
                warehouse.store,
                problem,
                versions,
                warehouse.documents,
                f"{loads} load(s) are taken over from what is published"
                if loads
                else "the log of loads begins anew, because no published file has it",
            )


def _problem(store: Path, layout: str) -> str | None:
    """Why a store cannot be used, as a part of a sentence; None if it can be. Raises BusyError if it is held."""
    if not store.exists():
        return "was missing"
    try:
        with open_for_writing(store) as connection:
            row = connection.execute("select digest from operations.layout").fetchone()
    except BusyError:
        raise
    except duckdb.CatalogException:
        return "was made by another version of Jixiao"
    except (UnusableFileError, duckdb.Error) as error:
        return f"was damaged ({str(error.__cause__ or error).partition(chr(10))[0]})"
    return None if row == (layout,) else "was made by another version of Jixiao"
