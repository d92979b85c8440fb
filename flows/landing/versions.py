"""Reading document versions, several at a time, each within its limits, with bounded memory."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path

from flows.base.files import replace_durably
from flows.landing.rows import DocumentRows
from flows.readers import UnreadableError
from flows.readers.sniff import MAX_BYTES, too_large
from flows.workers import serve
from flows.workers.reader import AttemptError, Reader
from flows.workers.side_by_side import read_each


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading may take: processor time (seconds) and memory (bytes) of a document; how many are read at a time."""

    seconds: float
    memory: int
    processes: int

    @property
    def of_document(self) -> serve.Limits:
        """Those of one document."""
        return serve.Limits(self.seconds, self.memory)


@dataclass(frozen=True, slots=True)
class Version:
    """Bytes at a path. `problem` says why they are not to be read at all, else `source` is where they are.

    Dates of its targets are of the fiscal year.
    """

    path: str
    sha256: str
    source: Path
    fiscal_year: int | None
    problem: str | None = None

    @property
    def document_id(self) -> str:
        """The key of the version: of path and bytes, never of the order of loading."""
        return hashlib.md5(f"{self.path}|{self.sha256}".encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """A version whose bytes are kept in the warehouse; `content` is None if there is a `problem` with them."""

    version: Version
    byte_size: int
    content: bytes | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """A version as the readers see it; `rows` is None where there is a `problem` with it, or it was `not_read`.

    A problem is the document's, `not_read` is why this attempt failed, which says nothing of it.
    """

    version: Version
    byte_size: int
    rows: DocumentRows | None
    problem: str | None = None
    not_read: str | None = None


def read_versions(versions: Iterable[Version], documents: Path, limits: Limits) -> Generator[ReadVersion]:
    """Read the versions, in their order, and keep their bytes in `documents`, named by their SHA-256.

    Whatever a document does to its reader is its own problem. Raises CouldNotRunError if none can be read, OSError if a file
    changes while it is read, or its bytes cannot be kept.
    """
    remove_partials(documents)

    def read(version: Version, reader: Reader) -> ReadVersion:
        return read_kept(keep(version, documents), reader)

    return read_each(versions, read, limits.of_document, limits.processes)


def remove_partials(documents: Path) -> None:
    """Remove what a load that was killed left half written."""
    for left in documents.glob("*.partial"):
        left.unlink()


def keep(version: Version, documents: Path) -> Kept:
    """Keep the bytes of a version in `documents`, named by their SHA-256.

    Raises OSError if the file changed since it was listed, or its bytes cannot be kept.
    """
    if version.problem:
        return Kept(version, 0, None, version.problem)
    size = version.source.stat().st_size
    if size > MAX_BYTES:
        return Kept(version, size, None, too_large(size))
    content = _kept_bytes(version, documents / version.sha256)
    damaged = f"the kept bytes in {version.source} are damaged; put the document into raw/ again"
    return Kept(version, size, content, None if content is not None else damaged)


def read_kept(kept: Kept, reader: Reader) -> ReadVersion:
    """Read a version within the reader's limits. Raises CouldNotRunError where no document can be read."""
    version = kept.version
    if kept.content is None:
        return ReadVersion(version, kept.byte_size, None, kept.problem)
    try:
        rows = reader.read(
            "flows.landing.rows:read_rows", kept.content, version.document_id, version.fiscal_year
        )
    except UnreadableError as error:
        return ReadVersion(version, kept.byte_size, None, problem=str(error))
    except AttemptError as error:
        return ReadVersion(version, kept.byte_size, None, not_read=str(error))
    return ReadVersion(version, kept.byte_size, rows)


def _kept_bytes(version: Version, kept: Path) -> bytes | None:
    """The bytes of a version, stored under their digest; None if those that are kept are damaged.

    The digest is checked: raw/ may change while we read.
    """
    content = version.source.read_bytes()
    if hashlib.sha256(content).hexdigest() != version.sha256:
        if version.source == kept:
            return None
        raise OSError(
            f"{version.source} changed while it was being loaded; start the load again when it rests"
        )
    if not kept.exists() or kept.stat().st_size != len(content):
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(f".{threading.get_ident()}.partial")
        partial.write_bytes(content)
        replace_durably(partial, kept)
    return content
