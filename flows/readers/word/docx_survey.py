"""One walk over the tree of a docx, which finds what is plain in it: the rest alone is looked at piece by piece.

Nearly all paragraphs hold nothing but text, nearly all rows nothing but cells of such paragraphs. A walk of a tree costs
more than what is done in it, since the tree is larger than a processor's cache: so all is found in the same one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from flows.readers.word.docx_styles import W

_TABLE_ROW, _CELL, _PARAGRAPH, _TEXT = W + "tr", W + "tc", W + "p", W + "t"
_OF_ROWS = frozenset({_CELL, _PARAGRAPH, _TEXT})
_GRID = frozenset(
    W + name for name in ("gridSpan", "vMerge", "hMerge", "gridBefore", "hidden", "del", "cellDel")
)
"""What properties of cells and rows say of the grid"""


@dataclass(slots=True)
class Survey:
    """What was found in a document."""

    plain_rows: dict[etree._Element, list[tuple[etree._Element, list[str]]]] = field(default_factory=dict)
    """Each row that may be plain → its cells, each with the pieces of its text; one of `not_plain` is not."""
    not_plain: set[etree._Element | None] = field(default_factory=set)
    """Paragraphs and rows that hold more than text."""
    says_grid: set[etree._Element | None] = field(default_factory=set)
    """Cells and rows whose properties may say something of the grid."""


def survey(body: etree._Element, more: frozenset[str]) -> Survey:
    """Walk the document. `more`: the elements that make a paragraph more than the text of its runs."""
    found = Survey()
    table = row = cell = paragraph = None
    cells: list[tuple[etree._Element, list[str]]] = []
    pieces: list[str] = []
    for element in body.iter(_TEXT, _PARAGRAPH, _CELL, _TABLE_ROW, *_GRID, *more):
        tag, around = element.tag, element.getparent()
        if tag == _TEXT and around is not None and around.getparent() is paragraph:
            pieces.append(element.text or "")
        elif tag == _PARAGRAPH and around is cell:
            paragraph = element
            pieces.append("\n")
        elif tag == _CELL and around is row:
            cell, paragraph, pieces = element, None, []
            cells.append((cell, pieces))
        elif tag == _TABLE_ROW:
            if around is not table:  # the first row of a table, which may stand in a row itself
                table = around
                found.not_plain.update(element.iterancestors(_TABLE_ROW))
            row, cell, paragraph, cells = element, None, None, []
            found.plain_rows[row] = cells
        elif tag in _OF_ROWS:
            if around is not body:  # something is wrapped around it, in this row perhaps
                found.not_plain.add(row)
            row = cell = paragraph = None
        else:
            _note(found, element, more)
    return found


def _note(found: Survey, element: etree._Element, more: frozenset[str]) -> None:
    properties = element.getparent()
    if element.tag in _GRID and properties is not None:
        found.says_grid.add(properties.getparent())
    if element.tag in more:
        found.not_plain.update(element.iterancestors(_PARAGRAPH, _TABLE_ROW))
