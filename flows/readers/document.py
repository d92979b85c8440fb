"""What every reader yields, whatever the format: a document of blocks, tables as grids of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, TypeAlias


class Cell(NamedTuple):
    """One cell of a table.

    `text` is what is printed, inner line breaks kept. `row` and `column` (0-based) are its upper left place in
    the grid, the spans say how many rows and columns it covers. `locator` leads a person to it (`line 52`).
    A document has thousands of cells: a named tuple is made three times as fast as a frozen dataclass.
    """

    text: str
    row: int
    column: int
    locator: str
    row_span: int = 1
    column_span: int = 1


_ROW, _COLUMN = attrgetter("row"), attrgetter("column")


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells, ordered by row and column. Rows need not have the same number of cells."""

    cells: tuple[Cell, ...]
    locator: str
    ends_abruptly: bool = field(default=False, kw_only=True)
    """The bytes end inside the last cell: what stands there may be the beginning of a longer text."""
    name: str | None = field(default=None, kw_only=True)
    """The name of the sheet, where the table is a sheet of a workbook."""
    is_grid: bool = field(default=True, kw_only=True)
    """Columns are places on the page; in extracted text they are only the order of a row's cells."""

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Each grid row as the cells that cover it, left to right; a cell merged down comes in every row it covers."""
        if not self.is_grid:  # no cell covers another row
            for _, cells in groupby(self.cells, _ROW):
                yield tuple(cells)
            return
        covering: dict[int, list[Cell]] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                covering.setdefault(row, []).append(cell)
        for row in sorted(covering):
            covering[row].sort(key=_COLUMN)
            yield tuple(covering[row])


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text outside of any table."""

    text: str
    locator: str


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader saw in one file, in reading order."""

    format: str
    blocks: tuple[Block, ...]


# Zero-width space, joiners, byte order mark, soft hyphen: editors leave them behind, nobody sees them.
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]+")


def as_seen(document: Document) -> Document:
    """The document without characters that print nothing, in whatever format they came."""
    return replace(document, blocks=tuple(_block_as_seen(block) for block in document.blocks))


def _block_as_seen(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=_UNSEEN.sub("", block.text))
    if not _UNSEEN.search("".join([cell.text for cell in block.cells])):
        return block
    return replace(block, cells=tuple(cell._replace(text=_UNSEEN.sub("", cell.text)) for cell in block.cells))


class UnreadableError(Exception):
    """The bytes cannot be read as a document. The message says what is wrong, where, and what to do."""
