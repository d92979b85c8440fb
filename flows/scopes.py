"""Which jurisdictions a load builds anew, and the working file that holds just these.

Identity, comparison and every rule stay within one jurisdiction (行政区划, the scope of unit codes), so a jurisdiction whose
documents, descriptions and code are those of the published file need not be built again: its rows stay as they are. Where
no document names a jurisdiction, all documents share one and are built together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.fingerprint import code_version
from flows.paths import Warehouse
from flows.sql import literal
from flows.vocabulary import read_seed

_OF_DOCUMENTS = ("document", "heading", "form", "indicator_row", "funding_line", "rejected")
_OF_TARGETS = ("target", "target_part")


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
                    raw_file.withdrawn_because, document.moved_to
                ) as varchar) as document
                from landing.raw_file
                inner join landing.document using (path)
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
        with duckdb.connect(str(published), read_only=True) as connection:
            return dict(connection.execute("select scope, digest from operations.scope").fetchall())
    except duckdb.Error:
        return {}  # damaged, or made by an earlier version: it is built as a whole


def fill_working(warehouse: Warehouse, scopes: Scopes) -> None:
    """A new working file with what landing holds of the jurisdictions to build; what an earlier load left there goes."""
    for file in (warehouse.working, warehouse.working.with_suffix(".duckdb.wal")):
        file.unlink(missing_ok=True)
    with duckdb.connect(str(warehouse.working)) as connection:
        connection.execute(f"attach {literal(warehouse.store)} as store (read_only)")
        connection.execute("create schema landing")
        connection.execute("create temp table scope (scope varchar)")
        connection.execute("insert into scope select unnest(?)", [list(scopes.to_build)])
        connection.execute(
            """
            create table landing.raw_file as
            from store.landing.raw_file where coalesce(jurisdiction, '') in (from scope)
            """
        )
        connection.execute(
            "create table landing.document as from store.landing.document semi join landing.raw_file using (path)"
        )
        for table in _OF_DOCUMENTS[1:]:
            connection.execute(
                f"create table landing.{table} as "
                f"from store.landing.{table} semi join landing.document using (document_id)"
            )
        _fill_dictionary(connection)
        connection.execute("create table landing.gate_finding as from store.landing.gate_finding limit 0")


def _fill_dictionary(connection: duckdb.DuckDBPyConnection) -> None:
    """The readings of the texts that these documents print, and of the corrections, which may stand for any."""
    connection.execute(
        """
        create temp table printed as
        select coalesce(value_printed, '') as target_text from landing.indicator_row
        union
        select actual_text from landing.indicator_row where actual_text is not null
        union
        select unnest(?)
        """,
        [_corrected_texts()],
    )
    for table in _OF_TARGETS:
        connection.execute(
            f"create table landing.{table} as from store.landing.{table} semi join printed using (target_text)"
        )


def _corrected_texts() -> Sequence[str]:
    return [line["corrected"] for line in read_seed("corrections") if line["field"] == "target_text"]
