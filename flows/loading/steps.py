"""The steps of a load, in the order data goes. `load` runs them plainly, the flow `yearly` as Prefect tasks."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows import landing
from flows.base.database import bound_memory, objects, open_for_writing, reading
from flows.base.extension import extension
from flows.base.paths import Warehouse
from flows.loading.context import Load
from flows.loading.store import prepare_store
from flows.loading.working import fill_working, write_gate_findings
from flows.publishing.operations import LoadRecord, Verdict
from flows.publishing.replacing import replace_by_load
from flows.publishing.scopes import Scopes, choose_scopes
from flows.targets.words import check_vocabulary
from flows.warehouse import state
from flows.warehouse.fingerprint import reader_version, reading_limits
from flows.warehouse.sidecars import describe_kept
from flows.workers.auditor import ExpectationResult, GateName

_YEARS_TO_COMPARE = 2


@dataclass(frozen=True, slots=True)
class Landing:
    """What was read, and which jurisdictions are to be built of it."""

    documents: landing.Landed
    scopes: Scopes


@dataclass(frozen=True, slots=True)
class Judged:
    """What a round of a gate said."""

    gate: GateName
    results: tuple[ExpectationResult, ...]

    @property
    def refused_because(self) -> tuple[str, ...]:
        """The critical expectations that are not met, where these keep everything from publication: in gate 2."""
        if self.gate != "warehouse":
            return ()
        return tuple(
            result.name for result in self.results if result.severity == "critical" and not result.success
        )

    def as_reported(self) -> tuple[state.GateResult, ...]:
        """The verdicts for reports, with the reasons of what is not met."""
        return tuple(
            state.GateResult(
                gate=self.gate,
                expectation=result.name,
                severity=result.severity,
                is_met=result.success,
                offending_rows=len(result.offences),
                reasons=tuple(
                    f"{offence.path or 'the warehouse'}: {offence.reason}" for offence in result.offences
                ),
            )
            for result in self.results
        )


def land_documents(load: Load) -> Landing:
    """raw → landing → working file: read what is new, keep the bytes, complete the dictionary, choose what is to be built.

    Raises SettingsError if a line of the vocabulary, or a model of the package on top, is wrong.
    """
    check_vocabulary()
    if extension():
        load.working_begun.result()  # what is wrong with a package is said before documents are read
    prepare_store(load.warehouse)
    with open_file(load.warehouse.store) as connection:
        landed = landing.land(
            connection,
            load.listed,
            load.raw,
            load.warehouse.documents,
            reader_version(),
            reading_limits(),
            load.read,
        )
        scopes = choose_scopes(connection, load.warehouse.published)
    describe_kept(load.warehouse, scopes.to_build)
    load.working_begun.result()
    fill_working(load.warehouse, scopes)
    return Landing(landed, scopes)


def judge_documents(load: Load) -> tuple[Judged, ...]:
    """Gate 1: which documents may enter the marts. Its findings are written to landing, where the models read them.

    Each document alone, then, where there are several fiscal years, beside its publisher's of the year before.
    """
    alone = Judged("documents", load.auditor.judge("documents", load.warehouse.working))
    with open_file(load.warehouse.working) as connection:
        write_gate_findings(connection, alone.results)
        years = connection.execute(
            "select count(distinct fiscal_year) from landing.raw_file join landing.document using (path)"
        ).fetchone()
    if years is None or years[0] < _YEARS_TO_COMPARE:
        return (alone,)
    beside = Judged("readings", load.auditor.judge("readings", load.warehouse.working))
    with open_file(load.warehouse.working) as connection:
        write_gate_findings(connection, alone.results + beside.results)
    return (alone, beside)


def can_build(load: Load, scopes: Scopes) -> bool:
    """Whether there is a document to publish: one that no critical finding keeps out, or one that stays published."""
    with open_file(load.warehouse.working) as connection:
        accepted = connection.execute(
            """
            select 1 from landing.document
            where problem is null and document_id not in
                (select document_id from landing.gate_finding where severity = 'critical')
            limit 1
            """
        ).fetchone()
    if accepted or scopes.is_whole:
        return accepted is not None
    with reading(load.warehouse.published) as connection:
        stays = connection.execute(
            "select 1 from marts.dim_document where is_current and not list_contains(?, coalesce(jurisdiction, ''))",
            [list(scopes.to_build)],
        ).fetchone()
    return stays is not None


def build_models(load: Load) -> int:
    """landing → staging → intermediate → marts, with the tests of our own code. How many nodes dbt ran."""
    return load.builder.build_models()


def documents_set_aside(load: Load) -> tuple[state.DocumentState, ...]:
    """The present versions and why they stay out, if no model was built that could say so."""
    with open_file(load.warehouse.working) as connection:
        return objects(
            connection,
            state.DocumentState,
            """
            with reasons as (
                select document_id, string_agg(reason, '; ' order by expectation, locator, reason) as reason
                from landing.gate_finding where severity = 'critical' group by document_id
            )
            select
                document.path, raw_file.fiscal_year, raw_file.publisher, document.sha256,
                'set_aside' as status, reasons.reason as status_reason,
                (select count(*) from landing.form where form.document_id = document.document_id) as forms,
                (select coalesce(sum(row_count), 0) from landing.form where form.document_id = document.document_id)
                    as indicators,
                strftime(document.read_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ') as loaded_at
            from landing.document
            inner join landing.raw_file on document.path = raw_file.path and document.sha256 = raw_file.sha256
            left join reasons using (document_id)
            union all
            select
                path, fiscal_year, publisher, not_read.sha256, 'not_read', reason, 0, 0,
                strftime(tried_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ')
            from landing.not_read
            inner join landing.raw_file using (path)
            where document_id not in (select document_id from landing.document)
            order by 1
            """,
        )


def judge_warehouse(load: Load) -> tuple[Judged, ...]:
    """Gate 2: whether what the models built may be published, and, where there are several, which years may be compared."""
    integrity = Judged("warehouse", load.auditor.judge("warehouse", load.warehouse.working))
    with open_file(load.warehouse.working) as connection:
        pairs = connection.execute("select count(*) from marts.year_comparability").fetchone()
    if integrity.refused_because or pairs is None or not pairs[0]:
        return (integrity,)
    return (integrity, Judged("continuity", load.auditor.judge("continuity", load.warehouse.working)))


def publish_warehouse(load: Load, landed: Landing, judged: Sequence[Judged]) -> Path:
    """Replace the load's destination, and write down what the load did. Returns the file that was written.

    If gate 2 refused, that is `refused.duckdb`, which keeps the build, and the destination stays as it is.
    """
    record = LoadRecord(
        # With it the next load would find nothing new; what could not be read it tries again.
        load.fingerprint if not landed.documents.not_read else f"{load.fingerprint}, not all read",
        load.started_at,
        len(landed.documents.read),
        landed.scopes.digests,
        landed.scopes.to_build,
        [
            Verdict(gate.gate, result.name, result.severity, [offence.path for offence in result.offences])
            for gate in judged
            for result in gate.results
        ],
    )
    is_refused = any(gate.refused_because for gate in judged)
    return replace_by_load(load.warehouse, load.destination, landed.scopes, record, is_refused=is_refused)


@contextmanager
def open_file(file: Path) -> Generator[duckdb.DuckDBPyConnection]:
    """A file of the warehouse folder, open for writing; closed again before another process may read it.

    Raises BusyError where another program holds it, UnusableFileError where it cannot be opened at all.
    """
    connection = open_for_writing(file)
    try:
        bound_memory(connection, Warehouse(file.parent))
        yield connection
    finally:
        connection.close()
