"""Documents → the landing schema: what is printed, with its places, and the reading of each distinct target."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.base.database import transaction
from flows.landing.dictionary import complete_dictionary
from flows.landing.earlier import take_over_versions
from flows.landing.frames import insert_columns, insert_rows
from flows.landing.versions import Limits, ReadVersion, Version, read_versions
from flows.raw.listing import RawFile

__all__ = [
    "SCHEMA",
    "Landed",
    "Limits",
    "ReadVersions",
    "create_landing",
    "land",
    "read_versions",
    "take_over_versions",
]

ReadVersions = Callable[[Iterable[Version], Path], Iterator[ReadVersion]]
"""Reads versions in their order and keeps their bytes in a folder: here, or on a cluster."""

_LOG = logging.getLogger(__name__)
SCHEMA = Path(__file__).with_name("schema.sql")
OF_DOCUMENTS = ("heading", "form", "indicator_row", "funding_line", "rejected", "left_out")
"""The landing tables of what documents say, beside `document` itself."""

# Written at a time: a table takes many rows for little more than the price of one.
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Landed:
    """What one call of `land` did: paths read now, paths gone from raw/."""

    read: tuple[str, ...]
    gone: tuple[str, ...]


def create_landing(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the landing schema where it is missing."""
    connection.execute(SCHEMA.read_text(encoding="utf-8"))


def land(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[RawFile],
    raw: Path,
    documents: Path,
    reader_version: str,
    within: str,
    read: ReadVersions,
) -> Landed:
    """Bring landing (of `create_landing`) up to date with raw/.

    Lets `read` read each version (path and bytes) that this version of the readers has not read yet and keep its bytes in
    `documents`, replaces landing.raw_file, and completes the dictionary of targets. A file that cannot be read
    becomes a document with a problem; it never stops the others, and is read again where the limits of reading, which
    `within` tells, are others. What was read stays landed where the rest fails or is
    killed: the next call reads the rest. (One transaction of ten thousand documents would stay in memory, too.)
    """
    with transaction(connection):
        _replace_raw_files(connection, files)
    known = _versions_read(connection, reader_version, within)
    new = [
        version
        for version in _versions(connection, files, raw, documents)
        if version.document_id not in known
    ]
    readable: list[str] = []
    batch: list[ReadVersion] = []
    for each in read(new, documents):
        if each.problem is None:
            readable.append(each.version.path)
        _log(each)
        batch.append(each)
        if len(batch) == _BATCH:
            _land_batch(connection, batch, reader_version, within)
            batch = []
    _land_batch(connection, batch, reader_version, within)
    with transaction(connection):
        _note_moves(connection)
        complete_dictionary(connection, reader_version)
    gone = tuple(file.path for file in files if file.sha256 is None)
    return Landed(tuple(readable), gone + _gone_unlisted(connection, files))


def _log(each: ReadVersion) -> None:
    document = {"document": each.version.path, "sha256": each.version.sha256}
    if each.rows is None:
        _LOG.info("%s cannot be read: %s", each.version.path, each.problem, extra=document)
    else:
        forms = each.rows.form_count
        _LOG.debug("%s: %d forms", each.version.path, forms, extra={**document, "forms": forms})


def _replace_raw_files(connection: duckdb.DuckDBPyConnection, files: Sequence[RawFile]) -> None:
    """Files that are known but gone keep their line, without bytes: their data stay until withdrawn."""
    _replace(
        connection,
        "new_raw_file",
        [
            {
                "path": file.path,
                "sha256": file.sha256,
                "fiscal_year": file.description.fiscal_year,
                "publisher": file.description.publisher,
                "jurisdiction": file.description.jurisdiction,
                "source_url": file.description.source_url,
                "published_on": file.description.published_on,
                "withdrawn_because": file.description.withdrawn_because,
                "is_listed": file.is_listed,
            }
            for file in files
        ],
        "landing.raw_file",
    )
    connection.execute(
        "update landing.raw_file set sha256 = null where path not in (select path from new_raw_file)"
    )
    connection.execute("delete from landing.raw_file where path in (select path from new_raw_file)")
    connection.execute("insert into landing.raw_file by name select * from new_raw_file")
    connection.execute("drop table new_raw_file")


def _gone_unlisted(connection: duckdb.DuckDBPyConnection, files: Sequence[RawFile]) -> tuple[str, ...]:
    listed = {file.path for file in files}
    known = connection.execute(
        "select path from landing.raw_file where sha256 is null order by path"
    ).fetchall()
    return tuple(path for (path,) in known if path not in listed)


def _versions_read(connection: duckdb.DuckDBPyConnection, reader_version: str, within: str) -> set[str]:
    rows = connection.execute(
        "select document_id from landing.document where reader_version in (?, ?)",
        [reader_version, f"{reader_version} {within}"],
    ).fetchall()
    return {document_id for (document_id,) in rows}


def _versions(
    connection: duckdb.DuckDBPyConnection, files: Sequence[RawFile], raw: Path, documents: Path
) -> Iterator[Version]:
    """The versions in raw/, and the earlier ones from their kept bytes (a newer reader reads them again)."""
    current = {(file.path, file.sha256) for file in files}
    for file in files:
        if file.sha256 is not None:
            yield Version(file.path, file.sha256, raw / file.path, file.problem)
    earlier = connection.execute("select path, sha256 from landing.document order by all").fetchall()
    for path, sha256 in earlier:
        # What was never read (a link, a file too large) left no bytes.
        if (path, sha256) not in current and (documents / sha256).exists():
            yield Version(path, sha256, documents / sha256)


def _land_batch(
    connection: duckdb.DuckDBPyConnection, batch: Sequence[ReadVersion], reader_version: str, within: str
) -> None:
    """Write versions as these readers see them, in place of what earlier ones saw."""
    if not batch:
        return
    document_ids = [each.version.document_id for each in batch]
    known = connection.execute(
        "select document_id, read_at from landing.document where list_contains(?, document_id)",
        [document_ids],
    ).fetchall()
    first_read = {document_id: read_at.astimezone(dt.UTC) for document_id, read_at in known}
    now = dt.datetime.now(dt.UTC)
    with transaction(connection):
        if first_read:
            for table in ("document", *OF_DOCUMENTS):
                connection.execute(
                    f"delete from landing.{table} where document_id in (select unnest(?))", [[*first_read]]
                )
        insert_rows(
            connection,
            "landing.document",
            [
                _document_row(
                    each,
                    f"{reader_version} {within}" if each.problem else reader_version,
                    first_read.get(each.version.document_id, now),
                )
                for each in batch
            ],
        )
        for table in OF_DOCUMENTS:
            insert_columns(
                connection, f"landing.{table}", [getattr(each.rows, table) for each in batch if each.rows]
            )


def _note_moves(connection: duckdb.DuckDBPyConnection) -> None:
    """Say of each version whose file is gone where the same bytes stand now."""
    connection.execute(
        """
        update landing.document set moved_to = (
            select min(there.path) from landing.raw_file as there
            where there.sha256 = document.sha256 and there.path <> document.path
            and (select own.sha256 is null from landing.raw_file as own where own.path = document.path)
        )
        """
    )


def _document_row(each: ReadVersion, reader_version: str, read_at: dt.datetime) -> dict[str, Any]:
    return {
        "document_id": each.version.document_id,
        "path": each.version.path,
        "sha256": each.version.sha256,
        "byte_size": each.byte_size,
        "format": each.rows.format if each.rows else None,
        "reader_version": reader_version,
        "title": each.rows.title if each.rows else None,
        "printed_year": each.rows.printed_year if each.rows else None,
        "printed_year_locator": each.rows.printed_year_locator if each.rows else None,
        "problem": each.problem,
        "read_at": read_at,
    }


def _replace(connection: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]], like: str) -> None:
    connection.execute(f"create or replace temp table {name} as from {like} limit 0")
    insert_rows(connection, name, rows)
