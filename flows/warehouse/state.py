"""What a warehouse folder holds and what its latest load did. Imports nothing heavy: a load of nothing new is quick."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from flows.base.database import reading
from flows.base.errors import NotFoundError, CouldNotRunError, ExitStatus, UnusableFileError
from flows.base.files import replace_durably
from flows.base.paths import Warehouse


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
    """What it changed against the file published before, in one line; None where it published nothing."""
    is_preview: bool = False
    """Whether it was told not to publish: `changed` is what it would have changed."""

    @property
    def exit_status(self) -> ExitStatus:
        """What the command ends with."""
        return ExitStatus(self.status)


def now() -> str:
    """The time for reports, with its zone, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def write_report(warehouse: Warehouse, report: LoadReport) -> None:
    """Keep the report of the latest load in the warehouse folder."""
    partial = warehouse.last_load.with_suffix(".partial")
    partial.write_text(json.dumps(asdict(report), ensure_ascii=False, indent=1), encoding="utf-8")
    replace_durably(partial, warehouse.last_load)


def read_report(warehouse: Warehouse) -> LoadReport | None:
    """The report of the latest load; None where there is none. Raises CouldNotRunError where it is damaged."""
    if not warehouse.last_load.exists():
        return None
    try:
        return _report_of(json.loads(warehouse.last_load.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError) as error:
        raise CouldNotRunError(
            f"{warehouse.last_load} is damaged ({error}). Remove it and load again; no data are in it"
        ) from error


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
    )


def _gate_result_of(fields: dict[str, Any]) -> GateResult:
    fields["reasons"] = tuple(fields["reasons"])
    return GateResult(**fields)


def published_file(warehouse: Warehouse) -> Path:
    """The published file. Raises NotFoundError where there is none."""
    if not warehouse.published.exists():
        raise no_warehouse(warehouse)
    return warehouse.published


def no_warehouse(warehouse: Warehouse) -> NotFoundError:
    """What a command says that needs a warehouse where there is none."""
    return NotFoundError(f"there is no warehouse in {warehouse.folder}. Make one: jixiao load")


def published_fingerprint(warehouse: Warehouse) -> str | None:
    """Of what the published file was made; None where there is no such file or it is none of ours."""
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
        rows = connection.execute(
            """
            select
                path, fiscal_year, publisher, sha256, status, status_reason,
                (select count(*) from marts.fact_budget where fact_budget.document_id = dim_document.document_id),
                (select count(*) from marts.fact_indicator where fact_indicator.document_id = dim_document.document_id),
                strftime(loaded_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ')
            from marts.dim_document
            order by path, loaded_at, sha256
            """
        ).fetchall()
    return tuple(DocumentState(*row) for row in rows)


def read_totals(file: Path) -> Totals:
    """What sums may count in a file that has marts."""
    with reading(file) as connection:
        row = connection.execute(
            """
            select
                (select count(distinct project_key) from marts.fact_budget where is_additive),
                (select count(distinct unit_id) from marts.dim_unit),
                (select count(*) from marts.fact_indicator where is_additive),
                (select cast(coalesce(sum(budget_yuan), 0) as varchar) from marts.fact_budget where is_additive)
            """
        ).fetchone()
    projects, units, indicators, budget = row or (0, 0, 0, "0")
    return Totals(projects, units, indicators, f"{Decimal(budget).normalize():f}")
