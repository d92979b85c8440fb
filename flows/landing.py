"""Documents → the landing schema: what is printed, with its places, and the reading of each distinct target."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from flows.forms import ParsedDocument, read_forms
from flows.landing_rows import form_row, funding_rows, heading_rows, indicator_rows, rejected_rows
from flows.raw import RawFile
from flows.readers import UnreadableError
from flows.readers.isolated import Worker
from flows.readers.sniff import MAX_BYTES, too_large
from flows.targets.frames import UNKNOWN_YEAR, target_frames
from flows.vocabulary import read_seed

_DDL = Path(__file__).with_name("landing.sql")
_FORM_TABLES = ("heading", "form", "indicator_row", "funding_line", "rejected", "gate_finding")


@dataclass(frozen=True, slots=True)
class Landed:
    """What one call of `land` did: paths read now, paths that could not be read, paths gone from raw/."""

    read: tuple[str, ...]
    unreadable: tuple[str, ...]
    gone: tuple[str, ...]


def create_landing(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the landing schema where it is missing."""
    connection.execute(_DDL.read_text(encoding="utf-8"))


def land(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[RawFile],
    raw: Path,
    documents: Path,
    reader_version: str,
    worker: Worker,
) -> Landed:
    """Bring landing up to date with raw/, in one transaction.

    Reads each version (path and bytes) that this version of the readers has not read yet, by `worker` and within its
    limits, keeps its bytes in `documents`, replaces landing.raw_file, and completes the dictionary of targets. A file
    that cannot be read becomes a document with a problem; it never stops the others.
    """
    connection.begin()
    try:
        create_landing(connection)
        _replace_raw_files(connection, files)
        known = _versions_read(connection, reader_version)
        read: list[str] = []
        unreadable: list[str] = []
        problems = {file.sha256: file.problem for file in files if file.problem}
        with worker:
            for path, sha256, source in _versions_to_read(connection, files, raw, documents):
                document_id = _document_id(path, sha256)
                if document_id in known:
                    continue
                if problem := problems.get(sha256):
                    size, parsed = 0, None
                else:
                    size, parsed, problem = _read(worker, source, documents / sha256, sha256)
                version = _Version(document_id, path, sha256, size, reader_version)
                _land_version(connection, version, parsed, problem)
                (unreadable if problem else read).append(path)
        _complete_dictionary(connection, reader_version)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    gone = tuple(file.path for file in files if file.sha256 is None)
    return Landed(tuple(read), tuple(unreadable), gone + _gone_unlisted(connection, files))


def _document_id(path: str, sha256: str) -> str:
    return hashlib.md5(f"{path}|{sha256}".encode(), usedforsecurity=False).hexdigest()


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


def _versions_read(connection: duckdb.DuckDBPyConnection, reader_version: str) -> set[str]:
    rows = connection.execute(
        "select document_id from landing.document where reader_version = ?", [reader_version]
    ).fetchall()
    return {document_id for (document_id,) in rows}


def _versions_to_read(
    connection: duckdb.DuckDBPyConnection, files: Sequence[RawFile], raw: Path, documents: Path
) -> Iterator[tuple[str, str, Path]]:
    """The versions in raw/, and the earlier ones from their kept bytes (a newer reader reads them again)."""
    current = {(file.path, file.sha256) for file in files}
    for file in files:
        if file.sha256 is not None:
            yield file.path, file.sha256, raw / file.path
    earlier = connection.execute("select path, sha256 from landing.document order by all").fetchall()
    for path, sha256 in earlier:
        # What was never read (a link, a file too large) left no bytes.
        if (path, sha256) not in current and (documents / sha256).exists():
            yield path, sha256, documents / sha256


def _keep(source: Path, kept: Path, sha256: str) -> bytes:
    """The bytes of a version, stored under their digest. The digest is checked: raw/ may change while we read."""
    content = source.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise OSError(f"{source} changed while it was being loaded; start the load again when it rests")
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(".partial")
        partial.write_bytes(content)
        partial.replace(kept)
    return content


def _read(
    worker: Worker, source: Path, kept: Path, sha256: str
) -> tuple[int, ParsedDocument | None, str | None]:
    """The size of a version, and the forms in it or why they cannot be read."""
    size = source.stat().st_size
    if size > MAX_BYTES:
        return size, None, too_large(size)
    content = _keep(source, kept, sha256)
    try:
        return size, worker.run(read_forms, content), None
    except UnreadableError as error:
        return size, None, str(error)


@dataclass(frozen=True, slots=True)
class _Version:
    document_id: str
    path: str
    sha256: str
    byte_size: int
    reader_version: str


def _land_version(
    connection: duckdb.DuckDBPyConnection,
    version: _Version,
    parsed: ParsedDocument | None,
    problem: str | None,
) -> None:
    """Write one version as these readers see it, in place of what earlier ones saw."""
    document_id = version.document_id
    for table in _FORM_TABLES:
        connection.execute(f"delete from landing.{table} where document_id = ?", [document_id])
    connection.execute(
        """
        insert or replace into landing.document
        select
            $document_id, $path, $sha256, $byte_size, $format, $reader_version, $title, $printed_year,
            $printed_year_locator, $problem,
            coalesce((select read_at from landing.document where document_id = $document_id), now())
        """,
        {
            **asdict(version),
            "format": parsed.format if parsed else None,
            "title": parsed.title if parsed else None,
            "printed_year": parsed.printed_year if parsed else None,
            "printed_year_locator": parsed.printed_year_locator if parsed else None,
            "problem": problem,
        },
    )
    if parsed:
        _insert(connection, "heading", heading_rows(document_id, parsed))
        _insert(connection, "form", [form_row(document_id, form) for form in parsed.forms])
        _insert(connection, "indicator_row", indicator_rows(document_id, parsed.forms))
        _insert(connection, "funding_line", funding_rows(document_id, parsed.forms))
        _insert(connection, "rejected", rejected_rows(document_id, parsed))


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    _insert_frame(connection, table, pl.DataFrame(rows, infer_schema_length=None))


def _insert_frame(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("incoming", frame)
    connection.execute(f"insert into landing.{table} by name select * from incoming")
    connection.unregister("incoming")


def _replace(connection: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]], like: str) -> None:
    connection.execute(f"create or replace temp table {name} as from {like} limit 0")
    if rows:
        connection.register("incoming", pl.DataFrame(rows, infer_schema_length=None))
        connection.execute(f"insert into {name} by name select * from incoming")
        connection.unregister("incoming")


def _complete_dictionary(connection: duckdb.DuckDBPyConnection, reader_version: str) -> None:
    """Read every distinct target (text, unit and operator printed beside it, fiscal year) that is not known yet.

    Actual values (实际完成值) are read by the same grammar: a quantity, a day or words.
    """
    for table in ("target", "target_part"):
        connection.execute(f"delete from landing.{table} where reader_version <> ?", [reader_version])
    missing = connection.execute(
        """
        with
            printed as (
                select
                    document_id,
                    coalesce(value_printed, '') as target_text,
                    coalesce(unit_printed, '') as unit_printed,
                    coalesce(comparator_printed, '') as comparator_printed
                from landing.indicator_row
                union all
                select document_id, actual_text, '', '' from landing.indicator_row where actual_text is not null
            ),
            needed as (
                select distinct
                    target_text, unit_printed, comparator_printed, coalesce(raw_file.fiscal_year, -1) as fiscal_year
                from printed
                inner join landing.document using (document_id)
                inner join landing.raw_file using (path)
            )
        from needed
        anti join landing.target using (target_text, unit_printed, comparator_printed, fiscal_year)
        order by all
        """
    ).fetchall()
    missing += _corrected_targets(connection)
    if not missing:
        return
    targets, parts = target_frames(missing)
    version = pl.lit(reader_version).alias("reader_version")
    _insert_frame(connection, "target", targets.with_columns(version))
    if not parts.is_empty():
        _insert_frame(connection, "target_part", parts.with_columns(version))


def _corrected_targets(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, int]]:
    """Targets of the seed corrections, in the fiscal years of their documents, that the dictionary does not know yet."""
    texts = {
        (line["path"], line["corrected"])
        for line in read_seed("corrections")
        if line["field"] == "target_text"
    }
    years = dict(connection.execute("select path, fiscal_year from landing.raw_file").fetchall())
    known = set(
        connection.execute(
            "select target_text, fiscal_year from landing.target where unit_printed = '' and comparator_printed = ''"
        ).fetchall()
    )
    needed = {(text, years[path] or UNKNOWN_YEAR) for path, text in texts if path in years}
    return [(text, "", "", year) for text, year in sorted(needed - known)]
