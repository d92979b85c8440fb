"""The document cut into pages that a browser opens at once, its tables as grids of HTML."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from operator import attrgetter

from flows.commands.read.as_html.cells import Account, Taken
from flows.readers import Cell, Document, Paragraph, Table

PAGE_CELLS = 3_000
"""After so many cells a page ends where the next form begins, after twice as many anywhere."""
_ROW = attrgetter("row")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of a row: a cell, or a hole; `taken` is None for a hole and for the rest of a cell of the page before."""

    taken: Taken | None
    row_span: int = 1
    column_span: int = 1
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or rows of a table that stand on one page."""

    paragraph: Taken | None
    rows: tuple[tuple[Slot, ...], ...] = ()
    name: str = ""
    """The name of the sheet, or the table's place in the file."""


@dataclass(slots=True)
class _Line:
    """A paragraph or a row: what a page can begin with."""

    table: _Grid | None
    cells: list[Cell]
    paragraph: Paragraph | None = None
    row: int = 0
    is_whole: bool = True
    """No cell reaches into it from above."""


class _Grid:
    """A table without the rows and columns in which no cell begins: spans count those that are left."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = sorted({cell.row for cell in table.cells})
        self.columns = sorted({cell.column for cell in table.cells})

    def box(self, cell: Cell) -> tuple[int, int, int, int]:
        """First row and column of a cell, and those after its last."""
        return (
            bisect_left(self.rows, cell.row),
            bisect_left(self.columns, cell.column),
            bisect_left(self.rows, cell.row + cell.row_span),
            bisect_left(self.columns, cell.column + cell.column_span),
        )

    def lines(self) -> Iterator[_Line]:
        """The rows of the table, in order."""
        reach = 0
        for cells in ([*found] for _, found in groupby(self.table.cells, _ROW)):
            row = bisect_left(self.rows, cells[0].row)
            yield _Line(self, cells, row=row, is_whole=reach <= row)
            reach = max(reach, *(self.box(cell)[2] for cell in cells))


def paged(document: Document, begin_forms: set[str]) -> list[list[_Line]]:
    """The lines of each page. `begin_forms` are the locators at which a form begins."""
    total = sum(1 if isinstance(block, Paragraph) else len(block.cells) for block in document.blocks)
    enough = ceil(total / ceil((total or 1) / PAGE_CELLS))  # so that the last page is no crumb
    pages: list[list[_Line]] = [[]]
    count = 0
    for line in _lines(document):
        places = [line.paragraph.locator] if line.paragraph else [cell.locator for cell in line.cells]
        begins = line.is_whole and not begin_forms.isdisjoint(places)
        if (begins and count >= enough) or count >= 2 * PAGE_CELLS:
            pages.append([])
            count = 0
        pages[-1].append(line)
        count += len(places)
    return pages


def blocks_of(lines: list[_Line], account: Account) -> Iterator[Block]:
    """What one page shows, in reading order."""
    for grid, found in groupby(lines, lambda line: line.table):
        if grid is None:
            for line in found:
                if line.paragraph is not None:
                    yield Block(account.of(line.paragraph))
        else:
            table = grid.table
            yield Block(None, tuple(_rows(grid, [*found], account)), table.name or table.locator)


def _lines(document: Document) -> Iterator[_Line]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield _Line(None, [], block)
        else:
            yield from _Grid(block).lines()


def _rows(grid: _Grid, lines: list[_Line], account: Account) -> Iterator[tuple[Slot, ...]]:
    """The rows of a table on one page. A cell that reaches over the end of the page is cut; its text stands once."""
    if not grid.table.is_grid:
        for line in lines:
            yield tuple(Slot(account.of(cell)) for cell in line.cells)
        return
    first, last = lines[0].row, lines[-1].row + 1
    begun = {line.row: {grid.box(cell)[1]: cell for cell in line.cells} for line in lines}
    reaching = {} if lines[0].is_whole else _reaching(grid, first)
    covered: dict[int, int] = {}  # column → the row below the cell that covers it
    for row in range(first, last):
        slots: list[Slot] = []
        for column in range(len(grid.columns)):
            own = begun[row].get(column)
            found = own or (reaching.get(column) if row == first else None)
            if found is not None:
                _, left, bottom, right = grid.box(found)
                bottom = min(bottom, last)
                covered |= dict.fromkeys(range(left, max(right, left + 1)), bottom)
                taken = account.of(own) if own is not None else None
                slots.append(Slot(taken, bottom - row, max(right - left, 1), is_rest=own is None))
            elif covered.get(column, 0) <= row:
                slots.append(Slot(None))
        yield tuple(slots)


def _reaching(grid: _Grid, row: int) -> dict[int, Cell]:
    """The cells that begin above a row and reach into it, by their columns."""
    found = {}
    for cell in grid.table.cells:
        top, left, bottom, _ = grid.box(cell)
        if top < row < bottom:
            found[left] = cell
    return found
