"""Reading document versions, several at a time, each within its limits, with bounded memory."""

from __future__ import annotations

import functools
import hashlib
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from flows.base.files import replace_durably
from flows.forms import read_forms
from flows.landing.rows import DocumentRows, document_rows
from flows.readers import UnreadableError
from flows.readers.isolated import Worker
from flows.readers.sniff import MAX_BYTES, too_large

# Read ahead of what is written, for each process: enough to keep it busy, little enough to bound the memory.
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading may take: wall time (seconds) and memory (bytes) of a document, and how many are read at a time."""

    seconds: float
    memory: int
    processes: int


@dataclass(frozen=True, slots=True)
class Version:
    """Bytes at a path. `problem` says why they are not to be read at all, else `source` is where they are."""

    path: str
    sha256: str
    source: Path
    problem: str | None = None

    @property
    def document_id(self) -> str:
        """The key of the version: of path and bytes, never of the order of loading."""
        return hashlib.md5(f"{self.path}|{self.sha256}".encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """A version whose bytes are kept in the warehouse; `content` is None where there is a `problem` with them."""

    version: Version
    byte_size: int
    content: bytes | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """A version as the readers see it; `rows` is None where there is a `problem` with it."""

    version: Version
    byte_size: int
    rows: DocumentRows | None
    problem: str | None


def read_versions(versions: Iterable[Version], documents: Path, limits: Limits) -> Iterator[ReadVersion]:
    """Read the versions, in their order, and keep their bytes in `documents`, named by their SHA-256.

    Whatever a document does to its reader is its own problem; raises OSError where a file changes while it is read, or
    its bytes cannot be kept.
    """
    remove_partials(documents)
    waiting: deque[Future[ReadVersion]] = deque()
    workers = threading.local()
    with ExitStack() as open_workers, ThreadPoolExecutor(limits.processes) as threads:

        def read(version: Version) -> ReadVersion:
            if not hasattr(workers, "own"):
                workers.own = open_workers.enter_context(Worker(limits.seconds, limits.memory))
            return read_kept(keep(version, documents), workers.own)

        try:
            for version in versions:
                waiting.append(threads.submit(read, version))
                if len(waiting) > _AHEAD * limits.processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            threads.shutdown(cancel_futures=True)


def remove_partials(documents: Path) -> None:
    """Remove what a load that was killed left half written."""
    for left in documents.glob("*.partial"):
        left.unlink()


def keep(version: Version, documents: Path) -> Kept:
    """Keep the bytes of a version in `documents`, named by their SHA-256.

    Raises OSError where the file changed since it was listed, or its bytes cannot be kept.
    """
    if version.problem:
        return Kept(version, 0, None, version.problem)
    size = version.source.stat().st_size
    if size > MAX_BYTES:
        return Kept(version, size, None, too_large(size))
    return Kept(version, size, _kept_bytes(version, documents / version.sha256), None)


def read_kept(kept: Kept, worker: Worker) -> ReadVersion:
    """Read a version within the worker's limits."""
    if kept.content is None:
        return ReadVersion(kept.version, kept.byte_size, None, kept.problem)
    try:
        rows = worker.run(functools.partial(_rows, kept.version.document_id), kept.content)
    except UnreadableError as error:
        return ReadVersion(kept.version, kept.byte_size, None, str(error))
    return ReadVersion(kept.version, kept.byte_size, rows, None)


def _rows(document_id: str, content: bytes) -> DocumentRows:
    """What the worker does: read a document, and make rows of it there, where it costs the load nothing."""
    return document_rows(document_id, read_forms(content))


def _kept_bytes(version: Version, kept: Path) -> bytes:
    """The bytes of a version, stored under their digest. The digest is checked: raw/ may change while we read."""
    content = version.source.read_bytes()
    if hashlib.sha256(content).hexdigest() != version.sha256:
        raise OSError(
            f"{version.source} changed while it was being loaded; start the load again when it rests"
        )
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(f".{threading.get_ident()}.partial")
        partial.write_bytes(content)
        replace_durably(partial, kept)
    return content
