"""Documents → the landing schema: what is printed, with its places, and the reading of each distinct target."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.base.database import transaction
from flows.base.errors import CouldNotRunError
from flows.landing.dictionary import add_targets, complete_dictionary, documents_without_targets
from flows.landing.earlier import LOST, LOST_AND_NOT_COUNTED, take_over_versions
from flows.landing.frames import insert_columns, insert_rows
from flows.landing.names import complete_names, copy_names
from flows.landing.versions import Limits, ReadVersion, Version, read_versions
from flows.raw.listing import RawFile, RawFolder
from flows.warehouse.fingerprint import names_version

__all__ = [
    "SCHEMA",
    "Landed",
    "Limits",
    "ReadVersions",
    "complete_names",
    "copy_names",
    "create_landing",
    "land",
    "read_versions",
    "take_over_versions",
]

ReadVersions = Callable[[Iterable[Version], Path], Generator[ReadVersion]]
"""Reads versions in their order and keeps their bytes in a folder: here, or on a cluster."""

_LOG = logging.getLogger(__name__)
SCHEMA = Path(__file__).with_name("schema.sql")
OF_DOCUMENTS = ("heading", "form", "indicator_row", "funding_line", "rejected", "left_out")
"""The landing tables of what documents say, beside `document` itself."""

# Written at a time: a table takes many rows for little more than the price of one.
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Landed:
    """What one call of `land` did: paths read now, paths whose version could not be read with the reason, paths gone."""

    read: tuple[str, ...]
    not_read: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]


def create_landing(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the landing schema where it is missing."""
    connection.execute(SCHEMA.read_text(encoding="utf-8"))


def land(
    connection: duckdb.DuckDBPyConnection,
    listed: RawFolder,
    raw: Path,
    documents: Path,
    reader_version: str,
    within: str,
    read: ReadVersions,
) -> Landed:
    """Bring landing (of `create_landing`) up to date with raw/.

    Lets `read` read each version (path and bytes) that this version of the readers has not read yet and keep its bytes in
    `documents`, replaces landing.raw_file, and completes the dictionaries of targets and names. A file that cannot be read
    becomes a document with a problem; it never stops the others, and is read again where the limits of reading, which
    `within` tells, are others. One that could not be tried, or at which our reader failed, is noted in landing.not_read
    alone: what an earlier call read of it stays, and the next call tries again. What was read stays landed where the rest
    fails or is killed: the next call reads the rest. (One transaction of ten thousand documents would stay in memory, too.)

    Raises CouldNotRunError where no document can be read, or one cannot be read whose published rows the store has lost.
    """
    with transaction(connection):
        _replace_raw_files(connection, listed)
        _note_same_bytes(connection)
        connection.execute("delete from landing.not_read")
    known = _versions_read(connection, reader_version, within)
    new = [
        version
        for version in _versions(connection, listed.files, raw, documents)
        if version.document_id not in known
    ]
    readable: list[str] = []
    not_read: list[ReadVersion] = []
    batch: list[ReadVersion] = []
    with closing(read(new, documents)) as versions:
        for each in versions:
            _log(each)
            if each.not_read:
                not_read.append(each)
                continue
            if each.rows:
                readable.append(each.version.path)
            batch.append(each)
            if len(batch) == _BATCH:
                _land_batch(connection, batch, reader_version, within)
                batch = []
    _land_batch(connection, batch, reader_version, within)
    with transaction(connection):
        _note_not_read(connection, not_read, listed)
        _note_moves(connection)
        complete_dictionary(connection, reader_version)
        complete_names(connection, names_version())
    files = {file.path: file for file in listed.files}
    tried = tuple(
        (each.version.path, each.not_read)
        for each in not_read
        if each.not_read and _may_count(each.version, files.get(each.version.path))
    )
    return Landed(tuple(readable), tried, _gone(connection, listed))


def _may_count(version: Version, file: RawFile | None) -> bool:
    """Whether a version is what its path has now, or the path is gone: not withdrawn, and no other bytes took its place."""
    if file is None:
        return True
    return not file.description.withdrawn_because and file.sha256 in {None, version.sha256}


def _log(each: ReadVersion) -> None:
    document = {"document": each.version.path, "sha256": each.version.sha256}
    if each.not_read:
        _LOG.warning("%s was not read: %s", each.version.path, each.not_read, extra=document)
    elif each.rows is None:
        _LOG.info("%s cannot be read: %s", each.version.path, each.problem, extra=document)
    else:
        forms = each.rows.form_count
        _LOG.debug("%s: %d forms", each.version.path, forms, extra={**document, "forms": forms})


def _replace_raw_files(connection: duckdb.DuckDBPyConnection, listed: RawFolder) -> None:
    """Files that are known but gone keep their line, without bytes: their data stay until withdrawn.

    What could not be read keeps its bytes, too: nobody knows that it is gone.
    """
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
            for file in listed.files
        ],
        "landing.raw_file",
    )
    connection.execute(
        """
        update new_raw_file set sha256 = known.sha256 from landing.raw_file as known
        where new_raw_file.path = known.path and list_contains(cast(? as varchar[]), known.path)
        """,
        [[file.path for file in listed.files if file.is_unread]],
    )
    connection.execute(
        f"""
        update landing.raw_file set sha256 = null
        where path not in (select path from new_raw_file) and not {_IS_UNREAD}
        """,
        [_unread(listed)],
    )
    connection.execute("delete from landing.raw_file where path in (select path from new_raw_file)")
    connection.execute("insert into landing.raw_file by name select * from new_raw_file")
    connection.execute("drop table new_raw_file")


# Whether a path is one of a list, or lies in a folder of it.
_IS_UNREAD = """
    coalesce(
        list_bool_or(list_transform(cast(? as varchar[]), lambda place: path = place or starts_with(path, place || '/'))),
        false
    )
"""


def _unread(listed: RawFolder) -> list[str]:
    return [each.path for each in listed.unread]


def _gone(connection: duckdb.DuckDBPyConnection, listed: RawFolder) -> tuple[str, ...]:
    gone = [file.path for file in listed.files if file.sha256 is None and not file.is_unread]
    known = connection.execute(
        f"""
        select path from landing.raw_file
        where sha256 is null and not list_contains(cast(? as varchar[]), path) and not {_IS_UNREAD} order by path
        """,
        [[file.path for file in listed.files], _unread(listed)],
    ).fetchall()
    return (*gone, *(path for (path,) in known))


def _versions_read(connection: duckdb.DuckDBPyConnection, reader_version: str, within: str) -> set[str]:
    rows = connection.execute(
        "select document_id from landing.document where reader_version in (?, ?)",
        [reader_version, f"{reader_version} {within}"],
    ).fetchall()
    return {document_id for (document_id,) in rows} - documents_without_targets(connection)


def _versions(
    connection: duckdb.DuckDBPyConnection, files: Sequence[RawFile], raw: Path, documents: Path
) -> Iterator[Version]:
    """The versions in raw/, and the earlier ones from their kept bytes (a newer reader reads them again)."""
    years = dict(connection.execute("select path, fiscal_year from landing.raw_file").fetchall())
    current = {(file.path, file.sha256) for file in files}
    for file in files:
        if file.sha256 is not None:
            yield Version(
                file.path, file.sha256, raw / (file.name or file.path), years[file.path], file.problem
            )
    earlier = connection.execute("select path, sha256 from landing.document order by all").fetchall()
    for path, sha256 in earlier:
        # What was never read (a link, a file too large) left no bytes.
        if (path, sha256) not in current and (documents / sha256).exists():
            yield Version(path, sha256, documents / sha256, years.get(path))


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
        add_targets(connection, [each.rows for each in batch if each.rows], reader_version)


def _note_not_read(
    connection: duckdb.DuckDBPyConnection, not_read: Sequence[ReadVersion], listed: RawFolder
) -> None:
    """Note the versions that could not be tried. Raises CouldNotRunError where the published rows of one would be lost."""
    lost = dict(
        connection.execute(
            "select document_id, reader_version from landing.document where list_contains(?, reader_version)",
            [[LOST, LOST_AND_NOT_COUNTED]],
        ).fetchall()
    )
    withdrawn = {file.path for file in listed.files if file.description.withdrawn_because}
    for each in not_read:
        if lost.get(each.version.document_id) == LOST and each.version.path not in withdrawn:
            raise CouldNotRunError(
                f"the store was lost, and {each.version.path} could not be read again: {each.not_read}. The published "
                "file is as it was; start the load again, or withdraw the document to go on without it"
            )
        if each.version.document_id in lost:
            connection.execute(
                "update landing.document set problem = ? where document_id = ?",
                [each.not_read, each.version.document_id],
            )
    now = dt.datetime.now(dt.UTC)
    insert_rows(
        connection,
        "landing.not_read",
        [
            {
                "document_id": each.version.document_id,
                "path": each.version.path,
                "sha256": each.version.sha256,
                "reason": each.not_read,
                "tried_at": now,
            }
            for each in not_read
        ],
    )


def _note_same_bytes(connection: duckdb.DuckDBPyConnection) -> None:
    """Say of each file that is not withdrawn where the same bytes stand under another fiscal year: listed ones first."""
    connection.execute("update landing.raw_file set also_at = null, also_at_is_listed = null")
    connection.execute(
        """
        update landing.raw_file set also_at = there.path, also_at_is_listed = there.is_listed
        from (
            select own.path as own_path, other.path, other.is_listed
            from landing.raw_file as own
            inner join landing.raw_file as other
                on own.sha256 = other.sha256 and own.fiscal_year <> other.fiscal_year
            where own.withdrawn_because is null and other.withdrawn_because is null
            qualify row_number() over (partition by own.path order by other.is_listed desc, other.path) = 1
        ) as there
        where raw_file.path = there.own_path
        """
    )


def _note_moves(connection: duckdb.DuckDBPyConnection) -> None:
    """Say of each version whose file is gone where the same bytes stand now, once they are read there."""
    connection.execute(
        """
        update landing.document set moved_to = (
            select min(there.path) from landing.raw_file as there
            inner join landing.document as read_there on there.path = read_there.path and there.sha256 = read_there.sha256
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
