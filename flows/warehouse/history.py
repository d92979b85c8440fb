"""What loads did: read from the operations of the published file, where they are kept from publication to publication."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from flows.base.database import reading
from flows.base.errors import NotFoundError
from flows.base.printing import signed_ten_thousands


@dataclass(frozen=True, slots=True)
class MartChange:
    """What a load changed in the rows of a mart and fiscal year (None for dimensions)."""

    mart: str
    fiscal_year: int | None
    rows_added: int
    rows_removed: int
    rows_changed: int
    links_moved: int
    budget_difference_yuan: str


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What a load changed of a document version's status; None where it was new, or is not published any more."""

    path: str
    document_id: str
    previous_status: str | None
    status: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class LoadHistory:
    """A load as operations.load_log has it, and what it changed against the file published before."""

    load_no: int
    started_at: str
    seconds: float
    outcome: str
    documents_read: int
    documents_current: int
    marts: tuple[MartChange, ...]
    documents: tuple[DocumentChange, ...]

    @property
    def budget_difference_yuan(self) -> Decimal:
        """By how much the money that sums may count changed."""
        return sum((Decimal(change.budget_difference_yuan) for change in self.marts), Decimal(0))


def read_history(published: Path, load_no: int | None = None) -> LoadHistory:
    """A load of the published file, the latest where no number is given.

    Raises NotFoundError where the file knows no such load.
    """
    with reading(published) as connection:
        log = connection.execute(
            """
            select load_no, strftime(started_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ'),
                round(epoch(finished_at - started_at), 2), outcome, documents_read, documents_current
            from operations.load_log where load_no = coalesce($load_no, load_no)
            order by load_no desc limit 1
            """,
            {"load_no": load_no},
        ).fetchone()
        if log is None:
            raise NotFoundError(f"{published} knows no load {load_no}; see: jixiao status")
        marts = connection.execute(
            """
            select
                mart, fiscal_year, rows_added, rows_removed, rows_changed, links_moved,
                cast(budget_difference_yuan as varchar)
            from operations.load_change where load_no = ? order by mart, fiscal_year nulls first
            """,
            [log[0]],
        ).fetchall()
        documents = connection.execute(
            """
            select path, document_id, previous_status, status, reason
            from operations.load_document where load_no = ? order by path, document_id
            """,
            [log[0]],
        ).fetchall()
    return LoadHistory(
        *log,
        marts=tuple(MartChange(*row) for row in marts),
        documents=tuple(DocumentChange(*row) for row in documents),
    )


def essence(history: LoadHistory) -> str:
    """What a load changed, in one line: `3 document(s); 2024 indicator rows 470 added, 12 changed; money +1.50 万元`."""
    parts = []
    if history.documents:
        parts.append(f"{len(history.documents)} document(s)")
    for change in history.marts:
        if change.mart == "fact_indicator":
            counts = (
                (change.rows_added, "added"),
                (change.rows_removed, "removed"),
                (change.rows_changed, "changed"),
            )
            said = ", ".join(f"{number:,} {what}" for number, what in counts if number)
            parts.append(f"{change.fiscal_year} indicator rows {said}")
    if money := history.budget_difference_yuan:
        parts.append(f"money {signed_ten_thousands(money)} 万元")
    if moved := sum(change.links_moved for change in history.marts):
        parts.append(f"{moved:,} link(s) to the year before moved")
    return "; ".join(parts) if parts else "nothing in the marts"
