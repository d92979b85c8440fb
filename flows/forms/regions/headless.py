"""The lower part of the header of a wide table of which the upper part is not understood: nothing below it is sure."""

from __future__ import annotations

from flows.forms.open_document import OpenDocument
from flows.forms.regions.columns import IDENTIFY, Columns
from flows.forms.regions.grid import Row
from flows.labels import find_certain_label

_ROWS_ABOVE = 2
_REASON = "of the header above only the lower part is known: which project this is of is not sure"


def reject_without_a_project(document: OpenDocument, header: Columns, rows: list[Row], place: int) -> int:
    """Reject the rows from a header of money and indicators whose project stands in a row above; returns how many."""
    if header.is_wide or not _has_money(header) or not _stands_below_a_project(rows, place):
        return 0
    document.end_form()
    for row in rows[place:]:
        for cell in row.own:
            document.account.reject("document", cell, _REASON, "row")
    return len(rows) - place


def _has_money(header: Columns) -> bool:
    """Whether a column is of the project's money: a table of indicators has none."""
    labels = (
        find_certain_label(header.printed[column]) for column, name in header.fields.items() if not name
    )
    return any(label is not None and label.field("measure") is not None for label in labels)


def _stands_below_a_project(rows: list[Row], place: int) -> bool:
    """Whether a row of labels right above has that of the project, with nothing below it in the header."""
    under = {cell.column for cell in rows[place].texts}
    for row in rows[max(0, place - _ROWS_ABOVE) : place]:
        found = [(cell, label) for cell in row.texts if (label := find_certain_label(cell.text)) is not None]
        if len(found) * 2 > len(row.texts) and any(
            label.field("form") in IDENTIFY and cell.column not in under for cell, label in found
        ):
            return True
    return False
