"""What a warehouse folder holds and what its latest load did. Imports nothing heavy: a load of nothing new is quick."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from flows.base.database import objects, reading
from flows.base.errors import ExitStatus, NotFoundError, UnusableFileError
from flows.base.files import check_kind, replace_durably
from flows.base.paths import Warehouse
from flows.raw.listing import Unread

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DocumentState:
    """A document version as dim_document has it."""

    path: str
    fiscal_year: int | None
    publisher: str | None
    sha256: str
    status: str
    status_reason: str | None
    forms: int
    indicators: int
    loaded_at: str


@dataclass(frozen=True, slots=True)
class Totals:
    """What the marts hold; money in yuan, as text so that no digit is lost on the way."""

    projects: int
    units: int
    indicators: int
    budget_yuan: str


@dataclass(frozen=True, slots=True)
class GateResult:
    """An expectation's latest verdict."""

    gate: str
    expectation: str
    severity: str
    is_met: bool
    offending_rows: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one load did, whether it published or not."""

    status: int
    message: str
    finished_at: str
    seconds: float
    documents_read: tuple[str, ...]
    gone: tuple[str, ...]
    documents: tuple[DocumentState, ...]
    totals: Totals | None
    gates: tuple[GateResult, ...]
    changed: str | None = None
    """What it changed against the file published before, in one line; None if it published nothing."""
    not_read: tuple[str, ...] = ()
    """Documents that could not be tried, each with the reason: no verdict on them; the next load tries again."""
    is_preview: bool = False
    """Whether it was told not to publish: `changed` is what it would have changed."""
    unread: tuple[Unread, ...] = ()
    """What below raw/ could not be read, and why."""
    skipped: Mapping[str, int] = field(default_factory=dict)
    """How many files below raw/ are no documents, by kind of litter."""
    remarks: tuple[str, ...] = ()
    """What was left out of documents.csv."""
    warnings: tuple[str, ...] = ()
    """What it moved away, made again or could not do beside the data, and why, a sentence each."""

    @property
    def exit_status(self) -> ExitStatus:
        """What the command ends with."""
        return ExitStatus(self.status)


def of_raw(report: LoadReport) -> dict[str, Any]:
    """The fields of a report that say what a load saw below raw/."""
    names = ("gone", "unread", "skipped", "remarks")
    return {name: getattr(report, name) for name in names}


def now() -> str:
    """The time for reports, with its zone, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def write_report(warehouse: Warehouse, report: LoadReport) -> None:
    """Keep the report of the latest load in the warehouse folder."""
    partial = warehouse.last_load.with_suffix(".partial")
    partial.write_text(json.dumps(asdict(report), ensure_ascii=False, indent=1), encoding="utf-8")
    replace_durably(partial, warehouse.last_load)


def read_report(warehouse: Warehouse) -> LoadReport | None:
    """The report of the latest load; None if there is none, or, which is said, if it is damaged: the next heals it."""
    if not warehouse.last_load.exists():
        return None
    check_kind(warehouse.last_load)
    try:
        return _report_of(json.loads(warehouse.last_load.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        _LOG.warning(
            "%s is damaged (%s). No data are in it; the next load writes it anew.", warehouse.last_load, error
        )
        return None


def _report_of(fields: dict[str, Any]) -> LoadReport:
    return LoadReport(
        status=fields["status"],
        message=fields["message"],
        finished_at=fields["finished_at"],
        seconds=fields["seconds"],
        documents_read=tuple(fields["documents_read"]),
        gone=tuple(fields["gone"]),
        documents=tuple(DocumentState(**document) for document in fields["documents"]),
        totals=Totals(**fields["totals"]) if fields["totals"] else None,
        gates=tuple(_gate_result_of(gate) for gate in fields["gates"]),
        changed=fields.get("changed"),
        unread=tuple(Unread(**each) for each in fields.get("unread", ())),
        skipped=fields.get("skipped", {}),
        remarks=tuple(fields.get("remarks", ())),
        not_read=tuple(fields.get("not_read", ())),
        warnings=tuple(fields.get("warnings", ())),
    )


def _gate_result_of(fields: dict[str, Any]) -> GateResult:
    fields["reasons"] = tuple(fields["reasons"])
    return GateResult(**fields)


def published_file(warehouse: Warehouse) -> Path:
    """The published file. Raises NotFoundError if there is none."""
    if not warehouse.published.exists():
        raise no_warehouse(warehouse)
    return warehouse.published


def no_warehouse(warehouse: Warehouse) -> NotFoundError:
    """What a command says that needs a warehouse if there is none."""
    return NotFoundError(f"there is no warehouse in {warehouse.folder}. Make one: jixiao load")


def published_fingerprint(warehouse: Warehouse) -> str | None:
    """Of what the published file was made; None if there is no such file or it is none of ours."""
    if not warehouse.published.exists():
        return None
    try:
        with reading(warehouse.published) as connection:
            row = connection.execute("select fingerprint from operations.published_state").fetchone()
    except UnusableFileError:
        return None
    return row[0] if row else None


def read_documents(file: Path) -> tuple[DocumentState, ...]:
    """The document versions in a file that has marts, ordered by path and time of loading."""
    with reading(file) as connection:
        return objects(
            connection,
            DocumentState,
            """
            select
                path, fiscal_year, publisher, sha256, status, status_reason,
                (select count(*) from marts.fact_budget where fact_budget.document_id = dim_document.document_id)
                    as forms,
                (select count(*) from marts.fact_indicator where fact_indicator.document_id = dim_document.document_id)
                    as indicators,
                strftime(loaded_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ') as loaded_at
            from marts.dim_document
            order by path, loaded_at, sha256
            """,
        )


def read_totals(file: Path) -> Totals:
    """What sums may count in a file that has marts."""
    with reading(file) as connection:
        (totals,) = objects(
            connection,
            Totals,
            """
            select
                (select count(distinct project_key) from marts.fact_budget where is_additive) as projects,
                (select count(distinct unit_id) from marts.dim_unit) as units,
                (select count(*) from marts.fact_indicator where is_additive) as indicators,
                (select cast(coalesce(sum(budget_yuan), 0) as varchar) from marts.fact_budget where is_additive)
                    as budget_yuan
            """,
        )
    return replace(totals, budget_yuan=f"{Decimal(totals.budget_yuan).normalize():f}")
