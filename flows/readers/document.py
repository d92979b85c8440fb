"""What every reader yields, whatever the format: a document of blocks, tables as grids of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

from flows.readers.note_marks import RAISED, without_raised_characters


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
    columns: tuple[int, ...] = field(default=(), kw_only=True)
    """Of a sheet: which of its columns each grid column is, counted from 0; columns without a text have no place."""
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


LeftOutKind: TypeAlias = Literal[
    "struck_out", "note_mark", "deleted", "hidden", "placeholder", "error", "no_result", "turned", "invisible"
]
"""Why a text is no part of what the page says: a line goes through it; a mark set high that leads to a note; a tracked
change took it away; it, its row, its column or its sheet is hidden; a control asks to be filled in; a formula failed, or
its result is not in the file; it stands at another angle than the page; it is drawn without being seen."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A text that stands in the file, and is no part of what its page says.

    `locator` is the cell's or paragraph's own if a cell or paragraph of the document held it, so that an empty cell with
    an `error` can be told from one in which nothing was written.
    """

    kind: LeftOutKind
    locator: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader saw in one file, in reading order, and what it left out."""

    format: str
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...] = ()


# Zero-width space, joiners, byte order mark, soft hyphen: editors leave them behind, nobody sees them. Control
# characters (C0, C1) command a terminal, marks of direction turn what follows around (Unicode 16, 23.1 and 9).
_PRINTS_NOTHING = (
    "\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u061c\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f"
)
_ENDS_LINE = "\r\v\f\x85\u2028\u2029"
_UNSEEN = re.compile(f"[{_PRINTS_NOTHING}]+")
_LINE_END = re.compile(f"\r\n|[{_ENDS_LINE}]")
_NOT_AS_SEEN = re.compile(f"[{_PRINTS_NOTHING}{_ENDS_LINE}]")


def as_seen(document: Document) -> Document:
    """The document without characters that print nothing and without note marks, in whatever format they came.

    All line ends are line feeds. It holds for names of sheets and locators, too: nothing of a document commands the
    terminal that prints it.
    """
    marks: list[LeftOut] = []
    blocks = tuple(_block_as_seen(block, marks) for block in document.blocks)
    left_out = (
        LeftOut(item.kind, text_as_seen(item.locator), text_as_seen(item.text)) for item in document.left_out
    )
    return replace(document, blocks=blocks, left_out=(*left_out, *marks))


def text_as_seen(text: str) -> str:
    """One text without characters that print nothing; one that changes has no white space at its ends."""
    if not _NOT_AS_SEEN.search(text):
        return text
    return _LINE_END.sub("\n", _UNSEEN.sub("", text)).strip()


def _block_as_seen(block: Block, marks: list[LeftOut]) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=_without_marks(text_as_seen(block.text), block.locator, marks))
    texts = "".join([block.name or "", *[cell.text for cell in block.cells]])
    if not _NOT_AS_SEEN.search(texts) and not RAISED.search(texts):
        return block
    return replace(
        block,
        cells=tuple(_cell_as_seen(cell, marks) for cell in block.cells),
        locator=text_as_seen(block.locator),
        name=block.name if block.name is None else text_as_seen(block.name),
    )


def _cell_as_seen(cell: Cell, marks: list[LeftOut]) -> Cell:
    locator = text_as_seen(cell.locator)
    return cell._replace(text=_without_marks(text_as_seen(cell.text), locator, marks), locator=locator)


def _without_marks(text: str, locator: str, marks: list[LeftOut]) -> str:
    if not RAISED.search(text):
        return text
    shown, found = without_raised_characters(text)
    marks += [LeftOut("note_mark", locator, mark) for mark in found]
    return shown


class UnreadableError(Exception):
    """The bytes cannot be read as a document. The message says what is wrong, where, and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(text_as_seen(message))
