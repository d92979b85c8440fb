"""Binary workbooks (.xls, Excel 97–2003; [MS-XLS]) → Document: a table for each sheet that is shown.

Read record by record: only cells with text are kept, whatever dimensions the sheets declare.
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

from flows.readers.compound_file import CompoundFile
from flows.readers.document import Block, Document, LeftOut, LeftOutKind, UnreadableError
from flows.readers.excel.biff import Kind, Record, Strings, damaged, records
from flows.readers.excel.number_formats import BUILT_IN, GENERAL, number_shown
from flows.readers.excel.sheet import (
    Area,
    RichText,
    Sheet,
    header_of,
    hidden_sheet,
    left_out_of,
    printed_text,
    table_of,
)
from flows.readers.grid import check_slots
from flows.readers.note_marks import without_marks

_IS_HIDDEN = 0x03  # hidden, or hidden from the user's interface, too
_IS_STRUCK_OUT, _IS_RAISED = 0x08, 1
_BIFF8 = 0x0600
_IS_HIDDEN_ROW = 0x20
_RESULT_IS_NO_NUMBER = b"\xff\xff"
_ERRORS: Mapping[int, str] = MappingProxyType(
    {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
)
_CELLS = frozenset((Kind.NUMBER, Kind.RK, Kind.MULRK, Kind.LABELSST, Kind.LABEL, Kind.BOOLERR))
_LAST_COLUMN = 255
_PLACE = struct.Struct("<HHH")  # row, column, style
_AREA = struct.Struct("<HHHH")


def read_xls(content: bytes) -> Document:
    """Read a workbook. Raises UnreadableError for damaged and encrypted files, and workbooks before Excel 97."""
    file = CompoundFile(content)
    name = next((name for name in file.names if name.lower() in ("workbook", "book")), None)
    if name is None:
        raise damaged("it has no stream of sheets")
    stream = file.read(name)
    try:
        return _read_workbook(stream)
    except (struct.error, IndexError) as error:
        raise damaged(f"a record is shorter than its kind ({error})") from error


@dataclass(slots=True)
class _Workbook:
    """What the sheets share."""

    sheets: list[tuple[str, int]] = field(default_factory=list)
    """Name and first byte of each sheet of cells; no byte (-1) of those that are hidden."""
    strings: list[RichText] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    fonts: list[_Font] = field(default_factory=list)
    styles: list[tuple[int, int]] = field(default_factory=list)
    """The numbers of font and number format of each style."""
    starts_1904: bool = False

    def font(self, number: int) -> _Font | None:
        """A font by its number: 4 is left out in counting ([MS-XLS] 2.5.129). None if it is missing."""
        place = number - (number > 4)  # noqa: PLR2004
        return self.fonts[place] if place < len(self.fonts) else None


class _Font(NamedTuple):
    is_struck_out: bool
    is_raised: bool


@dataclass(slots=True)
class _Cells:
    """The cells of one sheet as they are read."""

    sheet: Sheet
    workbook: _Workbook

    def put_number(self, row: int, column: int, style: int, number: float) -> None:
        """A number as its style shows it."""
        if not math.isfinite(number):
            raise damaged(f"{self.sheet.locator(row, column)} holds no number")
        code = self.workbook.codes.get(self._style(row, column, style)[1], GENERAL)
        shown = number_shown(Decimal(repr(number)), code, starts_1904=self.workbook.starts_1904)
        self.put(row, column, style, RichText(shown))

    def put_string(self, row: int, column: int, style: int, index: int) -> None:
        """A shared string."""
        if index >= len(self.workbook.strings):
            raise damaged(f"{self.sheet.locator(row, column)} refers to a string that is not there")
        self.put(row, column, style, self.workbook.strings[index])

    def put_verdict(self, row: int, column: int, style: int, *, value: int, is_error: bool) -> None:
        """True, false, or the error of a failed formula, which is no value."""
        if is_error:
            self.put(row, column, style, RichText("", (("error", _ERRORS.get(value, "#N/A")),)))
        else:
            self.put(row, column, style, RichText("TRUE" if value else "FALSE"))

    def put(self, row: int, column: int, style: int, shown: RichText) -> None:
        """What a cell shows, unless its style strikes it out."""
        font = self.workbook.font(self._style(row, column, style)[0])
        if font is None:
            raise damaged(f"{self.sheet.locator(row, column)} refers to a font that is not there")
        if font.is_struck_out and shown.text and not shown.has_own_fonts:
            shown = RichText("", (*shown.left_out, ("struck_out", shown.text)))
        self.sheet.put(row, column, shown.text, shown.left_out)

    def _style(self, row: int, column: int, style: int) -> tuple[int, int]:
        if style >= len(self.workbook.styles):
            raise damaged(f"{self.sheet.locator(row, column)} refers to a style that is not there")
        return self.workbook.styles[style]


def _read_workbook(stream: bytes) -> Document:
    workbook = _read_globals(stream)
    blocks: list[Block] = []
    left_out: list[LeftOut] = []
    slots = 0
    for name, start in workbook.sheets:
        if start < 0:
            left_out.append(hidden_sheet(name))
            continue
        sheet = _read_sheet(stream, start, name, workbook, slots)
        table = table_of(sheet, slots)
        left_out += left_out_of(sheet)
        if table:
            blocks += [*header_of(sheet), table]
            slots += len(table.cells)
    return Document("xls", tuple(blocks), tuple(left_out))


def _read_globals(stream: bytes) -> _Workbook:
    workbook = _Workbook()
    for position, record in enumerate(records(stream, 0)):
        if position == 0:
            _check_edition(record)
        elif record.kind == Kind.EOF:
            break
        else:
            _take_global(record, workbook)
    return workbook


def _check_edition(first: Record) -> None:
    if first.kind != Kind.BOF or struct.unpack_from("<H", first.data)[0] != _BIFF8:
        raise UnreadableError(
            "the workbook is of Excel 95 or older, which is not read. Open it in an office program, save it as .xlsx, "
            "and load that."
        )


def _take_global(record: Record, workbook: _Workbook) -> None:
    data = record.data
    match record.kind:
        case Kind.FILEPASS:
            raise UnreadableError(
                "the workbook is encrypted by a password. Ask its publisher for a copy without one."
            )
        case Kind.DATEMODE:
            workbook.starts_1904 = bool(struct.unpack_from("<H", data)[0])
        case Kind.BOUNDSHEET:
            start, state, kind = struct.unpack_from("<IBB", data)
            if kind == 0:
                name = Strings(record.pieces, 6).short()
                workbook.sheets.append((name, -1 if state & _IS_HIDDEN else start))
        case Kind.FONT:
            flags, _, _, script = struct.unpack_from("<4H", data, 2)
            workbook.fonts.append(_Font(bool(flags & _IS_STRUCK_OUT), script == _IS_RAISED))
        case Kind.FORMAT:
            workbook.codes[struct.unpack_from("<H", data)[0]] = Strings(record.pieces, 2).plain()
        case Kind.XF:
            workbook.styles.append(struct.unpack_from("<HH", data))
        case Kind.SST:
            strings = Strings(record.pieces, 8)
            while not strings.is_at_end:
                workbook.strings.append(_shown(*strings.rich(), workbook))


def _shown(text: str, runs: list[tuple[int, int]], workbook: _Workbook) -> RichText:
    """What a shared string shows. Before its first run it has the font of its cell."""
    fonts = [workbook.font(number) for _, number in runs]
    if not any(font and (font.is_struck_out or font.is_raised) for font in fonts):
        return RichText(printed_text(text), has_own_fonts=any(first == 0 for first, _ in runs))
    bounds = [0, *(first for first, _ in runs), len(text)]
    plain = _Font(is_struck_out=False, is_raised=False)
    pieces = [
        (text[first:last], font or plain)
        for (first, last), font in zip(pairwise(bounds), [plain, *fonts], strict=True)
    ]
    struck = printed_text("".join(piece for piece, font in pieces if font.is_struck_out))
    kept, marks = without_marks([(piece, font.is_raised) for piece, font in pieces if not font.is_struck_out])
    left_out: list[tuple[LeftOutKind, str]] = [("struck_out", struck)] if struck else []
    left_out += [("note_mark", mark) for mark in marks]
    return RichText(printed_text(kept), tuple(left_out), has_own_fonts=True)


def _read_sheet(stream: bytes, start: int, name: str, workbook: _Workbook, slots_before: int) -> Sheet:
    sheet = Sheet(name)
    cells = _Cells(sheet, workbook)
    awaits_string: tuple[int, int, int] | None = None  # row, column, style of a formula whose result follows
    for record in _of_sheet(stream, start, name):
        if record.kind == Kind.STRING and awaits_string:
            cells.put(*awaits_string, RichText(printed_text(Strings(record.pieces).plain())))
            awaits_string = None
        elif record.kind == Kind.FORMULA:
            _check_awaited(awaits_string, sheet)
            awaits_string = _take_formula(record.data, cells)
        elif record.kind in _CELLS:
            _take_cells(record, cells)
            check_slots(slots_before + len(sheet.texts), f"sheet {name}")
        else:
            _take_layout(record, sheet)
    _check_awaited(awaits_string, sheet)
    return sheet


def _check_awaited(awaited: tuple[int, int, int] | None, sheet: Sheet) -> None:
    if awaited:
        raise damaged(f"the result of the formula in {sheet.locator(awaited[0], awaited[1])} is not there")


def _of_sheet(stream: bytes, start: int, name: str) -> Iterator[Record]:
    """The records of a sheet, without those of the charts on it, which are streams inside of its own."""
    depth = 0
    for record in records(stream, start):
        if record.kind == Kind.BOF:
            depth += 1
        elif record.kind == Kind.EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield record
    raise damaged(f"sheet {name} is cut off")


def _take_cells(record: Record, cells: _Cells) -> None:
    data = record.data
    row, column, style = _PLACE.unpack_from(data)
    match record.kind:
        case Kind.NUMBER:
            cells.put_number(row, column, style, struct.unpack_from("<d", data, 6)[0])
        case Kind.RK:
            cells.put_number(row, column, style, rk_number(data, 6))
        case Kind.MULRK:
            for index, place in enumerate(range(4, len(data) - 6, 6)):
                (style,) = struct.unpack_from("<H", data, place)
                cells.put_number(row, column + index, style, rk_number(data, place + 2))
        case Kind.LABELSST:
            cells.put_string(row, column, style, struct.unpack_from("<I", data, 6)[0])
        case Kind.LABEL:
            cells.put(row, column, style, RichText(printed_text(Strings(record.pieces, 6).plain())))
        case Kind.BOOLERR:
            cells.put_verdict(row, column, style, value=data[6], is_error=bool(data[7]))


def _take_formula(data: bytes, cells: _Cells) -> tuple[int, int, int] | None:
    """Put the last result of a formula; if that is a string, which a later record holds, return its place and style."""
    row, column, style = _PLACE.unpack_from(data)
    if data[12:14] != _RESULT_IS_NO_NUMBER:
        cells.put_number(row, column, style, struct.unpack_from("<d", data, 6)[0])
        return None
    kind, value = data[6], data[8]
    if kind in (1, 2):
        cells.put_verdict(row, column, style, value=value, is_error=kind == 2)  # noqa: PLR2004
    return (row, column, style) if kind == 0 else None


def _take_layout(record: Record, sheet: Sheet) -> None:
    data = record.data
    match record.kind:
        case Kind.ROW:
            if data[12] & _IS_HIDDEN_ROW:
                sheet.hidden_rows.add(struct.unpack_from("<H", data)[0])
        case Kind.HEADER if data:
            sheet.headers.append(Strings(record.pieces).plain())
        case Kind.COLINFO:
            first, last, _, _, flags = struct.unpack_from("<HHHHH", data)
            if flags & 1:
                sheet.hidden_columns.update(range(first, min(last, _LAST_COLUMN) + 1))
        case Kind.MERGEDCELLS:
            for index in range(struct.unpack_from("<H", data)[0]):
                top, bottom, left, right = _AREA.unpack_from(data, 2 + index * _AREA.size)
                if top <= bottom and left <= right:
                    sheet.merged.append(Area(top, left, bottom, right))


def rk_number(data: bytes, place: int) -> float:
    """A number in four bytes ([MS-XLS] 2.5.217): 30 bits of a double or an integer, divided by 100 or not."""
    (packed,) = struct.unpack_from("<i", data, place)
    if packed & 2:
        number = float(packed >> 2)
    else:
        (number,) = struct.unpack("<d", struct.pack("<iI", 0, packed & 0xFFFFFFFC))
    return number / 100 if packed & 1 else number
