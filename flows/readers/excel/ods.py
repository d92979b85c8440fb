"""OpenDocument spreadsheets (.ods; ODF 1.3 part 3, 9) → Document: a table for each sheet that is shown.

A cell holds its value and, as text, what the program showed of it: that text is read, with the exact number if it was
rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from flows.readers.document import Block, Document, LeftOut, LeftOutKind, UnreadableError
from flows.readers.excel.number_formats import number_shown, plain
from flows.readers.excel.ods_styles import Styles
from flows.readers.excel.sheet import (
    MAX_COLUMNS,
    Area,
    RichText,
    Sheet,
    hidden_sheet,
    left_out_of,
    printed_text,
    table_of,
)
from flows.readers.grid import check_slots
from flows.readers.note_marks import without_marks
from flows.readers.package import Package
from flows.readers.page_header import unit_paragraphs

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_GROUPS = frozenset(
    f"{_TABLE}{name}"
    for name in (
        *("table-row-group", "table-rows", "table-header-rows"),
        *("table-column-group", "table-columns", "table-header-columns"),
    )
)
_NOT_SHOWN = frozenset((f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text"))
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:[0-9]{3}")
_NUMBER = re.compile(r"[¥￥$€\s]*(?P<number>-?[0-9][0-9,，]*(?:\.(?P<decimals>[0-9]+))?)")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no time zone
_DAY = 86_400  # seconds
_MOST_REPEATED, _MOST_DIGITS = 1_000, 9
_MOST_SPACES = 100


def read_ods(content: bytes) -> Document:
    """Read a spreadsheet. Raises UnreadableError for damaged, encrypted, hostile and oversized packages."""
    package = Package(content)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnreadableError(
            "the spreadsheet is encrypted by a password. Ask its publisher for a copy without one."
        )
    root = package.xml("content.xml")
    styles = Styles(root, package.xml("styles.xml") if "styles.xml" in package else None)
    blocks: list[Block] = []
    left_out: list[LeftOut] = []
    slots = 0
    for element in root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"):
        name = element.get(f"{_TABLE}name", "")
        style = element.get(f"{_TABLE}style-name")
        if styles.is_hidden_table(style):
            left_out.append(hidden_sheet(name))
            continue
        sheet = _SheetReader(name, styles, slots).read(element)
        table = table_of(sheet, slots)
        left_out += left_out_of(sheet)
        if table:
            headers = ((text, f"{name}, page header") for text in styles.headers(style))
            blocks += [*unit_paragraphs(headers), table]
            slots += len(table.cells)
    return Document("ods", tuple(blocks), tuple(left_out))


class _SheetReader:
    """Reads one sheet. An element may stand for a million equal rows or cells: what has text is bounded."""

    def __init__(self, name: str, styles: Styles, slots_before: int) -> None:
        self._sheet = Sheet(name)
        self._styles = styles
        self._slots_before = slots_before
        self._column_styles: list[
            tuple[int, str | None]
        ] = []  # first column after it, default style of its cells

    def read(self, element: etree._Element) -> Sheet:
        column = row = 0
        for part in _parts(element):
            if part.tag == f"{_TABLE}table-column":
                times = min(self._number(part, "number-columns-repeated"), MAX_COLUMNS - column)
                if _is_hidden(part):
                    self._sheet.hidden_columns.update(range(column, column + times))
                column += times
                self._column_styles.append((column, part.get(f"{_TABLE}default-cell-style-name")))
            elif part.tag == f"{_TABLE}table-row":
                row += self._take_row(part, row)
        return self._sheet

    def _take_row(self, element: etree._Element, row: int) -> int:
        sheet = self._sheet
        times = self._number(element, "number-rows-repeated")
        shown = self._cells(element, row)
        if not shown:
            return times
        if times > _MOST_REPEATED:
            raise UnreadableError(
                f"row {row + 1} of sheet {sheet.name} stands there {times:,} times. Check that this is a yearly document."
            )
        for again in range(times):
            if _is_hidden(element):
                sheet.hidden_rows.add(row + again)
            for column, cell in shown.items():
                sheet.put(row + again, column, cell.text, cell.left_out)
            check_slots(self._slots_before + len(sheet.texts), f"sheet {sheet.name}")
        return times

    def _cells(self, element: etree._Element, row: int) -> dict[int, RichText]:
        """What the cells of a row show, by column; merged areas go to the sheet."""
        found: dict[int, RichText] = {}
        column = 0
        for cell in element.iterchildren(*_CELLS):
            times = min(self._number(cell, "number-columns-repeated"), MAX_COLUMNS - column)
            if len(cell) or len(cell.attrib):
                shown = self._shown(cell, element.get(f"{_TABLE}default-cell-style-name"), column)
                if shown.text or shown.left_out:
                    found |= dict.fromkeys(range(column, column + times), shown)
            down, right = (
                self._number(cell, "number-rows-spanned"),
                self._number(cell, "number-columns-spanned"),
            )
            if down > 1 or right > 1:
                self._sheet.merged.append(Area(row, column, row + down - 1, column + right - 1))
            column += times
        return found

    def _shown(self, cell: etree._Element, row_style: str | None, column: int) -> RichText:
        runs = [*self._runs(cell)]
        text = "".join(run for run, _ in runs)
        kind = cell.get(f"{_OFFICE}value-type")
        if cell.get(f"{_TABLE}formula") is not None:
            if cell.get(f"{_CALC}value-type") == "error" or _ERROR.fullmatch(text.strip()):
                return RichText("", (("error", text.strip() or "#N/A"),))
            if not text and kind in (None, "void"):
                return RichText("", (("no_result", cell.get(f"{_TABLE}formula", "")),))
        style = cell.get(f"{_TABLE}style-name") or row_style or self._style_of(column)
        if any(look for _, look in runs):
            struck = printed_text("".join(run for run, look in runs if look == "struck_out"))
            kept, marks = without_marks(
                [(run, look == "raised") for run, look in runs if look != "struck_out"]
            )
            left_out: list[tuple[LeftOutKind, str]] = [("struck_out", struck)] if struck else []
            left_out += [("note_mark", mark) for mark in marks]
            return RichText(printed_text(kept), tuple(left_out))
        shown = printed_text(_exact(cell, kind, text))
        if shown and self._styles.look(style) == "struck_out":
            return RichText("", (("struck_out", shown),))
        return RichText(shown)

    def _style_of(self, column: int) -> str | None:
        return next((style for end, style in self._column_styles if column < end), None)

    def _runs(self, cell: etree._Element) -> Iterator[tuple[str, str | None]]:
        """The pieces of a cell's text, each with how it looks: struck_out, raised or None."""
        for number, paragraph in enumerate(cell.iterchildren(f"{_TEXT}p")):
            if number:
                yield "\n", None
            yield from self._runs_of(paragraph, None)

    def _runs_of(self, element: etree._Element, look: str | None) -> Iterator[tuple[str, str | None]]:
        if element.text:
            yield element.text, look
        for child in element:
            if child.tag == f"{_TEXT}s":
                yield " " * min(self._number(child, "c", _TEXT), _MOST_SPACES), look
            elif child.tag == f"{_TEXT}tab":
                yield "\t", look
            elif child.tag == f"{_TEXT}line-break":
                yield "\n", look
            elif child.tag not in _NOT_SHOWN:
                own = (
                    self._styles.look(child.get(f"{_TEXT}style-name"))
                    if child.tag == f"{_TEXT}span"
                    else None
                )
                yield from self._runs_of(child, own or look)
            if child.tail:
                yield child.tail, look

    def _number(self, element: etree._Element, name: str, namespace: str = _TABLE) -> int:
        said = element.get(f"{namespace}{name}", "1")
        if not said.isdecimal() or len(said) > _MOST_DIGITS:
            raise UnreadableError(
                f"{name} is «{said[:20]}» in sheet {self._sheet.name}, which is no count. The file is damaged: fetch it "
                "again from its publisher, or open and save it in an office program."
            )
        return max(int(said), 1)


def _parts(element: etree._Element) -> Iterator[etree._Element]:
    """Columns and rows of a table, out of whatever groups they stand in; a group that is folded away hides its own."""
    waiting = [*reversed(element)]
    while waiting:
        part = waiting.pop()
        if part.tag in _GROUPS:
            waiting += reversed(part)
        else:
            yield part


def _is_hidden(element: etree._Element) -> bool:
    return element.get(f"{_TABLE}visibility") in ("collapse", "filter")


def _exact(cell: etree._Element, kind: str | None, text: str) -> str:
    """What a cell shows, with all decimals of its number; of a value without text what it would show."""
    value = cell.get(f"{_OFFICE}value")
    if not text:
        return _without_text(cell, kind, value)
    match = _NUMBER.fullmatch(text.strip())
    if value is None or kind not in ("float", "currency") or match is None:
        return text
    exact = _decimal(value)
    printed = _decimal(match["number"].replace(",", "").replace("，", ""))
    decimals = len(match["decimals"] or "")
    if exact is None or printed is None or abs(exact - printed) > Decimal(1).scaleb(-decimals):
        return text  # shown in thousands, or otherwise than by rounding
    whole, _, rest = plain(exact).partition(".")
    return f"{whole}.{rest.ljust(decimals, '0')}" if decimals or rest else whole


def _without_text(cell: etree._Element, kind: str | None, value: str | None) -> str:
    if kind == "string":
        return cell.get(f"{_OFFICE}string-value", "")
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value", "").upper()
    if kind == "date":
        said = cell.get(f"{_OFFICE}date-value", "")
        try:
            since = datetime.fromisoformat(said).replace(tzinfo=None) - _EPOCH
        except ValueError:
            return said
        return number_shown(since.days + Decimal(since.seconds) / _DAY, "yyyy/m/d")
    number = _decimal(value) if value is not None else None
    if number is None:
        return value or ""
    return f"{plain(number * 100)}%" if kind == "percentage" else plain(number)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text) if len(text) < 400 else None  # noqa: PLR2004 - no double is longer
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and abs(number.adjusted()) < 400 else None  # noqa: PLR2004
