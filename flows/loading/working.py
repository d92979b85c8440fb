"""The working file, made anew by each load: what landing has of the jurisdictions to build, and what dbt makes of it.

The vocabulary and staging views are the same for every load of the same code, so the file begins as a copy of one that has
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from flows import landing
from flows.base import cache
from flows.base.database import bound_memory, literal, transaction
from flows.base.paths import Warehouse
from flows.landing import OF_DOCUMENTS
from flows.publishing.scopes import Scopes
from flows.vocabulary.seeds import read_seed
from flows.vocabulary.tables import write_vocabulary
from flows.workers.auditor import ExpectationResult
from flows.workers.builder import Builder
from flows.workers.made_by import begun_by

_OF_TARGETS = ("target", "target_part")
_BEGUN = "begun"


def begin_working(warehouse: Warehouse, builder: Builder) -> None:
    """A new working file with empty landing tables, the vocabulary, seeds and staging views; what was there goes.

    Needs nothing that is read in this load. Raises CouldNotRunError if dbt cannot build, SettingsError if a model or a line
    of the vocabulary is to be mended first.
    """
    for file in (warehouse.working, Path(f"{warehouse.working}.wal")):
        file.unlink(missing_ok=True)
    if not cache.take(_BEGUN, begun_by(), warehouse.working):
        with duckdb.connect(str(warehouse.working)) as connection:
            landing.create_landing(connection)
            write_vocabulary(connection)
        builder.build_vocabulary()
        # Asked again: the packages of an extension may have been installed meanwhile.
        cache.keep(_BEGUN, begun_by(), warehouse.working)


def fill_working(warehouse: Warehouse, scopes: Scopes) -> None:
    """Put into a begun working file what landing holds of the jurisdictions to build."""
    with duckdb.connect(str(warehouse.working)) as connection:
        bound_memory(connection, warehouse)
        connection.execute(f"attach {literal(warehouse.store)} as store (read_only)")
        for table in (
            "raw_file",
            "document",
            "not_read",
            "gate_finding",
            *OF_DOCUMENTS,
            *_OF_TARGETS,
            "name",
        ):
            connection.execute(f"delete from landing.{table}")
        connection.execute("create temp table scope (scope varchar)")
        connection.execute("insert into scope select unnest(?)", [list(scopes.to_build)])
        _fill(connection, "raw_file", "where coalesce(jurisdiction, '') in (from scope)")
        for table in ("document", "not_read"):
            _fill(connection, table, "semi join landing.raw_file using (path)")
        for table in OF_DOCUMENTS:
            _fill(connection, table, "semi join landing.document using (document_id)")
        # The readings of the texts that these documents print, and of the corrections, which may stand for any.
        connection.execute(
            """
            create temp table printed as
            select coalesce(value_printed, '') as target_text from landing.indicator_row
            union
            select unnest([actual_text, mid_year_actual_text, mid_year_forecast_text]) from landing.indicator_row
            union
            select unnest(?)
            """,
            [_corrected_texts()],
        )
        _fill(connection, "target", "semi join printed using (target_text)")
        _fill(connection, "target_part", "semi join landing.target using (target_key)")
        landing.copy_names(connection, "store.landing.name")


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


def _fill(connection: duckdb.DuckDBPyConnection, table: str, which: str) -> None:
    connection.execute(f"insert into landing.{table} by name from store.landing.{table} {which}")


def _corrected_texts() -> Sequence[str]:
    return [
        line["corrected"]
        for line in read_seed("corrections")
        if line["field"] == "target_text" and line["corrected"] != "confirmed"
    ]
