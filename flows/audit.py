"""The two gates, judged by Great Expectations in a process of its own, which loads while the load does other work."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal, Self

import duckdb

from flows.errors import CouldNotRunError
from flows.paths import EXPECTATIONS, ROOT

_LOG = logging.getLogger(__name__)
_SECONDS_FOR_PAGES = 120
_TAIL = 2000

GateName = Literal["documents", "readings", "warehouse", "continuity"]
"""Gate 1 in two rounds (each document alone, then beside the year before), gate 2 in two (integrity, continuity)."""


class AuditError(CouldNotRunError):
    """A gate could not be judged, which is no pass: nothing is published."""


@dataclass(frozen=True, slots=True)
class Offence:
    """One row that breaks a rule; `path`, `project_name` and `unit_text` are as the document has them.

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
class RuleResult:
    """How one rule was judged: `success` where the documents below raw/ (or the marts) have no offence.

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
    errors = tempfile.TemporaryFile()  # noqa: SIM115 - the auditor closes it; a pipe could fill up and block
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and package
            [sys.executable, "-m", EXPECTATIONS.name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, "GX_ANALYTICS_ENABLED": "false"},
        )
    except OSError as error:
        errors.close()
        raise AuditError(f"the process that judges the load cannot be started: {error}") from error
    return Auditor(process, errors, data_docs)


class Auditor:
    """The process that judges gates, one request at a time; it ends with its `with` statement, or with this process."""

    def __init__(self, process: subprocess.Popen[bytes], errors: IO[bytes], data_docs: Path | None) -> None:
        self._process = process
        self._errors = errors
        self._data_docs = data_docs

    @property
    def process_id(self) -> int:
        """The id of the process that judges."""
        return self._process.pid

    def judge(self, gate: GateName, database: Path) -> tuple[RuleResult, ...]:
        """How the rules of a gate were judged, in their order.

        No connection of this process may have `database` open; nothing has it open when this returns. Raises
        AuditError where the process died, the file cannot be read, or a rule could not be judged.
        """
        answer = self._ask(
            {
                "gate": gate,
                "database": str(database.resolve()),
                "data_docs": str(self._data_docs.resolve()) if self._data_docs else None,
            }
        )
        if "error" in answer:
            raise AuditError(f"the gate «{gate}» could not be judged on {database}: {answer['error']}")
        failed = [verdict for verdict in answer["verdicts"] if verdict["error"] is not None]
        if failed:
            errors = dict.fromkeys(verdict["error"] for verdict in failed)
            names = {error: ", ".join(v["name"] for v in failed if v["error"] == error) for error in errors}
            lines = "\n".join(f"  {names[error]}: {error}" for error in errors)
            raise AuditError(
                f"{len(failed)} rule(s) of the gate «{gate}» could not be judged. This is an error of the rules, not of "
                f"the documents; please report it:\n{lines}"
            )
        return tuple(_result(verdict) for verdict in answer["verdicts"])

    def _ask(self, request: dict[str, str | None]) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise AuditError("the process that judges the load has no pipes")
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
            line = stdout.readline()
        except (OSError, ValueError):
            line = b""
        if not line.endswith(b"\n"):
            self._process.kill()
            status = self._process.wait()
            raise AuditError(
                f"the process that judges the load ended (status {status}). It said:\n{self._last_words()}"
            )
        return json.loads(line)

    def _last_words(self) -> str:
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - _TAIL))
        return self._errors.read().decode(errors="replace").strip() or "(nothing)"

    def close(self) -> None:
        """Let the process finish its pages, and end it. Says on the log where pages could not be written."""
        if self._process.returncode is None and self._process.stdin is not None:
            self._close_stdin()
            try:
                status = self._process.wait(_SECONDS_FOR_PAGES)
            except subprocess.TimeoutExpired:
                status = None
            if status != 0:
                _LOG.warning(
                    "Data Docs are not those of this load (the verdicts stand): %s",
                    self._last_words() if status is not None else f"not written in {_SECONDS_FOR_PAGES} s",
                )
        self._end()

    def _close_stdin(self) -> None:
        try:
            if self._process.stdin is not None:
                self._process.stdin.close()
        except OSError:
            pass  # it has ended already

    def _end(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._close_stdin()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._errors.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._end()


def _result(verdict: dict[str, Any]) -> RuleResult:
    return RuleResult(
        name=verdict["name"],
        severity=verdict["severity"],
        success=verdict["success"],
        offences=tuple(Offence(**offence) for offence in verdict["offences"]),
        beside=tuple(Offence(**offence) for offence in verdict["beside"]),
    )


def write_gate_findings(connection: duckdb.DuckDBPyConnection, results: tuple[RuleResult, ...]) -> None:
    """Replace landing.gate_finding by what gate 1 found, earlier versions included, in one transaction."""
    findings = [
        (offence.document_id, result.name, result.severity, offence.locator, offence.reason)
        for result in results
        for offence in (*result.offences, *result.beside)
    ]
    connection.begin()
    try:
        connection.execute("delete from landing.gate_finding")
        if findings:
            connection.executemany(
                """
                insert into landing.gate_finding (document_id, expectation, severity, locator, reason)
                values (?, ?, ?, ?, ?)
                """,
                findings,
            )
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
