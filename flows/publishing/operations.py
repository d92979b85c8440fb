"""What loads did, kept in the store and published beside the marts: flows/publishing/operations.sql has the tables."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.base.database import literal, reading, transaction
from flows.base.errors import UnusableFileError

SCHEMA = Path(__file__).with_name("operations.sql")
# Tables with rows of every load; the others hold what is true of the latest.
_OF_LOADS = ("load_log", "key_change", "load_change", "load_document")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an expectation was judged; `offending_paths` has the document of each offending row, None for the warehouse."""

    gate: str
    expectation: str
    severity: str
    offending_paths: Sequence[str | None]


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """What a load knows of itself when it publishes.

    `built` are the jurisdictions that it built, of those in `scopes` or gone. `gates` has the verdict of each expectation on
    these.
    """

    fingerprint: str
    started_at: dt.datetime
    documents_read: int
    scopes: dict[str, str]
    built: Sequence[str]
    gates: Sequence[Verdict]


def create_operations(connection: duckdb.DuckDBPyConnection, published: Path) -> None:
    """Create the tables where they are missing, and make them agree with the published file, which is what counts.

    `connection` is open on the store. A load that was killed before its file was published is forgotten; where the store
    was lost, its history is taken over from the published file.
    """
    connection.execute(SCHEMA.read_text(encoding="utf-8"))
    if not published.exists():
        return
    try:
        with reading(published) as other:
            known = other.execute(
                "select table_name from duckdb_tables() where schema_name = 'operations'"
            ).fetchall()
    except UnusableFileError:
        return  # it is no database: there is nothing to agree with
    if {(table,) for table in _OF_LOADS} <= set(known):
        connection.execute(f"attach {literal(published)} as published (read_only)")
        try:
            _agree(connection)
        finally:
            connection.execute("detach published")


def _agree(connection: duckdb.DuckDBPyConnection) -> None:
    with transaction(connection):
        connection.execute(
            """
            delete from operations.load_log
            where outcome = 'published' and load_no not in (select load_no from published.operations.load_log)
            """
        )
        connection.execute(
            "create or replace temp table lost as "
            "select load_no from published.operations.load_log anti join operations.load_log using (load_no)"
        )
        for table in _OF_LOADS:
            connection.execute(
                f"insert into operations.{table} by name from published.operations.{table} semi join lost using (load_no)"
            )
        for table in _OF_LOADS[1:]:
            connection.execute(
                f"delete from operations.{table} where load_no not in (select load_no from operations.load_log)"
            )
        # Verdicts of what was built and not published are none; a file of an earlier version has none by jurisdiction.
        has_scopes = connection.execute(
            """
            select 1 from duckdb_columns()
            where database_name = 'published' and table_name = 'gate_result' and column_name = 'scope'
            """
        ).fetchone()
        if has_scopes:
            connection.execute("delete from operations.gate_result")
            connection.execute(
                "insert into operations.gate_result by name from published.operations.gate_result"
            )


def forget_latest_load(connection: duckdb.DuckDBPyConnection) -> None:
    """Take out of the store what `write_load` wrote last: a preview is no load."""
    with transaction(connection):
        connection.execute("set variable latest = (select max(load_no) from store.operations.load_log)")
        for table in _OF_LOADS:
            connection.execute(f"delete from store.operations.{table} where load_no = getvariable('latest')")


def write_load(connection: duckdb.DuckDBPyConnection, load: LoadRecord, outcome: str) -> None:
    """Write a load into the store; `connection` is that of flows.publishing.publish, what it counts is in the next file."""
    with transaction(connection):
        connection.execute("delete from store.operations.published_state")
        connection.execute("insert into store.operations.published_state values (?)", [load.fingerprint])
        connection.execute("delete from store.operations.scope")
        connection.execute(
            "insert into store.operations.scope select unnest(?), unnest(?)",
            [[*load.scopes], [*load.scopes.values()]],
        )
        _write_verdicts(connection, load)
        connection.execute(
            """
            insert into store.operations.load_log
            select
                (select coalesce(max(load_no), 0) + 1 from store.operations.load_log),
                $started_at,
                now(),
                $outcome,
                $documents_read,
                (select count(*) from next.marts.dim_document where is_current),
                (select count(*) from next.marts.dim_document where status = 'set_aside'),
                (select count(*) from next.marts.fact_budget),
                (select count(*) from next.marts.fact_indicator),
                (select sum(budget_yuan) from next.marts.fact_budget where is_additive)
            """,
            {"started_at": load.started_at, "outcome": outcome, "documents_read": load.documents_read},
        )


def _write_verdicts(connection: duckdb.DuckDBPyConnection, load: LoadRecord) -> None:
    """Replace the verdicts on the jurisdictions that were built; those on the others stay while these are there."""
    scope_of = dict(
        connection.execute("select path, coalesce(jurisdiction, '') from working.landing.raw_file").fetchall()
    )
    built = load.scopes.keys() & set(load.built)
    connection.execute(
        "delete from store.operations.gate_result where scope not in (select unnest(?))",
        [[*(load.scopes.keys() - built)]],
    )
    rows = []
    for verdict in load.gates:
        numbers = Counter(scope_of.get(path or "") for path in verdict.offending_paths)
        for scope in built:
            number = numbers[scope] + numbers[None]  # what is of no document there is of each
            rows.append((scope, verdict.gate, verdict.expectation, verdict.severity, number == 0, number))
    connection.execute(
        "insert into store.operations.gate_result select unnest(?), unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)",
        [list(column) for column in zip(*rows, strict=True)] or [[]] * 6,
    )
