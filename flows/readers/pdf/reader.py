"""PDFs → Document: tables by their ruled lines, over page ends; text outside of them as paragraphs.

A PDF knows neither tables nor paragraphs, only glyphs and lines at places. Cells are what ruled lines enclose; a line of
text that was full goes on in the next. Running headers and page numbers are the paper's, and left out. No text is
recognised in images: a scan is said to be one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

from flows.labels import is_heading
from flows.readers.document import Block, Cell, Document, LeftOut, Paragraph, Table, UnreadableError
from flows.readers.grid import check_slots, without_empty_edges
from flows.readers.page_header import unit_paragraphs
from flows.readers.pdf.content import PageContent, PdfTable, content_of
from flows.readers.pdf.fonts import use_own_font
from flows.readers.pdf.join import goes_on_as, join
from flows.readers.pdf.page import UNKNOWN, read_page
from flows.readers.pdf.text import Line, Sides, goes_on, joined

MAX_PAGES = 2_000
"""The longest yearly documents (a department with all its units) have some hundred pages."""

_FETCH_AGAIN = "Fetch it again from its publisher, or print it to a new PDF."
_MOST_UNKNOWN = 0.05  # part of all characters
_MARGIN = 0.08  # of the page's height, where running headers and page numbers stand
_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*第?\s*[0-9]{1,4}\s*页?\s*(?:[/／,，]?\s*共?\s*[0-9]{1,4}\s*页?)?[-—–·\s]*"
)
_DIGITS = re.compile("[0-9]+")
_NEXT_LINE = 2.2  # heights of a line: what stands farther below begins a new paragraph
_SAME_SIZE = 0.1  # part of a line's height


@dataclass(slots=True)
class _Text:
    """A paragraph while its lines are found."""

    locator: str
    page: int
    lines: list[Line]


_Item: TypeAlias = "PdfTable | _Text"


def read_pdf(content: bytes) -> Document:
    """Read a PDF. Raises UnreadableError for damaged and encrypted files, scans, and what is beyond bounds."""
    use_own_font()
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error) from error
    left_out: list[LeftOut] = []
    with document:
        pages = _contents(document, left_out)
    _leave_out_furniture(pages)
    columns = _text_columns(pages)
    items = _items(pages, columns)
    blocks: list[Block] = []
    for item in items:
        block = _paragraph(item, pages, columns) if isinstance(item, _Text) else _grid(item)
        if block is not None:
            blocks.append(block)
            left_out += _marks(item)
    return Document("pdf", tuple(blocks), tuple(left_out))


def _marks(item: _Item) -> Iterator[LeftOut]:
    """The marks of notes in a paragraph or table."""
    places = [item] if isinstance(item, _Text) else item.cells
    for place in places:
        for line in place.lines:
            for mark in line.marks:
                yield LeftOut("note_mark", place.locator, mark)


def _contents(document: pypdfium2.PdfDocument, left_out: list[LeftOut]) -> list[PageContent]:
    """What stands on each page; a page's glyphs are forgotten when the next is read."""
    count = len(document)
    if not 0 < count <= MAX_PAGES:
        raise UnreadableError(
            f"the PDF has {count:,} pages; 1 to {MAX_PAGES:,} are read. Split it, or remove what is no form."
        )
    contents: list[PageContent] = []
    scans: list[int] = []
    glyphs = unknown = cells = 0
    for index in range(count):
        page = read_page(document.raw, index)
        glyphs += len(page.glyphs)
        unknown += page.unknown
        left_out += [
            LeftOut(kind, f"page {page.number}", text.strip()) for kind, text in page.left_out if text.strip()
        ]
        scans += [page.number] * page.is_scan
        contents.append(content_of(page))
        cells += sum(len(table.cells) for table in contents[-1].tables)
        check_slots(cells, f"page {page.number}")
    _check_text(count, glyphs, unknown, scans)
    return contents


def _check_text(pages: int, glyphs: int, unknown: int, scans: list[int]) -> None:
    if not glyphs:
        raise UnreadableError(
            "the PDF has no text, it is a scan: text in images is not recognised. Ask its publisher for the document "
            "that was printed."
        )
    if scans:
        numbers = ", ".join(map(str, scans[:10])) + (" …" if len(scans) > 10 else "")  # noqa: PLR2004
        raise UnreadableError(
            f"{len(scans)} of the PDF's {pages} pages are scans without text (page {numbers}): text in images is not "
            "recognised, so their forms would be lost. Ask its publisher for the document that was printed, or remove "
            "these pages if no form stands on them."
        )
    if unknown > _MOST_UNKNOWN * glyphs:
        raise UnreadableError(
            f"the fonts of the PDF do not say which characters they draw ({unknown:,} of {glyphs:,}), so that its text "
            "cannot be taken out. Ask its publisher for the document that was printed."
        )


def _leave_out_furniture(pages: list[PageContent]) -> None:
    """Remove page numbers, and lines that stand in the margins of at least half of the pages but for their digits.

    A line that names the unit of money stays once.
    """
    margins = [
        (page, numbered, _DIGITS.sub("0", numbered[1].text))
        for page in pages
        for numbered in page.lines
        if not _MARGIN * page.height <= numbered[1].y <= (1 - _MARGIN) * page.height
    ]
    counts = Counter(text for _, _, text in margins)
    kept: set[str] = set()
    for page, numbered, text in margins:
        if text not in kept and [*unit_paragraphs([(numbered[1].text, "")])]:
            kept.add(text)
            continue
        is_repeated = counts[text] > 1 and counts[text] * 2 >= len(pages) and not is_heading(numbered[1].text)
        if is_repeated or _PAGE_NUMBER.fullmatch(numbered[1].text):
            page.lines.remove(numbered)


def _text_columns(pages: list[PageContent]) -> dict[int, Sides]:
    """Where text stands on pages of each width (in whole points): from the leftmost to the rightmost of it."""
    sides: dict[int, list[float]] = {}
    for page in pages:
        found = sides.setdefault(round(page.width), [])
        found += [x for _, line in page.lines for x in (line.x0, line.x1)]
        found += [x for table in page.tables for x in (table.xs[0], table.xs[-1])]
    return {width: Sides(min(found), max(found)) for width, found in sides.items() if found}


def _items(pages: list[PageContent], columns: dict[int, Sides]) -> list[_Item]:
    """Tables and paragraphs in reading order, each whole where a page ends inside of it."""
    items: list[_Item] = []
    for page in pages:
        standing: list[tuple[float, _Item]] = [(table.top, table) for table in page.tables]
        standing += [
            (line.y, _Text(f"page {page.number}, line {number}", page.number, [line]))
            for number, line in page.lines
        ]
        standing.sort(key=lambda placed: placed[0])
        for place, (_, item) in enumerate(standing):
            last = items[-1] if items else None
            if isinstance(item, _Text) and isinstance(last, _Text):
                if _is_same_paragraph(last, item, columns[round(page.width)]):
                    last.lines += item.lines
                    last.page = item.page
                    continue
            elif (
                isinstance(item, PdfTable)
                and isinstance(last, PdfTable)
                and place == 0
                and goes_on_as(last, item)
            ):
                join(last, item)
                continue
            items.append(item)
    return items


def _is_same_paragraph(last: _Text, item: _Text, sides: Sides) -> bool:
    before, line = last.lines[-1], item.lines[0]
    if before.parts or line.parts or abs(before.height - line.height) > _SAME_SIZE * before.height:
        return False
    is_near = (
        line.y - before.y < _NEXT_LINE * before.height
        if item.page == last.page
        else item.page == last.page + 1
    )
    return is_near and goes_on(before, line, sides)


def _paragraph(item: _Text, pages: list[PageContent], columns: dict[int, Sides]) -> Block:
    return Paragraph(joined(item.lines, columns[round(pages[item.page - 1].width)]), item.locator)


def _grid(table: PdfTable) -> Block | None:
    """The table as a grid of texts; None where nothing is printed in it."""
    padding = table.padding
    cells = [
        Cell(
            _known(joined(cell.lines, cell.sides(padding)), cell.locator),
            cell.row,
            cell.column,
            cell.locator,
            cell.row_span,
            cell.column_span,
        )
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    ]
    printed = without_empty_edges(cells)
    return Table(printed, printed[0].locator.partition(", row")[0]) if printed else None


def _known(text: str, locator: str) -> str:
    if UNKNOWN in text:
        raise UnreadableError(
            f"the PDF has a character at {locator} («{text[:40]}») of which its font does not say which it is. "
            "Ask its publisher for the document that was printed."
        )
    return text


def _unreadable(error: pypdfium2.PdfiumError) -> UnreadableError:
    if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
        return UnreadableError(
            "the PDF is encrypted by a password. Ask its publisher for a copy without one."
        )
    return UnreadableError(f"the PDF is damaged or cut off ({str(error).rstrip('.')}). {_FETCH_AGAIN}")
