"""A store that was lost is made again: the bytes of all versions are kept, with what is known of each beside them."""

from __future__ import annotations

import logging
from dataclasses import asdict
from pathlib import Path

import duckdb

from flows.base.database import literal
from flows.landing.frames import insert_rows
from flows.landing.versions import Version
from flows.warehouse.sidecars import kept_bytes, read_sidecars

_LOG = logging.getLogger(__name__)
_SHOWN = 3


def take_over_versions(connection: duckdb.DuckDBPyConnection, published: Path, documents: Path) -> int:
    """Note in an empty landing schema each version whose bytes are in `documents`, to be read from there.

    What is known of a version stands beside its bytes, else in the published file (an earlier version of Jixiao wrote
    nothing beside them). So a document that is gone from raw/ is not lost with the store, nor with the published file.
    Says on the log what cannot be used. Returns how many versions were noted. `connection` is open on the store.
    """
    if connection.execute("select count(*) from landing.document").fetchone() != (0,):
        return 0
    kept = kept_bytes(documents)
    connection.execute(
        """
        create or replace temp table kept_version (
            document_id varchar, path varchar, sha256 varchar, fiscal_year integer, publisher varchar, jurisdiction varchar,
            source_url varchar, published_on date, withdrawn_because varchar, is_listed boolean, status varchar,
            status_reason varchar, first_read_at timestamptz
        )
        """
    )
    described, unusable = read_sidecars(documents)
    insert_rows(
        connection,
        "temp.kept_version",
        [
            {
                **asdict(each),
                "document_id": Version(each.path, each.sha256, documents, each.fiscal_year).document_id,
            }
            for each in described
        ],
    )
    _add_published(connection, published)
    connection.execute("delete from kept_version where not list_contains(?, sha256)", [list(kept)])
    connection.execute(
        """
        insert into landing.document (document_id, path, sha256, byte_size, reader_version, read_at)
        select document_id, path, sha256, 0, '', first_read_at from kept_version
        """
    )
    connection.execute(
        """
        insert into landing.raw_file by name
        select distinct on (path)
            path, fiscal_year, publisher, jurisdiction, source_url, published_on, withdrawn_because,
            false as is_listed
        from kept_version
        order by path, status is not distinct from 'current' desc, first_read_at desc, sha256
        """
    )
    known = {sha256 for (sha256,) in connection.execute("select sha256 from kept_version").fetchall()}
    versions = connection.execute("select count(*) from kept_version").fetchall()[0][0]
    connection.execute("drop table kept_version")
    _say_what_is_left(documents, [sha256 for sha256 in kept if sha256 not in known], unusable)
    return versions


def _add_published(connection: duckdb.DuckDBPyConnection, published: Path) -> None:
    """Add the versions that the published file knows beyond those described, if there is such a file."""
    if not published.exists():
        return
    try:
        connection.execute(f"attach {literal(published)} as published (read_only)")
    except duckdb.Error:
        return
    try:
        connection.execute(
            """
            insert into kept_version by name
            select
                document_id, path, sha256, fiscal_year, publisher, jurisdiction, source_url, published_on,
                case when status = 'withdrawn' then status_reason end as withdrawn_because,
                status, status_reason, loaded_at as first_read_at
            from published.marts.dim_document
            where document_id not in (select document_id from kept_version) and status <> 'not_read'
            """
        )
    except (duckdb.CatalogException, duckdb.BinderException):
        return  # somebody else made it
    finally:
        connection.execute("detach published")


def _say_what_is_left(documents: Path, undescribed: list[str], unusable: tuple[Path, ...]) -> None:
    if unusable:
        _LOG.warning(
            "%d description(s) of kept documents are damaged and were passed over: %s.",
            len(unusable),
            _named([file.name for file in unusable]),
        )
    if undescribed:
        _LOG.warning(
            "%d kept document(s) in %s cannot be used, because nothing says of which path and year they are: %s. What is "
            "below raw/ is read from there.",
            len(undescribed),
            documents,
            _named(undescribed),
        )


def _named(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
