"""Bytes → tables for each format of the 2024 document: against the floor, and what a user would otherwise use."""

from __future__ import annotations

import io
import xml.parsers.expat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import lxml.html
import olefile
import pypdfium2
import python_calamine

from flows.readers import read_document
from tests.bench.timing import least, line

_DOCUMENTS = Path(__file__).resolve().parents[1] / "documents" / "2024"


def lines() -> Iterator[str]:
    """The lines of this part of the page; the peers are installed by `make bench` alone."""
    for format_name, floor_name, floor, goal, peers in _FORMATS:
        content = (_DOCUMENTS / f"objectives_2024.{format_name}").read_bytes()
        runs = 3 if format_name == "pdf" else 25  # a busy machine needs many to show the least
        ours = least(lambda content=content: read_document(content), runs)
        yield line(
            f"{format_name} → tables", ours, floor_name, least(lambda c=content, f=floor: f(c), runs), goal
        )
        for name, peer, peer_goal in peers:
            theirs = least(lambda c=content, p=peer: p(c), 1)
            yield line(f"  {format_name} → tables", ours, name, theirs, peer_goal)


def _unzip_and_parse(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml.parsers.expat.ParserCreate().Parse(package.read("word/document.xml"), True)  # noqa: FBT003


def _inflate(content: bytes) -> None:
    with olefile.OleFileIO(io.BytesIO(content)) as file:
        for stream in file.listdir():
            file.openstream(stream).read()


def _calamine(content: bytes) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    for sheet in book.sheet_names:
        book.get_sheet_by_name(sheet).to_python()


def _parse_html(content: bytes) -> None:
    lxml.html.document_fromstring(content)


def _pdf_text(content: bytes) -> None:
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            page.get_textpage().get_text_bounded()


def _python_docx(content: bytes) -> None:
    import docx  # noqa: PLC0415 (of the bench group)

    for table in docx.Document(io.BytesIO(content)).tables:
        for row in table.rows:
            [cell.text for cell in row.cells]


def _openpyxl(content: bytes) -> None:
    import openpyxl  # noqa: PLC0415

    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        [list(row) for row in sheet.iter_rows(values_only=True)]


def _pandas_html(content: bytes) -> None:
    import pandas as pd  # noqa: PLC0415

    pd.read_html(io.BytesIO(content), encoding="utf-8")


def _pdfplumber(content: bytes) -> None:
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(io.BytesIO(content)) as document:
        for page in document.pages:
            page.extract_tables()


_Peer = tuple[str, Callable[[bytes], object], str]
_FORMATS: tuple[tuple[str, str, Callable[[bytes], object], str, tuple[_Peer, ...]], ...] = (
    (
        "docx",
        "unzip + expat",
        _unzip_and_parse,
        "goal: at most 6×",
        (("python-docx row.cells", _python_docx, "goal: at most 0.125×"),),
    ),
    ("doc", "open and inflate with olefile", _inflate, "goal: at most 2×", ()),
    ("xlsx", "calamine's read", _calamine, "goal: at most 3×", (("openpyxl", _openpyxl, ""),)),
    ("html", "lxml's parse", _parse_html, "goal: at most 4×", (("pandas.read_html", _pandas_html, ""),)),
    (
        "pdf",
        "pdfium's text",
        _pdf_text,
        "",
        (("pdfplumber extract_tables", _pdfplumber, "goal: at most 0.167×"),),
    ),
)
