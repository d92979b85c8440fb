"""The dictionary of targets: each distinct text that documents print is read once, by the grammar of flows.targets."""

from __future__ import annotations

import duckdb
import polars as pl

from flows.landing.frames import insert_frame
from flows.targets.frames import UNKNOWN_YEAR, target_frames
from flows.vocabulary.seeds import read_seed


def complete_dictionary(connection: duckdb.DuckDBPyConnection, reader_version: str) -> None:
    """Read every distinct target (text, unit and operator printed beside it, fiscal year) that is not known yet.

    Actual values (实际完成值) are read by the same grammar: a quantity, a day or words.
    """
    for table in ("target", "target_part"):
        connection.execute(f"delete from landing.{table} where reader_version <> ?", [reader_version])
    missing = connection.execute(
        """
        with
            printed as (
                select
                    document_id,
                    coalesce(value_printed, '') as target_text,
                    coalesce(unit_printed, '') as unit_printed,
                    coalesce(comparator_printed, '') as comparator_printed
                from landing.indicator_row
                union all
                select document_id, actual_text, '', '' from landing.indicator_row where actual_text is not null
            ),
            needed as (
                select distinct
                    target_text, unit_printed, comparator_printed, coalesce(raw_file.fiscal_year, -1) as fiscal_year
                from printed
                inner join landing.document using (document_id)
                inner join landing.raw_file using (path)
            )
        from needed
        anti join landing.target using (target_text, unit_printed, comparator_printed, fiscal_year)
        order by all
        """
    ).fetchall()
    missing += _corrected_targets(connection)
    if not missing:
        return
    targets, parts = target_frames(missing)
    version = pl.lit(reader_version).alias("reader_version")
    insert_frame(connection, "landing.target", targets.with_columns(version))
    if not parts.is_empty():
        insert_frame(connection, "landing.target_part", parts.with_columns(version))


def _corrected_targets(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, int]]:
    """Targets of the seed corrections, in the fiscal years of their documents, that the dictionary does not know yet."""
    texts = {
        (line["path"], line["corrected"])
        for line in read_seed("corrections")
        if line["field"] == "target_text"
    }
    years = dict(connection.execute("select path, fiscal_year from landing.raw_file").fetchall())
    known = set(
        connection.execute(
            "select target_text, fiscal_year from landing.target where unit_printed = '' and comparator_printed = ''"
        ).fetchall()
    )
    needed = {(text, years[path] or UNKNOWN_YEAR) for path, text in texts if path in years}
    return [(text, "", "", year) for text, year in sorted(needed - known)]
