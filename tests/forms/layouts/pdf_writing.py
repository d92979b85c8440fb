"""A made document as a PDF: ruled lines, texts in cells, pages that break between rows."""

from __future__ import annotations

from collections.abc import Sequence

from tests.forms.layouts.grids import Grid, Part, Placed, Text
from tests.readers.made_pdf import HEIGHT, WIDTH, PageOf, pdf

_SIZE = 6.5
_LEADING = 1.35
_WESTERN = 0.556
_MARGIN = 20
_PADDING = 3


def as_pdf(parts: Sequence[Part]) -> bytes:
    pages = [PageOf()]
    y = float(_MARGIN)
    for part in parts:
        if isinstance(part, Text):
            if y > HEIGHT - 3 * _MARGIN:
                pages.append(PageOf())
                y = float(_MARGIN)
            _write(pages[-1], _MARGIN, y + _SIZE, part.text, _SIZE + 2)
            y += 2.4 * _SIZE
        else:
            y = _table(pages, part, y) + 2 * _SIZE
    return pdf(*pages)


def _table(pages: list[PageOf], grid: Grid, y: float) -> float:
    """Draws the table from y on, over as many pages as it needs; returns where it ends on the last."""
    xs = [_MARGIN + (WIDTH - 2 * _MARGIN) * column / grid.width for column in range(grid.width + 1)]
    size = _fitting(grid, xs)
    heights = _heights(grid, xs, size)
    first = 0
    while first < grid.height:
        last, bottom = first, y
        while last < grid.height and bottom + heights[last] < HEIGHT - _MARGIN:
            bottom += heights[last]
            last += 1
        if last == first:
            assert y > _MARGIN, "a row higher than a page"
            pages.append(PageOf())
            y = float(_MARGIN)
            continue
        _draw(pages[-1], grid, xs, heights, (first, last), y, size)
        first, y = last, bottom
        if first < grid.height:
            pages.append(PageOf())
            y = float(_MARGIN)
    return y


def _fitting(grid: Grid, xs: list[float]) -> float:
    """The size of letters at which no number is wider than its cell."""
    sizes = [
        _width(cell, xs) / (_WESTERN * (len(word) + 1))
        for cell in grid.cells
        for word in _words(cell.text)
        if word.isascii()
    ]
    return min([_SIZE, *sizes])


def _heights(grid: Grid, xs: list[float], size: float) -> list[float]:
    line = size * _LEADING
    heights = [line + 2 * _PADDING] * grid.height
    for cell in sorted(grid.cells, key=lambda cell: cell.rows):
        needed = len(_wrapped(cell.text, _width(cell, xs), size)) * line + 2 * _PADDING
        here = sum(heights[cell.row : cell.row + cell.rows])
        if needed > here:
            heights[cell.row + cell.rows - 1] += needed - here
    return heights


def _width(cell: Placed, xs: list[float]) -> float:
    return xs[cell.column + cell.columns] - xs[cell.column] - 2 * _PADDING


def _draw(
    page: PageOf,
    grid: Grid,
    xs: list[float],
    heights: list[float],
    rows: tuple[int, int],
    top: float,
    size: float,
) -> None:
    """The part of the table from row to row; a cell merged over the cut has its text where it has most room."""
    first, last = rows
    ys = [top]
    for row in range(first, last):
        ys.append(ys[-1] + heights[row])
    for cell in grid.cells:
        begin, end = max(cell.row, first), min(cell.row + cell.rows, last)
        if begin >= end:
            continue
        x0, x1, y0, y1 = xs[cell.column], xs[cell.column + cell.columns], ys[begin - first], ys[end - first]
        for line in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            page.rule(*line)
        if cell.row == begin:
            for place, line in enumerate(_wrapped(cell.text, _width(cell, xs), size)):
                _write(page, x0 + _PADDING, y0 + _PADDING + size * _LEADING * (place + 0.5), line, size)


def _write(page: PageOf, x: float, y: float, text: str, size: float) -> None:
    """A line of text in one font. PDFium does not see a text object of one wide character: a space follows it."""
    shown = text + " " if len(text) == 1 else text
    base = HEIGHT - y - size * 0.35
    page.content.append(
        f"BT /F2 {size} Tf 1 0 0 1 {x:.2f} {base:.2f} Tm <{shown.encode('utf-16-be').hex()}> Tj ET"
    )


def _wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines that fit; a number is never broken."""
    lines: list[str] = []
    for piece in text.split("\n"):
        line, used = "", 0.0
        for word in _words(piece):
            wide = sum(size * (_WESTERN if character.isascii() else 1) for character in word)
            if line and used + wide > width:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + word, used + wide
        lines.append(line)
    return lines


def _words(text: str) -> list[str]:
    words: list[str] = []
    for character in text:
        if words and character.isascii() and words[-1][-1].isascii():
            words[-1] += character
        else:
            words.append(character)
    return words
