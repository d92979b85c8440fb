"""Documents → the landing schema: what is printed, with its places, and the reading of each distinct target."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from flows.forms import Form, ParsedDocument, PrintedAmount, parse_document
from flows.raw import RawFile
from flows.readers import UnreadableError, read_document
from flows.targets.frames import target_frames
from flows.targets.names import unit_printed_elsewhere
from flows.vocabulary import fold

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
) -> Landed:
    """Bring landing up to date with raw/, in one transaction.

    Reads each version (path and bytes) that this version of the readers has not read yet, keeps its bytes in
    `documents`, replaces landing.raw_file, and completes the dictionary of targets. A file that cannot be read
    becomes a document with a problem; it never stops the others.
    """
    connection.begin()
    try:
        create_landing(connection)
        _replace_raw_files(connection, files)
        known = _versions_read(connection, reader_version)
        read: list[str] = []
        unreadable: list[str] = []
        for path, sha256, source in _versions_to_read(connection, files, raw, documents):
            document_id = _document_id(path, sha256)
            if document_id in known:
                continue
            content = _keep(source, documents / sha256, sha256)
            problem = _land_version(connection, document_id, path, sha256, content, reader_version)
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
    for path, sha256 in connection.execute(
        "select path, sha256 from landing.document order by all"
    ).fetchall():
        if (path, sha256) not in current:
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


def _land_version(
    connection: duckdb.DuckDBPyConnection,
    document_id: str,
    path: str,
    sha256: str,
    content: bytes,
    reader_version: str,
) -> str | None:
    """Write one version as these readers see it, in place of what earlier ones saw. Returns its problem, if any."""
    parsed: ParsedDocument | None = None
    problem: str | None = None
    try:
        parsed = parse_document(read_document(content))
    except UnreadableError as error:
        problem = str(error)
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
            "document_id": document_id,
            "path": path,
            "sha256": sha256,
            "byte_size": len(content),
            "format": parsed.format if parsed else None,
            "reader_version": reader_version,
            "title": parsed.title if parsed else None,
            "printed_year": parsed.printed_year if parsed else None,
            "printed_year_locator": parsed.printed_year_locator if parsed else None,
            "problem": problem,
        },
    )
    if parsed:
        _insert(connection, "heading", _heading_rows(document_id, parsed))
        _insert(connection, "form", [_form_row(document_id, form) for form in parsed.forms])
        _insert(connection, "indicator_row", _indicator_rows(document_id, parsed.forms))
        _insert(connection, "funding_line", _funding_rows(document_id, parsed.forms))
        _insert(connection, "rejected", _rejected_rows(document_id, parsed))
    return problem


def _heading_rows(document_id: str, parsed: ParsedDocument) -> list[dict[str, Any]]:
    return [
        {
            "document_id": document_id,
            "heading_order": order,
            "heading_no": heading.number,
            "heading_text": heading.text,
            "form_no": heading.form_no,
            "locator": heading.locator,
        }
        for order, heading in enumerate(parsed.headings, 1)
    ]


def _form_row(document_id: str, form: Form) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "form_no": form.form_no,
        "form_kind": form.form_kind,
        "heading_no": form.heading.number if form.heading else None,
        "heading_text": form.heading.text if form.heading else None,
        "heading_name": form.heading.project_name if form.heading else None,
        "department_text": form.department.text if form.department else None,
        "department_code": form.department_code,
        "department_name": form.department_name,
        "unit_text": form.unit.text if form.unit else None,
        "unit_code": form.unit_code,
        "unit_name": form.unit_name,
        "project_text": form.project.text if form.project else None,
        "project_code": form.project_code,
        "project_name": form.project_name,
        "money_unit_text": form.money_unit,
        "purpose": form.purpose,
        "objective": form.objective,
        "objective_mid_term": form.objective_mid_term,
        "objective_actual": form.objective_actual,
        "total_score_text": form.total_score,
        "row_count": len(form.rows),
        "content_sha256": _content_digest(form),
        "locator": form.locator,
        "unit_locator": form.unit.locator if form.unit else None,
        "project_locator": form.project.locator if form.project else None,
    }


def _content_digest(form: Form) -> str:
    """Equal for two forms that print the same, wherever they stand and however they are spaced."""
    content = [
        form.form_kind,
        form.unit_code,
        form.unit_name,
        form.project_code,
        form.project_name,
        form.money_unit,
        form.purpose,
        form.objective,
        form.objective_mid_term,
        form.objective_actual,
        form.total_score,
        *(
            (
                line.label,
                *(_printed(amount) for amount in (line.amount, line.initial, line.executed)),
                line.score,
            )
            for line in form.funding
        ),
        *(astuple(row)[:-1] for row in form.rows),
    ]
    folded = fold(json.dumps(content, ensure_ascii=False))
    return hashlib.sha256(folded.encode()).hexdigest()


def _indicator_rows(document_id: str, forms: Iterable[Form]) -> list[dict[str, Any]]:
    return [
        {
            "document_id": document_id,
            "form_no": form.form_no,
            "row_no": row_no,
            "level1_text": row.level1,
            "level2_text": row.level2,
            "level3_text": row.level3,
            "description": row.description,
            "target_text": row.target_text,
            "value_printed": row.target,
            "unit_printed": unit_printed_elsewhere(
                row.target or "",
                unit_column=row.unit_printed,
                comparator_text=row.comparator_printed,
                name=row.level3,
            )
            or None,
            "comparator_printed": row.comparator_printed,
            "target_mid_term_text": row.target_mid_term,
            "target_initial_text": row.target_initial,
            "polarity_printed": row.polarity_printed,
            "actual_text": row.actual,
            "points_text": row.points,
            "score_text": row.score,
            "deviation_text": row.deviation,
            "note_text": row.note,
            "locator": row.locator,
        }
        for form in forms
        for row_no, row in enumerate(form.rows, 1)
    ]


def _funding_rows(document_id: str, forms: Iterable[Form]) -> list[dict[str, Any]]:
    return [
        {
            "document_id": document_id,
            "form_no": form.form_no,
            "line_no": line_no,
            "label_text": line.label,
            "line_role": line.role,
            "amount_text": _printed(line.amount),
            "amount": line.amount.value if line.amount else None,
            "money_unit_text": (line.amount.money_unit if line.amount else None) or form.money_unit,
            "initial_text": _printed(line.initial),
            "initial_amount": line.initial.value if line.initial else None,
            "executed_text": _printed(line.executed),
            "executed_amount": line.executed.value if line.executed else None,
            "rate_text": line.execution_rate,
            "points_text": line.points,
            "score_text": line.score,
            "locator": line.locator,
        }
        for form in forms
        for line_no, line in enumerate(form.funding, 1)
    ]


def _printed(amount: PrintedAmount | None) -> str | None:
    return amount.text if amount else None


def _rejected_rows(document_id: str, parsed: ParsedDocument) -> list[dict[str, Any]]:
    placed = [(None, rejection) for rejection in parsed.rejected]
    placed += [(form.form_no, rejection) for form in parsed.forms for rejection in form.rejected]
    return [
        {
            "document_id": document_id,
            "form_no": form_no,
            "area": rejection.area,
            "locator": rejection.locator,
            "text": rejection.text,
            "reason": rejection.reason,
            "is_cut_off": rejection.is_cut_off,
        }
        for form_no, rejection in placed
    ]


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
    """Read every distinct target (text, unit and operator printed beside it, fiscal year) that is not known yet."""
    for table in ("target", "target_part"):
        connection.execute(f"delete from landing.{table} where reader_version <> ?", [reader_version])
    missing = connection.execute(
        """
        select distinct
            coalesce(indicator_row.value_printed, '') as target_text,
            coalesce(indicator_row.unit_printed, '') as unit_printed,
            coalesce(indicator_row.comparator_printed, '') as comparator_printed,
            coalesce(raw_file.fiscal_year, -1) as fiscal_year
        from landing.indicator_row
        inner join landing.document using (document_id)
        inner join landing.raw_file on document.path = raw_file.path
        anti join landing.target as known
            on coalesce(indicator_row.value_printed, '') = known.target_text
            and coalesce(indicator_row.unit_printed, '') = known.unit_printed
            and coalesce(indicator_row.comparator_printed, '') = known.comparator_printed
            and coalesce(raw_file.fiscal_year, -1) = known.fiscal_year
        order by all
        """
    ).fetchall()
    if not missing:
        return
    targets, parts = target_frames(missing)
    version = pl.lit(reader_version).alias("reader_version")
    _insert_frame(connection, "target", targets.with_columns(version))
    if not parts.is_empty():
        _insert_frame(connection, "target_part", parts.with_columns(version))
