"""The steps of a load, in the order data goes; `load` runs them plainly, `yearly` as Prefect tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows import landing, publish, state
from flows.audit import Auditor, GateName, RuleResult, write_gate_findings
from flows.build import Builder
from flows.errors import BusyError, CouldNotRunError
from flows.fingerprint import reader_version
from flows.key_changes import write_key_changes
from flows.paths import Warehouse
from flows.raw import RawFile
from flows.readers.isolated import Worker
from flows.settings import read_settings

_OPERATIONS = Path(__file__).with_name("operations.sql")
_YEARS_TO_COMPARE = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """What a round of a gate said."""

    gate: GateName
    results: tuple[RuleResult, ...]

    @property
    def refused_because(self) -> tuple[RuleResult, ...]:
        """Critical expectations that are not met."""
        return tuple(
            result for result in self.results if result.severity == "critical" and not result.success
        )


def land_documents(warehouse: Warehouse, files: Sequence[RawFile], raw: Path) -> landing.Landed:
    """raw → landing: read what is new, keep the bytes, complete the dictionary of targets.

    Raises ConfigurationError where a setting is wrong.
    """
    settings = read_settings()
    worker = Worker(settings.document_seconds, settings.document_memory_mib * 1024 * 1024)
    with open_working(warehouse) as connection:
        connection.execute(_OPERATIONS.read_text(encoding="utf-8"))
        return landing.land(connection, files, raw, warehouse.documents, reader_version(), worker)


def judge_documents(warehouse: Warehouse, auditor: Auditor) -> tuple[Judged, ...]:
    """Gate 1: which documents may enter the marts. Its findings are written to landing, where the models read them.

    Each document alone, then, where there are several fiscal years, beside its publisher's of the year before.
    """
    alone = Judged("documents", auditor.judge("documents", warehouse.working))
    with open_working(warehouse) as connection:
        write_gate_findings(connection, alone.results)
        years = connection.execute(
            "select count(distinct fiscal_year) from landing.raw_file join landing.document using (path)"
        ).fetchone()
    if years is None or years[0] < _YEARS_TO_COMPARE:
        return (alone,)
    beside = Judged("readings", auditor.judge("readings", warehouse.working))
    with open_working(warehouse) as connection:
        write_gate_findings(connection, alone.results + beside.results)
    return (alone, beside)


def accepted_documents(warehouse: Warehouse) -> int:
    """How many versions no critical finding keeps out."""
    with open_working(warehouse) as connection:
        row = connection.execute(
            """
            select count(*) from landing.document
            where problem is null and document_id not in
                (select document_id from landing.gate_finding where severity = 'critical')
            """
        ).fetchone()
    return row[0] if row else 0


def build_models(builder: Builder) -> int:
    """landing → staging → intermediate → marts, with the tests of our own code. How many nodes dbt ran."""
    return builder.build_models()


def documents_set_aside(warehouse: Warehouse) -> tuple[state.DocumentState, ...]:
    """The present versions and why they stay out, where no model was built that could say so."""
    with open_working(warehouse) as connection:
        rows = connection.execute(
            """
            with reasons as (
                select document_id, string_agg(reason, '; ' order by expectation, locator, reason) as reason
                from landing.gate_finding where severity = 'critical' group by document_id
            )
            select
                document.path, raw_file.fiscal_year, raw_file.publisher, document.sha256, 'set_aside', reasons.reason,
                (select count(*) from landing.form where form.document_id = document.document_id),
                (select coalesce(sum(row_count), 0) from landing.form where form.document_id = document.document_id),
                strftime(document.read_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ')
            from landing.document
            inner join landing.raw_file on document.path = raw_file.path and document.sha256 = raw_file.sha256
            left join reasons using (document_id)
            order by document.path
            """
        ).fetchall()
    return tuple(state.DocumentState(*row) for row in rows)


def judge_warehouse(warehouse: Warehouse, auditor: Auditor) -> tuple[Judged, ...]:
    """Gate 2: whether what the models built may be published, and, where there are several, which years may be compared."""
    integrity = Judged("warehouse", auditor.judge("warehouse", warehouse.working))
    with open_working(warehouse) as connection:
        pairs = connection.execute("select count(*) from marts.year_comparability").fetchone()
    if integrity.refused_because or pairs is None or not pairs[0]:
        return (integrity,)
    return (integrity, Judged("continuity", auditor.judge("continuity", warehouse.working)))


def publish_warehouse(
    warehouse: Warehouse,
    fingerprint: str,
    started_at: dt.datetime,
    landed: landing.Landed,
    judged: Sequence[Judged],
) -> Path:
    """Write down what was done, then replace the published file; where gate 2 refused, keep the build beside it."""
    refused = any(gate.refused_because for gate in judged if gate.gate == "warehouse")
    with open_working(warehouse) as connection:
        connection.begin()
        _write_operations(connection, fingerprint, started_at, landed, judged, refused=refused)
        connection.commit()
        if not refused:
            write_key_changes(connection, warehouse.published)
    return publish.keep_refused(warehouse) if refused else publish.publish(warehouse)


def _write_operations(
    connection: duckdb.DuckDBPyConnection,
    fingerprint: str,
    started_at: dt.datetime,
    landed: landing.Landed,
    judged: Sequence[Judged],
    *,
    refused: bool,
) -> None:
    connection.execute("delete from operations.published_state")
    connection.execute("insert into operations.published_state values (?)", [fingerprint])
    connection.execute("delete from operations.gate_result")
    results = [
        [gate.gate, result.name, result.severity, result.success, len(result.offences)]
        for gate in judged
        for result in gate.results
    ]
    connection.executemany("insert into operations.gate_result values (?, ?, ?, ?, ?)", results)
    connection.execute(
        """
        insert into operations.load_log
        select
            (select coalesce(max(load_no), 0) + 1 from operations.load_log),
            $started_at,
            now(),
            $outcome,
            $documents_read,
            (select count(*) from marts.dim_document where is_current),
            (select count(*) from marts.dim_document where status = 'set_aside'),
            (select count(*) from marts.fact_budget),
            (select count(*) from marts.fact_indicator),
            (select sum(budget_yuan) from marts.fact_budget where is_additive)
        """,
        {
            "started_at": started_at,
            "outcome": "refused" if refused else "published",
            "documents_read": len(landed.read),
        },
    )


def gate_results(judged: Sequence[Judged]) -> tuple[state.GateResult, ...]:
    """The verdicts for reports, with the reasons of what is not met."""
    return tuple(
        state.GateResult(
            gate=gate.gate,
            expectation=result.name,
            severity=result.severity,
            is_met=result.success,
            offending_rows=len(result.offences),
            reasons=tuple(
                f"{offence.path or 'the warehouse'}: {offence.reason}" for offence in result.offences
            ),
        )
        for gate in judged
        for result in gate.results
    )


@contextmanager
def open_working(warehouse: Warehouse) -> Generator[duckdb.DuckDBPyConnection]:
    """The working file, open for writing; closed again before another process may read it.

    Raises BusyError where another program holds it, CouldNotRunError where it cannot be opened at all.
    """
    try:
        connection = duckdb.connect(str(warehouse.working))
    except duckdb.IOException as error:
        if "lock" not in str(error):
            raise CouldNotRunError(_damaged(warehouse, error)) from error
        raise BusyError(
            f"{warehouse.working} is held by another program: {error}\nClose it there and start again"
        ) from error
    except duckdb.Error as error:
        raise CouldNotRunError(_damaged(warehouse, error)) from error
    try:
        yield connection
    finally:
        connection.close()


def _damaged(warehouse: Warehouse, error: duckdb.Error) -> str:
    return (
        f"{warehouse.working} cannot be opened: {error}\nRemove it and start again: everything in it is read anew "
        f"from the documents. The published file is as it was"
    )
