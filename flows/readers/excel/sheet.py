"""One sheet of a workbook, sparse as files keep it, and the Table that it prints."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from flows.readers.document import Cell, LeftOut, LeftOutKind, Paragraph, Table, text_as_seen
from flows.readers.grid import check_slots
from flows.readers.page_header import unit_paragraphs

# The bounds of a sheet (ECMA-376 part 1, 18.3.1.13 and 18.3.1.73; a .xls has 65,536 rows of 256 columns).
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
_LETTERS = 26
_HEADER_PARTS = re.compile("&[LCRlcr]")
_HEADER_CODE = re.compile(r'&"[^"]*"|&K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|&[0-9]{1,3}|&[A-Za-z]')
_SURROGATE = re.compile("[\ud800-\udfff]")


class Area(NamedTuple):
    """A rectangle of a sheet, 0-based, both ends inside: B2:D4 is Area(1, 1, 3, 3)."""

    top: int
    left: int
    bottom: int
    right: int


class RichText(NamedTuple):
    """What a string shows, and what it holds without showing it: struck-out text, marks of notes."""

    text: str
    left_out: tuple[tuple[LeftOutKind, str], ...] = ()
    has_own_fonts: bool = False
    """Its runs say how they look; the style of the cell does not count."""


@dataclass(slots=True)
class Sheet:
    """What a sheet holds, whatever size it declares. Places are (row, column), 0-based."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells with text, and those whose value is missing; all others are empty."""
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    headers: list[str] = field(default_factory=list)
    """What is printed above each page, in the code of Excel."""
    left_out: list[LeftOut] = field(default_factory=list)
    """What its cells hold and do not say. Rows and columns that are hidden come in when the sheet is whole."""

    def put(self, row: int, column: int, text: str, left_out: Sequence[tuple[LeftOutKind, str]] = ()) -> None:
        """What a cell shows, and what it holds besides. A cell without the value it should have has its place."""
        if text or any(kind in ("error", "no_result") for kind, _ in left_out):
            self.texts[row, column] = text
        if left_out:
            locator = self.locator(row, column)
            self.left_out += [LeftOut(kind, locator, item) for kind, item in left_out]

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
    if not cells:
        return None
    return Table(tuple(cells), cells[0].locator, name=sheet.name, columns=tuple(columns))


def left_out_of(sheet: Sheet) -> Iterator[LeftOut]:
    """What the sheet holds and does not say, each hidden row and column with text as one."""
    yield from sheet.left_out
    rows: dict[int, list[str]] = {}
    columns: dict[int, list[str]] = {}
    for (row, column), text in (
        sorted(sheet.texts.items()) if sheet.hidden_rows or sheet.hidden_columns else ()
    ):
        if row in sheet.hidden_rows:
            rows.setdefault(row, []).append(text)
        elif column in sheet.hidden_columns:
            columns.setdefault(column, []).append(text)
    for row, texts in rows.items():
        yield LeftOut("hidden", f"{sheet.name}, row {row + 1}", " ".join(filter(None, texts)))
    for column, texts in columns.items():
        yield LeftOut(
            "hidden", f"{sheet.name}, column {column_letters(column)}", " ".join(filter(None, texts))
        )


def header_of(sheet: Sheet) -> Iterator[Paragraph]:
    """The unit of money in the header of the printed page (ECMA-376 part 1, 18.3.1.39)."""
    parts = [part for header in sheet.headers for part in _HEADER_PARTS.split(header)]
    return unit_paragraphs(
        (_HEADER_CODE.sub("", part).replace("&&", "&"), f"{sheet.name}, page header") for part in parts
    )


def hidden_sheet(name: str) -> LeftOut:
    """A sheet whose tab is not shown; it is not read."""
    return LeftOut("hidden", f"sheet {name}", name)


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
    """A cell's text as it prints, the ends stripped."""
    if not text.isprintable():
        if _SURROGATE.search(text):
            # The halves of one character may be stored apart.
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
        text = text_as_seen(text)
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
