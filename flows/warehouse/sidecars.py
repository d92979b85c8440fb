"""What is known of each kept version stands beside its bytes: `documents/SHA256.json`, one file for all paths that had them.

So a warehouse whose published file and store are both lost is made again from `documents/`, its superseded and withdrawn
versions, too. Loading writes the sidecars, landing reads them when the store is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pydantic import TypeAdapter

from flows.base.database import literal, objects, reading
from flows.base.files import sync
from flows.base.paths import Warehouse

_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """Bytes at a path: what documents.csv (or the folder) said of it last, its last status, when it was first read.

    Days and moments are texts of ISO 8601, moments in UTC. `status` is None if it was read and not published yet.
    """

    path: str
    sha256: str
    fiscal_year: int | None
    publisher: str | None
    jurisdiction: str | None
    source_url: str | None
    published_on: str | None
    withdrawn_because: str | None
    is_listed: bool
    status: str | None
    status_reason: str | None
    first_read_at: str


_VERSIONS = TypeAdapter(tuple[KeptVersion, ...])


def kept_bytes(documents: Path) -> tuple[str, ...]:
    """The SHA-256 of all kept bytes, in order; no other file of the folder is one."""
    return tuple(sorted(file.name for file in documents.glob("*") if _SHA256.fullmatch(file.name)))


def read_sidecars(documents: Path) -> tuple[tuple[KeptVersion, ...], tuple[Path, ...]]:
    """What the sidecars say, by path and bytes, and which of them cannot be used."""
    versions: list[KeptVersion] = []
    unusable: list[Path] = []
    for file in sorted(documents.glob("*.json")):
        if not _SHA256.fullmatch(file.stem):
            continue
        try:
            described = _VERSIONS.validate_json(file.read_bytes(), strict=True)
        except (OSError, ValueError):
            unusable.append(file)
            continue
        versions += [each for each in described if each.sha256 == file.stem]
    return tuple(sorted(versions, key=lambda each: (each.path, each.sha256))), tuple(unusable)


def describe_kept(warehouse: Warehouse, jurisdictions: Sequence[str]) -> None:
    """Write the sidecars of the versions of some jurisdictions ('' if documents name none) that are not as they should be.

    What is said of a version is what store and published file say now; no connection of this process may have the store
    open. Raises OSError if the folder cannot be written.
    """
    has_published = warehouse.published.exists()
    with reading(warehouse.store) as connection:
        status = "cast(null as varchar) as status, cast(null as varchar) as status_reason"
        joined = ""
        if has_published:
            connection.execute(f"attach {literal(warehouse.published)} as published (read_only)")
            status = "dim_document.status, dim_document.status_reason"
            joined = "left join published.marts.dim_document using (document_id)"
        versions = objects(
            connection,
            KeptVersion,
            f"""
            with known as (
                select document.document_id, path, document.sha256, read_at, raw_file.* exclude (path, sha256)
                from landing.document inner join landing.raw_file using (path)
            )
            select
                known.path, known.sha256, known.fiscal_year, known.publisher, known.jurisdiction, known.source_url,
                cast(known.published_on as varchar) as published_on, known.withdrawn_because, known.is_listed, {status},
                strftime(read_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') as first_read_at
            from known {joined}
            where known.sha256 in (
                select sha256 from known where list_contains($jurisdictions, coalesce(jurisdiction, ''))
            )
            order by known.sha256, known.path
            """,
            {"jurisdictions": list(jurisdictions)},
        )
    _write(warehouse.documents, versions)


def _write(documents: Path, versions: Iterable[KeptVersion]) -> None:
    """Each file is there whole or as it was; the bytes are on disk before the name points at them."""
    written = False
    for sha256, group in groupby(versions, key=lambda each: each.sha256):
        if not (documents / sha256).exists():
            continue  # a link or a file too large, whose bytes were never read
        file = documents / f"{sha256}.json"
        content = _VERSIONS.dump_json(tuple(group), indent=1) + b"\n"
        if file.exists() and file.read_bytes() == content:
            continue
        partial = documents / f"{sha256}.json.partial"
        partial.write_bytes(content)
        sync(partial)
        partial.replace(file)
        written = True
    if written:
        sync(documents)
