"""A store that was lost is made again: which versions there were is in the published file, their bytes are kept."""

from __future__ import annotations

from pathlib import Path

import duckdb

from flows.base.database import literal


def take_over_versions(connection: duckdb.DuckDBPyConnection, published: Path, documents: Path) -> None:
    """Note in an empty landing schema each published version whose bytes are in `documents`, to be read from there.

    So a document that is gone from raw/ is not lost with the store. `connection` is open on the store. Where there is no
    published file that says so, nothing is noted: raw/ is read as at the first load.
    """
    is_new = connection.execute("select count(*) from landing.document").fetchone() == (0,)
    if not is_new or not published.exists():
        return
    try:
        connection.execute(f"attach {literal(published)} as published (read_only)")
    except duckdb.Error:
        return
    try:
        kept = [file.name for file in documents.iterdir()] if documents.is_dir() else []
        connection.execute(
            """
            insert into landing.document (document_id, path, sha256, byte_size, reader_version, read_at)
            select document_id, path, sha256, 0, '', loaded_at from published.marts.dim_document
            where list_contains(?, sha256)
            """,
            [kept],
        )
        connection.execute(
            """
            insert into landing.raw_file (path, fiscal_year, publisher, jurisdiction, source_url, published_on, is_listed)
            select distinct on (path) path, fiscal_year, publisher, jurisdiction, source_url, published_on, false
            from published.marts.dim_document semi join landing.document using (document_id)
            """
        )
    except (duckdb.CatalogException, duckdb.BinderException):
        return  # an earlier version, or somebody else, made it
    finally:
        connection.execute("detach published")
