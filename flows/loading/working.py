"""The working file, made anew by each load: what landing has of the jurisdictions to build, and what dbt makes of it.

Seeds and staging views are the same for every load of the same code, so the file begins as a copy of one that has them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from flows import landing
from flows.base.database import bound_memory, literal
from flows.base.errors import SettingsError
from flows.base.extension import Extension, extension
from flows.base.paths import DBT_PROJECT, Warehouse
from flows.landing import OF_DOCUMENTS
from flows.publishing.scopes import Scopes
from flows.vocabulary.seeds import read_seed
from flows.warehouse.fingerprint import code_version
from flows.workers.builder import Builder

_OF_TARGETS = ("target", "target_part")
# Shared by all warehouses, as what dbt parsed is.
_BEGUN = DBT_PROJECT / "target" / "loads"


def begin_working(warehouse: Warehouse, builder: Builder, *, has_models: bool = False) -> None:
    """A new working file with empty landing tables, seeds and staging views; what an earlier load left there goes.

    With `has_models` it has the tables of all models, too, empty, for an engine that fills them. Needs nothing that is read
    in this load. Raises CouldNotRunError where dbt cannot build the vocabulary, SettingsError where the lines of an
    extension do not fit.
    """
    for file in (warehouse.working, Path(f"{warehouse.working}.wal")):
        file.unlink(missing_ok=True)
    begun = _BEGUN / f"{hashlib.sha256(code_version().encode()).hexdigest()}.duckdb"
    if begun.exists():
        shutil.copyfile(begun, warehouse.working)
    else:
        _begin_anew(warehouse, builder, begun)
    if has_models:
        builder.build_models()


def _begin_anew(warehouse: Warehouse, builder: Builder, begun: Path) -> None:
    with duckdb.connect(str(warehouse.working)) as connection:
        landing.create_landing(connection)
    builder.build_vocabulary()
    if own := extension():
        _add_vocabulary(warehouse, own)
        builder.test_vocabulary()
    with contextlib.suppress(
        OSError
    ):  # an installation that this user may not write to begins anew each time
        _BEGUN.mkdir(parents=True, exist_ok=True)
        partial = begun.with_suffix(f".{os.getpid()}.partial")
        shutil.copyfile(warehouse.working, partial)
        for outdated in _BEGUN.glob("*.duckdb"):
            outdated.unlink(missing_ok=True)
        partial.replace(begun)


def _add_vocabulary(warehouse: Warehouse, own: Extension) -> None:
    """Add the lines of an extension to the seeds. Raises SettingsError naming the file that does not fit."""
    with duckdb.connect(str(warehouse.working)) as connection:
        for seed in own.seeds:
            lines = own.vocabulary(seed)
            try:
                connection.execute(
                    f"insert into seeds.{seed} by name from read_csv({literal(lines)}, header = true, all_varchar = true)"
                )
            except duckdb.Error as error:
                raise SettingsError(
                    f"the lines of {lines} cannot be added to the seed {seed}: {error}. Mend them and load again"
                ) from error


def fill_working(warehouse: Warehouse, scopes: Scopes) -> None:
    """Put into a begun working file what landing holds of the jurisdictions to build."""
    with duckdb.connect(str(warehouse.working)) as connection:
        bound_memory(connection, warehouse)
        connection.execute(f"attach {literal(warehouse.store)} as store (read_only)")
        for table in ("raw_file", "document", "gate_finding", *OF_DOCUMENTS, *_OF_TARGETS):
            connection.execute(f"delete from landing.{table}")
        connection.execute("create temp table scope (scope varchar)")
        connection.execute("insert into scope select unnest(?)", [list(scopes.to_build)])
        _fill(connection, "raw_file", "where coalesce(jurisdiction, '') in (from scope)")
        _fill(connection, "document", "semi join landing.raw_file using (path)")
        for table in OF_DOCUMENTS:
            _fill(connection, table, "semi join landing.document using (document_id)")
        # The readings of the texts that these documents print, and of the corrections, which may stand for any.
        connection.execute(
            """
            create temp table printed as
            select coalesce(value_printed, '') as target_text from landing.indicator_row
            union
            select actual_text from landing.indicator_row where actual_text is not null
            union
            select unnest(?)
            """,
            [_corrected_texts()],
        )
        for table in _OF_TARGETS:
            _fill(connection, table, "semi join printed using (target_text)")


def _fill(connection: duckdb.DuckDBPyConnection, table: str, which: str) -> None:
    connection.execute(f"insert into landing.{table} by name from store.landing.{table} {which}")


def _corrected_texts() -> Sequence[str]:
    return [line["corrected"] for line in read_seed("corrections") if line["field"] == "target_text"]
