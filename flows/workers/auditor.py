"""The two gates, judged by Great Expectations in a process of its own, which loads while the load does other work."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from flows.base.errors import CouldNotRunError
from flows.workers.process import RaisedError, Worker

_LOG = logging.getLogger(__name__)
_SECONDS_FOR_PAGES = 120

GateName = Literal["documents", "readings", "warehouse", "continuity"]
"""Gate 1 in two rounds (each document alone, then beside the year before), gate 2 in two (integrity, continuity)."""


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


class Auditor(Worker):
    """The process that judges gates, one at a time; a `with` statement lets it finish its pages and ends it."""

    def __init__(self, data_docs: Path | None = None) -> None:
        """Its pages are written to `data_docs`, None for no pages. Raises CouldNotRunError if it does not start."""
        super().__init__("the process that judges the load")
        self._data_docs = data_docs
        self.tell("expectations.judging:start")

    def judge(self, gate: GateName, database: Path) -> tuple[ExpectationResult, ...]:
        """How the expectations of a gate were judged, in their order.

        No connection of this process may have `database` open; nothing has it open when this returns. Raises
        CouldNotRunError where the process died or was late, the file cannot be read, or an expectation could not be judged:
        that is no pass.
        """
        try:
            verdicts = self.ask_in_time(
                f"judging the gate «{gate}»", "expectations.judging:judge", gate, str(database.resolve())
            )
        except RaisedError as raised:
            raise CouldNotRunError(
                f"the gate «{gate}» could not be judged on {database}: {raised.error}: {raised.message}"
            ) from raised
        failed = [verdict for verdict in verdicts if verdict["error"] is not None]
        if failed:
            errors = dict.fromkeys(verdict["error"] for verdict in failed)
            names = {error: ", ".join(v["name"] for v in failed if v["error"] == error) for error in errors}
            lines = "\n".join(f"  {names[error]}: {error}" for error in errors)
            raise CouldNotRunError(
                f"{len(failed)} expectation(s) of the gate «{gate}» could not be judged. This is an error of theirs, not of "
                f"the documents; please report it:\n{lines}"
            )
        if self._data_docs:
            self.tell("expectations.judging:write_pages", str(self._data_docs.resolve()))
        return tuple(_result(verdict) for verdict in verdicts)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and (status := self.finish(_SECONDS_FOR_PAGES)) != 0:
            _LOG.warning(
                "Data Docs are not those of this load (the verdicts stand): %s",
                self.last_words() if status is not None else f"not written in {_SECONDS_FOR_PAGES} s",
            )
        self.end()


def _result(verdict: dict[str, Any]) -> ExpectationResult:
    return ExpectationResult(
        name=verdict["name"],
        severity=verdict["severity"],
        success=verdict["success"],
        offences=tuple(Offence(**offence) for offence in verdict["offences"]),
        beside=tuple(Offence(**offence) for offence in verdict["beside"]),
    )
