"""Binary Word documents (doc, Word 97–2003) → Document: what a reader of the final page sees.

Left out and read as of docx; text boxes come after the main text, whose place in it the file does not tell simply.
Cells have no grid in this format: each row says where its cells begin and end, and the edges of all rows make the
columns. Rules: [MS-DOC], 2.4.3 (where cells and rows end), 2.4.4 and 2.4.5 (nested tables, boundaries of tables).
Locators as of docx.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from flows.readers.document import Block, Document, LeftOut, LeftOutKind, Paragraph, Table, UnreadableError
from flows.readers.page_header import unit_paragraphs
from flows.readers.word.doc_file import SAVE_AS, DocFile
from flows.readers.word.doc_properties import GOES_ON_DOWN, CellDefinition, RowDefinition
from flows.readers.word.doc_styles import read_lists
from flows.readers.word.doc_text import DocText
from flows.readers.word.numbering import Numbering
from flows.readers.word.tables import RowCell, TablePlace, TableRows

_SAME_EDGE = 20
"""Twips (1 point) by which the edges of cells that stand below one another may differ; no cell is as narrow."""
_UNKNOWN_WIDTH = 1_000
"""Twips of a cell whose row does not say where it ends."""
_HEADERS, _TEXT_BOXES = 2, 6
"""Places of page headers and text boxes among the parts of the text."""


def read_doc(content: bytes) -> Document:
    """Read a binary Word document.

    Raises UnreadableError for files that are damaged, cut off or encrypted, or written before Word 97, and for tables
    that are nested too deeply or too large.
    """
    try:
        reader = _Reader(DocFile(content))
        blocks = tuple(reader.blocks())
        return Document("doc", blocks, tuple(reader.left_out))
    except (struct.error, IndexError, ValueError) as error:
        raise UnreadableError(
            f"the Word document is damaged: what it says of its text does not fit. {SAVE_AS}"
        ) from error


class _Text(NamedTuple):
    """The text of a cell, and what it holds without showing it."""

    text: str
    left_out: tuple[tuple[LeftOutKind, str], ...]


@dataclass(slots=True)
class _Row:
    texts: list[_Text]
    definition: RowDefinition


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read: its rows, the cells of the row that is not complete, and the lines of the last."""

    place: TablePlace
    rows: list[_Row] = field(default_factory=list)
    texts: list[_Text] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    left_out: list[tuple[LeftOutKind, str]] = field(default_factory=list)
    nested: list[Table] = field(default_factory=list)

    def end_cell(self) -> None:
        self.texts.append(_Text("\n".join(self.lines).strip(), tuple(self.left_out)))
        self.lines, self.left_out = [], []

    def end_row(self, definition: RowDefinition, *, is_gone: bool) -> None:
        if self.lines:
            self.end_cell()
        if not is_gone:
            self.rows.append(_Row(self.texts, definition))
        self.texts = []


class _Reader:
    """Walks the text once."""

    def __init__(self, file: DocFile) -> None:
        self._lengths = file.lengths
        self._text = DocText(file)
        self._numbering = Numbering(read_lists(file))
        self._page = TablePlace()
        self._open: list[_OpenTable] = []  # tables around the paragraph, the outer first
        self._paragraphs = 0

    def blocks(self) -> Iterator[Block]:
        """The unit of money in page headers, paragraphs and tables of the main text, then of the text boxes."""
        main = self._lengths[0]
        headers = sum(self._lengths[:_HEADERS])
        lines = (
            self._text.paragraphs(headers, headers + self._lengths[_HEADERS])
            if self._lengths[_HEADERS] > 0
            else ()
        )
        yield from unit_paragraphs((line.text, "page header") for line in lines)
        boxes = sum(self._lengths[:_TEXT_BOXES])
        for first, length in ((0, main), (boxes, self._lengths[_TEXT_BOXES])):
            if length > 0:
                yield from self._blocks(first, first + length)

    def _blocks(self, first: int, limit: int) -> Iterator[Block]:
        begun = ""  # text of paragraphs whose end is deleted: it goes on in the next one of the same place
        for paragraph in self._text.paragraphs(first, limit):
            said = paragraph.properties
            depth = said.depth
            ends_row = bool(depth) and said.ends_row
            if begun and (ends_row or depth != len(self._open)):
                yield from self._add(begun)
                begun = ""
            if depth != len(self._open):
                yield from self._close_tables(depth)
                self._open_tables(depth)
            self._note(paragraph.left_out)
            if paragraph.goes_on and not paragraph.ends_cell:
                begun += paragraph.text
                continue
            if ends_row:
                self._open[-1].end_row(said.row, is_gone=paragraph.goes_on)
                continue
            text = begun + paragraph.text
            if said.list_key:
                text = self._numbering.next_label(said.list_key, said.level or 0) + text
            begun = ""
            if depth:
                self._open[-1].lines.append(text)
                if paragraph.ends_cell:
                    self._open[-1].end_cell()
            else:
                yield from self._add(text)
        if begun:
            yield from self._add(begun)
        yield from self._close_tables(0)

    @property
    def left_out(self) -> list[LeftOut]:
        """What the document holds, and its page does not say."""
        return self._page.found.left_out

    def _note(self, left_out: tuple[tuple[LeftOutKind, str], ...]) -> None:
        """Note what is left out of the cell that is being read, or near the next paragraph of the page."""
        if self._open:
            self._open[-1].left_out += left_out
        else:
            locator = f"after paragraph {self._paragraphs}"
            self.left_out.extend(LeftOut(kind, locator, text) for kind, text in left_out)

    def _add(self, text: str) -> Iterator[Paragraph]:
        """Adds a line to the cell that is being read, or yields a paragraph of the page."""
        if self._open:
            self._open[-1].lines.append(text)
        elif text.strip():
            self._paragraphs += 1
            yield Paragraph(text.strip(), f"paragraph {self._paragraphs}")

    def _open_tables(self, depth: int) -> None:
        while len(self._open) < depth:
            around = self._open[-1].place if self._open else self._page
            self._open.append(_OpenTable(around.next_table()))

    def _close_tables(self, depth: int) -> Iterator[Table]:
        """Tables end where a paragraph stands outside of them; one inside another follows it."""
        while len(self._open) > depth:
            ended = self._open.pop()
            if ended.lines or ended.texts:  # the text ends inside a row
                ended.end_row(RowDefinition(), is_gone=False)
            table = _table(ended)
            tables = ([table] if table else []) + ended.nested
            if self._open and table and len(table.cells) == 1:  # a frame around a text of the cell
                self._open[-1].lines.append(table.cells[0].text)
                self._open[-1].nested.extend(ended.nested)
            elif self._open:
                self._open[-1].nested.extend(tables)
            else:
                yield from tables


def _table(table: _OpenTable) -> Table | None:
    rows = [(row.texts, _cells(row)) for row in table.rows]
    # Rows that say the same of their cells share their definition: each is worked through once.
    definitions = {id(definition): definition for _, definition in rows}
    columns = _columns({edge for definition in definitions.values() for edge in _edges(definition)})
    placed = {key: _placed(definition, columns) for key, definition in definitions.items()}
    grid = TableRows(table.place)
    for texts, definition in rows:
        grid.add(
            [
                RowCell(cell.text, *place, left_out=cell.left_out)
                for cell, place in zip(texts, placed[id(definition)], strict=True)
            ]
        )
    return grid.table()


def _cells(row: _Row) -> RowDefinition:
    """The row's cells, as many as it has texts: what is not defined is put at its end, so that no text is lost."""
    missing = len(row.texts) - len(row.definition.cells)
    if not missing:
        return row.definition
    cells = row.definition.cells[: len(row.texts)]
    right = cells[-1].right if cells else row.definition.left
    more = tuple(CellDefinition(right + _UNKNOWN_WIDTH * number) for number in range(1, missing + 1))
    return RowDefinition(row.definition.left, cells + more)


def _edges(row: RowDefinition) -> Iterator[int]:
    yield row.left
    for cell in row.cells:
        yield cell.right


def _columns(edges: set[int]) -> dict[int, int]:
    """The column that begins at each edge; edges that are nearly the same are one."""
    columns: dict[int, int] = {}
    column = -1
    begins = None
    for edge in sorted(edges):
        if begins is None or edge - begins > _SAME_EDGE:
            column += 1
            begins = edge
        columns[edge] = column
    return columns


def _placed(row: RowDefinition, columns: dict[int, int]) -> list[tuple[int, int, bool, bool]]:
    """What is known of the row's cells: column, span, whether each goes on with the one above, or before."""
    placed = []
    column = columns[row.left]
    for cell in row.cells:
        end = max(columns[cell.right], column + 1)
        placed.append((column, end - column, cell.vertical == GOES_ON_DOWN, cell.goes_on_across))
        column = end
    return placed
