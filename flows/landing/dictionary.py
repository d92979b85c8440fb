"""The dictionary of targets: each distinct text that documents print, as the grammar of flows.targets reads it.

A document's targets are read with it, within its limits; here they are added to those of the others.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import polars as pl

from flows.landing.frames import insert_frame
from flows.landing.rows import ACTUALS, DocumentRows
from flows.names.frames import UNKNOWN_YEAR
from flows.targets.frames import as_frames, target_columns
from flows.vocabulary.seeds import read_seed

_PRINTED = "target_text, unit_printed, comparator_printed, fiscal_year"
KEY = """md5(concat_ws(
    '|', fiscal_year, length(unit_printed), length(comparator_printed), unit_printed, comparator_printed, target_text
))"""
"""flows.targets.frames.target_key in SQL."""
_MISSING = f"""
with
    printed as (
        select
            document_id,
            coalesce(value_printed, '') as target_text,
            coalesce(unit_printed, '') as unit_printed,
            coalesce(comparator_printed, '') as comparator_printed
        from landing.indicator_row
        union all
        {
    " union all ".join(
        f"select document_id, {column}, '', '' from landing.indicator_row where {column} is not null"
        for column in ACTUALS
    )
}
    ),
    needed as (
        select printed.*, coalesce(raw_file.fiscal_year, {UNKNOWN_YEAR}) as fiscal_year
        from printed
        inner join landing.document using (document_id)
        inner join landing.raw_file using (path)
    ),
    keyed as (select *, {KEY} as target_key from needed),
    missing as (select * from keyed anti join landing.target using (target_key))
"""


def add_targets(
    connection: duckdb.DuckDBPyConnection, documents: Sequence[DocumentRows], reader_version: str
) -> None:
    """Add the readings that came with documents, in place of those of earlier readers."""
    read = [as_frames(rows.target, rows.target_part) for rows in documents]
    if not read:
        return
    version = pl.lit(reader_version).alias("reader_version")
    targets = pl.concat([targets for targets, _ in read]).unique("target_key", maintain_order=True)
    parts = pl.concat([parts for _, parts in read]).unique(["target_key", "part_no"], maintain_order=True)
    connection.register("incoming_target", targets.with_columns(version))
    connection.register("incoming_part", parts.with_columns(version))
    connection.execute(
        """
        create or replace temp table new_target as
        from incoming_target
        where target_key not in (select target_key from landing.target where reader_version = ?)
        """,
        [reader_version],
    )
    for table, incoming in (("target", "new_target"), ("target_part", "incoming_part")):
        connection.execute(
            f"delete from landing.{table} where target_key in (select target_key from new_target)"
        )
        connection.execute(
            f"insert into landing.{table} by name "
            f"from {incoming} where target_key in (select target_key from new_target)"
        )
    connection.execute("drop table new_target")
    connection.unregister("incoming_target")
    connection.unregister("incoming_part")


def documents_without_targets(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The documents whose targets were not read in the fiscal year that they have now."""
    rows = connection.execute(f"{_MISSING} select distinct document_id from missing").fetchall()
    return {document_id for (document_id,) in rows}


def complete_dictionary(connection: duckdb.DuckDBPyConnection, reader_version: str) -> None:
    """Remove readings of earlier readers that no document needs, and read what did not come with one.

    That are the texts of the seed corrections, and the targets of documents that could not be read again.
    """
    for table in ("target", "target_part"):
        connection.execute(
            f"""
            delete from landing.{table} where reader_version <> ? and target_key not in (
                {_MISSING} select target_key from keyed
            )
            """,
            [reader_version],
        )
    missing = connection.execute(
        f"{_MISSING} select distinct {_PRINTED} from missing order by all"
    ).fetchall()
    missing += _corrected_targets(connection)
    if not missing:
        return
    targets, parts = as_frames(*target_columns(missing))
    version = pl.lit(reader_version).alias("reader_version")
    insert_frame(connection, "landing.target", targets.with_columns(version))
    insert_frame(connection, "landing.target_part", parts.with_columns(version))


def _corrected_targets(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, int]]:
    """Targets of the seed corrections, in the fiscal years of their documents, that the dictionary does not know yet."""
    texts = {
        (line["path"], line["corrected"])
        for line in read_seed("corrections")
        if line["field"] == "target_text" and line["corrected"] != "confirmed"
    }
    years = dict(connection.execute("select path, fiscal_year from landing.raw_file").fetchall())
    known = set(
        connection.execute(
            "select target_text, fiscal_year from landing.target where unit_printed = '' and comparator_printed = ''"
        ).fetchall()
    )
    needed = {(text, years[path] or UNKNOWN_YEAR) for path, text in texts if path in years}
    return [(text, "", "", year) for text, year in sorted(needed - known)]
