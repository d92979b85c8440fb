"""Which jurisdictions a load builds anew.

Identity, comparison and every rule stay within one jurisdiction (行政区划, the scope of unit codes), so a jurisdiction whose
documents, descriptions and code are those of the published file need not be built again: its rows stay as they are. Where
no document names a jurisdiction, all documents share one and are built together.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.base.database import reading
from flows.base.errors import UnusableFileError
from flows.warehouse.fingerprint import code_version


@dataclass(frozen=True, slots=True)
class Scopes:
    """The jurisdictions to build ('' where documents name none), and the digest of every jurisdiction there is.

    `is_whole` says that nothing published can stay as it is.
    """

    to_build: tuple[str, ...]
    digests: dict[str, str]
    is_whole: bool


def choose_scopes(landing: duckdb.DuckDBPyConnection, published: Path) -> Scopes:
    """Compare each jurisdiction with that of the published file; one that is gone is built, too: to nothing.

    `landing` is open on the store, after the documents were read.
    """
    before, now = _published_digests(published), _digests(landing)
    changed = [scope for scope in sorted(before.keys() | now.keys()) if before.get(scope) != now.get(scope)]
    is_whole = not before or set(changed) >= before.keys()
    return Scopes(tuple(changed), now, is_whole)


def _digests(landing: duckdb.DuckDBPyConnection) -> dict[str, str]:
    rows = landing.execute(
        """
        with
            known as (
                select coalesce(raw_file.jurisdiction, '') as scope, cast(row(
                    path, document.document_id, document.reader_version, raw_file.sha256, raw_file.fiscal_year,
                    raw_file.publisher, raw_file.source_url, raw_file.published_on, raw_file.is_listed,
                    raw_file.withdrawn_because, raw_file.also_at, raw_file.also_at_is_listed, document.moved_to
                ) as varchar) as document
                from landing.raw_file
                inner join landing.document using (path)
                union all
                select coalesce(raw_file.jurisdiction, ''), cast(row(path, not_read.document_id, reason) as varchar)
                from landing.raw_file
                inner join landing.not_read using (path)
            )
        select scope, md5(string_agg(document, '' order by document)) from known group by scope
        """
    ).fetchall()
    code = code_version()
    return {scope: hashlib.sha256(f"{code} {digest}".encode()).hexdigest() for scope, digest in rows}


def _published_digests(published: Path) -> dict[str, str]:
    if not published.exists():
        return {}
    try:
        with reading(published) as connection:
            return dict(connection.execute("select scope, digest from operations.scope").fetchall())
    except UnusableFileError:
        return {}  # damaged, or made by an earlier version: it is built as a whole
