"""Text whose cells are divided by commas, semicolons or tabs (.csv, .tsv; RFC 4180) → Document: one table.

Such files know no merged cells: a label that was merged over its neighbours is followed by empty ones. It is given their
places, so that its value stands beside it again.
"""

from __future__ import annotations

import csv
import io

from flows.labels import find_certain_label
from flows.readers.document import Cell, Document, Table, UnreadableError
from flows.readers.encoding import decode
from flows.readers.grid import check_slots

_DELIMITERS = "\t,;"
_FEWEST_LINES = 2
_MOSTLY = 2 / 3
_LONGEST_FIELD = 131_072  # the csv module's own bound


def delimiter_of(text: str) -> str | None:
    """What divides the cells of a text; None if it is no such table.

    Most lines have cells, and none begins with a tab: that is how Word saves a table, a cell a line.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < _FEWEST_LINES or any(line.startswith("\t") and line.count("\t") == 1 for line in lines):
        return None
    for delimiter in _DELIMITERS:
        if sum(delimiter in line.strip(" ") for line in lines) >= max(_FEWEST_LINES, _MOSTLY * len(lines)):
            return delimiter
    return None


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
            rows.append((begins, fields))
            slots += len(fields)
            check_slots(slots, "the text")
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableError(
            f"the cell that begins in line {begins:,} of the text is damaged ({error}): a quotation mark is missing, or it "
            f"has more than {_LONGEST_FIELD:,} characters. Save the table anew in an office program."
        ) from error
    cells = tuple(cell for number, (line, fields) in enumerate(rows) for cell in _cells(number, line, fields))
    return Document("csv", (Table(cells, "line 1"),) if any(cell.text for cell in cells) else ())


def _cells(row: int, line: int, fields: list[str]) -> list[Cell]:
    """The cells of one row. A label takes the places of the empty cells to its right if a text follows them."""
    texts = [field.strip() for field in fields]
    last = max((column for column, text in enumerate(texts) if text), default=-1)
    cells: list[Cell] = []
    column = 0
    while column < len(texts):
        width = 1
        if column < last and _is_label(texts[column]):
            while not texts[column + width]:
                width += 1
        cells.append(Cell(texts[column], row, column, f"line {line}, cell {column + 1}", 1, width))
        column += width
    return cells


def _is_label(text: str) -> bool:
    label = find_certain_label(text) if text else None
    return label is not None and label.field("form", "money", "measure") is not None
