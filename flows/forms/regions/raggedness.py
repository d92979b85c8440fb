"""Whether the cells of a row stand where its header says."""

from __future__ import annotations

from flows.forms.regions.columns import Columns
from flows.forms.regions.grid import Row, covers
from flows.labels import find_label, is_level
from flows.readers import Cell


def is_ragged(columns: Columns, row: Row, *, is_grid: bool) -> bool:
    """Whether a row has lost a cell: in extracted text a column is only the order of the cells."""
    if not is_grid:
        return row.own[-1].column + row.own[-1].column_span != columns.end
    if columns.target is None:
        return False
    return not any(covers(cell, columns.target) for cell in row.cells)


def reaches_the_name(columns: Columns, cell: Cell) -> bool:
    """Whether a cell under a level is merged over the column of names, and is one."""
    if cell.column_span == 1 or not cell.text or is_level(cell.text):
        return False
    reached = (
        columns.fields.get(column) for column in range(cell.column + 1, cell.column + cell.column_span)
    )
    return "level3" in reached and find_label(cell.text) is None
