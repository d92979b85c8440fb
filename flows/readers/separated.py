"""Text whose cells are divided by commas, semicolons or tabs (.csv, .tsv; RFC 4180) → Document: one table.

Such files know no merged cells: where one was, its text is followed by empty ones. A label gets the places of those before
its value, a text at the left edge those below it in rows that begin with nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import pairwise

from flows.labels import find_certain_label, find_label
from flows.readers.document import Cell, Document, Table, UnreadableError
from flows.readers.encoding import decode
from flows.readers.grid import check_slots

_DELIMITERS = "\t,;"
_FEWEST_ROWS = 2
_MOSTLY = 2 / 3
_HEAD = 64 * 1024  # characters that tell what a text is
_LONGEST_FIELD = 131_072  # the csv module's own bound, which other libraries move


def delimiter_of(text: str) -> str | None:
    """What divides the cells of a text; None if it is no such table: most of its rows have several cells.

    Word saves a table with a tab before each cell and a cell a line: that is no such table.
    """
    head = text[:_HEAD]
    for delimiter in _DELIMITERS:
        if (delimiter == "\t" and _is_of_word(head)) or _has_too_few(head, delimiter):
            continue
        try:
            widths = [
                len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if any(row)
            ]
        except csv.Error:
            continue
        if sum(width > 1 for width in widths) >= max(_FEWEST_ROWS, _MOSTLY * len(widths)):
            return delimiter
    return None


def _has_too_few(text: str, delimiter: str) -> bool:
    """Whether a text without quotation marks, in which a line is a row, has fewer delimiters than such a table has rows."""
    if '"' in text:
        return False
    rows = sum([bool(line.strip(delimiter + "\r")) for line in text.split("\n")])
    return text.count(delimiter) < max(_FEWEST_ROWS, _MOSTLY * rows)


def _is_of_word(text: str) -> bool:
    lines = [line for line in text.splitlines() if "\t" in line]
    return sum(line.rfind("\t") == 0 for line in lines) * 2 > len(lines)


def is_separated(content: bytes) -> bool:
    """Whether the bytes are a text with cells that commas, semicolons or tabs divide."""
    try:
        return delimiter_of(decode(content)) is not None
    except UnreadableError:
        return False  # the reader of text says why


def read_separated(content: bytes) -> Document:
    """Read a table in text. Raises UnreadableError for bytes that are no text, a quotation mark that is never closed, and
    tables that are too large.
    """
    text = decode(content)
    delimiter = delimiter_of(text) or ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    slots = 0
    begins = 1
    try:
        for fields in reader:
            if any(len(field) > _LONGEST_FIELD for field in fields):
                raise csv.Error("a cell is too long")  # noqa: TRY301 (as the reader says it)
            rows.append((begins, fields))
            slots += len(fields)
            check_slots(slots, "the text")
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableError(
            f"the cell that begins in line {begins:,} of the text is damaged ({error}): a quotation mark is missing, or it "
            f"has more than {_LONGEST_FIELD:,} characters. Save the table anew in an office program."
        ) from error
    cells = tuple(_placed([(line, [field.strip() for field in fields]) for line, fields in rows]))
    return Document("csv", (Table(cells, "line 1"),) if any(cell.text for cell in cells) else ())


def _placed(rows: list[tuple[int, list[str]]]) -> Iterator[Cell]:
    """The cells of all rows with the places that they were merged over, in order."""
    texts = [texts for _, texts in rows]
    merged = _Merged(texts)
    for row, (line, found) in enumerate(rows):
        column = 0
        while column < len(found):
            width = merged.widths[row].get(column, 1)
            if (row, column) not in merged.covered:
                locator = f"line {line}, cell {column + 1}"
                height = merged.heights.get((row, column), 1)
                yield Cell(found[column], row, column, locator, height, width)
            column += width


class _Merged:
    """Which empty places belong to a text: `widths` and `heights` of texts, and the places that they have `covered`."""

    def __init__(self, rows: list[list[str]]) -> None:
        self._rows = rows
        self.widths = [_widths(texts) for texts in rows]
        self.heights: dict[tuple[int, int], int] = {}
        self.covered: set[tuple[int, int]] = set()
        self._over_groups()
        self._at_the_left_edge()

    def _over_groups(self) -> None:
        """指标值 over 符号 | 数值 | 单位: it is as wide as these. If they are labels, texts beside it are two rows high."""
        for row, below in enumerate(self._rows[1:]):
            found = [*self.widths[row]]
            if not found or not below or below[0]:
                continue
            ends = [*found[1:], max((c + 1 for c, text in enumerate(below) if text), default=0)]
            under = {
                column: [place for place in range(column, min(end, len(below))) if below[place]]
                for column, end in zip(found, ends, strict=True)
            }
            groups = [column for column in found if len(under[column]) > 1 and under[column][0] == column]
            if not groups or sum(map(len, under.values())) < len(self.widths[row + 1]):
                continue
            self.widths[row] |= {
                column: end - column for column, end in zip(found, ends, strict=True) if column in groups
            }
            if all(find_label(text) for text in below if text):
                for column in (column for column in found if not under[column]):
                    self._reach(row, column, row + 1)

    def _at_the_left_edge(self) -> None:
        """A row that begins with nothing stands beside the texts above its beginning, but not beside a title."""
        above: dict[int, int] = {}  # column → row of the text that may reach down
        for row, texts in enumerate(self._rows):
            begins = next((column for column, text in enumerate(texts) if text), 0)
            reaching: dict[int, int] = {}
            column = 0
            while column < begins and column in above:
                width = self.widths[above[column]][column]
                if column + width > begins:
                    break
                reaching[column] = above[column]
                self._reach(above[column], column, row)
                column += width
            is_alone = len(self.widths[row]) == 1 and not reaching
            above = reaching | ({} if is_alone else dict.fromkeys(self.widths[row], row))

    def _reach(self, first: int, column: int, last: int) -> None:
        self.heights[first, column] = last - first + 1
        self.covered |= {(last, place) for place in range(column, column + self.widths[first][column])}


def _widths(texts: list[str]) -> dict[int, int]:
    """How many places each text of a row has: a label those of the empty cells between it and its value, too."""
    found = [column for column, text in enumerate(texts) if text]
    widths = dict.fromkeys(found, 1)
    for column, following in pairwise(found):
        if _is_label(texts[column]) and find_label(texts[following]) is None:
            widths[column] = following - column
    return widths


def _is_label(text: str) -> bool:
    label = find_certain_label(text)
    return label is not None and label.field("form", "money", "measure") is not None
