"""The cells of an HTML table laid out as a grid, by the HTML standard's algorithm for forming a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from flows.readers.grid import check_slots

_CELLS = frozenset(("td", "th"))
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
_NUMBER = re.compile(r"\s*\+?([0-9]{1,6})")
# The bounds of the HTML standard.
_MAX_COLUMN_SPAN = 1_000
_MAX_ROW_SPAN = 65_534


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """An element `td` or `th` at its place in the grid (0-based), with its number in its row (1-based)."""

    element: etree._Element
    number: int
    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class FormedTable:
    """The grid of a table element."""

    cells: tuple[PlacedCell, ...]
    strays: tuple[etree._Element | str, ...]
    """What the table holds outside of its cells: captions, text and tables that bad markup leaves between rows."""
    slots: int
    """Grid places that the cells cover."""


def form_table(table: etree._Element, slots_before: int, where: str) -> FormedTable:
    """Lay out the cells. A row span ends with its row group, a column span at a cell from above.

    Raises UnreadableError where the table, with the `slots_before` of the document's other tables, has too many
    grid places; `where` names the table.
    """
    collected = _Collected()
    collected.take(table)
    cells: list[PlacedCell] = []
    slots = 0
    row = 0
    free_from: dict[int, int] = {}  # column → first row below the cell that covers it
    for group in collected.ordered_groups():
        group_end = row + len(group)
        for elements in group:
            column = 0
            for number, element in enumerate(elements, 1):
                while free_from.get(column, 0) > row:
                    column += 1
                row_span = min(_row_span(element) or _MAX_ROW_SPAN, group_end - row)
                column_span = 1
                for _ in range(1, _column_span(element)):
                    if free_from.get(column + column_span, 0) > row:
                        break
                    column_span += 1
                slots += row_span * column_span
                check_slots(slots_before + slots, where)
                free_from.update(dict.fromkeys(range(column, column + column_span), row + row_span))
                cells.append(PlacedCell(element, number, row, column, row_span, column_span))
                column += column_span
            row += 1
    return FormedTable(tuple(cells), tuple(collected.strays), slots)


class _Collected:
    """The rows of a table by row group, found through whatever bad markup puts between table and cell."""

    def __init__(self) -> None:
        self._groups: list[tuple[str, list[list[etree._Element]]]] = []
        self._row_is_open = False
        self.strays: list[etree._Element | str] = []

    def ordered_groups(self) -> Iterator[list[list[etree._Element]]]:
        """The row groups as printed: `tfoot` comes last, wherever it is written."""
        yield from (rows for tag, rows in self._groups if tag != "tfoot")
        yield from (rows for tag, rows in self._groups if tag == "tfoot")

    def take(self, parent: etree._Element) -> None:
        self._take_text(parent.text)
        for child in parent:
            self._take_element(child)
            self._take_text(child.tail)

    def _take_element(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _CELLS:
            self._open_row().append(element)
        elif tag == "tr":
            self._new_row()
            self.take(element)
            self._row_is_open = False
        elif tag in _GROUPS:
            self._groups.append((tag, []))
            self._row_is_open = False
            self.take(element)
            self._groups.append(("", []))
            self._row_is_open = False
        elif tag in ("caption", "table"):
            self.strays.append(element)
        else:
            self.take(element)

    def _new_row(self) -> None:
        if not self._groups:
            self._groups.append(("", []))
        self._groups[-1][1].append([])
        self._row_is_open = True

    def _open_row(self) -> list[etree._Element]:
        if not self._row_is_open:
            self._new_row()
        return self._groups[-1][1][-1]

    def _take_text(self, text: str | None) -> None:
        if text and not text.isspace():
            self.strays.append(text)


def _column_span(cell: etree._Element) -> int:
    return min(_number(cell.get("colspan")) or 1, _MAX_COLUMN_SPAN)


def _row_span(cell: etree._Element) -> int:
    """0 means: to the end of the row group."""
    printed = _number(cell.get("rowspan"))
    return 1 if printed is None else min(printed, _MAX_ROW_SPAN)


def _number(text: str | None) -> int | None:
    match = _NUMBER.match(text) if text else None
    return int(match.group(1)) if match else None
