"""Two published files, compared table by table over their keys: rows, money and links by year, documents, keys.

A load compares the file that it is about to publish with the one before, a rollback the file it brings back. Rows are the
same when they stand at the same place: document path, form, row; so a restated document changes rows and does not take
them all away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from flows.base.database import objects
from flows.base.printing import signed_ten_thousands

_WHOLE_ROW = ("digest",)
_YEAR = "fiscal_year"
# They hold rows of others again, or the vocabulary.
_NOT_COUNTED = {"wide_indicator", "indicator_peers", "dim_indicator_category", "dim_measure_unit"}
# What ends so depends on the bytes of a document or the hour of a load, and says nothing of what it holds.
_OF_THE_BYTES = ("_at", "document_id", "form_key", "row_key")
_LINKED = ("indicator_year_over_year", "project_year_over_year")
# Key → the fact that bears it and the columns that say which fact it is.
_KEYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "unit_key": ("fact_budget", ("document_id", "form_no")),
    "project_key": ("fact_budget", ("document_id", "form_no")),
    "indicator_key": ("fact_indicator", ("document_id", "form_no", "row_no")),
    "category_key": ("fact_indicator", ("document_id", "form_no", "row_no")),
}
# What the comparison finds, each a temporary table with the columns of the table of `operations` that keeps it.
FOUND = {
    "load_change": """
        mart varchar, fiscal_year integer, rows_added bigint, rows_removed bigint, rows_changed bigint,
        links_moved bigint, budget_difference_yuan decimal(28, 6)
    """,
    "load_document": """
        document_id varchar, path varchar, previous_status varchar, status varchar, reason varchar
    """,
    "key_change": "key_column varchar, old_key varchar, new_key varchar",
}


@dataclass(frozen=True, slots=True)
class MartChange:
    """What changed in the rows of a mart and fiscal year (None for dimensions)."""

    mart: str
    fiscal_year: int | None
    rows_added: int
    rows_removed: int
    rows_changed: int
    links_moved: int
    budget_difference_yuan: str


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What changed of a document version's status; None if it was new, or is not published any more."""

    path: str
    document_id: str
    previous_status: str | None
    status: str | None
    reason: str | None


Places = Mapping[str, Sequence[str]]
"""Mart → the columns that make one of its rows the same row; a mart without is compared by whole rows."""


def read_places(connection: duckdb.DuckDBPyConnection, table: str) -> Places:
    """The places that the YAML of the marts names, from `operations.mart_column` of an attached file (`table`)."""
    places = connection.execute(
        f"""
        select mart, list(column_name order by column_name) from {table}
        where column_role in ('grain', 'place') group by mart
        """
    )
    return dict(places.fetchall())


def compare(connection: duckdb.DuckDBPyConnection, before: str | None, after: str, places: Places) -> None:
    """Compare two attached files, both with marts: what is different goes into the temporary tables of `FOUND`.

    `before` is None if nothing was published before. Marts and columns that only one of them has (another version made
    it) are not compared with anything: their rows are new, or gone.
    """
    for table, columns in FOUND.items():
        connection.execute(f"create or replace temp table {table} ({columns})")
    marts_after = _marts(connection, after)
    marts_before = _marts(connection, before) if before else {}
    for mart in sorted(marts_before.keys() | marts_after.keys()):
        if mart not in _NOT_COUNTED:
            sides = (before, marts_before.get(mart)), (after, marts_after.get(mart))
            _compare_mart(connection, mart, *sides, places.get(mart, ()))
    _compare_documents(connection, before, after)
    if before:
        _compare_keys(connection, (before, marts_before), (after, marts_after))


def _marts(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[str]]:
    """The tables of the schema `marts` and their columns, in order."""
    return dict(
        connection.execute(
            """
            select table_name, list(column_name order by column_index)
            from duckdb_columns() semi join duckdb_tables() using (database_name, schema_name, table_name)
            where database_name = ? and schema_name = 'marts' group by table_name
            """,
            [database],
        ).fetchall()
    )


def _compare_mart(
    connection: duckdb.DuckDBPyConnection,
    mart: str,
    before: tuple[str | None, list[str] | None],
    after: tuple[str, list[str] | None],
    place: Sequence[str],
) -> None:
    """Each side is a database and the mart's columns there, None if it has no such mart.

    A document's path stands in place of its key, which its bytes decide, as they do those of forms and rows; years are
    compared apart.
    """
    sides = [columns for _, columns in (before, after) if columns is not None]
    columns = [name for name in sides[-1] if all(name in side for side in sides)]
    places = tuple("document" if name == "document_id" else name for name in place if name != _YEAR)
    if not place or not {*columns}.issuperset(place):
        places = _WHOLE_ROW
    old, new = (
        _grouped(database, mart, columns, places, is_there=there is not None)
        for database, there in ((before[0] or after[0], before[1]), after)
    )
    same = " and ".join(f"old.{key} is not distinct from new.{key}" for key in (*places, "year"))
    connection.execute(
        f"""
        insert into load_change by name
        select
            '{mart}' as mart,
            coalesce(new.year, old.year) as fiscal_year,
            coalesce(sum(greatest(coalesce(new.rows_there, 0) - coalesce(old.rows_there, 0), 0)), 0) as rows_added,
            coalesce(sum(greatest(coalesce(old.rows_there, 0) - coalesce(new.rows_there, 0), 0)), 0) as rows_removed,
            coalesce(sum(least(old.rows_there, new.rows_there)) filter (where old.content <> new.content), 0)
                as rows_changed,
            count(*) filter (where old.link <> new.link) as links_moved,
            coalesce(sum(new.money), 0) - coalesce(sum(old.money), 0) as budget_difference_yuan
        from ({old}) as old full outer join ({new}) as new on {same}
        group by coalesce(new.year, old.year)
        having rows_added + rows_removed + rows_changed > 0
        """
    )


def _grouped(database: str, mart: str, columns: list[str], places: tuple[str, ...], *, is_there: bool) -> str:
    """The rows of a mart by place and year, with what is compared: how many, a digest, money, a digest of the links.

    The path stands in place of the document's key. No row if the mart is not there.
    """
    keys = ", ".join(places)
    if not is_there:
        nothing = ", ".join(f"null as {key}" for key in places)
        return (
            f"select {nothing}, cast(null as integer) as year, cast(null as bigint) as rows_there, "
            "cast(null as ubigint) as content, cast(null as decimal(38, 8)) as money, cast(null as ubigint) as link limit 0"
        )
    hashed = [f"each.{name}" for name in columns if not name.endswith(_OF_THE_BYTES)]
    year = "each.fiscal_year" if "fiscal_year" in columns else "cast(null as integer)"
    money = "case when each.is_additive then each.budget_yuan end" if mart == "fact_budget" else "null"
    link = "hash(each.match_method, each.matched_on)" if mart in _LINKED else "null"
    path, joined = "null", ""
    if "document_id" in columns:
        path = "dim_document.path"
        joined = f"left join {database}.marts.dim_document using (document_id)"
    return f"""
        select {keys}, year, count(*) as rows_there, bit_xor(digest) as content, sum(money) as money, bit_xor(link) as link
        from (
            select {", ".join(f"each.{name}" for name in columns)}, {path} as document, {year} as year,
                hash({", ".join(hashed)}) as digest, {money} as money, {link} as link
            from {database}.marts.{mart} as each {joined}
        )
        group by {keys}, year
    """


def _compare_documents(connection: duckdb.DuckDBPyConnection, before: str | None, after: str) -> None:
    old = f"{before}.marts.dim_document" if before else f"(from {after}.marts.dim_document limit 0)"
    connection.execute(
        f"""
        insert into load_document by name
        select
            coalesce(new.document_id, old.document_id) as document_id,
            coalesce(new.path, old.path) as path,
            old.status as previous_status,
            new.status as status,
            new.status_reason as reason
        from {old} as old
        full outer join {after}.marts.dim_document as new on old.document_id = new.document_id
        where old.status is distinct from new.status
        """
    )


def _compare_keys(
    connection: duckdb.DuckDBPyConnection,
    before: tuple[str, dict[str, list[str]]],
    after: tuple[str, dict[str, list[str]]],
) -> None:
    """A fact of both files that bears another key: whoever keeps keys outside finds what they became.

    Keys are those of the earliest member of a thing, so a later year keeps them; an earlier year, a succession or a
    decision can change some.
    """
    for key, (fact, columns) in _KEYS.items():
        if all({key, *columns} <= {*marts.get(fact, [])} for _, marts in (before, after)):
            connection.execute(
                f"""
                insert into key_change
                select distinct '{key}', old.{key}, new.{key}
                from {before[0]}.marts.{fact} as old
                join {after[0]}.marts.{fact} as new using ({", ".join(columns)})
                where old.{key} <> new.{key}
                """
            )


def read_mart_changes(
    connection: duckdb.DuckDBPyConnection, table: str, load_no: int | None = None
) -> tuple[MartChange, ...]:
    """What was found of marts: by a comparison, in `load_change`, or of a load, in `operations.load_change`."""
    of_load = "where load_no = $load_no" if load_no is not None else ""
    return objects(
        connection,
        MartChange,
        f"""
        select
            mart, fiscal_year, rows_added, rows_removed, rows_changed, links_moved,
            cast(budget_difference_yuan as varchar) as budget_difference_yuan
        from {table} {of_load} order by mart, fiscal_year nulls first
        """,
        {"load_no": load_no} if load_no is not None else None,
    )


def read_document_changes(
    connection: duckdb.DuckDBPyConnection, table: str, load_no: int | None = None
) -> tuple[DocumentChange, ...]:
    """The same of documents: in `load_document`, or in `operations.load_document`."""
    of_load = "where load_no = $load_no" if load_no is not None else ""
    return objects(
        connection,
        DocumentChange,
        f"""
        select path, document_id, previous_status, status, reason
        from {table} {of_load} order by path, document_id
        """,
        {"load_no": load_no} if load_no is not None else None,
    )


def essence(documents: tuple[DocumentChange, ...], marts: tuple[MartChange, ...]) -> str:
    """What changed, in one line: `3 document(s); 2024 indicator rows 470 added, 12 changed; money +1.50 万元`.

    Where only what is judged changed (a break that was accepted, another rule), the marts that say so are named.
    """
    parts = []
    if documents:
        parts.append(f"{len(documents)} document(s)")
    parts += [
        f"{change.fiscal_year} indicator rows {_counts(change)}"
        for change in marts
        if change.mart == "fact_indicator"
    ]
    if money := sum((Decimal(change.budget_difference_yuan) for change in marts), Decimal(0)):
        parts.append(f"money {signed_ten_thousands(money)} 万元")
    if moved := sum(change.links_moved for change in marts):
        parts.append(f"{moved:,} link(s) to the year before moved")
    parts = parts or [
        " ".join(filter(None, (_year(change), change.mart, _counts(change)))) for change in marts
    ]
    return "; ".join(parts) if parts else "nothing in the marts"


def _year(change: MartChange) -> str:
    return str(change.fiscal_year) if change.fiscal_year else ""


def _counts(change: MartChange) -> str:
    counts = (
        (change.rows_added, "added"),
        (change.rows_removed, "removed"),
        (change.rows_changed, "changed"),
    )
    return ", ".join(f"{number:,} {what}" for number, what in counts if number)
