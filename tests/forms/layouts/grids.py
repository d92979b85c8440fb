"""Pieces of a document before it has a format: cells that know what they are, blocks of them, tables, paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

Role = Literal["label", "value", "level", "other", "aside", "filler", "person", "title", "empty"]


@dataclass(frozen=True, slots=True)
class Put:
    """A cell as a row of HTML writes it: its place follows from the cells before."""

    text: str
    role: Role = "value"
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its place in a grid."""

    text: str
    role: Role
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells: all labels of a form's head, its money, its indicators."""

    cells: tuple[Placed, ...]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph outside of tables."""

    text: str
    role: Role = "title"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the document; `sheet` names the sheet that it stands on in a workbook."""

    cells: tuple[Placed, ...]
    width: int
    height: int
    sheet: str = field(default="表", kw_only=True)


Part = Text | Grid


def label(text: str, columns: int = 1, rows: int = 1) -> Put:
    return Put(text, "label" if text else "empty", columns, rows)


def value(text: str | None, columns: int = 1, rows: int = 1) -> Put:
    return Put(text or "", "value" if text else "empty", columns, rows)


def block(rows: Sequence[Sequence[Put]]) -> Block:
    """The rows as a rectangle; raises AssertionError if they leave a hole or overlap."""
    taken: set[tuple[int, int]] = set()
    placed: list[Placed] = []
    for number, row in enumerate(rows):
        column = 0
        for put in row:
            while (number, column) in taken:
                column += 1
            here = {(number + r, column + c) for r in range(put.rows) for c in range(put.columns)}
            assert not here & taken, f"two cells in one place: {put}"
            taken |= here
            placed.append(Placed(put.text, put.role, number, column, put.rows, put.columns))
    width = 1 + max(column for _, column in taken)
    height = 1 + max(row for row, _ in taken)
    assert len(taken) == width * height, f"a hole in {[[put.text for put in row] for row in rows]}"
    return Block(tuple(placed), width, height)


def framed(frame: Put | None, inner: Block) -> Block:
    """The block with a cell at its left that is merged down beside all of its rows."""
    if frame is None:
        return inner
    cells = tuple(replace(cell, column=cell.column + 1) for cell in inner.cells)
    return Block(
        (Placed(frame.text, frame.role, 0, 0, inner.height, 1), *cells), inner.width + 1, inner.height
    )


def stacked(blocks: Iterable[Block], name: str = "表") -> Grid:
    """The blocks below one another, all as wide as the widest; a block is widened alike wherever it stands."""
    parts = list(blocks)
    width = max(part.width for part in parts)
    cells: list[Placed] = []
    top = 0
    for part in parts:
        cells += [replace(cell, row=cell.row + top) for cell in _stretched(part, width).cells]
        top += part.height
    return Grid(tuple(cells), width, top, sheet=name)


def _stretched(part: Block, width: int) -> Block:
    """The block with some of its columns wider, so that it has `width` columns."""
    rng = Random("|".join(cell.text for cell in part.cells))
    extra = [0] * part.width
    for _ in range(width - part.width):
        extra[rng.randrange(part.width // 2, part.width)] += 1
    starts = [0]
    for number in extra:
        starts.append(starts[-1] + 1 + number)
    cells = tuple(
        replace(
            cell,
            column=starts[cell.column],
            columns=starts[cell.column + cell.columns] - starts[cell.column],
        )
        for cell in part.cells
    )
    return Block(cells, width, part.height)


def split(grid: Grid, row: int) -> tuple[Grid, Grid]:
    """The table in two, the second from `row` on; a cell merged over the cut ends there, its rest is empty."""
    first, second = [], []
    for cell in grid.cells:
        if cell.row + cell.rows <= row:
            first.append(cell)
        elif cell.row >= row:
            second.append(replace(cell, row=cell.row - row))
        else:
            first.append(replace(cell, rows=row - cell.row))
            rest = replace(cell, text="", role="empty", row=0, rows=cell.row + cell.rows - row)
            second.append(rest)
    return (
        Grid(tuple(first), grid.width, row, sheet=grid.sheet),
        Grid(tuple(second), grid.width, grid.height - row, sheet=grid.sheet),
    )


def in_first_cells(grid: Grid) -> Grid:
    """Without merged cells: the text stands in the first, the rest is empty."""
    return replace(grid, cells=tuple(replace(cell, rows=1, columns=1) for cell in grid.cells))


def with_margin(grid: Grid) -> Grid:
    """An empty column before the table and one behind it."""
    cells = tuple(replace(cell, column=cell.column + 1) for cell in grid.cells)
    return replace(grid, cells=cells, width=grid.width + 2)
