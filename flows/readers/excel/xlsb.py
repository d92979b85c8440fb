"""Binary workbooks of Excel 2007 and later (.xlsb; [MS-XLSB]) → Document: a table for each sheet that is shown.

The package is that of an .xlsx, its parts are records. Record by record only cells with text are kept. A library reads the
values, too, but not how they are shown: 95% is 0.95 to it.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from flows.readers.document import Block, Document, LeftOut, LeftOutKind
from flows.readers.excel.number_formats import BUILT_IN, GENERAL, number_shown
from flows.readers.excel.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    Area,
    RichText,
    Sheet,
    header_of,
    hidden_sheet,
    left_out_of,
    printed_text,
    table_of,
)
from flows.readers.excel.xls import rk_number
from flows.readers.excel.xlsx_cell import damaged
from flows.readers.grid import check_slots
from flows.readers.note_marks import without_marks
from flows.readers.package import Package, Relation

_ROW, _, _RK, _ERROR, _BOOL, _REAL, _STRING, _SHARED = range(8)
_FORMULAS = MappingProxyType({8: _STRING, 9: _REAL, 10: _BOOL, 11: _ERROR})
_SHARED_ITEM, _FONT, _FORMAT, _STYLE, _COLUMN, _RICH = 19, 43, 44, 47, 60, 62
_PROPERTIES, _SHEET, _MERGED, _HEADER = 153, 156, 176, 479
_STYLES_BEGIN, _STYLES_END = 617, 618
_ERRORS: Mapping[int, str] = MappingProxyType(
    {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
)
_IS_RICH, _IS_STRUCK_OUT, _IS_RAISED, _IS_HIDDEN_ROW = 1, 0x08, 1, 0x10
_PLACE, _AREA, _LONG, _RUN = (
    struct.Struct("<II"),
    struct.Struct("<4I"),
    struct.Struct("<I"),
    struct.Struct("<HH"),
)
_NO_TEXT = 0xFFFFFFFF
_MORE = 0x80
_HEADERS_AND_FOOTERS = 6  # of odd, even and first pages, in turns


class _Font(NamedTuple):
    is_struck_out: bool = False
    is_raised: bool = False


@dataclass(slots=True)
class _Workbook:
    """What the sheets share."""

    starts_1904: bool = False
    fonts: list[_Font] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    styles: list[tuple[int, int]] = field(default_factory=list)
    """The numbers of number format and font of each style of cells."""
    strings: list[RichText] = field(default_factory=list)


def read_xlsb(content: bytes) -> Document:
    """Read a workbook. Raises UnreadableError for damaged, encrypted, hostile and oversized packages."""
    package = Package(content)
    main = package.main_part() or "xl/workbook.bin"
    parts = package.relations(main)
    try:
        return _read(package, main, parts)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise damaged(f"a record is shorter than its kind ({error})") from error


def _read(package: Package, main: str, parts: Mapping[str, Relation]) -> Document:
    workbook = _Workbook()
    _read_styles(package, parts, workbook)
    _read_strings(package, parts, workbook)
    blocks: list[Block] = []
    left_out: list[LeftOut] = []
    slots = 0
    for name, part in _sheets(package, main, parts, workbook):
        if part is None:
            left_out.append(hidden_sheet(name))
            continue
        sheet = _SheetReader(name, workbook, slots).read(package.read(part))
        table = table_of(sheet, slots)
        left_out += left_out_of(sheet)
        if table:
            blocks += [*header_of(sheet), table]
            slots += len(table.cells)
    return Document("xlsb", tuple(blocks), tuple(left_out))


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and data of each record ([MS-XLSB] 2.1.4). Raises UnreadableError if the last one is cut off."""
    place, end = 0, len(data)
    while place < end:
        kind = data[place]
        place += 1
        if kind & _MORE:
            kind = kind & 0x7F | (data[place] & 0x7F) << 7
            place += 1
        size = 0
        for shift in range(0, 28, 7):
            byte = data[place]
            place += 1
            size |= (byte & 0x7F) << shift
            if not byte & _MORE:
                break
        if place + size > end:
            raise damaged("a record is cut off")
        yield kind, data[place : place + size]
        place += size


def _text(data: bytes, place: int) -> tuple[str, int]:
    """A string with its length before it ([MS-XLSB] 2.5.168), and the place after it."""
    (length,) = _LONG.unpack_from(data, place)
    place += 4
    if length == _NO_TEXT:
        return "", place
    if place + 2 * length > len(data):
        raise damaged("a text is cut off")
    return data[place : place + 2 * length].decode("utf-16-le", "surrogatepass"), place + 2 * length


def _sheets(
    package: Package, main: str, parts: Mapping[str, Relation], workbook: _Workbook
) -> list[tuple[str, str | None]]:
    """Name and part of each sheet of cells, in the order of the tabs; no part if the tab is hidden."""
    found: list[tuple[str, str | None]] = []
    for kind, data in records(package.read(main)):
        if kind == _PROPERTIES:
            workbook.starts_1904 = bool(data[0] & 1)
        elif kind == _SHEET:
            relation_id, place = _text(data, 8)
            name, _ = _text(data, place)
            relation = parts.get(relation_id)
            if relation is None:
                raise damaged(f"sheet {name} is listed and is not in it")
            if relation.kind == "worksheet":
                found.append((name, None if _LONG.unpack_from(data)[0] else relation.part))
    return found


def _read_styles(package: Package, parts: Mapping[str, Relation], workbook: _Workbook) -> None:
    part = next((relation.part for relation in parts.values() if relation.kind == "styles"), None)
    is_of_cells = False
    for kind, data in records(package.read(part)) if part else ():
        if kind == _FORMAT:
            workbook.codes[struct.unpack_from("<H", data)[0]] = _text(data, 2)[0]
        elif kind == _FONT:
            _, flags, _, script = struct.unpack_from("<4H", data)
            workbook.fonts.append(_Font(bool(flags & _IS_STRUCK_OUT), script == _IS_RAISED))
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            is_of_cells = kind == _STYLES_BEGIN
        elif kind == _STYLE and is_of_cells:
            _, code, font = struct.unpack_from("<3H", data)
            workbook.styles.append((code, font))
    workbook.styles = workbook.styles or [(0, 0)]
    workbook.fonts = workbook.fonts or [_Font()]


def _read_strings(package: Package, parts: Mapping[str, Relation], workbook: _Workbook) -> None:
    part = next((relation.part for relation in parts.values() if relation.kind == "sharedStrings"), None)
    for kind, data in records(package.read(part)) if part else ():
        if kind == _SHARED_ITEM:
            workbook.strings.append(_rich(data, 0, workbook.fonts))


def _rich(data: bytes, place: int, fonts: list[_Font]) -> RichText:
    """A text with runs of fonts ([MS-XLSB] 2.5.122). Before its first run it has the font of its cell."""
    is_rich = data[place] & _IS_RICH
    text, place = _text(data, place + 1)
    if not is_rich:
        return RichText(printed_text(text))
    (count,) = _LONG.unpack_from(data, place)
    runs = [_RUN.unpack_from(data, place + 4 + 4 * number) for number in range(min(count, len(data)))]
    plain = _Font()
    looks = [plain, *(fonts[font] if font < len(fonts) else plain for _, font in runs)]
    bounds = [0, *(first for first, _ in runs), len(text)]
    pieces = [(text[first:last], look) for (first, last), look in zip(pairwise(bounds), looks, strict=True)]
    struck = printed_text("".join(piece for piece, look in pieces if look.is_struck_out))
    kept, marks = without_marks([(piece, look.is_raised) for piece, look in pieces if not look.is_struck_out])
    left_out: list[tuple[LeftOutKind, str]] = [("struck_out", struck)] if struck else []
    left_out += [("note_mark", mark) for mark in marks]
    return RichText(printed_text(kept), tuple(left_out), has_own_fonts=any(first == 0 for first, _ in runs))


class _SheetReader:
    """Reads the records of one sheet."""

    def __init__(self, name: str, workbook: _Workbook, slots_before: int) -> None:
        self._sheet = Sheet(name)
        self._workbook = workbook
        self._slots_before = slots_before
        self._row = -1

    def read(self, data: bytes) -> Sheet:
        """The sheet of a part's bytes."""
        for kind, record in records(data):
            if kind == _ROW:
                self._begin_row(record)
            elif kind <= max(_FORMULAS) or kind == _RICH:
                self._take_cell(kind, record)
            else:
                self._take_layout(kind, record)
        return self._sheet

    def _take_layout(self, kind: int, record: bytes) -> None:
        sheet = self._sheet
        if kind == _COLUMN:
            first, last, width, _ = _AREA.unpack_from(record)
            if record[16] & 1 or not width:
                sheet.hidden_columns.update(range(first, min(last, MAX_COLUMNS - 1) + 1))
        elif kind == _MERGED:
            top, bottom, left, right = _AREA.unpack_from(record)
            if not (top <= bottom < MAX_ROWS and left <= right < MAX_COLUMNS):
                raise damaged(f"a merged area is none of a sheet (sheet {sheet.name})")
            sheet.merged.append(Area(top, left, bottom, right))
        elif kind == _HEADER:
            place = 2
            for number in range(_HEADERS_AND_FOOTERS):
                text, place = _text(record, place)
                if number % 2 == 0 and text:
                    sheet.headers.append(text)

    def _begin_row(self, record: bytes) -> None:
        (self._row,) = _LONG.unpack_from(record)
        if not 0 <= self._row < MAX_ROWS:
            raise damaged(f"row {self._row + 1} is none of a sheet (sheet {self._sheet.name})")
        if record[11] & _IS_HIDDEN_ROW:
            self._sheet.hidden_rows.add(self._row)
        check_slots(self._slots_before + len(self._sheet.texts), f"sheet {self._sheet.name}")

    def _take_cell(self, kind: int, record: bytes) -> None:
        column, style = _PLACE.unpack_from(record)
        if self._row < 0 or column >= MAX_COLUMNS:
            raise damaged(f"a cell is none of a sheet (sheet {self._sheet.name})")
        styles = self._workbook.styles
        where = self._sheet.locator(self._row, column)
        if (style & 0xFFFFFF) >= len(styles):
            raise damaged(f"{where} refers to a style that is not there")
        code, font = styles[style & 0xFFFFFF]
        shown = self._shown(_FORMULAS.get(kind, kind), record, self._workbook.codes.get(code, GENERAL), where)
        if font >= len(self._workbook.fonts):
            raise damaged(f"{where} refers to a font that is not there")
        if self._workbook.fonts[font].is_struck_out and shown.text and not shown.has_own_fonts:
            shown = RichText("", (*shown.left_out, ("struck_out", shown.text)))
        self._sheet.put(self._row, column, shown.text, shown.left_out)

    def _shown(self, kind: int, record: bytes, code: str, where: str) -> RichText:
        """What a cell shows; the value begins at byte 8."""
        shown = RichText("")
        if kind == _ERROR:
            shown = RichText("", (("error", _ERRORS.get(record[8], "#N/A")),))
        elif kind == _BOOL:
            shown = RichText("TRUE" if record[8] else "FALSE")
        elif kind == _STRING:
            shown = RichText(printed_text(_text(record, 8)[0]))
        elif kind == _RICH:
            shown = _rich(record, 8, self._workbook.fonts)
        elif kind == _SHARED:
            (number,) = _LONG.unpack_from(record, 8)
            if number >= len(self._workbook.strings):
                raise damaged(f"{where} refers to a string that is not there")
            shown = self._workbook.strings[number]
        elif kind in (_RK, _REAL):
            value = rk_number(record, 8) if kind == _RK else struct.unpack_from("<d", record, 8)[0]
            if not math.isfinite(value):
                raise damaged(f"{where} holds no number")
            shown = RichText(number_shown(Decimal(repr(value)), code, starts_1904=self._workbook.starts_1904))
        return shown
