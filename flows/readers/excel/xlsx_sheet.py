"""One sheet part of an .xlsx package → Sheet: texts as shown, merged areas, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from lxml import etree

from flows.readers.document import UnreadableError
from flows.readers.excel.number_formats import GENERAL, number_shown
from flows.readers.excel.sheet import MAX_COLUMNS, MAX_ROWS, Area, Sheet, column_number, printed_text
from flows.readers.grid import check_slots
from flows.readers.package import iterate_xml

_FETCH_AGAIN = "Fetch it again from its publisher, or open and save it in an office program."
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# No number of a double is longer; bounded, so that no damaged one is expanded to a million digits.
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,320}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no time zone
_DAY = 86_400  # seconds
_LONGEST_NUMBER = 10  # digits


@dataclass(frozen=True, slots=True)
class Look:
    """What all sheets of a workbook share: the strings that cells refer to, and how numbers are shown."""

    strings: Mapping[str, str]
    """By their numbers, as cells write them."""
    formats: Sequence[str]
    """The number format of each cell style."""
    starts_1904: bool

    def string(self, index: str) -> str:
        """The string of that number; nothing where there is none."""
        found = self.strings.get(index)
        return self.strings.get(str(_number(index, -1)), "") if found is None else found


def read_sheet(data: bytes, part: str, name: str, look: Look, slots_before: int) -> Sheet:
    """Read the sheet `name` from the bytes of its `part`.

    Raises UnreadableError for broken XML, places outside of a sheet, and (with `slots_before` places in other sheets)
    too many texts.
    """
    sheet = Sheet(name)
    row = -1
    for element in iterate_xml(data, part, "row", "mergeCell", "col"):
        match local_name(element.tag):
            case "row":
                row = _number(element.get("r"), row + 2) - 1
                if not 0 <= row < MAX_ROWS:
                    raise _outside(name, f"row {row + 1}")
                if is_true(element.get("hidden")):
                    sheet.hidden_rows.add(row)
                else:
                    _read_row(element, row, sheet, look)
                    check_slots(slots_before + len(sheet.texts), f"sheet {name}")
            case "mergeCell":
                reference = element.get("ref", "")
                area = _area(reference.replace("$", ""))
                if area is None:
                    raise _outside(name, f"cell {reference}")
                sheet.merged.append(area)
            case "col" if is_true(element.get("hidden")):
                first, last = _number(element.get("min"), 1), _number(element.get("max"), 1)
                sheet.hidden_columns.update(range(max(first, 1) - 1, min(last, MAX_COLUMNS)))
    return sheet


def _read_row(element: etree._Element, row: int, sheet: Sheet, look: Look) -> None:
    column = -1
    strings = look.strings
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
        text = None
        if parts == 1 and cell.get("t") == "s":  # nearly all cells
            value = cell[0]
            text = strings.get(value.text) if local_name(value.tag) == "v" else None
        if text is None:
            text = _cell_text(cell, look)
        if text:
            sheet.texts[row, column] = text


def _cell_text(cell: etree._Element, look: Look) -> str:
    """What the cell shows: a string, a number by its format, a formula's last result, an error such as #DIV/0!."""
    value: str | None = None
    formula: str | None = None
    for child in cell:
        match local_name(child.tag):
            case "v":
                value = child.text or ""
            case "f":
                formula = child.text or ""
            case "is":
                return rich_text(child)
    if value is None:
        # Written by a program that does not compute: nobody knows what is shown, so the formula itself is kept.
        return "" if formula is None else f"={formula}"
    match cell.get("t"):
        case "s":
            text = look.string(value)
        case None | "n":
            text = _number_text(value, cell, look)
        case "d":
            text = _date_text(value, cell, look)
        case "b":
            text = "TRUE" if is_true(value) else "FALSE"
        case _:
            text = unescaped(value)
    return text


def _number_text(value: str, cell: etree._Element, look: Look) -> str:
    text = value.strip()
    if not _NUMBER.fullmatch(text):
        return unescaped(value)
    return number_shown(Decimal(text), _format(cell, look), starts_1904=look.starts_1904)


def _date_text(value: str, cell: etree._Element, look: Look) -> str:
    """A date that is stored as one (`2024-12-25T00:00:00`), not as a number of days."""
    try:
        since = datetime.fromisoformat(value.strip()).replace(tzinfo=None) - _EPOCH
    except ValueError:
        return unescaped(value)
    days = since.days + Decimal(since.seconds) / _DAY
    code = _format(cell, look)
    return number_shown(days, "yyyy/m/d" if code == GENERAL else code)


def _format(cell: etree._Element, look: Look) -> str:
    style = _number(cell.get("s"), 0)
    return look.formats[style] if 0 <= style < len(look.formats) else GENERAL


def rich_text(element: etree._Element) -> str:
    """The text of a string in one or more runs; phonetic guides above it are no part of it."""
    if len(element) == 1 and local_name(element[0].tag) == "t":  # nearly all strings
        return unescaped(element[0].text or "")
    texts: list[str] = []
    for child in element:
        match local_name(child.tag):
            case "t":
                texts.append(child.text or "")
            case "r":
                texts += [part.text or "" for part in child if local_name(part.tag) == "t"]
    return unescaped("".join(texts))


def unescaped(text: str) -> str:
    """Text as it prints; characters that XML cannot hold are written _xHHHH_ (18.4.12)."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
    return printed_text(text)


def is_true(value: str | None) -> bool:
    """An attribute of type boolean; absent is false."""
    return value is not None and value.strip().lower() in ("1", "true", "on")


@lru_cache(maxsize=256)
def local_name(tag: str) -> str:
    """The name of an element without its namespace, which differs between editions of the standard."""
    return tag.rpartition("}")[2]


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and len(text) < _LONGEST_NUMBER and text.isdecimal() else otherwise


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
    return UnreadableError(f"{place[:40]} is no place of a sheet (sheet {name}). {_FETCH_AGAIN}")
