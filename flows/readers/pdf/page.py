"""One page of a PDF: its glyphs and ruled lines, upright, in points from the upper left corner."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2.raw as pdfium

from flows.readers.document import LeftOutKind, UnreadableError
from flows.readers.pdf.objects import Handle, PageObjects, Rule, is_invisible, read_objects
from flows.readers.pdf.strikes import Glyph, strikes
from flows.readers.symbols import symbol

MAX_GLYPHS = 200_000
"""Characters of one page. A full page of small print has some ten thousand."""

_SHOWN_ABOVE = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STRIKEOUT)
_MAX_ANNOTATIONS = 10_000
_SAMPLE = 24  # glyphs that tell which way a page is written
_SMALLER, _HIGHER = (
    0.8,
    0.15,
)  # parts of a size: a superscript is at most so large, and at least so much higher
_LOWER, _UP = 0.87, 0.1  # parts of a line's height: what is set so may be a superscript, or another font
_SLANT = 0.1  # quarter turns by which upright text may be off, as that of a scan set straight
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


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule]
    left_out: list[tuple[LeftOutKind, str]]
    """What it draws and does not say."""
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
        # What is filled in or struck out stands above the page; flattened, it is text and lines of the page.
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
    """Whether fields of a form, typed notes or lines through text stand on the page (links do on many)."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in _SHOWN_ABOVE:
            return True
    return False


def _read(page: Handle, text_page: Handle, number: int) -> Page:
    count = max(pdfium.FPDFText_CountChars(text_page), 0)
    if count > MAX_GLYPHS:
        raise _too_much(number, f"{count:,} characters")
    frame = _frame(page, text_page, count)
    objects = read_objects(page, frame.upright, number)
    found = _Glyphs(text_page, frame, objects)
    if objects.shows_text:
        found.take(count)
    rules, struck_out = strikes(objects.rules, found.glyphs)
    left_out = found.left_out
    for text in struck_out.texts:
        left_out.append(("struck_out", text))
    is_turned = frame.turns % 2 == 1
    return Page(
        number=number,
        width=frame.height if is_turned else frame.width,
        height=frame.width if is_turned else frame.height,
        glyphs=struck_out.kept,
        rules=rules,
        left_out=left_out,
        is_scan=not found.glyphs and objects.largest_image > _COVERS * frame.width * frame.height,
        unknown=found.unknown,
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

    Tables across a page are drawn on an upright page that is shown turned, or turned on a page that is not. A watermark
    across the page and what nobody sees have no say.
    """
    turns: Counter[int] = Counter()
    for index in range(0, count, max(count // _SAMPLE, 1)):
        angle = _quarters(text_page, index)
        if angle is not None and abs(angle - round(angle)) < _SLANT and not _is_unseen(text_page, index):
            turns[round(angle) % _QUARTERS] += 1
    return turns.most_common(1)[0][0] if turns else None


def _quarters(text_page: Handle, index: int) -> float | None:
    """The direction of a character in quarter turns; None for those that pdfium adds."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix)) or not (matrix.a or matrix.b):
        return None
    return math.atan2(matrix.b, matrix.a) / (math.pi / 2)


def _is_unseen(text_page: Handle, index: int) -> bool:
    text = pdfium.FPDFText_GetTextObject(text_page, index)
    return bool(text) and is_invisible(text)


class _Glyphs:
    """The page's characters without the spaces and line ends that pdfium adds."""

    def __init__(self, text_page: Handle, frame: _Frame, objects: PageObjects) -> None:
        self.glyphs: list[Glyph] = []
        self.left_out: list[tuple[LeftOutKind, str]] = []
        self.unknown = 0
        """How many of them say not which they are."""
        self._text_page = text_page
        self._frame = frame
        self._objects = objects

    def take(self, count: int) -> None:
        """Take so many characters of the page."""
        text_page, upright = self._text_page, self._frame.upright
        box = pdfium.FS_RECTF()
        reference = ctypes.byref(box)
        code_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
        is_generated = pdfium.FPDFText_IsGenerated
        may_be_unseen = self._objects.has_turned_text or self._objects.has_invisible_text
        glyphs = self.glyphs
        main_index, main_y, main_height = -1, 0.0, 0.0  # of the last character that is not raised
        for index in range(count):
            code = code_of(text_page, index)
            if code <= _SPACE and (
                code in _LINE_ENDS or (code == _SPACE and is_generated(text_page, index) == 1)
            ):
                continue
            if may_be_unseen and (kind := self._kind(index)):
                self._leave_out(kind, code)
                continue
            if not box_of(text_page, index, reference):
                continue
            x0, y0 = upright(box.left, box.top)
            x1, y1 = upright(box.right, box.bottom)
            text = _character(text_page, index, code)
            self.unknown += text == UNKNOWN
            # Some fonts give their lines no height.
            height = abs(y1 - y0) or abs(x1 - x0)
            y = (y0 + y1) / 2
            is_raised = (
                height < _LOWER * main_height
                and _UP * main_height < main_y - y < main_height
                and self._is_raised(index, main_index)
            )
            if not is_raised:
                main_index, main_y, main_height = index, y, height
            glyphs.append(Glyph(text, min(x0, x1), max(x0, x1), y, height, is_raised))

    def _is_raised(self, index: int, main: int) -> bool:
        """Whether a character is set in a smaller size than another, on a higher base line."""
        size, base = self._size_and_base(index)
        main_size, main_base = self._size_and_base(main)
        return size <= _SMALLER * main_size and main_base - base > _HIGHER * main_size

    def _size_and_base(self, index: int) -> tuple[float, float]:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._text_page, index, matrix)
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self._text_page, index, x, y)
        size = pdfium.FPDFText_GetFontSize(self._text_page, index) * math.hypot(matrix.c, matrix.d)
        return size, self._frame.upright(x.value, y.value)[1]

    def _kind(self, index: int) -> LeftOutKind | None:
        """Why a character is no part of what the page says; None if it is."""
        if self._objects.has_invisible_text and _is_unseen(self._text_page, index):
            return "invisible"
        angle = _quarters(self._text_page, index)
        if angle is None:
            return None
        turned = (angle - self._frame.turns + 2) % _QUARTERS - 2
        return "turned" if abs(turned) >= _SLANT else None

    def _leave_out(self, kind: LeftOutKind, code: int) -> None:
        text = UNKNOWN if code in _NO_CHARACTER else chr(code)
        if self.left_out and self.left_out[-1][0] == kind:
            self.left_out[-1] = kind, self.left_out[-1][1] + text
        else:
            self.left_out.append((kind, text))


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
