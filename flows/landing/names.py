"""The dictionary of names: each distinct name that documents print in a fiscal year, and those of the vocabulary.

The models and expectations join it by one key (the macro `name_key`), and fold no text themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import polars as pl

from flows.names.frames import UNKNOWN_YEAR, name_frame, names_of_the_vocabulary

_PRINTED = {
    "indicator_row": ("level1_text", "level2_text", "level3_text", "description"),
    "form": ("project_name", "project_code", "unit_name", "unit_code", "department_name", "heading_name"),
}
_OF_FILES = ("publisher", "jurisdiction")
_NEEDED = " union ".join(
    [
        f"""
        select row.{column} as printed_name, coalesce(raw_file.fiscal_year, {UNKNOWN_YEAR}) as fiscal_year
        from landing.{table} as row
        inner join landing.document using (document_id)
        inner join landing.raw_file using (path)
        where row.{column} is not null
        """
        for table, columns in _PRINTED.items()
        for column in columns
    ]
    + [
        f"""
        select {column} as printed_name, coalesce(fiscal_year, {UNKNOWN_YEAR}) as fiscal_year
        from landing.raw_file where {column} is not null
        """
        for column in _OF_FILES
    ]
    + [f"select unnest(cast($seeds as varchar[])) as printed_name, {UNKNOWN_YEAR} as fiscal_year"]
)


def complete_names(
    connection: duckdb.DuckDBPyConnection, names_version: str, of_seeds: Iterable[str] = ()
) -> None:
    """Read into landing.name what it lacks of the names in the other tables of landing and in the vocabulary.

    Readings of another `names_version` go. `of_seeds` are further names that are of no year.
    """
    connection.execute("delete from landing.name where reader_version <> ?", [names_version])
    missing = connection.execute(
        f"from ({_NEEDED}) anti join landing.name using (printed_name, fiscal_year) order by all",
        {"seeds": _texts_of_seeds(of_seeds)},
    ).fetchall()
    if not missing:
        return
    frame = name_frame(missing).with_columns(reader_version=pl.lit(names_version))
    connection.register("incoming", frame)
    connection.execute(
        """
        insert into landing.name by name
        select *, md5(printed_name || '|' || cast(fiscal_year as varchar)) as name_key from incoming
        """
    )
    connection.unregister("incoming")


def copy_names(connection: duckdb.DuckDBPyConnection, source: str) -> None:
    """Copy into landing.name what the other tables of landing and the vocabulary need of the dictionary `source`."""
    connection.execute(
        f"insert into landing.name by name from {source} semi join ({_NEEDED}) using (printed_name, fiscal_year)",
        {"seeds": _texts_of_seeds(())},
    )


def _texts_of_seeds(more: Iterable[str]) -> list[str]:
    return sorted(names_of_the_vocabulary() | {*more})
