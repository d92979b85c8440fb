"""What loads did: read from the operations of the published file, where they are kept from publication to publication."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from flows.base.database import objects, reading
from flows.base.errors import NotFoundError, UnusableFileError
from flows.publishing.comparison import (
    DocumentChange,
    MartChange,
    essence,
    read_document_changes,
    read_mart_changes,
)


@dataclass(frozen=True, slots=True)
class _Logged:
    """A load as operations.load_log has it."""

    load_no: int
    started_at: str
    seconds: float
    outcome: str
    documents_read: int
    documents_current: int


@dataclass(frozen=True, slots=True)
class LoadHistory(_Logged):
    """A load as it was logged, and what it changed against the file published before."""

    marts: tuple[MartChange, ...]
    documents: tuple[DocumentChange, ...]

    @property
    def essence(self) -> str:
        """What it changed, in one line."""
        return essence(self.documents, self.marts)


def read_history(published: Path, load_no: int | None = None) -> LoadHistory:
    """A load of the published file, the latest if no number is given.

    Raises NotFoundError if the file knows no such load.
    """
    with reading(published) as connection:
        logged = objects(
            connection,
            _Logged,
            """
            select
                load_no, strftime(started_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ') as started_at,
                round(epoch(finished_at - started_at), 2) as seconds, outcome, documents_read, documents_current
            from operations.load_log where load_no = coalesce($load_no, load_no)
            order by load_no desc limit 1
            """,
            {"load_no": load_no},
        )
        if not logged:
            raise NotFoundError(f"{published} knows no load {load_no}; see: jixiao status")
        (log,) = logged
        return LoadHistory(
            **asdict(log),
            marts=read_mart_changes(connection, "operations.load_change", log.load_no),
            documents=read_document_changes(connection, "operations.load_document", log.load_no),
        )


def origin(published: Path) -> tuple[int, int] | None:
    """The load that published a file, and the load whose rows it holds: another if it was published by a rollback.

    None if it does not say so: an earlier version made it, or it is no file of ours.
    """
    try:
        with reading(published) as connection:
            row = connection.execute(
                """
                select load_no, case when outcome = 'rolled_back' then of_load_no else load_no end
                from operations.load_log where outcome <> 'refused' order by load_no desc limit 1
                """
            ).fetchone()
    except UnusableFileError:
        return None
    return (row[0], row[1]) if row else None
