"""Extracted text → Document: the text that Word saves when tables are kept as one cell a line.

Layout (seen in the 2024 document of 天津市市场监督管理委员会): a line that starts with a tab starts a cell; lines
without one continue it; an empty line ends a row **only when the row is complete**, else it is an empty paragraph
inside the cell. Complete means: in an indicator table, as many cells as its header; in the table above it, no label
without its value. A row that cannot be completed is kept as it stands, shorter than its header; the form parser
says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.labels import find_certain_label, is_heading, money_unit_of
from flows.readers.document import Block, Cell, Document, Paragraph, Table
from flows.readers.encoding import decode


@dataclass(slots=True)
class _OpenCell:
    line_no: int
    lines: list[str]

    @property
    def text(self) -> str:
        return self.lines[0] if len(self.lines) == 1 else "\n".join(self.lines)


@dataclass(slots=True)
class _Cells:
    """Cells up to the next empty line: a row, or part of one."""

    cells: list[_OpenCell]


@dataclass(slots=True)
class _Text:
    """A line of text after an empty line: it goes on in the cell before, or stands outside of any table."""

    line_no: int
    line: str
    empty_lines_before: int


def read_text(content: bytes) -> Document:
    """Read extracted text. Raises UnreadableError where the bytes are no text (see `decode`)."""
    text = decode(content)
    ends_abruptly = not text.endswith("\n")
    pieces = list(_pieces(text.split("\n")))
    return Document("text", tuple(_Tables(ends_abruptly=ends_abruptly).blocks(pieces)))


def _pieces(lines: list[str]) -> Iterator[_Cells | _Text]:
    """Lines in groups that no empty line divides."""
    cells: list[_OpenCell] = []
    empty_lines = 1  # as if one stood before the first line
    for line_no, line in enumerate(lines, 1):
        if line.startswith("\t"):
            if empty_lines and cells:
                yield _Cells(cells)
                cells = []
            cells.append(_OpenCell(line_no, [line[1:]]))
            empty_lines = 0
        elif not line.strip():
            empty_lines += 1
        elif empty_lines or not cells or is_heading(line):
            if cells:
                yield _Cells(cells)
                cells = []
            yield _Text(line_no, line, empty_lines)
            empty_lines = 0
        else:
            cells[-1].lines.append(line)
    if cells:
        yield _Cells(cells)


class _Tables:
    """Joins groups of cells into rows, and rows into tables."""

    def __init__(self, *, ends_abruptly: bool) -> None:
        self._ends_abruptly = ends_abruptly
        self._rows: list[list[_OpenCell]] = []
        self._columns: set[str] = set()  # what the labels of the last row name, above a header
        self._width: int | None = None  # cells of a complete row, known below a header

    def blocks(self, pieces: list[_Cells | _Text]) -> Iterator[Block]:
        for piece in pieces:
            if isinstance(piece, _Cells):
                yield from self._take_cells(piece.cells)
            elif self._goes_on_in_cell(piece):
                self._rows[-1][-1].lines.extend([""] * piece.empty_lines_before + [piece.line])
            else:
                yield from self._end_table()
                yield Paragraph(piece.line.strip(), f"line {piece.line_no}")
        # Without a line break after it, the last text may be the beginning of a longer one.
        in_table = bool(pieces) and isinstance(pieces[-1], _Cells)
        yield from self._end_table(ends_abruptly=self._ends_abruptly and in_table)

    def _take_cells(self, cells: list[_OpenCell]) -> Iterator[Block]:
        if self._width is not None and self._opens_form(cells):
            yield from self._end_table()
        if self._rows and self._completes(self._rows[-1], cells):
            self._rows[-1].extend(cells)
        else:
            self._rows.append(list(cells))
            self._columns = set()
        if self._width is None and self._makes_header(cells):
            header = self._rows.pop()
            yield from self._end_table()
            self._rows, self._width = [header], len(header)

    def _end_table(self, *, ends_abruptly: bool = False) -> Iterator[Block]:
        if self._rows:
            yield _table(self._rows, ends_abruptly=ends_abruptly)
        self._rows, self._width = [], None

    def _goes_on_in_cell(self, text: _Text) -> bool:
        """A complete row of indicators is over at an empty line; above it, texts of several paragraphs occur."""
        if not self._rows or is_heading(text.line):
            return False
        return self._width is None or len(self._rows[-1]) < self._width

    def _completes(self, row: list[_OpenCell], following: list[_OpenCell]) -> bool:
        """Whether the empty line between `row` and `following` stands inside the row's last cell."""
        if self._width is not None:
            return len(row) + len(following) <= self._width
        last = row[-1].text
        return find_certain_label(last) is not None or (len(row) == 1 and not last.strip())

    def _makes_header(self, cells: list[_OpenCell]) -> bool:
        """Whether the last row, whose last cells these are, is one of column labels: a target's or an actual value's, and
        another one.
        """
        labels = (find_certain_label(cell.text) for cell in cells)
        self._columns |= {name for label in labels if label and (name := label.field("column"))}
        levels = self._columns & {"level1", "level2", "level3"}
        return len(levels) > 1 or (len(self._columns) > 1 and bool(self._columns & {"target", "actual"}))

    def _opens_form(self, cells: list[_OpenCell]) -> bool:
        """A row that belongs above an indicator table: it begins with a label, or prints the unit of money."""
        label = find_certain_label(cells[0].text)
        begins = label is not None and label.field("form") not in (None, "aside", "contact")
        return begins or any(money_unit_of(cell.text) for cell in cells)


def _table(rows: list[list[_OpenCell]], *, ends_abruptly: bool) -> Table:
    cells = tuple(
        Cell(cell.text.strip(), row_index, column, f"line {cell.line_no}")
        for row_index, row in enumerate(rows)
        for column, cell in enumerate(row)
    )
    return Table(cells, cells[0].locator, is_grid=False, ends_abruptly=ends_abruptly)
