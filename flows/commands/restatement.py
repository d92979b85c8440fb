"""`jixiao diff --document`: what a later version of a document prints otherwise than an earlier one, with both places.

Forms are matched by unit and project, rows by their levels and description, money lines by their label, in their order: a
row that comes or goes moves no other.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from typing import Any

import duckdb

from flows.base.database import reading
from flows.base.errors import UsageError
from flows.base.paths import Warehouse
from flows.warehouse.state import no_warehouse

# Which columns of a landing table tell what a line is, and which are what it says.
NAMES = {
    "form": ("form_kind", "unit_text", "project_text"),
    "funding_line": ("label_text",),
    "indicator_row": ("level2_text", "level3_text", "description"),
}
SAID = {
    "form": (
        "department_text",
        "money_unit_text",
        "purpose",
        "objective",
        "objective_mid_term",
        "objective_actual",
        "total_score_text",
    ),
    "funding_line": (
        "amount_text",
        "money_unit_text",
        "initial_text",
        "executed_text",
        "forecast_text",
        "rate_text",
        "points_text",
        "score_text",
    ),
    "indicator_row": (
        "level1_text",
        "target_text",
        "target_mid_term_text",
        "target_initial_text",
        "polarity_printed",
        "actual_text",
        "mid_year_actual_text",
        "mid_year_forecast_text",
        "likelihood_text",
        "points_text",
        "score_text",
        "deviation_text",
        "note_text",
    ),
}
_CALLED = {"form": "form", "funding_line": "money line", "indicator_row": "indicator row"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that both versions print otherwise, or that only one has: the other's locator is None then.

    `fields` has column → (earlier text, later text).
    """

    what: str
    name: str
    earlier_locator: str | None
    later_locator: str | None
    fields: dict[str, tuple[str | None, str | None]]


Line = dict[str, Any]


def print_document_diff(warehouse: Warehouse, path: str, versions: Sequence[str], *, as_json: bool) -> None:
    """The differences of two versions, as text or JSON on stdout; the latest two read, where none are named.

    `versions` are two beginnings of SHA-256, the earlier first. Raises UsageError where there are not two such.
    """
    if not warehouse.store.exists():
        raise no_warehouse(warehouse)
    with reading(warehouse.store) as connection:
        earlier, later = _two_versions(connection, path, versions)
        differences = list(_differences(_forms(connection, earlier), _forms(connection, later)))
    if as_json:
        found = [asdict(difference) for difference in differences]
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        return
    for difference in differences:
        sys.stdout.write(_words(difference))
    if not differences:
        sys.stdout.write("The two versions print the same.\n")


def _two_versions(
    connection: duckdb.DuckDBPyConnection, path: str, versions: Sequence[str]
) -> tuple[str, str]:
    known = connection.execute(
        "select document_id, sha256 from landing.document where path = ? order by read_at, sha256", [path]
    ).fetchall()
    chosen = known[-2:]
    if versions:
        fitting = [[row for row in known if row[1].startswith(sha)] for sha in versions]
        chosen = [row for rows in fitting for row in rows] if all(len(rows) == 1 for rows in fitting) else []
    if len(chosen) != 2:  # noqa: PLR2004 (a comparison takes two)
        there = ", ".join(sha[:12] for _, sha in known) or "none"
        raise UsageError(
            f"{path} cannot be compared: two versions are needed, and its versions are {there}; name two by beginnings of "
            "their SHA-256 that fit one each: jixiao diff --document PATH --version SHA --version SHA"
        )
    return chosen[0][0], chosen[1][0]


def _forms(connection: duckdb.DuckDBPyConnection, document_id: str) -> list[Line]:
    """The forms of a version, each with its `funding_line` and `indicator_row` lines."""
    forms = _lines(connection, "form", document_id, "form_no")
    for table, order in (("funding_line", "form_no, line_no"), ("indicator_row", "form_no, row_no")):
        lines = _lines(connection, table, document_id, order)
        for form in forms:
            form[table] = [line for line in lines if line["form_no"] == form["form_no"]]
    return forms


def _lines(connection: duckdb.DuckDBPyConnection, table: str, document_id: str, order: str) -> list[Line]:
    rows = connection.execute(f"from landing.{table} where document_id = ? order by {order}", [document_id])
    names = [column[0] for column in rows.description or ()]
    return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def _differences(earlier: list[Line], later: list[Line]) -> Iterator[Difference]:
    for old, new in _matched("form", earlier, later):
        yield from _compared("form", old, new, old or new or {})
        if old and new:
            for table in ("funding_line", "indicator_row"):
                for old_line, new_line in _matched(table, old[table], new[table]):
                    yield from _compared(table, old_line, new_line, old)


def _matched(table: str, earlier: list[Line], later: list[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """The lines in order, each beside its like, or beside the one that took its place; what has neither stands alone."""
    named = [[tuple(line[column] for column in NAMES[table]) for line in lines] for lines in (earlier, later)]
    for kind, old_start, old_end, new_start, new_end in SequenceMatcher(
        a=named[0], b=named[1], autojunk=False
    ).get_opcodes():
        old, new = earlier[old_start:old_end], later[new_start:new_end]
        paired = len(old) == len(new) and kind in ("equal", "replace")
        if paired:
            yield from zip(old, new, strict=True)
        else:
            yield from ((line, None) for line in old)
            yield from ((None, line) for line in new)


def _compared(table: str, old: Line | None, new: Line | None, form: Line) -> Iterator[Difference]:
    columns = (*NAMES[table], *SAID[table])
    fields = {
        column: (old[column] if old else None, new[column] if new else None)
        for column in columns
        if (old[column] if old else None) != (new[column] if new else None)
    }
    if fields or old is None or new is None:
        yield Difference(
            what=_CALLED[table],
            name=form["project_text"] or "",
            earlier_locator=old["locator"] if old else None,
            later_locator=new["locator"] if new else None,
            fields=fields,
        )


def _words(difference: Difference) -> str:
    if difference.earlier_locator is None:
        where = f"added at {difference.later_locator}"
    elif difference.later_locator is None:
        where = f"gone, was at {difference.earlier_locator}"
    else:
        where = f"at {difference.earlier_locator}, now {difference.later_locator}"
    lines = [f"{difference.name}: {difference.what} {where}"]
    lines += [f"  {column}: {old or '—'} → {new or '—'}" for column, (old, new) in difference.fields.items()]
    return "\n".join(lines) + "\n"
