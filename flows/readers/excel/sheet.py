"""One sheet of a workbook, sparse as files keep it, and the Table that it prints."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from flows.readers.document import Cell, Table
from flows.readers.grid import check_slots

# The bounds of a sheet (ECMA-376 part 1, 18.3.1.13 and 18.3.1.73; a .xls has 65,536 rows of 256 columns).
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
_LETTERS = 26
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class Area(NamedTuple):
    """A rectangle of a sheet, 0-based, both ends inside: B2:D4 is Area(1, 1, 3, 3)."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What a sheet holds, whatever size it declares. Places are (row, column), 0-based."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells with text; all others are empty."""
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def locator(self, row: int, column: int) -> str:
        """`Sheet1!B4`."""
        return f"{self.name}!{column_letters(column)}{row + 1}"


def table_of(sheet: Sheet, slots_before: int) -> Table | None:
    """The sheet as a grid: one cell for each text, each merged area and each empty place between them.

    Rows and columns in which nothing is printed have no place in the grid, so that a single text at XFD1048576 costs
    nothing; nor have hidden ones, which a reader of the sheet does not see. Locators are the sheet's own. None where
    nothing is printed. Raises UnreadableError where the document, with the `slots_before` grid places of its other
    sheets, is too large.
    """
    owners = _owners(sheet, slots_before)
    rows, columns = _used(sheet, owners)
    check_slots(slots_before + len(rows) * len(columns), f"sheet {sheet.name}")
    cells: list[Cell] = []
    printed: set[Area] = set()
    texts = sheet.texts
    lettered = [(column, no, f"{sheet.name}!{column_letters(column)}") for no, column in enumerate(columns)]
    for row_index, row in enumerate(rows):
        row_number = str(row + 1)
        before: Area | None = None
        for column, column_index, locator in lettered:
            place = row, column
            area = owners.get(place)
            if area is None:
                cells.append(Cell(texts.get(place, ""), row_index, column_index, locator + row_number))
            elif area is not before and area not in printed:
                printed.add(area)
                top, left, bottom, right = area
                row_span = bisect_right(rows, bottom) - row_index
                column_span = bisect_right(columns, right) - column_index
                text, corner = texts.get((top, left), ""), sheet.locator(top, left)
                cells.append(Cell(text, row_index, column_index, corner, row_span, column_span))
            before = area
    return Table(tuple(cells), cells[0].locator, name=sheet.name) if cells else None


def _owners(sheet: Sheet, slots_before: int) -> dict[tuple[int, int], Area]:
    """The merged area of each place that is in one. Areas are cut at the last text; of two that overlap the first counts."""
    if not sheet.texts:
        return {}
    last_row = max(row for row, _ in sheet.texts)
    last_column = max(column for _, column in sheet.texts)
    owners: dict[tuple[int, int], Area] = {}
    owned = owners.keys()
    slots = slots_before
    for area in sheet.merged:
        top, left, bottom, right = area
        if top > last_row or left > last_column:
            continue
        cut = area
        if bottom > last_row or right > last_column:
            bottom, right = min(bottom, last_row), min(right, last_column)
            cut = Area(top, left, bottom, right)
        slots += (bottom - top + 1) * (right - left + 1)
        check_slots(slots, f"sheet {sheet.name}")
        places = list(product(range(top, bottom + 1), range(left, right + 1)))
        if owned.isdisjoint(places):
            owners.update(dict.fromkeys(places, cut))
    return owners


def _used(sheet: Sheet, owners: dict[tuple[int, int], Area]) -> tuple[list[int], list[int]]:
    """The rows and columns in which something is seen. A merged area shows the text of its corner, and no other."""
    rows: set[int] = set()
    columns: set[int] = set()
    hidden_rows, hidden_columns = sheet.hidden_rows, sheet.hidden_columns
    for place in sheet.texts:
        area = owners.get(place)
        if area is None:
            row, column = place
            if row not in hidden_rows and column not in hidden_columns:
                rows.add(row)
                columns.add(column)
        elif place == area[:2]:
            top, left, bottom, right = area
            area_rows = set(range(top, bottom + 1)) - hidden_rows
            area_columns = set(range(left, right + 1)) - hidden_columns
            if area_rows and area_columns:
                rows |= area_rows
                columns |= area_columns
    return sorted(rows), sorted(columns)


def printed_text(text: str) -> str:
    """A cell's text as it prints: line ends as line feeds, no control characters, the ends stripped."""
    if not text.isprintable():
        if _SURROGATE.search(text):
            # The halves of one character may be stored apart.
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
        text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip()


@lru_cache(maxsize=1_024)
def column_letters(column: int) -> str:
    """A for 0, Z for 25, AA for 26. Raises ValueError for what is no column."""
    if column < 0:
        raise ValueError(f"there is no column {column}")
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters


@lru_cache(maxsize=1_024)
def column_number(letters: str) -> int | None:
    """0 for A, 26 for AA; None where it is no column of a sheet."""
    number = 0
    for letter in letters[:4]:
        if not "A" <= letter <= "Z":
            return None
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1 if 0 < number <= MAX_COLUMNS else None
