"""Which keys a load changes: a fact of the published file that bears another key in the build that replaces it.

Keys are those of the earliest member of a thing, so a later year keeps them; an earlier year, a succession or a decision
can change some. Whoever keeps keys outside of the warehouse finds in operations.key_change what they became.
"""

from __future__ import annotations

import logging

import duckdb

from flows.publishing.publish import is_published_before

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


def write_key_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to store.operations.key_change what this load changes of the keys in the published file, if there is one.

    `connection` is that of `flows.publishing.publish.next_publication`; store.operations.load_log has the line of this load.
    """
    if not is_published_before(connection):
        return
    try:
        for key, (fact, columns) in _KEYS.items():
            connection.execute(
                f"""
                insert into store.operations.key_change
                select distinct
                    (select max(load_no) from store.operations.load_log), '{key}', before.{key}, after.{key}
                from published.marts.{fact} as before
                join working.marts.{fact} as after using ({", ".join(columns)})
                where before.{key} <> after.{key}
                """
            )
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        _LOG.warning("The published file was made by another version; its keys cannot be compared: %s", error)
