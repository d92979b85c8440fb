"""Which keys a load changes: a fact of the published file that bears another key in the build that replaces it.

Keys are those of the earliest member of a thing, so a later year keeps them; an earlier year, a succession or a decision
can change some. Whoever keeps keys outside of the warehouse finds in operations.key_change what they became.
"""

from __future__ import annotations

import logging
from pathlib import Path

import duckdb

_LOG = logging.getLogger(__name__)

_FORM = ("document_id", "form_no")
_ROW = (*_FORM, "row_no")
# key → the fact that bears it and the columns that say which fact it is.
_KEYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "unit_key": ("fact_budget", _FORM),
    "project_key": ("fact_budget", _FORM),
    "indicator_key": ("fact_indicator", _ROW),
    "category_key": ("fact_indicator", _ROW),
}


def write_key_changes(connection: duckdb.DuckDBPyConnection, published: Path) -> None:
    """Add to operations.key_change what the next publication changes of the keys in `published`, if that is there.

    `connection` is open on the working file, whose operations.load_log has the line of this load.
    """
    if not published.exists():
        return
    place = str(published).replace("'", "''")
    try:
        connection.execute(f"attach '{place}' as published (read_only)")
    except duckdb.Error as error:
        _LOG.warning("The keys of %s cannot be compared with the new ones: %s", published, error)
        return
    try:
        for key, (fact, columns) in _KEYS.items():
            connection.execute(
                f"""
                insert into operations.key_change
                select distinct
                    (select max(load_no) from operations.load_log), '{key}', before.{key}, after.{key}
                from published.marts.{fact} as before
                join marts.{fact} as after using ({", ".join(columns)})
                where before.{key} <> after.{key}
                """
            )
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        _LOG.warning("%s was made by another version; its keys cannot be compared: %s", published, error)
    finally:
        connection.execute("detach published")
