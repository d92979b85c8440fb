"""The format is told by the content."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from flows.readers import Table, UnreadableError, read_document
from flows.readers.sniff import _READERS, MAX_BYTES, format_of
from tests.places import REAL_DOCUMENT, ROOT

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"
# An extension can be wrong; those of the test documents are right.
SAMPLES = sorted(file for file in DOCUMENTS.glob("*/*.*") if file.suffix not in (".json", ".xz"))


def package(*names: str, content: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.name)
def test_every_test_document_is_told_by_its_content(file: Path) -> None:
    assert format_of(file.read_bytes()) == file.suffix.removeprefix(".")


def test_each_format_that_is_read_has_a_sample_and_is_damaged_by_the_thousand() -> None:
    suffixes = {"txt" if name == "text" else name for name in _READERS}
    sampled = {file.suffix.removeprefix(".") for file in (*SAMPLES, REAL_DOCUMENT)}
    fuzzed = re.search(r"for format in ([a-z ]+);", (ROOT / "Makefile").read_text(encoding="utf-8"))

    assert suffixes <= sampled
    assert fuzzed
    assert set(fuzzed[1].split()) == suffixes


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("项目名称".encode(), "text"),
        ("<<项目>>\n".encode(), "text"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "html"),
        ('<?xml version="1.0"?>\n<!-- saved -->\n<HTML><body>表</body></HTML>'.encode("gb18030"), "html"),
        ("<table><tr><td>表</td></tr></table>".encode("utf-16"), "html"),
        (b"\r\n<meta charset=gb2312><table>", "html"),
        (b"\x00\x00%PDF-1.4\n", "pdf"),
        (package("word/document.xml"), "docx"),
        (package("xl/workbook.xml"), "xlsx"),
        (package("xl/workbook.bin"), "xlsb"),
        (package("mimetype", content=b"application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (
            b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
            "xml",
        ),
        (b"MIME-Version: 1.0\r\nContent-Type: text/html;\r\n\tcharset=gb2312\r\n\r\n<p>", "mht"),
        (b"Subject: a\n b\nContent-Type: multipart/related; boundary=x\n\n", "mht"),
        ("一级指标,指标值\n产出指标,5\n".encode("gb18030"), "csv"),
        ('一级指标\t指标值\n产出指标\t"5\n个"\n'.encode(), "csv"),
        ("\t一级指标\n\t指标值\n\n\t产出指标\n\t1,157\n".encode(), "text"),
        ("一、总体要求, 目标。\n按规定执行。\n由财政局负责。\n".encode(), "text"),
        ("[bookmark: a]项目\n".encode(), "text"),
    ],
)
def test_formats_are_told_apart(content: bytes, told: str) -> None:
    assert format_of(content) == told


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"{\\rtf1",
            (
                "the file is a rich text file (.rtf), which is not read. "
                "Open it in an office program, save it as .docx or .xlsx, and load that."
            ),
        ),
        (
            b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;",
            (
                "the web archive has no page in it. "
                "Fetch it again from its publisher, or open it in a browser and save the page."
            ),
        ),
        (
            b'<?xml version="1.0" encoding="utf-8"?>\n<rows><row/></rows>',
            (
                "the file is an XML file of a kind that is not read. "
                "Load the document that people read: .docx, .xlsx, .pdf, or the web page."
            ),
        ),
        (
            b'{"projects": []}',
            (
                "the file is JSON, data for programs, which is not read. "
                "Load the document that people read: .docx, .xlsx, .pdf, or the web page."
            ),
        ),
        (
            b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text"/>',
            (
                "the file is an XML document of an old Office, which is not read. "
                "Open it in an office program, save it as .docx or .xlsx, and load that."
            ),
        ),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
            (
                "the file is an XML document of an old Office, which is not read. "
                "Open it in an office program, save it as .docx or .xlsx, and load that."
            ),
        ),
        (
            b"\xfd7zXZ\x00\x00\x04",
            "the file is a compressed file, which is not read. Unpack it, and put the documents in it into raw/.",
        ),
        (
            b"\x89PNG\r\n\x1a\n",
            (
                "the file is an image, which is not read. "
                "Ask its publisher for the document itself: no text is recognised in images."
            ),
        ),
        (
            package("a.docx", "b.docx"),
            (
                "the file is a zip archive without a document of Word or Excel. "
                "If it is an archive, unpack it and put the documents in it into raw/."
            ),
        ),
        (
            package("mimetype", content=b"application/vnd.oasis.opendocument.text"),
            (
                "the file is an OpenDocument file and no spreadsheet, which is not read. "
                "Open it in an office program, save it as .docx or .xlsx, and load that."
            ),
        ),
        (
            package("OFD.xml"),
            (
                "the file is an OFD document, which is not read. "
                "Open it in an OFD reader, save it as PDF, and load that."
            ),
        ),
        (
            package("ppt/presentation.xml"),
            (
                "the file is a zip archive without a document of Word or Excel. "
                "If it is an archive, unpack it and put the documents in it into raw/."
            ),
        ),
        (
            b"PK\x03\x04....",
            (
                "the package is damaged or cut off (File is not a zip file). "
                "Fetch it again from its publisher, or open and save it in an office program."
            ),
        ),
    ],
)
def test_what_is_not_read_is_named_with_a_remedy(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read_document(content)

    assert str(error.value) == message


def test_a_page_of_nothing_but_comments_costs_no_more_than_its_length() -> None:
    started = time.monotonic()

    assert format_of(b"<!-- a -->" * 100_000 + b"!") == "text"
    assert time.monotonic() - started < 1


def test_a_damaged_compound_file_says_so() -> None:
    content = (DOCUMENTS / "2024" / "objectives_2024.doc").read_bytes()

    for cut in (8, 300, 600):
        with pytest.raises(UnreadableError, match="the binary Office file is damaged or cut off"):
            format_of(content[:cut])


def test_a_file_of_more_than_64_mib_is_refused() -> None:
    with pytest.raises(UnreadableError, match="more than the limit of 67,108,864"):
        format_of(b" a" * (MAX_BYTES // 2 + 1))


def _workbook(*cells: str) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, cells)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff项目\u200b名称\t≥\u200b5\u00ad个\u2060\n".encode(),
        "<table><tr><td>项目\u200b名称<td>≥\u200b5&shy;个\u2060</table>".encode(),
        _workbook("项目\u200b名称", "≥\u200b5\u00ad个\u2060"),
    ],
    ids=["text", "html", "xlsx"],
)
def test_characters_that_print_nothing_are_in_no_text_whatever_the_format(content: bytes) -> None:
    [block] = read_document(content).blocks
    texts = [cell.text for cell in block.cells] if isinstance(block, Table) else block.text.split("\t")

    assert texts == ["项目名称", "≥5个"]
