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
from flows.publishing.comparison import FOUND

CONTRACT = 2
"""The version of what `marts` promises: raised by what changes it, with docs/reference/contract.md saying how to move."""

SCHEMA = Path(__file__).with_name("operations.sql")
# Tables with rows of every load; the others hold what is true of the latest.
_OF_LOADS = ("load_log", *FOUND)


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
    these. Its number is later than `later_than`, and than those of the log.
    """

    fingerprint: str
    started_at: dt.datetime
    documents_read: int
    scopes: dict[str, str]
    built: Sequence[str]
    gates: Sequence[Verdict]
    later_than: int = 0


def create_operations(
    connection: duckdb.DuckDBPyConnection, published: Path, kept: Sequence[Path] = ()
) -> None:
    """Create the tables if they are missing, and make them agree with the published file, which is what counts.

    `connection` is open on the store. A load that was killed before its file was published is forgotten; if the store
    was lost, its history is taken over from the published file; if that was lost, too, from the first of `kept`
    (publications before it) that has one.
    """
    connection.execute(SCHEMA.read_text(encoding="utf-8"))
    if published.exists():
        if _has_history(published):
            _agree(connection, published)
    elif connection.execute("select count(*) from operations.load_log").fetchone() == (0,):
        source = next((file for file in kept if _has_history(file)), None)
        if source:
            _agree(connection, source)


def _has_history(file: Path) -> bool:
    try:
        with reading(file) as other:
            known = other.execute(
                "select table_name from duckdb_tables() where schema_name = 'operations'"
            ).fetchall()
    except UnusableFileError:
        return False  # it is no database: there is nothing to agree with
    return {(table,) for table in _OF_LOADS} <= set(known)


def _agree(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    connection.execute(f"attach {literal(file)} as published (read_only)")
    try:
        _take_over(connection)
    finally:
        connection.execute("detach published")


def _take_over(connection: duckdb.DuckDBPyConnection) -> None:
    with transaction(connection):
        connection.execute(
            """
            delete from operations.load_log
            where outcome <> 'refused' and load_no not in (select load_no from published.operations.load_log)
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
        connection.execute("delete from store.operations.contract_version")
        connection.execute("insert into store.operations.contract_version values (?)", [CONTRACT])
        connection.execute("delete from store.operations.mart_column")
        connection.execute(
            "insert into store.operations.mart_column by name from working.intermediate.int_mart_columns"
        )
        connection.execute("delete from store.operations.scope")
        connection.execute(
            "insert into store.operations.scope select unnest(?), unnest(?)",
            [[*load.scopes], [*load.scopes.values()]],
        )
        _write_verdicts(connection, load)
        _log(
            connection,
            load.later_than,
            {"started_at": load.started_at, "outcome": outcome, "documents_read": load.documents_read},
        )


def write_rollback(
    connection: duckdb.DuckDBPyConnection, started_at: dt.datetime, of_load_no: int, later_than: int
) -> None:
    """Write into the store that the next file is the publication of an earlier load, which it is a copy of.

    What was true of that publication (of what it was made, its verdicts and contract) is true of the next file again.
    """
    with transaction(connection):
        for table in ("published_state", "scope", "gate_result"):
            connection.execute(f"delete from store.operations.{table}")
            connection.execute(f"insert into store.operations.{table} by name from next.operations.{table}")
        connection.execute("delete from store.operations.contract_version")
        if _has_contract(connection):
            connection.execute(
                "insert into store.operations.contract_version from next.operations.contract_version"
            )
            connection.execute("delete from store.operations.mart_column")
            connection.execute(
                "insert into store.operations.mart_column by name from next.operations.mart_column"
            )
        else:
            connection.execute("insert into store.operations.contract_version values (1)")
        _log(
            connection,
            later_than,
            {"started_at": started_at, "outcome": "rolled_back", "documents_read": 0},
            of_load_no,
        )


def _has_contract(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the next file, a copy of an earlier one, says its contract; the first version did not."""
    found = connection.execute(
        "select 1 from duckdb_tables() where database_name = 'next' and table_name = 'contract_version'"
    ).fetchone()
    return found is not None


def write_comparison(connection: duckdb.DuckDBPyConnection) -> None:
    """Write into the store what `compare` found, as what the latest load of its log changed."""
    with transaction(connection):
        for table in FOUND:
            connection.execute(
                f"""
                insert into store.operations.{table} by name
                select (select max(load_no) from store.operations.load_log) as load_no, * from temp.{table}
                """
            )


def _log(
    connection: duckdb.DuckDBPyConnection,
    later_than: int,
    load: dict[str, dt.datetime | str | int],
    of_load_no: int | None = None,
) -> None:
    connection.execute(
        """
        insert into store.operations.load_log by name
        select
            (select greatest(coalesce(max(load_no), 0), $later_than) + 1 from store.operations.load_log) as load_no,
            $started_at as started_at,
            now() as finished_at,
            $outcome as outcome,
            $documents_read as documents_read,
            (select count(*) from next.marts.dim_document where is_current) as documents_current,
            (select count(*) from next.marts.dim_document where status = 'set_aside') as documents_set_aside,
            (select count(*) from next.marts.fact_budget) as forms,
            (select count(*) from next.marts.fact_indicator) as indicators,
            (select sum(budget_yuan) from next.marts.fact_budget where is_additive) as budget_yuan,
            $of_load_no as of_load_no
        """,
        {**load, "later_than": later_than, "of_load_no": of_load_no},
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
