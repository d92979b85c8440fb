"""One page → its ruled tables with the lines of text in each cell, and the lines outside of them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from flows.readers.pdf.lattice import Lattice, find_lattices
from flows.readers.pdf.page import Page
from flows.readers.pdf.strikes import Glyph
from flows.readers.pdf.text import NOT_FIRST, Line, Sides, lines_of

_WIDEST_PADDING = 12.0  # points between a cell's border and its text; cells that are centred show more
_NEAR = 1.5  # heights of a line: what stands closer above a table belongs to it


@dataclass(slots=True)
class PdfCell:
    """A cell with its place in the table's grid and, in points, its sides."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    x1: float
    y0: float
    y1: float
    """On the page of its last lines."""
    locator: str
    lines: list[Line]

    def sides(self, padding: float) -> Sides:
        """Where its text may stand."""
        return Sides(self.x0 + padding, self.x1 - padding)


@dataclass(slots=True)
class PdfTable:
    """A ruled table: of one page, or joined from several."""

    page: int
    """The number of its last page."""
    number: int
    """Its number on its first page."""
    xs: list[float]
    row_count: int
    cells: list[PdfCell]
    top: float
    bottom: float
    """On its last page."""
    first_row_height: float
    page_height: float

    @property
    def padding(self) -> float:
        """The least space between a cell's left border and its text."""
        spaces = (line.x0 - cell.x0 for cell in self.cells for line in cell.lines)
        return min(max(min(spaces, default=0.0), 0.0), _WIDEST_PADDING)


@dataclass(slots=True)
class PageContent:
    """What stands on a page."""

    number: int
    width: float
    height: float
    tables: list[PdfTable] = field(default_factory=list)
    lines: list[tuple[int, Line]] = field(default_factory=list)
    """Lines outside of tables, with their numbers on the page."""


def content_of(page: Page) -> PageContent:
    """Put each glyph into the smallest ruled cell around it. Raises UnreadableError for lattices beyond bounds."""
    lattices = find_lattices(page.rules, f"page {page.number}")
    inside: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    before: tuple[Glyph, list[Glyph]] | None = None
    for glyph in page.glyphs:
        hangs = before is not None and _hangs_on(before[0], glyph)
        place = before[1] if before and hangs else _place(glyph, lattices, inside, outside)
        place.append(glyph)
        before = glyph, place
    content = PageContent(page.number, page.width, page.height)
    content.lines = list(enumerate(lines_of(outside), 1))
    order = sorted(range(len(lattices)), key=lambda index: (lattices[index].ys[0], lattices[index].xs[0]))
    with_text = [
        index for index in order if any((index, box) in inside for box in range(len(lattices[index].boxes)))
    ]
    for number, index in enumerate(with_text, 1):
        lattice = lattices[index]
        texts = {
            box: lines_of(inside[index, box]) for box in range(len(lattice.boxes)) if (index, box) in inside
        }
        content.tables.append(_table(lattice, texts, number, content))
    return content


def _place(
    glyph: Glyph,
    lattices: list[Lattice],
    inside: dict[tuple[int, int], list[Glyph]],
    outside: list[Glyph],
) -> list[Glyph]:
    """The glyphs of the smallest cell around the middle of a glyph, or those outside of all cells."""
    x = (glyph.x0 + glyph.x1) / 2
    for index, lattice in enumerate(lattices):
        box = lattice.box_at(x, glyph.y)
        if box >= 0:
            return inside[index, box]
    return outside


def _hangs_on(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph is punctuation right behind another: it may hang over the border of that one's cell."""
    return (
        glyph.text in NOT_FIRST
        and abs(glyph.y - before.y) <= before.height / 4
        and abs(glyph.x0 - before.x1) <= before.height / 2
    )


def _table(lattice: Lattice, texts: dict[int, list[Line]], number: int, content: PageContent) -> PdfTable:
    above = _row_above(lattice, content)
    cells = [
        PdfCell(
            row=box.top + bool(above),
            column=box.left,
            row_span=box.bottom - box.top,
            column_span=box.right - box.left,
            x0=lattice.xs[box.left],
            x1=lattice.xs[box.right],
            y0=lattice.ys[box.top],
            y1=lattice.ys[box.bottom],
            locator="",
            lines=texts.get(place, []),
        )
        for place, box in enumerate(lattice.boxes)
    ]
    cells = above + cells
    _name(cells, f"page {content.number}, table {number}")
    first = lattice.boxes[0]
    return PdfTable(
        page=content.number,
        number=number,
        xs=lattice.xs,
        row_count=len(lattice.ys) - 1 + bool(above),
        cells=cells,
        top=lattice.ys[0],
        bottom=lattice.ys[-1],
        first_row_height=lattice.ys[first.bottom] - lattice.ys[0],
        page_height=content.height,
    )


def _name(cells: list[PdfCell], table: str) -> None:
    """Number the cells of each row from the left."""
    counts: dict[int, int] = defaultdict(int)
    for cell in cells:
        counts[cell.row] += 1
        cell.locator = f"{table}, row {cell.row + 1}, cell {counts[cell.row]}"


def _row_above(lattice: Lattice, content: PageContent) -> list[PdfCell]:
    """The line right above a table whose parts stand over its columns: a first row without borders.

    Unit and unit of money are printed so. The line is taken out of the page's other lines.
    """
    near = [
        (place, line)
        for place, (_, line) in enumerate(content.lines)
        if 0 <= lattice.ys[0] - line.y <= _NEAR * line.height and line.x0 >= lattice.xs[0] - line.height
    ]
    if not near:
        return []
    place, line = near[-1]
    columns = [max(bisect_right(lattice.xs, part.x0) - 1, 0) for part in line.parts]
    if line.x1 > lattice.xs[-1] + line.height or not columns or any(a >= b for a, b in pairwise(columns)):
        return []
    del content.lines[place]
    bounds = [0, *columns[1:], len(lattice.xs) - 1]
    return [
        PdfCell(
            row=0,
            column=left,
            row_span=1,
            column_span=right - left,
            x0=lattice.xs[left],
            x1=lattice.xs[right],
            y0=line.y - line.height / 2,
            y1=lattice.ys[0],
            locator="",
            lines=[part],
        )
        for (left, right), part in zip(pairwise(bounds), line.parts, strict=True)
    ]
