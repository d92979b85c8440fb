"""One gate judged on one database file: the suite run by Great Expectations, and all offences of what failed.

The file is opened for reading only, without access to anything outside of it, and closed before the verdicts are
returned, so that the caller may write to it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import great_expectations as gx
from great_expectations.core import ExpectationSuiteValidationResult, ExpectationValidationResult
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.data_context.types.resource_identifiers import ValidationResultIdentifier
from great_expectations.datasource.fluent import SQLDatasource

from expectations.data_docs import write_data_docs
from expectations.expectation import Expectation, Gate, Severity, with_places
from expectations.suite import keep_duckdb_connections, suite_of

_HARDENED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
    "memory_limit": "50%",
}
_FOLLOWS = "Current transaction is aborted"
_FOLLOWED = "not judged, because another expectation had an error before"


@dataclass(frozen=True, slots=True)
class Offence:
    """One row that breaks an expectation, with the document, project and unit as printed, and its place."""

    document_id: str
    path: str | None
    form_no: int | None
    project_name: str | None
    unit_text: str | None
    locator: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one expectation was judged.

    `success` says whether the gate's batch has no offence; `beside` are the offences of documents that do not decide
    (earlier versions). Where `error` is not None the expectation was not judged: that is never a success.
    """

    name: str
    severity: Severity
    success: bool
    error: str | None
    offences: tuple[Offence, ...]
    beside: tuple[Offence, ...]


class Judge:
    """Judges gates, and keeps the latest results of each for the pages of the load (Data Docs)."""

    def __init__(self) -> None:
        keep_duckdb_connections()
        self._context = gx.get_context(mode="ephemeral")
        self._context.variables.progress_bars = ProgressBarsConfig(globally=False)

    def judge(self, gate: Gate, database: Path) -> tuple[Verdict, ...]:
        """The verdict of each expectation of the gate, in its order.

        Raises duckdb.Error where the file cannot be read (another process writes to it, it is damaged), ValueError where two
        expectations have one name.
        """
        with open_hardened(
            database
        ) as connection:  # Great Expectations would bury the reason why it cannot be opened
            gate = gate.resolved(connection)
        results = self._run(gate, database)
        with open_hardened(database) as connection:
            return tuple(
                _verdict(expectation, gate, result, connection)
                for expectation, result in zip(gate.expectations, _in_order(gate, results), strict=True)
            )

    def write_pages(self, folder: Path) -> None:
        """Write the pages of all gates judged so far to `folder`, in place of what is there, with an index.html."""
        write_data_docs(self._context, folder)

    def _run(self, gate: Gate, database: Path) -> ExpectationSuiteValidationResult:
        context = self._context
        self._forget(gate)
        # The path is an argument, since a URL would not hold every path.
        source = context.data_sources.add_sql(
            datasource=SQLDatasource(
                name=gate.name,
                connection_string="duckdb:///",
                kwargs={"connect_args": {"database": str(database), "read_only": True, "config": _HARDENED}},
            )
        )
        asset = source.add_query_asset(name="judged_documents", query=gate.batch)
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(
                name=gate.name,
                data=asset.add_batch_definition_whole_table(gate.name),
                suite=context.suites.add(suite_of(gate)),
            )
        )
        try:
            return definition.run(result_format="COMPLETE", run_id=RunIdentifier(run_name=gate.name))
        finally:
            source.get_execution_engine().close()
            source.get_engine().dispose()

    def _forget(self, gate: Gate) -> None:
        """Drop what an earlier judgement of the same gate left in the context."""
        context = self._context
        for store in (context.validation_definitions, context.suites):
            if gate.name in {kept.name for kept in store.all()}:
                store.delete(gate.name)
        if gate.name in context.data_sources.all():
            context.data_sources.delete(gate.name)
        results = context.validation_results_store
        for key in results.list_keys():
            if (
                isinstance(key, ValidationResultIdentifier)
                and key.expectation_suite_identifier.name == gate.name
            ):
                results.remove_key(key)


def open_hardened(database: Path) -> duckdb.DuckDBPyConnection:
    """A connection that only reads this one file. Raises duckdb.Error where it cannot be opened."""
    return duckdb.connect(database, read_only=True, config=_HARDENED)


def _in_order(gate: Gate, results: ExpectationSuiteValidationResult) -> list[ExpectationValidationResult]:
    """The results in the order of the gate's expectations: Great Expectations returns those with errors first."""
    by_expectation = {_expectation_name(result): result for result in results.results}
    return [by_expectation[expectation.name] for expectation in gate.expectations]


def _expectation_name(result: ExpectationValidationResult) -> str:
    if result.expectation_config is None:
        raise ValueError("Great Expectations returned a result without its expectation")
    return result.expectation_config.meta["expectation"]


def _verdict(
    expectation: Expectation,
    gate: Gate,
    result: ExpectationValidationResult,
    connection: duckdb.DuckDBPyConnection,
) -> Verdict:
    """The result of Great Expectations with every offence: it fetches the first 200 only."""
    error = _error(result)
    if error is not None:
        return Verdict(
            expectation.name, expectation.severity, success=False, error=error, offences=(), beside=()
        )
    success = bool(result.success)
    offences = () if success else _offences(expectation, gate.batch, connection)
    beside = () if gate.beside is None else _offences(expectation, gate.beside, connection)
    return Verdict(
        expectation.name, expectation.severity, success=success, error=None, offences=offences, beside=beside
    )


def _offences(
    expectation: Expectation, batch: str, connection: duckdb.DuckDBPyConnection
) -> tuple[Offence, ...]:
    query = with_places(expectation.query).format(batch=f"({batch})")
    return tuple(Offence(*row) for row in connection.execute(query).fetchall())


def _error(result: ExpectationValidationResult) -> str | None:
    """Why an expectation was not judged; None where it was. The information is flat, or one for each metric."""
    info = result.exception_info or {}
    metrics = [info] if "raised_exception" in info else list(info.values())
    messages = [str(metric["exception_message"]) for metric in metrics if metric["raised_exception"]]
    if not messages:
        return None
    # The first error ends the transaction; the queries after it fail for that alone.
    return next((message for message in messages if _FOLLOWS not in message), _FOLLOWED)
