"""One sheet part of an .xlsx package → Sheet: texts as shown, merged areas, what is hidden."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from flows.readers.document import UnreadableError
from flows.readers.excel.sheet import MAX_COLUMNS, MAX_ROWS, Area, Sheet, column_number
from flows.readers.excel.xlsx_cell import (
    FETCH_AGAIN,
    Look,
    MissingError,
    damaged,
    is_true,
    local_name,
    number,
    read_cell,
)
from flows.readers.grid import check_slots
from flows.readers.package import iterate_xml

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_HEADERS = ("oddHeader", "firstHeader", "evenHeader")


def read_sheet(data: bytes, part: str, name: str, look: Look, slots_before: int) -> Sheet:
    """Read the sheet `name` from the bytes of its `part`.

    Raises UnreadableError for broken XML, places outside of a sheet, and (with `slots_before` places in other sheets)
    too many texts.
    """
    sheet = Sheet(name)
    row = -1
    for element in iterate_xml(data, part, "row", "mergeCell", "col", *_HEADERS):
        match local_name(element.tag):
            case "row":
                row = number(element.get("r"), row + 2) - 1
                if not 0 <= row < MAX_ROWS:
                    raise _outside(name, f"row {row + 1}")
                if _is_hidden(element, "ht"):
                    sheet.hidden_rows.add(row)
                _read_row(element, row, sheet, look)
                check_slots(slots_before + len(sheet.texts), f"sheet {name}")
            case "mergeCell":
                reference = element.get("ref", "")
                area = _area(reference.replace("$", ""))
                if area is None:
                    raise _outside(name, f"cell {reference}")
                sheet.merged.append(area)
            case "col" if _is_hidden(element, "width"):
                first, last = number(element.get("min"), 1), number(element.get("max"), 1)
                sheet.hidden_columns.update(range(max(first, 1) - 1, min(last, MAX_COLUMNS)))
            case "oddHeader" | "firstHeader" | "evenHeader":
                sheet.headers.append(element.text or "")
    return sheet


def _is_hidden(element: etree._Element, size: str) -> bool:
    """Whether a row or column is hidden, or has no height or width."""
    return is_true(element.get("hidden")) or element.get(size) in ("0", "0.0")


def _read_row(element: etree._Element, row: int, sheet: Sheet, look: Look) -> None:
    column = -1
    strings, plain = look.strings, look.plain
    for cell in element:
        reference = cell.get("r")
        if reference is None:
            column += 1
        else:
            found = column_number(reference.rstrip("0123456789"))
            if found is None:
                raise _outside(sheet.name, f"cell {reference}")
            column = found
        parts = len(cell)
        if not parts:
            continue
        shown = None
        if parts == 1 and cell.get("t") == "s" and cell.get("s") in plain:  # nearly all cells
            value = cell[0]
            shown = strings.get(value.text) if local_name(value.tag) == "v" else None
        if shown is None:
            try:
                shown = read_cell(cell, look)
            except MissingError as error:
                raise damaged(f"{sheet.locator(row, column)} refers to {error}") from error
        if shown.left_out or shown.text:
            sheet.put(row, column, shown.text, shown.left_out)


@lru_cache(maxsize=4_096)
def _area(reference: str) -> Area | None:
    """The area of B2:D4; None where it is none of a sheet. The sheets of a workbook often have the same areas."""
    first, _, last = reference.partition(":")
    corner, opposite = _place(first), _place(last or first)
    if corner is None or opposite is None:
        return None
    rows, columns = sorted((corner[0], opposite[0])), sorted((corner[1], opposite[1]))
    return Area(rows[0], columns[0], rows[1], columns[1])


def _place(reference: str) -> tuple[int, int] | None:
    """(3, 1) for B4; None where it is no place of a sheet."""
    match = _REFERENCE.fullmatch(reference)
    column = column_number(match.group(1)) if match else None
    if match is None or column is None or not 0 < int(match.group(2)) <= MAX_ROWS:
        return None
    return int(match.group(2)) - 1, column


def _outside(name: str, place: str) -> UnreadableError:
    return UnreadableError(f"{place[:40]} is no place of a sheet (sheet {name}). {FETCH_AGAIN}")
