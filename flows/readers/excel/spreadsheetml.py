"""XML workbooks of Excel 2002 and 2003 (SpreadsheetML) → Document: a table for each sheet that is shown.

Exports of older systems are such files, often under the name .xls. Rules: Office 2003 XML reference schemas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from lxml import etree

from flows.readers.document import Block, Document, LeftOut, LeftOutKind
from flows.readers.excel.number_formats import GENERAL, number_shown
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
from flows.readers.excel.xlsx_cell import CellStyle, damaged, is_true, local_name, number
from flows.readers.grid import check_slots
from flows.readers.note_marks import without_marks
from flows.readers.package import parse_xml

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_NAMED: Mapping[str, str] = MappingProxyType(
    {
        "General Number": GENERAL,
        "Fixed": "0.00",
        "Standard": "#,##0.00",
        "Currency": "#,##0.00",
        "Euro Currency": "#,##0.00",
        "Percent": "0.00%",
        "Scientific": "0.00E+00",
        "Short Date": "yyyy/m/d",
        "Medium Date": "d-mmm-yy",
        "Long Date": 'yyyy"年"m"月"d"日"',
        "General Date": "yyyy/m/d h:mm",
        "Short Time": "h:mm",
        "Medium Time": "h:mm AM/PM",
        "Long Time": "h:mm:ss",
    }
)
"""What number formats are called in these files."""
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no time zone
_DAY = 86_400  # seconds
_LONGEST_NUMBER = 400


def read_spreadsheetml(content: bytes) -> Document:
    """Read a workbook. Raises UnreadableError for damaged, hostile and oversized ones."""
    root = parse_xml(content.lstrip(), "the file", of="")
    styles = {style.get(f"{_SS}ID", ""): style for style in root.iterfind(f"{_SS}Styles/{_SS}Style")}
    looks = {name: _look(name, styles) for name in styles}
    blocks: list[Block] = []
    left_out: list[LeftOut] = []
    slots = 0
    for element in root.iterfind(f"{_SS}Worksheet"):
        name = element.get(f"{_SS}Name", "")
        if element.findtext(f"{_X}WorksheetOptions/{_X}Visible", "").strip() in (
            "SheetHidden",
            "SheetVeryHidden",
        ):
            left_out.append(hidden_sheet(name))
            continue
        sheet = _read_sheet(element, name, looks, slots)
        table = table_of(sheet, slots)
        left_out += left_out_of(sheet)
        if table:
            blocks += [*header_of(sheet), table]
            slots += len(table.cells)
    return Document("xml", tuple(blocks), tuple(left_out))


def _look(name: str, styles: Mapping[str, etree._Element]) -> CellStyle:
    """Number format and strike of a style; what it does not say is its parent's, or that of the style Default."""
    code = struck = None
    for _ in range(len(styles)):
        style = styles.get(name)
        if style is None:
            break
        form, font = style.find(f"{_SS}NumberFormat"), style.find(f"{_SS}Font")
        if code is None and form is not None:
            code = form.get(f"{_SS}Format") or GENERAL
        if struck is None and font is not None:
            struck = is_true(font.get(f"{_SS}StrikeThrough"))
        name = style.get(f"{_SS}Parent") or ("Default" if name != "Default" else "")
    return CellStyle(_NAMED.get(code or GENERAL, code or GENERAL), bool(struck))


def _read_sheet(
    element: etree._Element, name: str, looks: Mapping[str, CellStyle], slots_before: int
) -> Sheet:
    sheet = Sheet(name)
    header = element.find(f"{_X}WorksheetOptions/{_X}PageSetup/{_X}Header")
    if header is not None:
        sheet.headers.append(header.get(f"{_X}Data", ""))
    column_styles: dict[int, str | None] = {}
    for table in element.iterfind(f"{_SS}Table"):
        _take_columns(table, sheet, column_styles)
        row = -1
        for line in table.iterfind(f"{_SS}Row"):
            row = number(line.get(f"{_SS}Index"), row + 2) - 1
            span = number(line.get(f"{_SS}Span"), 0)
            if not 0 <= row < MAX_ROWS:
                raise damaged(f"row {row + 1} is none of a sheet (sheet {name})")
            if is_true(line.get(f"{_SS}Hidden")) or line.get(f"{_SS}Height") == "0":
                sheet.hidden_rows.update(range(row, min(row + span + 1, MAX_ROWS)))
            _take_row(line, row, sheet, looks, column_styles)
            check_slots(slots_before + len(sheet.texts), f"sheet {name}")
            row += span
    return sheet


def _take_columns(table: etree._Element, sheet: Sheet, styles: dict[int, str | None]) -> None:
    column = -1
    for element in table.iterfind(f"{_SS}Column"):
        column = number(element.get(f"{_SS}Index"), column + 2) - 1
        last = min(column + number(element.get(f"{_SS}Span"), 0), MAX_COLUMNS - 1)
        if is_true(element.get(f"{_SS}Hidden")) or element.get(f"{_SS}Width") == "0":
            sheet.hidden_columns.update(range(column, last + 1))
        styles |= dict.fromkeys(range(column, last + 1), element.get(f"{_SS}StyleID"))
        column = last


def _take_row(
    line: etree._Element,
    row: int,
    sheet: Sheet,
    looks: Mapping[str, CellStyle],
    column_styles: Mapping[int, str | None],
) -> None:
    column = -1
    for cell in line.iterfind(f"{_SS}Cell"):
        column = number(cell.get(f"{_SS}Index"), column + 2) - 1
        if not 0 <= column < MAX_COLUMNS:
            raise damaged(f"row {row + 1} has a cell outside of the sheet (sheet {sheet.name})")
        name = (
            cell.get(f"{_SS}StyleID") or line.get(f"{_SS}StyleID") or column_styles.get(column) or "Default"
        )
        style = looks.get(name, CellStyle(GENERAL))
        shown = _shown(cell, style)
        sheet.put(row, column, shown.text, shown.left_out)
        across, down = number(cell.get(f"{_SS}MergeAcross"), 0), number(cell.get(f"{_SS}MergeDown"), 0)
        if across or down:
            bottom, right = min(row + down, MAX_ROWS - 1), min(column + across, MAX_COLUMNS - 1)
            sheet.merged.append(Area(row, column, bottom, right))
        column += across


def _shown(cell: etree._Element, style: CellStyle) -> RichText:
    data = next((part for part in cell if local_name(part.tag) == "Data"), None)
    if data is None:
        formula = cell.get(f"{_SS}Formula")
        return RichText("") if formula is None else RichText("", (("no_result", formula),))
    kind = data.get(f"{_SS}Type", "String")
    if kind == "Error":
        return RichText("", (("error", "".join(map(str, data.itertext())).strip()),))
    runs = [*_runs(data, None)]
    struck = printed_text("".join(run for run, look in runs if look == "struck_out"))
    kept, marks = without_marks([(run, look == "raised") for run, look in runs if look != "struck_out"])
    left_out: list[tuple[LeftOutKind, str]] = [("struck_out", struck)] if struck else []
    left_out += [("note_mark", mark) for mark in marks]
    text = printed_text(kept if kind == "String" else _value_shown(kept.strip(), kind, style.number_format))
    if style.is_struck_out and text and not any(look for _, look in runs):
        return RichText("", (*left_out, ("struck_out", text)))
    return RichText(text, tuple(left_out))


def _runs(element: etree._Element, look: str | None) -> Iterator[tuple[str, str | None]]:
    """The pieces of a text in marks of HTML, each with how it looks: struck_out, raised or None."""
    if element.text:
        yield element.text, look
    for child in element:
        own = {"S": "struck_out", "Sup": "raised"}.get(local_name(child.tag), look)
        yield from _runs(child, own)
        if child.tail:
            yield child.tail, look


def _value_shown(value: str, kind: str, code: str) -> str:
    if kind == "Boolean":
        return "TRUE" if is_true(value) else "FALSE"
    if kind == "DateTime":
        try:
            since = datetime.fromisoformat(value).replace(tzinfo=None) - _EPOCH
        except ValueError:
            return value
        days = since.days + Decimal(since.seconds) / _DAY
        return number_shown(days, "yyyy/m/d" if code == GENERAL else code)
    try:
        read = Decimal(value) if len(value) < _LONGEST_NUMBER else None
    except InvalidOperation:
        return value
    if read is None or not read.is_finite() or abs(read.adjusted()) > _LONGEST_NUMBER:
        return value
    return number_shown(read, code)
