"""What kind of table or row one is: of a form, or another (收支总表, navigation, layout)."""

from __future__ import annotations

from flows.forms.cells.inline import inline_pairs
from flows.forms.open_form import BEGIN_A_FORM
from flows.forms.regions.grid import Row
from flows.forms.regions.header import find_header
from flows.labels import find_certain_label, find_label, form_kind
from flows.readers import Cell, Table

_MAKE_A_FORM = {
    *BEGIN_A_FORM,
    "objective",
    "objective_initial",
    "objective_overall",
    "objective_mid_term",
    "objective_actual",
    "purpose",
    "total_score",
    "unit_or_project",
    "task",
    "contact",
    "aside",
}
_ROWS_OF_A_TITLE = 5


def has_title(rows: list[Row]) -> bool:
    """Whether the first rows have the title of a form."""
    return any(form_kind(cell.text) for row in rows[:_ROWS_OF_A_TITLE] for cell in row.texts)


def is_of_a_form(table: Table) -> bool:
    """Whether a table has a label of a form, or a title; else it is layout, navigation or a footer."""
    for cell in table.cells:
        label = find_label(cell.text)
        if label is not None and (label.meanings or label.inferred):
            return True
        if form_kind(cell.text) or inline_pairs(cell.text):
            return True
    return False


def makes_a_form(rows: list[Row]) -> bool:
    """Whether a table has a label that only forms have, a title, or the header of indicators."""
    if find_header(rows, 0, {}, None) is not None:
        return True
    for row in rows:
        for label in row.labels:
            if label is not None and (label.field("form") or label.guess("form")) in _MAKE_A_FORM:
                return True
    if any(form_kind(cell.text) or inline_pairs(cell.text) for row in rows for cell in row.texts):
        return True
    return any(find_header(rows, place, {}, None) for place in range(1, len(rows)))


def heads_other_rows(row: Row) -> bool:
    """Whether more than half of a row's texts, and three at least, are labels: the header of a matrix of money."""
    return row.label_count > max(2, len(row.texts) // 2)


def begins_a_form(texts: list[Cell]) -> bool:
    """Whether a row has a label that the beginning of a form has."""
    return any(
        label.field("form") in BEGIN_A_FORM for cell in texts if (label := find_certain_label(cell.text))
    )
