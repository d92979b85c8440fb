"""The two gates, judged by Great Expectations in a process of its own, which loads while the load does other work."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import duckdb

from flows.base.database import transaction
from flows.base.errors import CouldNotRunError
from flows.base.settings import read_settings
from flows.workers.process import EndedError, RaisedError, Worker

_LOG = logging.getLogger(__name__)
_SECONDS_FOR_PAGES = 120

GateName = Literal["documents", "readings", "warehouse", "continuity"]
"""Gate 1 in two rounds (each document alone, then beside the year before), gate 2 in two (integrity, continuity)."""


class AuditError(CouldNotRunError):
    """A gate could not be judged, which is no pass: nothing is published."""


@dataclass(frozen=True, slots=True)
class Offence:
    """One row that breaks an expectation; `path`, `project_name` and `unit_text` are as the document has them.

    `form_no` is None where the offence is the document's, `locator` where it has no single place.
    """

    document_id: str
    path: str | None
    form_no: int | None
    project_name: str | None
    unit_text: str | None
    locator: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class ExpectationResult:
    """How one expectation was judged: `success` where the documents below raw/ (or the marts) have no offence.

    `beside` are the offences of earlier versions, judged too since one of them is current where the newest is set aside.
    """

    name: str
    severity: Literal["critical", "warning"]
    success: bool
    offences: tuple[Offence, ...]
    beside: tuple[Offence, ...] = ()


def start_auditor(data_docs: Path | None = None) -> Auditor:
    """Start the process that judges; the pages (Data Docs) are written to `data_docs`, None for no pages.

    Raises AuditError where it cannot be started. Use it in a `with` statement: that ends the process, whatever happens.
    """
    try:
        worker = Worker("the process that judges the load")
    except CouldNotRunError as error:
        raise AuditError(str(error)) from error
    worker.tell("expectations.judging:start")
    return Auditor(worker, data_docs)


class Auditor:
    """The process that judges gates, one request at a time; it ends with its `with` statement, or with this process."""

    def __init__(self, worker: Worker, data_docs: Path | None) -> None:
        self._worker = worker
        self._data_docs = data_docs

    @property
    def process_id(self) -> int:
        """The id of the process that judges."""
        return self._worker.process_id

    def judge(self, gate: GateName, database: Path) -> tuple[ExpectationResult, ...]:
        """How the expectations of a gate were judged, in their order.

        No connection of this process may have `database` open; nothing has it open when this returns. Raises
        AuditError where the process died, the file cannot be read, or an expectation could not be judged.
        """
        verdicts = self._ask(gate, database)
        failed = [verdict for verdict in verdicts if verdict["error"] is not None]
        if failed:
            errors = dict.fromkeys(verdict["error"] for verdict in failed)
            names = {error: ", ".join(v["name"] for v in failed if v["error"] == error) for error in errors}
            lines = "\n".join(f"  {names[error]}: {error}" for error in errors)
            raise AuditError(
                f"{len(failed)} expectation(s) of the gate «{gate}» could not be judged. This is an error of theirs, not of "
                f"the documents; please report it:\n{lines}"
            )
        if self._data_docs:
            self._worker.tell("expectations.judging:write_pages", str(self._data_docs.resolve()))
        return tuple(_result(verdict) for verdict in verdicts)

    def _ask(self, gate: GateName, database: Path) -> list[dict[str, Any]]:
        seconds = read_settings().models_seconds
        try:
            return self._worker.ask(
                "expectations.judging:judge", gate, str(database.resolve()), seconds=seconds
            )
        except RaisedError as raised:
            raise AuditError(
                f"the gate «{gate}» could not be judged on {database}: {raised.error}: {raised.message}"
            ) from raised
        except EndedError as ended:
            if ended.is_late:
                raise AuditError(
                    f"judging the gate «{gate}» took longer than {seconds:g} seconds (the setting models_seconds)"
                ) from ended
            raise AuditError(
                f"the process that judges the load ended ({ended.how}). It said:\n{ended.words}"
            ) from ended

    def close(self) -> None:
        """Let the process finish its pages, and end it. Says on the log where pages could not be written."""
        status = self._worker.finish(_SECONDS_FOR_PAGES)
        if status != 0:
            _LOG.warning(
                "Data Docs are not those of this load (the verdicts stand): %s",
                self._worker.last_words() if status is not None else f"not written in {_SECONDS_FOR_PAGES} s",
            )
        self._worker.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._worker.end()


def _result(verdict: dict[str, Any]) -> ExpectationResult:
    return ExpectationResult(
        name=verdict["name"],
        severity=verdict["severity"],
        success=verdict["success"],
        offences=tuple(Offence(**offence) for offence in verdict["offences"]),
        beside=tuple(Offence(**offence) for offence in verdict["beside"]),
    )


def write_gate_findings(
    connection: duckdb.DuckDBPyConnection, results: tuple[ExpectationResult, ...]
) -> None:
    """Replace landing.gate_finding by what gate 1 found, earlier versions included, in one transaction."""
    findings = [
        (offence.document_id, result.name, result.severity, offence.locator, offence.reason)
        for result in results
        for offence in (*result.offences, *result.beside)
    ]
    with transaction(connection):
        connection.execute("delete from landing.gate_finding")
        if findings:
            connection.executemany(
                """
                insert into landing.gate_finding (document_id, expectation, severity, locator, reason)
                values (?, ?, ?, ?, ?)
                """,
                findings,
            )
