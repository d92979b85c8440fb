"""A made document in a format: Word, a workbook, a web page, a PDF with ruled lines."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tests.forms.layouts.choices import Layout
from tests.forms.layouts.grids import Grid, Part, Placed, Text
from tests.forms.layouts.pdf_writing import as_pdf

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NUMBER = re.compile(r"-?\d{1,12}(,\d{3})*(\.\d+)?%?")
_WRITTEN = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def written(parts: Sequence[Part], layout: Layout) -> bytes:
    """The bytes of the document in the layout's format: docx, xlsx, html, pdf or txt."""
    suffix, is_export = layout["format"], layout.get("markup") == "export"
    if suffix == "xlsx":
        return as_xlsx(parts, has_numbers=layout.get("cells") == "numbers")
    if suffix == "html":
        return as_html(parts, is_export=is_export)
    if suffix == "docx":
        return as_docx(parts, is_export=is_export)
    return as_text(parts) if suffix == "txt" else as_pdf(parts)


def rows_of(grid: Grid, *, is_covered_shown: bool = False) -> Iterator[list[Placed]]:
    """The cells that begin in each row, left to right; holes are filled with empty cells, on demand also covered rows."""
    taken = {
        (cell.row + r, cell.column + c)
        for cell in grid.cells
        for r in range(1 if is_covered_shown else cell.rows)
        for c in range(cell.columns)
    }
    holes = [
        Placed("", "empty", row, column)
        for row in range(grid.height)
        for column in range(grid.width)
        if (row, column) not in taken
    ]
    cells = sorted([*grid.cells, *holes], key=lambda cell: (cell.row, cell.column))
    for row in range(grid.height):
        yield [cell for cell in cells if cell.row == row]


def as_html(parts: Sequence[Part], *, is_export: bool) -> bytes:
    """A web page with spans: clean, or as Word exports it, in GB18030 that is declared as gb2312."""
    paragraph = _exported if is_export else _html
    body = "".join(
        _html_table(part, paragraph) if isinstance(part, Grid) else f"<p>{paragraph(part.text)}</p>\n"
        for part in parts
    )
    charset, encoding = ("gb2312", "gb18030") if is_export else ("utf-8", "utf-8")
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>公开</title></head>'
    return f"{head}<body>\n{body}</body></html>\n".encode(encoding)


def _html_table(grid: Grid, paragraph: Callable[[str], str]) -> str:
    lines = []
    for row in rows_of(grid):
        cells = "".join(
            f"<td{_span('rowspan', cell.rows)}{_span('colspan', cell.columns)}>{paragraph(cell.text)}</td>"
            for cell in row
        )
        lines.append(f"<tr>{cells}</tr>\n")
    return f"<table>\n{''.join(lines)}</table>\n"


def _exported(text: str) -> str:
    """Each line a paragraph of spans, the text cut in two of them, a hard space where nothing is."""
    if not text:
        return '<p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p>'
    lines = []
    for line in text.split("\n"):
        first, second = (
            html.escape(line[: len(line) // 2], quote=False),
            html.escape(line[len(line) // 2 :], quote=False),
        )
        lines.append(
            f'<p class="MsoNormal"><b><span style="font-family:宋体">{first}</span></b><span>{second}</span></p>'
        )
    return "\n ".join(lines)


def _span(name: str, count: int) -> str:
    return f" {name}={count}" if count > 1 else ""


def _html(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def as_text(parts: Sequence[Part]) -> bytes:
    """Text as Word saves it: a tab before each cell, an empty line after each row; merged cells are empty below."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, Text):
            lines += [part.text, ""]
            continue
        for row in rows_of(part, is_covered_shown=True):
            lines += [f"\t{cell.text}" for cell in row] + [""]
    return "\n".join(lines).encode()


def as_docx(parts: Sequence[Part], *, is_export: bool) -> bytes:
    """A Word document; merged cells are gridSpan and vMerge; exported ones cut texts in runs and leave empty paragraphs."""
    paragraphs = _runs if is_export else _word_paragraphs
    body = "".join(
        _word_table(part, paragraphs) if isinstance(part, Grid) else paragraphs(part.text) for part in parts
    )
    return word_package(body)


def word_package(body: str) -> bytes:
    """A Word document of nothing but this body."""
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (
            ("[Content_Types].xml", types),
            ("_rels/.rels", relations),
            ("word/document.xml", document),
        ):
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _word_table(grid: Grid, paragraphs: Callable[[str], str]) -> str:
    covering = {(cell.row + below, cell.column): cell for cell in grid.cells for below in range(1, cell.rows)}
    rows = []
    for number, begun in enumerate(rows_of(grid)):
        shown = [(cell, False) for cell in begun]
        shown += [(cell, True) for (row, _), cell in covering.items() if row == number]
        shown.sort(key=lambda pair: pair[0].column)
        rows.append(
            f"<w:tr>{''.join(_word_cell(cell, paragraphs, is_below=below) for cell, below in shown)}</w:tr>"
        )
    return f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * grid.width}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _word_cell(cell: Placed, paragraphs: Callable[[str], str], *, is_below: bool) -> str:
    width = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = "<w:vMerge/>" if is_below else '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
    return f"<w:tc><w:tcPr>{width}{merge}</w:tcPr>{paragraphs('' if is_below else cell.text)}</w:tc>"


def _word_paragraphs(text: str) -> str:
    return "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{html.escape(line, quote=False)}</w:t></w:r></w:p>'
        for line in text.split("\n")
    )


def _runs(text: str) -> str:
    """A run for every two characters, and an empty paragraph behind the text."""
    made = []
    for line in text.split("\n"):
        pieces = [html.escape(line[place : place + 2], quote=False) for place in range(0, len(line), 2)]
        runs = "".join(
            f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{piece}</w:t></w:r>'
            for piece in pieces
        )
        made.append(f"<w:p>{runs}</w:p>")
    return "".join([*made, "<w:p/>"])


def as_xlsx(parts: Sequence[Part], *, has_numbers: bool) -> bytes:
    """A workbook: paragraphs are rows above their table; a sheet for each name."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _WRITTEN})
        wrapped = book.add_format({"text_wrap": True})
        sheets: dict[str, tuple[Worksheet, int]] = {}
        for place, part in enumerate(parts):
            name = sheet_of(parts, place)
            sheet, line = sheets.get(name) or (book.add_worksheet(name), 0)
            if isinstance(part, Text):
                sheet.write_string(line, 0, part.text)
                sheets[name] = sheet, line + 1
                continue
            for cell in part.cells:
                if cell.rows > 1 or cell.columns > 1:
                    last = (line + cell.row + cell.rows - 1, cell.column + cell.columns - 1)
                    sheet.merge_range(line + cell.row, cell.column, *last, "", wrapped)
                    # Written again: merge_range takes =100% for a formula.
                    sheet.write_string(line + cell.row, cell.column, cell.text, wrapped)
                elif cell.text and has_numbers and _NUMBER.fullmatch(cell.text):
                    number, shown = _as_number(cell.text)
                    sheet.write_number(
                        line + cell.row, cell.column, number, book.add_format({"num_format": shown})
                    )
                elif cell.text:
                    sheet.write_string(line + cell.row, cell.column, cell.text, wrapped)
            sheets[name] = sheet, line + part.height + 1
    return buffer.getvalue()


def _as_number(text: str) -> tuple[float, str]:
    """The number of a cell and the format in which it looks like the text."""
    decimals = len(text.rstrip("%").partition(".")[2])
    shown = ("#,##0" if "," in text else "0") + ("." + "0" * decimals if decimals else "")
    number = float(text.rstrip("%").replace(",", ""))
    return (number / 100, shown + "%") if text.endswith("%") else (number, shown)


def sheet_of(parts: Sequence[Part], place: int) -> str:
    """The sheet of a table; of a paragraph that of the next table."""
    after = [part.sheet for part in parts[place:] if isinstance(part, Grid)]
    before = [part.sheet for part in parts[:place] if isinstance(part, Grid)]
    return (after or before[::-1])[0]
