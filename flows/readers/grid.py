"""What the grids of several formats share: a bound on their size, and edges without text cut away."""

from __future__ import annotations

from collections.abc import Sequence
from operator import add

from flows.readers.document import Cell, UnreadableError

MAX_SLOTS = 1_000_000
"""Grid places (rows × columns) of one document. The largest yearly documents seen have some ten thousand; every later
step works through each place, so that a page of one sentence must not claim a thousand million of them."""


def check_slots(slots: int, where: str) -> None:
    """Raises UnreadableError where a document has more than MAX_SLOTS grid places; `where` begins the message."""
    if slots > MAX_SLOTS:
        raise UnreadableError(
            f"{where} makes the document's tables larger than {MAX_SLOTS:,} cells: that is no yearly document. "
            "Remove what is no form, or split the file, and load it again."
        )


def without_empty_edges(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """`cells` without the rows and columns at the edges of the grid in which nothing is printed.

    Coordinates, spans and locators stay as they are; a cell goes only when it lies wholly outside of what is printed.
    """
    printed = [cell for cell in cells if cell.text]
    if not printed:
        return ()
    _, rows, columns, _, row_spans, column_spans = zip(*printed, strict=True)
    top, left = min(rows), min(columns)
    bottom, right = max(map(add, rows, row_spans)), max(map(add, columns, column_spans))
    if len(printed) < len(cells):
        _, rows, columns, _, _, _ = zip(*cells, strict=True)
    if top <= min(rows) and max(rows) < bottom and left <= min(columns) and max(columns) < right:
        return tuple(cells)
    return tuple(
        cell
        for cell in cells
        if top < cell.row + cell.row_span
        and cell.row < bottom
        and left < cell.column + cell.column_span
        and cell.column < right
    )
