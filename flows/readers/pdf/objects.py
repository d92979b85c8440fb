"""What a page of a PDF draws: ruled lines, images, text that is shown or not.

Ruled lines are what programs draw for the borders of cells: stroked lines and rectangles (LibreOffice, report
generators) or filled rectangles thinner than a pen (Word, spreadsheets), also inside of form objects.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import pypdfium2.raw as pdfium

from flows.readers.document import UnreadableError

MAX_OBJECTS = 200_000
"""Objects and path segments of one page. A page of forms has some hundred, a map has millions."""

_THICKEST = 3.0  # a filled rectangle thicker than this is a shaded area, no line
_SLANT = 0.5  # a line that rises by more than this is none of a table's
_MAX_DEPTH = 8  # form objects inside of form objects
_INVISIBLE = (3, 7)  # text render modes: neither filled nor stroked, the text layer of a scan; a mere clip
_LONGEST_SHAPE = 12  # points of a filled shape that may be a line (a rectangle with its corners cut)

# Made once: a page has thousands of texts, and pdfium is used by one thread.
_ALPHA, _MATRIX = ctypes.c_uint(), pdfium.FS_MATRIX()
_COLOUR = (*(ctypes.byref(ctypes.c_uint()) for _ in range(3)), ctypes.byref(_ALPHA))
_MATRIX_AT = ctypes.byref(_MATRIX)

Handle: TypeAlias = object
"""One of pdfium's opaque pointers; their classes are made at run time and cannot be named here."""
Point: TypeAlias = tuple[float, float]
Map: TypeAlias = Callable[[float, float], Point]


class Rule(NamedTuple):
    """A straight line: horizontal at y = `at` from x = `start` to `end`, or vertical at x = `at` from y to y."""

    is_vertical: bool
    at: float
    start: float
    end: float


class PageObjects:
    """Collects what the objects of one page draw."""

    def __init__(self, number: int) -> None:
        self.rules: list[Rule] = []
        self.largest_image = 0.0
        """In square points."""
        self.has_turned_text = False
        """A text may stand at another angle than the page."""
        self._number = number
        self._budget = MAX_OBJECTS
        self._visible_texts = self._invisible_texts = 0

    @property
    def has_invisible_text(self) -> bool:
        """Whether some text is drawn without being seen, beside text that is."""
        return self._invisible_texts > 0 and self._visible_texts > 0

    @property
    def shows_text(self) -> bool:
        """False where all text is the invisible layer that text recognition puts over a scan."""
        return self._visible_texts > 0 or self._invisible_texts == 0

    def take(self, item: Handle, to_page: Map, depth: int = 0) -> None:
        """Take an object; `to_page` maps its parent's coordinates to the upright page."""
        self.spend(1)
        match pdfium.FPDFPageObj_GetType(item):
            case pdfium.FPDF_PAGEOBJ_TEXT:
                if is_invisible(item):
                    self._invisible_texts += 1
                else:
                    self._visible_texts += 1
                self.has_turned_text = self.has_turned_text or _is_turned(item)
            case pdfium.FPDF_PAGEOBJ_PATH:
                self._take_path(item, _through_matrix(item, to_page))
            case pdfium.FPDF_PAGEOBJ_IMAGE:
                self.largest_image = max(self.largest_image, _area(item))
            case pdfium.FPDF_PAGEOBJ_FORM if depth < _MAX_DEPTH:
                self.has_turned_text = self.has_turned_text or _is_turned(item)
                inner = _through_matrix(item, to_page)
                for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                    self.take(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def spend(self, count: int) -> None:
        """Count what is looked at. Raises UnreadableError beyond MAX_OBJECTS."""
        self._budget -= count
        if self._budget < 0:
            raise UnreadableError(
                f"page {self._number} of the PDF draws more than {MAX_OBJECTS:,} objects: that is no page of forms. "
                "Remove the page, or print the document to a new PDF."
            )

    def _take_path(self, path: Handle, to_page: Map) -> None:
        fill_mode, is_stroked = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill_mode), ctypes.byref(is_stroked))
        if not fill_mode.value and not is_stroked.value:
            return
        for points in self._outlines(path, to_page):
            if is_stroked.value:
                for start, end in pairwise(points):
                    self._add_line(start, end)
            elif len(points) <= _LONGEST_SHAPE:
                self._add_shape(points)

    def _outlines(self, path: Handle, to_page: Map) -> list[list[Point]]:
        """The polygons of a path; what is curved ends one and begins another."""
        count = pdfium.FPDFPath_CountSegments(path)
        self.spend(max(count, 0))
        x, y = ctypes.c_float(), ctypes.c_float()
        outlines: list[list[Point]] = []
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(path, index)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            point = to_page(x.value, y.value)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO and outlines:
                outlines[-1].append(point)
            else:
                outlines.append([point])
            if pdfium.FPDFPathSegment_GetClose(segment):
                outlines[-1].append(outlines[-1][0])
        return outlines

    def _add_line(self, start: Point, end: Point) -> None:
        (x0, y0), (x1, y1) = start, end
        if abs(y1 - y0) <= _SLANT:
            self.rules.append(Rule(is_vertical=False, at=(y0 + y1) / 2, start=min(x0, x1), end=max(x0, x1)))
        elif abs(x1 - x0) <= _SLANT:
            self.rules.append(Rule(is_vertical=True, at=(x0 + x1) / 2, start=min(y0, y1), end=max(y0, y1)))

    def _add_shape(self, points: list[Point]) -> None:
        """A filled shape that is thin is a line."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if bottom - top <= min(_THICKEST, right - left):
            self.rules.append(Rule(is_vertical=False, at=(top + bottom) / 2, start=left, end=right))
        elif right - left <= min(_THICKEST, bottom - top):
            self.rules.append(Rule(is_vertical=True, at=(left + right) / 2, start=top, end=bottom))


def read_objects(page: Handle, to_page: Map, number: int) -> PageObjects:
    """What the page `number` draws, mapped by `to_page`. Raises UnreadableError where it is too much."""
    objects = PageObjects(number)
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        objects.take(pdfium.FPDFPage_GetObject(page, index), to_page)
    return objects


def is_invisible(text: Handle) -> bool:
    """Whether a text object is drawn without being seen: neither filled nor stroked, or without any colour."""
    mode = pdfium.FPDFTextObj_GetTextRenderMode(text)
    if mode != pdfium.FPDF_TEXTRENDERMODE_FILL:
        return mode in _INVISIBLE
    return bool(pdfium.FPDFPageObj_GetFillColor(text, *_COLOUR)) and _ALPHA.value == 0


def _is_turned(item: Handle) -> bool:
    pdfium.FPDFPageObj_GetMatrix(item, _MATRIX_AT)
    return _MATRIX.b != 0 or _MATRIX.a <= 0


def _through_matrix(item: Handle, to_page: Map) -> Map:
    """The map of an object's own coordinates."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return to_page
    a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
    return lambda x, y: to_page(a * x + c * y + e, b * x + d * y + f)


def _area(item: Handle) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, *(ctypes.byref(side) for side in (left, bottom, right, top)))
    return (right.value - left.value) * (top.value - bottom.value)
