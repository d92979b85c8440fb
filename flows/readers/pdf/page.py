"""One page of a PDF: its glyphs and ruled lines, upright, in points from the upper left corner."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2.raw as pdfium

from flows.readers.document import UnreadableError
from flows.readers.pdf.objects import Handle, Rule, read_objects
from flows.readers.symbols import symbol

MAX_GLYPHS = 200_000
"""Characters of one page. A full page of small print has some ten thousand."""

_MAX_ANNOTATIONS = 10_000
_SAMPLE = 24  # glyphs that tell which way a page is written
_QUARTERS = 4
_COVERS = 0.4  # an image as large as this part of the page is the page: a scan

# Fonts of some programs name radicals where the ideographs that look the same are meant.
_RADICALS = {
    code: folded
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))
    if (folded := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
_HYPHEN = 0x02  # what pdfium returns for a hyphen at the end of a line
_SPACE = 0x20
_RADICALS_FROM = 0x2E80
_PRIVATE_FROM, _PRIVATE_TO = 0xF020, 0xF0FF
_LINE_ENDS = frozenset((0x0A, 0x0D))
_NO_CHARACTER = frozenset((0, *range(3, 0x20), *range(0xD800, 0xE000), 0xFFFD, 0xFFFE, 0xFFFF)) - {0x09}

UNKNOWN = "\ufffd"
"""Stands for a character whose font does not say which it is. It is refused in tables."""


class Glyph(NamedTuple):
    """One printed character: its advance from x0 to x1, the middle of its line, the height of its font's line."""

    text: str
    x0: float
    x1: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule]
    is_scan: bool
    """It has no text, and an image that covers it."""
    unknown: int
    """Characters whose font does not say which they are."""


class _Frame(NamedTuple):
    """How a page stands: the corner and size of its box, and the quarter turns that make its text upright."""

    x: float
    y: float
    width: float
    height: float
    turns: int

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as a reader sees it, down from the upper left corner."""
        right, up = x - self.x, y - self.y
        match self.turns:
            case 1:
                return up, right
            case 2:
                return self.width - right, up
            case 3:
                return self.height - up, self.width - right
            case _:
                return right, self.height - up


def read_page(document: Handle, index: int) -> Page:
    """Read the page `index` (0-based). Raises UnreadableError for a page that is damaged or beyond bounds."""
    page = _load(document, index)
    if _has_fields(page):
        # What is filled in stands in fields above the page; flattened, it is text of the page.
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        pdfium.FPDF_ClosePage(page)
        page = _load(document, index)
    try:
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            return _read(page, text_page, index + 1)
        finally:
            pdfium.FPDFText_ClosePage(text_page)
    finally:
        pdfium.FPDF_ClosePage(page)


def _load(document: Handle, index: int) -> Handle:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise UnreadableError(
            f"page {index + 1} of the PDF is damaged. Fetch it again from its publisher, or print it to a new PDF."
        )
    return page


def _has_fields(page: Handle) -> bool:
    """Whether fields of a form or typed notes stand on the page (links do on many)."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT):
            return True
    return False


def _read(page: Handle, text_page: Handle, number: int) -> Page:
    count = max(pdfium.FPDFText_CountChars(text_page), 0)
    if count > MAX_GLYPHS:
        raise _too_much(number, f"{count:,} characters")
    frame = _frame(page, text_page, count)
    objects = read_objects(page, frame.upright, number)
    glyphs, unknown = _glyphs(text_page, count, frame) if objects.shows_text else ([], 0)
    is_turned = frame.turns % 2 == 1
    return Page(
        number=number,
        width=frame.height if is_turned else frame.width,
        height=frame.width if is_turned else frame.height,
        glyphs=glyphs,
        rules=objects.rules,
        is_scan=not glyphs and objects.largest_image > _COVERS * frame.width * frame.height,
        unknown=unknown,
    )


def _frame(page: Handle, text_page: Handle, count: int) -> _Frame:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    turns = _turns_of_text(text_page, count)
    if turns is None:
        turns = pdfium.FPDFPage_GetRotation(page) % _QUARTERS
    return _Frame(box.left, box.bottom, box.right - box.left, box.top - box.bottom, turns)


def _turns_of_text(text_page: Handle, count: int) -> int | None:
    """The clockwise quarter turns that make most of the text upright; None without text.

    Tables across a page are drawn on an upright page that is shown turned, or turned on a page that is not.
    """
    matrix = pdfium.FS_MATRIX()
    turns: Counter[int] = Counter()
    for index in range(0, count, max(count // _SAMPLE, 1)):
        if pdfium.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix)) and (matrix.a or matrix.b):
            turns[round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % _QUARTERS] += 1
    return turns.most_common(1)[0][0] if turns else None


def _glyphs(text_page: Handle, count: int, frame: _Frame) -> tuple[list[Glyph], int]:
    """The page's characters without the spaces and line ends that pdfium adds, and how many of them are unknown."""
    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    code_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    is_generated, upright = pdfium.FPDFText_IsGenerated, frame.upright
    glyphs: list[Glyph] = []
    unknown = 0
    for index in range(count):
        code = code_of(text_page, index)
        if code <= _SPACE and (
            code in _LINE_ENDS or (code == _SPACE and is_generated(text_page, index) == 1)
        ):
            continue
        if not box_of(text_page, index, reference):
            continue
        x0, y0 = upright(box.left, box.top)
        x1, y1 = upright(box.right, box.bottom)
        text = _character(text_page, index, code)
        unknown += text == UNKNOWN
        # Some fonts give their lines no height.
        height = abs(y1 - y0) or abs(x1 - x0)
        glyphs.append(Glyph(text, min(x0, x1), max(x0, x1), (y0 + y1) / 2, height))
    return glyphs, unknown


def _character(text_page: Handle, index: int, code: int) -> str:
    if code in _NO_CHARACTER:
        return UNKNOWN
    if code < _RADICALS_FROM:
        return "-" if code == _HYPHEN else chr(code)
    if _PRIVATE_FROM <= code <= _PRIVATE_TO:
        return symbol(code, _font_name(text_page, index))
    return _RADICALS.get(code) or chr(code)


def _font_name(text_page: Handle, index: int) -> str:
    buffer = ctypes.create_string_buffer(128)
    length = pdfium.FPDFText_GetFontInfo(text_page, index, buffer, len(buffer), None)
    name = buffer.raw[: max(min(length, len(buffer)) - 1, 0)].decode("utf-8", "ignore")
    return name.partition("+")[2] or name  # ABCDEF+Wingdings: a subset of the font


def _too_much(number: int, what: str) -> UnreadableError:
    return UnreadableError(
        f"page {number} of the PDF has {what}: that is no page of forms. Remove the page, or print the document to a "
        "new PDF."
    )
