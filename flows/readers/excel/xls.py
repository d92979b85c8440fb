"""Binary workbooks (.xls, Excel 97–2003; [MS-XLS]) → Document: a table for each sheet that is shown.

Read record by record: only cells with text are kept, whatever dimensions the sheets declare.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from flows.readers.compound_file import CompoundFile
from flows.readers.document import Document, Table, UnreadableError
from flows.readers.excel.biff import Kind, Record, Strings, damaged, records
from flows.readers.excel.number_formats import BUILT_IN, GENERAL, number_shown
from flows.readers.excel.sheet import Area, Sheet, printed_text, table_of
from flows.readers.grid import check_slots

_IS_HIDDEN = 0x03  # hidden, or hidden from the user's interface, too
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
        workbook = _read_globals(stream)
        return Document("xls", tuple(_tables(stream, workbook)))
    except (struct.error, IndexError) as error:
        raise damaged(f"a record is shorter than its kind ({error})") from error


@dataclass(slots=True)
class _Workbook:
    """What the sheets share."""

    sheets: list[tuple[str, int]] = field(default_factory=list)
    """Name and first byte of each sheet of cells that is shown."""
    strings: list[str] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    styles: list[int] = field(default_factory=list)
    """The number of the number format of each style."""
    starts_1904: bool = False

    def shown(self, number: float, style: int) -> str:
        """What a number in that style shows."""
        if not math.isfinite(number):
            return ""
        code = self.codes.get(self.styles[style], GENERAL) if style < len(self.styles) else GENERAL
        return number_shown(Decimal(repr(number)), code, starts_1904=self.starts_1904)


def _tables(stream: bytes, workbook: _Workbook) -> list[Table]:
    tables: list[Table] = []
    slots = 0
    for name, start in workbook.sheets:
        sheet = _read_sheet(stream, start, name, workbook, slots)
        table = table_of(sheet, slots)
        if table:
            tables.append(table)
            slots += len(table.cells)
    return tables


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
            if state & _IS_HIDDEN == 0 and kind == 0:
                workbook.sheets.append((Strings(record.pieces, 6).short(), start))
        case Kind.FORMAT:
            workbook.codes[struct.unpack_from("<H", data)[0]] = Strings(record.pieces, 2).plain()
        case Kind.XF:
            workbook.styles.append(struct.unpack_from("<H", data, 2)[0])
        case Kind.SST:
            strings = Strings(record.pieces, 8)
            while not strings.is_at_end:
                workbook.strings.append(printed_text(strings.rich()))


def _read_sheet(stream: bytes, start: int, name: str, workbook: _Workbook, slots_before: int) -> Sheet:
    sheet = Sheet(name)
    awaits_string: tuple[int, int] | None = None  # the place of a formula whose result follows
    for record in _of_sheet(stream, start, name):
        if record.kind == Kind.STRING and awaits_string:
            _put(sheet, awaits_string, printed_text(Strings(record.pieces).plain()))
        elif record.kind == Kind.FORMULA:
            awaits_string = _take_formula(record.data, sheet, workbook)
        elif record.kind in _CELLS:
            _take_cells(record, sheet, workbook)
            check_slots(slots_before + len(sheet.texts), f"sheet {name}")
        else:
            _take_layout(record, sheet)
    return sheet


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


def _take_cells(record: Record, sheet: Sheet, workbook: _Workbook) -> None:
    data = record.data
    row, column, style = _PLACE.unpack_from(data)
    match record.kind:
        case Kind.NUMBER:
            _put(sheet, (row, column), workbook.shown(struct.unpack_from("<d", data, 6)[0], style))
        case Kind.RK:
            _put(sheet, (row, column), workbook.shown(_rk(data, 6), style))
        case Kind.MULRK:
            for index, place in enumerate(range(4, len(data) - 6, 6)):
                (style,) = struct.unpack_from("<H", data, place)
                _put(sheet, (row, column + index), workbook.shown(_rk(data, place + 2), style))
        case Kind.LABELSST:
            (index,) = struct.unpack_from("<I", data, 6)
            if index >= len(workbook.strings):
                raise damaged(f"{sheet.locator(row, column)} refers to a string that is not there")
            _put(sheet, (row, column), workbook.strings[index])
        case Kind.LABEL:
            _put(sheet, (row, column), printed_text(Strings(record.pieces, 6).plain()))
        case Kind.BOOLERR:
            _put(sheet, (row, column), _boolean_or_error(data[6], is_error=bool(data[7])))


def _take_formula(data: bytes, sheet: Sheet, workbook: _Workbook) -> tuple[int, int] | None:
    """Put the last result of a formula; where that is a string, which the next record holds, return its place."""
    row, column, style = _PLACE.unpack_from(data)
    if data[12:14] != _RESULT_IS_NO_NUMBER:
        _put(sheet, (row, column), workbook.shown(struct.unpack_from("<d", data, 6)[0], style))
        return None
    kind, value = data[6], data[8]
    if kind in (1, 2):
        _put(sheet, (row, column), _boolean_or_error(value, is_error=kind == 2))  # noqa: PLR2004
    return (row, column) if kind == 0 else None


def _take_layout(record: Record, sheet: Sheet) -> None:
    data = record.data
    match record.kind:
        case Kind.ROW:
            if data[12] & _IS_HIDDEN_ROW:
                sheet.hidden_rows.add(struct.unpack_from("<H", data)[0])
        case Kind.COLINFO:
            first, last, _, _, flags = struct.unpack_from("<HHHHH", data)
            if flags & 1:
                sheet.hidden_columns.update(range(first, min(last, _LAST_COLUMN) + 1))
        case Kind.MERGEDCELLS:
            for index in range(struct.unpack_from("<H", data)[0]):
                top, bottom, left, right = _AREA.unpack_from(data, 2 + index * _AREA.size)
                if top <= bottom and left <= right:
                    sheet.merged.append(Area(top, left, bottom, right))


def _put(sheet: Sheet, place: tuple[int, int], text: str) -> None:
    if text:
        sheet.texts[place] = text


def _rk(data: bytes, place: int) -> float:
    """A number in four bytes ([MS-XLS] 2.5.217): 30 bits of a double or an integer, divided by 100 or not."""
    (packed,) = struct.unpack_from("<i", data, place)
    if packed & 2:
        number = float(packed >> 2)
    else:
        (number,) = struct.unpack("<d", struct.pack("<iI", 0, packed & 0xFFFFFFFC))
    return number / 100 if packed & 1 else number


def _boolean_or_error(value: int, *, is_error: bool) -> str:
    if is_error:
        return _ERRORS.get(value, "#N/A")
    return "TRUE" if value else "FALSE"
