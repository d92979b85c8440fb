"""What a load changes against the file published before: rows by table and year, money, links, documents.

A row is the same row when it stands at the same place: document path, form, row; so a restated document changes rows and
does not take them all away. Compared are the jurisdictions that were built; the others are what they were.
"""

from __future__ import annotations

import duckdb

from flows.publishing.publish import is_published_before, rows_before

_FORM = ("document", "form_no")
_ROW = (*_FORM, "row_no")
# What makes a row of a mart the same row; one of a package on top is the same where all of it is.
_PLACES: dict[str, tuple[str, ...]] = {
    "dim_unit": ("unit_key",),
    "dim_project": ("project_key",),
    "dim_indicator": ("indicator_key",),
    "fact_budget": _FORM,
    "fact_funding": (*_FORM, "line_no"),
    "fact_indicator": _ROW,
    "fact_indicator_part": (*_ROW, "part_no"),
    "indicator_year_over_year": ("indicator_key",),
    "project_year_over_year": ("project_key",),
    "unit_year_over_year": ("unit_id",),
    "indicator_outcome": ("indicator_key",),
    "project_outcome": ("project_key",),
    "year_comparability": ("jurisdiction", "publisher", "document", "expectation"),
    "finding": ("rule", *_ROW),
    "rule_verdict": ("rule", *_FORM),
    "rejected_text": ("document", "form_no", "locator"),
}
_WHOLE_ROW = ("digest",)
# They hold rows of others again, or the vocabulary.
_NOT_COUNTED = {"wide_indicator", "dim_indicator_category", "dim_measure_unit"}
_LINKED = ("indicator_year_over_year", "project_year_over_year")


def write_load_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """Add what this load changes to store.operations.load_change and store.operations.load_document.

    `connection` is that of `next_publication`: `published` is compared with `working`, `next` is made of both.
    store.operations.load_log has the line of this load.
    """
    has_before = is_published_before(connection)
    for database in ("published", "working") if has_before else ("working",):
        connection.execute(
            f"create temp table path_of_{database} as select document_id, path from {database}.marts.dim_document"
        )
    for mart in _marts(connection):
        columns = _columns(connection, "working", mart)
        known = _columns(connection, "published", mart)
        before = None
        if known:  # an earlier version may have had other columns
            columns = [column for column in columns if column in known]
            before = _rows(f"({rows_before(mart, columns)})", "published", mart, columns)
        places = _PLACES.get(mart, _WHOLE_ROW)
        _compare(connection, mart, places, before, _rows(f"working.marts.{mart}", "working", mart, columns))
    _compare_documents(connection, has_before=has_before)


def _marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'working' and schema_name = 'marts' order by 1"
    ).fetchall()
    return [name for (name,) in rows if name not in _NOT_COUNTED]


def _columns(connection: duckdb.DuckDBPyConnection, database: str, mart: str) -> list[str]:
    rows = connection.execute(
        """
        select column_name from duckdb_columns()
        where database_name = ? and schema_name = 'marts' and table_name = ? order by column_index
        """,
        [database, mart],
    ).fetchall()
    return [name for (name,) in rows]


def _rows(source: str, database: str, mart: str, columns: list[str]) -> str:
    """The rows of a mart with what is compared: a year, the path in place of the document's key, a digest of the rest."""
    hashed = [f"each.{name}" for name in columns if not name.endswith(("_at", "document_id"))]
    year = "each.fiscal_year" if "fiscal_year" in columns else "cast(null as integer)"
    money = "case when each.is_additive then each.budget_yuan end" if mart == "fact_budget" else "null"
    link = "hash(each.match_method, each.matched_on)" if mart in _LINKED else "null"
    path = "path_of.path" if "document_id" in columns else "null"
    joined = (
        f"left join path_of_{database} as path_of using (document_id)" if "document_id" in columns else ""
    )
    return f"""
        select each.*, {path} as document, {year} as year, hash({", ".join(hashed)}) as digest,
            {money} as money, {link} as link
        from {source} as each {joined}
    """


def _compare(
    connection: duckdb.DuckDBPyConnection, mart: str, places: tuple[str, ...], before: str | None, after: str
) -> None:
    keys = ", ".join(places)
    grouped = f"""
        select {keys}, year, count(*) as rows_there, bit_xor(digest) as content, sum(money) as money, bit_xor(link) as link
        from ({{}}) group by {keys}, year
    """
    same = " and ".join(f"old.{key} is not distinct from new.{key}" for key in (*places, "year"))
    old = grouped.format(before) if before else f"from ({grouped.format(after)}) limit 0"
    connection.execute(
        f"""
        insert into store.operations.load_change by name
        select
            (select max(load_no) from store.operations.load_log) as load_no,
            '{mart}' as mart,
            coalesce(new.year, old.year) as fiscal_year,
            coalesce(sum(greatest(coalesce(new.rows_there, 0) - coalesce(old.rows_there, 0), 0)), 0) as rows_added,
            coalesce(sum(greatest(coalesce(old.rows_there, 0) - coalesce(new.rows_there, 0), 0)), 0) as rows_removed,
            coalesce(sum(least(old.rows_there, new.rows_there)) filter (where old.content <> new.content), 0)
                as rows_changed,
            count(*) filter (where old.link <> new.link) as links_moved,
            coalesce(sum(new.money), 0) - coalesce(sum(old.money), 0) as budget_difference_yuan
        from ({old}) as old full outer join ({grouped.format(after)}) as new on {same}
        group by coalesce(new.year, old.year)
        having rows_added + rows_removed + rows_changed > 0
        """
    )


def _compare_documents(connection: duckdb.DuckDBPyConnection, *, has_before: bool) -> None:
    columns = ["document_id", "path", "status", "jurisdiction"]
    before = (
        rows_before("dim_document", columns)
        if has_before
        else "select * from working.marts.dim_document limit 0"
    )
    connection.execute(
        f"""
        insert into store.operations.load_document by name
        select
            (select max(load_no) from store.operations.load_log) as load_no,
            coalesce(new.document_id, old.document_id) as document_id,
            coalesce(new.path, old.path) as path,
            old.status as previous_status,
            new.status as status,
            new.status_reason as reason
        from ({before}) as old full outer join working.marts.dim_document as new on old.document_id = new.document_id
        where old.status is distinct from new.status
        """
    )
