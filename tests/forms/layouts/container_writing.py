"""A made document in the containers beside the usual formats: ods, xlsb, SpreadsheetML, csv, tsv, web archives."""

from __future__ import annotations

import base64
import csv
import html
import io
import quopri
import re
import struct
import zipfile
from collections.abc import Iterator, Sequence

from tests.forms.layouts.grids import Grid, Part, Placed, Text
from tests.forms.layouts.writing import as_html, rows_of, sheet_of

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,11})")
_PERCENT = re.compile(r"[0-9]{1,3}%")


def as_ods(parts: Sequence[Part]) -> bytes:
    """An OpenDocument spreadsheet, a sheet a table: percentages and whole numbers are values, all else is text."""
    sheets = "".join(
        f'<table:table table:name="{html.escape(name)}">{"".join(_ods_row(row) for row in rows)}</table:table>'
        for name, rows in _sheets(parts)
    )
    content = (
        f'<office:document-content xmlns:office="{_ODF}office:1.0" xmlns:table="{_ODF}table:1.0" '
        f'xmlns:text="{_ODF}text:1.0"><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    return ods_package(content, manifest=manifest)


def ods_package(content: str, styles: str | None = None, manifest: str | None = None) -> bytes:
    """A package of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        mimetype = "application/vnd.oasis.opendocument.spreadsheet"
        for name, text in (
            ("mimetype", mimetype),
            ("content.xml", content),
            ("styles.xml", styles),
            ("META-INF/manifest.xml", manifest),
        ):
            if text is not None:
                way = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                package.writestr(zipfile.ZipInfo(name), text, way)
    return buffer.getvalue()


def _ods_row(row: list[Placed | None]) -> str:
    cells = []
    for cell in row:
        if cell is None:
            cells.append("<table:covered-table-cell/>")
            continue
        spans = _span("table:number-rows-spanned", cell.rows) + _span(
            "table:number-columns-spanned", cell.columns
        )
        kind = ' office:value-type="string"' if cell.text else ""
        if _PERCENT.fullmatch(cell.text):
            value = int(cell.text[:-1]) / 100
            kind = f' office:value-type="percentage" office:value="{value!r}"'
        elif _NUMBER.fullmatch(cell.text):
            kind = f' office:value-type="float" office:value="{cell.text}"'
        lines = "".join(
            f"<text:p>{html.escape(line)}</text:p>" for line in cell.text.split("\n") if cell.text
        )
        cells.append(f"<table:table-cell{spans}{kind}>{lines}</table:table-cell>")
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def as_spreadsheetml(parts: Sequence[Part]) -> bytes:
    """A workbook of Excel 2003 in XML; percentages have the format Percent without decimals."""
    sheets = "".join(
        f'<Worksheet ss:Name="{html.escape(name)}"><Table>{"".join(_xml_row(row) for row in rows)}</Table></Worksheet>'
        for name, rows in _sheets(parts)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{_SPREADSHEET}" xmlns:ss="{_SPREADSHEET}"><Styles><Style ss:ID="Default"/>'
        f'<Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style></Styles>{sheets}</Workbook>'
    ).encode()


def _xml_row(row: list[Placed | None]) -> str:
    cells = []
    for column, cell in enumerate(row, 1):
        if cell is None or (not cell.text and cell.rows == cell.columns == 1):
            continue
        merge = _span("ss:MergeAcross", cell.columns - 1, 0) + _span("ss:MergeDown", cell.rows - 1, 0)
        style, kind, text = "", "String", html.escape(cell.text).replace("\n", "&#10;")
        if _PERCENT.fullmatch(cell.text):
            style, kind, text = ' ss:StyleID="p"', "Number", repr(int(cell.text[:-1]) / 100)
        elif _NUMBER.fullmatch(cell.text):
            kind = "Number"
        data = f'<Data ss:Type="{kind}">{text}</Data>' if cell.text else ""
        cells.append(f'<Cell ss:Index="{column}"{merge}{style}>{data}</Cell>')
    return f"<Row>{''.join(cells)}</Row>"


def as_separated(parts: Sequence[Part], delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """What an office program exports: all rows as wide as the widest, merged cells empty but for the first."""
    rows = [[cell.text if cell else "" for cell in row] for _, rows in _sheets(parts) for row in rows]
    width = max(map(len, rows))
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows([*row, *[""] * (width - len(row))] for row in rows)
    return buffer.getvalue().encode(encoding)


def as_archive(parts: Sequence[Part]) -> bytes:
    """A page with an image, as browsers save it: quoted-printable parts of one message."""
    return archive(("text/html", "http://example.gov.cn/a.html", as_html(parts, is_export=True)))


def as_single_archive(parts: Sequence[Part]) -> bytes:
    """A page alone in a message."""
    page = base64.encodebytes(as_html(parts, is_export=True)).decode()
    return (
        "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E7=BB=A9?=\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: text/html;\r\n\tcharset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n{page}'
    ).encode()


def as_workbook_archive(parts: Sequence[Part]) -> bytes:
    """A workbook that Excel saved as a web archive: a frame, a page a sheet, and one of the tabs' names."""
    pages = [as_html([part], is_export=False) for part in parts if isinstance(part, Grid)]
    frame = b'<html><head><meta charset=utf-8></head><frameset rows="*,39"><frame src="sheet001.htm"></frameset></html>'
    tabs = "<html><meta charset=utf-8><body>绩效目标表</body></html>".encode()
    return archive(
        *(
            ("text/html", f"file:///C:/{number}.htm", page)
            for number, page in enumerate([frame, *pages, tabs])
        )
    )


def archive(*parts: tuple[str, str, bytes]) -> bytes:
    """A message of parts, each with its type, its place and its bytes; an image is the last."""
    image = ("image/gif", "http://example.gov.cn/a.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;")
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://example.gov.cn/a.html\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----=_Next"\r\n\r\n'
    )
    body = "".join(
        f"------=_Next\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: {place}\r\n\r\n{quopri.encodestring(content).decode('ascii')}\r\n"
        for kind, place, content in (*parts, image)
    )
    return f"{head}{body}------=_Next--\r\n".encode()


def as_xlsb(parts: Sequence[Part]) -> bytes:
    """A binary workbook; percentages and whole numbers are values, texts are shared."""
    strings: dict[str, int] = {}
    sheets = [(name, _xlsb_sheet(rows, strings)) for name, rows in _sheets(parts)]
    return xlsb_package(sheets, [*strings])


def xlsb_package(
    sheets: Sequence[tuple[str, bytes]],
    strings: Sequence[str] = (),
    styles: bytes | None = None,
    hidden: Sequence[str] = (),
) -> bytes:
    """A package of sheets, whose records are given; style 1 shows percentages."""
    kinds = {"worksheet": "worksheets/sheet{}.bin"}
    relations = [
        (f"rId{number}", "worksheet", kinds["worksheet"].format(number))
        for number in range(1, len(sheets) + 1)
    ]
    relations += [("rIdS", "sharedStrings", "sharedStrings.bin"), ("rIdT", "styles", "styles.bin")]
    book = record(131) + record(153, struct.pack("<II", 0, 0) + _wide("")) + record(143)
    for number, (name, _) in enumerate(sheets, 1):
        state = 1 if name in hidden else 0
        book += record(156, struct.pack("<II", state, number) + _wide(f"rId{number}") + _wide(name))
    book += record(144) + record(132)
    shared = record(159, struct.pack("<II", len(strings), len(strings)))
    shared += b"".join(record(19, b"\0" + _wide(text)) for text in strings) + record(160)
    files = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
        ).encode(),
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.bin")]),
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": _relations(relations),
        "xl/sharedStrings.bin": shared,
        "xl/styles.bin": styles or xlsb_styles(),
        **{f"xl/worksheets/sheet{number}.bin": sheet for number, (_, sheet) in enumerate(sheets, 1)},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def xlsb_styles(codes: Sequence[str] = ("General", "0%"), struck: int | None = None) -> bytes:
    """Styles with these number formats in order; `struck` is the number of the one that strikes text out."""
    fonts = [struct.pack("<4H", 220, flags, 400, 0) + bytes(13) + _wide("宋体") for flags in (0, 0x08)]
    data = record(278) + record(615, struct.pack("<I", len(codes)))
    data += b"".join(
        record(44, struct.pack("<H", 164 + number) + _wide(code)) for number, code in enumerate(codes)
    )
    data += (
        record(616)
        + record(611, struct.pack("<I", len(fonts)))
        + b"".join(record(43, font) for font in fonts)
    )
    data += record(612) + record(617, struct.pack("<I", len(codes)))
    for number in range(len(codes)):
        data += record(47, struct.pack("<5H", 0, 164 + number, int(number == struck), 0, 0) + bytes(6))
    return data + record(618) + record(279)


def xlsb_sheet(
    rows: Sequence[tuple[int, bytes]], after: bytes = b"", columns: bytes = b"", hidden: Sequence[int] = ()
) -> bytes:
    """The records of a sheet: rows with the records of their cells, what stands before and after them."""
    data = (
        record(129)
        + record(148, struct.pack("<4I", 0, max((row for row, _ in rows), default=0), 0, 100))
        + columns
        + record(145)
    )
    for row, cells in rows:
        flags = 0x10 if row in hidden else 0
        data += record(0, struct.pack("<IIHBB", row, 0, 300, 0, flags) + bytes(5)) + cells
    return data + record(146) + after + record(130)


def xlsb_cell(kind: int, column: int, value: bytes, style: int = 0) -> bytes:
    """A record of a cell."""
    return record(kind, struct.pack("<II", column, style) + value)


def record(kind: int, data: bytes = b"") -> bytes:
    """A record with its kind and its length."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(data)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + data


def wide(text: str) -> bytes:
    """A string with its length before it."""
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


_wide = wide


def _xlsb_sheet(rows: list[list[Placed | None]], strings: dict[str, int]) -> bytes:
    written, merged = [], []
    for number, row in enumerate(rows):
        cells = b""
        for column, cell in enumerate(row):
            if cell is None:
                continue
            if cell.rows > 1 or cell.columns > 1:
                merged.append(
                    struct.pack("<4I", number, number + cell.rows - 1, column, column + cell.columns - 1)
                )
            if _PERCENT.fullmatch(cell.text):
                cells += xlsb_cell(5, column, struct.pack("<d", int(cell.text[:-1]) / 100), 1)
            elif _NUMBER.fullmatch(cell.text):
                cells += xlsb_cell(5, column, struct.pack("<d", int(cell.text)))
            elif cell.text:
                cells += xlsb_cell(7, column, struct.pack("<I", strings.setdefault(cell.text, len(strings))))
            else:
                cells += xlsb_cell(1, column, b"")
        written.append((number, cells))
    areas = (
        record(177, struct.pack("<I", len(merged)))
        + b"".join(record(176, area) for area in merged)
        + record(178)
    )
    return xlsb_sheet(written, areas if merged else b"")


def _relations(listed: Sequence[tuple[str, str, str]]) -> bytes:
    lines = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in listed
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'.encode()


def _sheets(parts: Sequence[Part]) -> Iterator[tuple[str, list[list[Placed | None]]]]:
    """Each sheet as rows, each row as its places: a cell where it begins, None where one covers it."""
    sheets: dict[str, list[list[Placed | None]]] = {}
    for place, part in enumerate(parts):
        rows = sheets.setdefault(sheet_of(parts, place), [])
        if isinstance(part, Text):
            rows.append([Placed(part.text, part.role, 0, 0)])
            continue
        for begun in rows_of(part):
            at = {cell.column: cell for cell in begun}
            rows.append([at.get(column) for column in range(part.width)])
    yield from sheets.items()


def _span(name: str, count: int, least: int = 1) -> str:
    return f' {name}="{count}"' if count > least else ""


CONTAINERS = {
    "ods": as_ods,
    "xlsb": as_xlsb,
    "xml": as_spreadsheetml,
    "csv": as_separated,
    "mht": as_archive,
}
"""The format as the reader calls it → what writes it."""
