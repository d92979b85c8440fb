"""What the YAML of a mart says of it (grain, scope, keys), and whether the file about to be published keeps to it.

Everyone in the room of publishing may import it; it imports nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from flows.base.errors import CouldNotRunError, SettingsError

# By these columns the rows of a jurisdiction are found; a mart whose YAML names none has the first of them that it has.
SCOPE_COLUMNS = ("jurisdiction", "document_id", "indicator_key", "project_key", "unit_id")


@dataclass(frozen=True, slots=True)
class Mart:
    """A mart of the working file, a table or (`is_view`) what is made a table when it is published.

    `grain` are the columns that no two rows share (empty where the YAML names none), `scope` the column that leads to the
    row's jurisdiction (None for what belongs to none), `keys` the columns that others refer to.
    """

    name: str
    columns: tuple[str, ...]
    is_view: bool
    grain: tuple[str, ...]
    scope: str | None
    keys: tuple[str, ...]


def read_marts(connection: duckdb.DuckDBPyConnection) -> tuple[Mart, ...]:
    """The marts of the working file that the connection has attached as `working`, by name.

    Raises SettingsError for a table without a scope that a load could find its rows by.
    """
    tables = connection.execute(
        """
        select table_name, list(column_name order by column_index), bool_or(is_view)
        from duckdb_columns()
        inner join (
            select database_name, schema_name, table_name, false as is_view from duckdb_tables()
            union all
            select database_name, schema_name, view_name, true from duckdb_views()
        ) using (database_name, schema_name, table_name)
        where database_name = 'working' and schema_name = 'marts'
        group by table_name order by table_name
        """
    ).fetchall()
    said = _said(connection)
    return tuple(_mart(name, tuple(columns), is_view, said.get(name)) for name, columns, is_view in tables)


def _said(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, list[str]]]:
    """Mart → role → columns, as the `meta` of the YAML has them."""
    has_them = connection.execute(
        "select 1 from duckdb_tables() where database_name = 'working' and table_name = 'int_mart_columns'"
    ).fetchone()
    said: dict[str, dict[str, list[str]]] = {}
    if has_them:
        rows = connection.execute(
            "select mart, column_role, column_name from working.intermediate.int_mart_columns"
        )
        for mart, role, column in rows.fetchall():
            said.setdefault(mart, {}).setdefault(role, []).append(column)
    return said


def _mart(name: str, columns: tuple[str, ...], is_view: bool, said: dict[str, list[str]] | None) -> Mart:  # noqa: FBT001
    grain, keys = (tuple((said or {}).get(role, ())) for role in ("grain", "key"))
    if said is None:
        scope = next((column for column in SCOPE_COLUMNS if column in columns), None)
    else:
        scope = next(iter(said.get("scope", ())), None)
    is_of_none = is_view or (said is not None and scope is None)
    if not is_of_none and scope not in SCOPE_COLUMNS:
        raise SettingsError(
            f"the mart {name} has none of the columns {', '.join(SCOPE_COLUMNS)}, by which a load finds the rows that it "
            "replaces. Add one to the model and name it as `scope` in the `meta` of its YAML, or make the mart a view"
        )
    if missing := [
        column for column in (*grain, *keys, *([scope] if scope else ())) if column not in columns
    ]:
        raise SettingsError(
            f"the YAML of the mart {name} names in its `meta` columns that it does not have: {', '.join(missing)}. Mend it"
        )
    return Mart(name, columns, is_view, grain, scope, keys)


def check_next(connection: duckdb.DuckDBPyConnection, marts: tuple[Mart, ...]) -> None:
    """Check grain, scope and references of every mart in the file that is about to be published, attached as `next`.

    Raises CouldNotRunError naming what does not hold: an error of ours (or of a model of a package), not of the documents.
    """
    problems = [problem for mart in marts for problem in _problems(connection, mart, marts)]
    if problems:
        lines = "\n".join(f"  {problem}" for problem in problems)
        raise CouldNotRunError(
            "the file that was about to be published contradicts itself; nothing was published, and what is published is "
            "as it was. This is an error of the models or of publishing, not of the documents: report it with these "
            f"lines.\n{lines}"
        )


def _problems(connection: duckdb.DuckDBPyConnection, mart: Mart, marts: tuple[Mart, ...]) -> Iterator[str]:
    references = list(_references(mart, marts))
    # An aggregate makes it one row, of an empty mart too.
    counts = ["0", "count(*) filter (where false)"]
    if mart.grain:
        columns = ", ".join(mart.grain)
        counts[0] = (
            f"(select count(*) from (from next.marts.{mart.name} select 1 group by {columns} having count(*) > 1))"
        )
    if mart.scope not in (None, "jurisdiction"):
        counts[1] = f"count(*) filter (where {mart.scope} is null)"
    counts += [
        f"count(*) filter (where {column} is not null and {column} not in (select {key} from next.marts.{other}))"
        for column, other, key in references
    ]
    row = connection.execute(f"select {', '.join(counts)} from next.marts.{mart.name}").fetchall()[0]
    twice, without_scope, *astray = row
    if twice:
        yield f"{mart.name}: {twice} × more than one row of {', '.join(mart.grain)}"
    if without_scope:
        yield f"{mart.name}: {without_scope} row(s) without {mart.scope}, by which the next load would find them"
    for (column, other, _), number in zip(references, astray, strict=True):
        if number:
            yield f"{mart.name}: {number} row(s) with a {column} that {other} does not have"


def _references(mart: Mart, marts: tuple[Mart, ...]) -> Iterator[tuple[str, str, str]]:
    """Columns that refer to another mart's key (or to its own under a prefix: previous_document_id), that mart, its key."""
    for other in marts:
        for key in other.keys:
            for column in mart.columns:
                is_named = column == key and mart.name != other.name
                if is_named or column.endswith(f"_{key}"):
                    yield column, other.name, key
