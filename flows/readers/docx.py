"""Word documents (docx) → Document: what a reader of the final page sees.

Left out: deleted and moved-away text of tracked changes, hidden text and rows, codes of fields, headers, footers,
notes and comments. Read: inserted text, content controls, nested tables, text boxes (after the paragraph that holds
them), automatic numbers, symbols by their fonts. Rules: ECMA-376 part 1, 17.3 (paragraphs), 17.4 (tables),
17.13.5 (tracked changes), 17.15.3 and part 3 (alternate content).

Locators: `table 3, row 4, cell 2` counts the cells that stand in the row, those merged from above included; a table
inside a table is `table 3.1`; `paragraph 12` is the twelfth printed paragraph outside of tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from flows.readers.document import Block, Cell, Document, Paragraph, Table, UnreadableError
from flows.readers.docx_styles import (
    Lists,
    Properties,
    Styles,
    W,
    is_on,
    number,
    number_reference,
    properties,
    read_lists,
    value,
)
from flows.readers.docx_text import TextReader, contents
from flows.readers.grid import check_slots, without_empty_edges
from flows.readers.numbering import Numbering
from flows.readers.package import Package, parse_xml

MAX_NESTED_TABLES = 16
"""Word's pages hold two or three tables inside one another; what nests deeper is made to exhaust its reader."""
MAX_COLUMNS = 1_000
"""Word allows 63 columns; other programs write more."""

_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_ELSEWHERE = {W + "altChunk", W + "subDoc"}
_BLOCKS = frozenset({W + "p", W + "tbl"}) | _ELSEWHERE
_ROWS = frozenset({W + "tr"})
_CELLS = frozenset({W + "tc"})


def read_docx(content: bytes) -> Document:
    """Read a docx.

    Raises UnreadableError for packages that are damaged, encrypted or out of bounds, for documents that keep their text
    in embedded files, and for tables that are nested too deeply or too large.
    """
    package = Package(content)
    main = package.main_part()
    if main is None:
        raise UnreadableError(
            "the package holds no Word document. Open it in an office program and save it as .docx."
        )
    body = parse_xml(_transitional(package.read(main)), main).find(W + "body")
    if body is None:
        raise UnreadableError(
            f"{main} of the package holds no Word document. Open it in an office program and save it as .docx."
        )
    parts = package.relations(main)
    styles = _styles(package, parts.get("styles"))
    lists = _lists(package, parts.get("numbering"), styles)
    return Document("docx", tuple(_Reader(body, styles, lists).blocks()))


def _transitional(data: bytes) -> bytes:
    """The strict form of the standard has names of its own for the same elements."""
    for strict, transitional in _STRICT:
        data = data.replace(strict, transitional)
    return data


def _styles(package: Package, name: str | None) -> Styles:
    data = _transitional(package.read(name)) if name and name in package else b""
    # Most documents hide and number nothing by style: then there is nothing to parse.
    if not name or not any(word in data for word in (b"vanish", b"numPr")):
        return Styles()
    return Styles(parse_xml(data, name))


def _lists(package: Package, name: str | None, styles: Styles) -> Lists:
    if not name or name not in package:
        return Lists({}, {})
    return read_lists(parse_xml(_transitional(package.read(name)), name), styles)


@dataclass(slots=True)
class _OpenCell:
    """A cell that following rows may make longer."""

    text: str
    row: int
    column: int
    column_span: int
    locator: str
    row_span: int = 1


@dataclass(slots=True)
class _Place:
    """Where tables are numbered: the page (`table 3`), or a table's cells (`table 3.1`)."""

    prefix: str = ""
    depth: int = 0
    tables: int = 0

    def next_table(self) -> _Place:
        self.tables += 1
        return _Place(f"{self.prefix}{self.tables}.", self.depth + 1)

    @property
    def locator(self) -> str:
        return f"table {self.prefix.removesuffix('.')}"


class _Reader:
    """Walks the document in reading order, once."""

    def __init__(self, body: etree._Element, styles: Styles, lists: Lists) -> None:
        self._body = body
        self._styles = styles
        self._style_levels = lists.style_levels
        self._numbering = Numbering(lists.lists)
        self._text = TextReader(body, styles)
        self._slots = 0

    def blocks(self) -> Iterator[Block]:
        """Paragraphs and tables of the page."""
        paragraphs = 0
        for item in self._items(self._body, _Place()):
            if isinstance(item, Table):
                yield item
            elif item.strip():
                paragraphs += 1
                yield Paragraph(item.strip(), f"paragraph {paragraphs}")

    def _items(self, container: etree._Element, place: _Place) -> Iterator[str | Table]:
        """The text of each paragraph, and each table followed by those inside it."""
        begun = ""  # text of paragraphs whose end is deleted
        for element in contents(container, _BLOCKS):
            if element.tag in _ELSEWHERE:
                raise UnreadableError(
                    "the document keeps its text in embedded files. Open it in Word, save it again, and load that."
                )
            if element.tag == W + "tbl":
                if begun:
                    yield begun
                    begun = ""
                yield from self._table(element, place.next_table())
                continue
            said = properties(element, W + "pPr")
            read = self._text.read(element, said)
            if read.goes_on:
                begun += read.text
            else:
                yield self._printed_number(said) + begun + read.text
                begun = ""
            for box in read.boxes:
                yield from self._items(box, place)
        if begun:
            yield begun

    def _table(self, element: etree._Element, place: _Place) -> Iterator[Table]:
        if place.depth > MAX_NESTED_TABLES:
            raise UnreadableError(
                f"{place.locator} stands inside more than {MAX_NESTED_TABLES} other tables: that is no yearly document. "
                "Open it in Word and save its text anew."
            )
        cells: list[_OpenCell] = []
        nested: list[Table] = []
        above: dict[int, _OpenCell] = {}  # column → the cell above, where it can go on
        rows = (row for row in contents(element, _ROWS) if _is_shown(row))
        for row_no, row in enumerate(rows):
            above = self._row(row, row_no, place, above, cells, nested)
        printed = without_empty_edges(
            [Cell(c.text, c.row, c.column, c.locator, c.row_span, c.column_span) for c in cells]
        )
        if printed:
            yield Table(printed, place.locator)
        yield from nested

    def _row(
        self,
        row: etree._Element,
        row_no: int,
        place: _Place,
        above: dict[int, _OpenCell],
        cells: list[_OpenCell],
        nested: list[Table],
    ) -> dict[int, _OpenCell]:
        """Adds the row's cells to `cells`, and the tables in them to `nested`; what the next row can go on with."""
        column = number(value(properties(row, W + "trPr"), W + "gridBefore")) or 0
        placed: dict[int, _OpenCell] = {}
        last: _OpenCell | None = None
        for cell_no, element in enumerate(contents(row, _CELLS), 1):
            locator = f"{place.locator}, row {row_no + 1}, cell {cell_no}"
            said = properties(element, W + "tcPr")
            span = max(1, number(value(said, W + "gridSpan")) or 1)
            self._check(column + span, span, locator)
            if last and value(said, W + "hMerge") in ("", "continue"):
                last.column_span += span
                column += span
                continue
            goes_on = above.get(column) if value(said, W + "vMerge") in ("", "continue") else None
            if goes_on and goes_on.column_span == span:
                goes_on.row_span += 1
                last = goes_on
            else:
                text = self._cell_text(element, place, nested)
                last = _OpenCell(text, row_no, column, span, locator)
                cells.append(last)
            placed[column] = last
            column += span
        return placed

    def _cell_text(self, element: etree._Element, place: _Place, nested: list[Table]) -> str:
        lines = []
        for item in self._items(element, place):
            if isinstance(item, Table):
                nested.append(item)
            else:
                lines.append(item)
        return "\n".join(lines).strip()

    def _check(self, width: int, span: int, locator: str) -> None:
        if not 0 < width <= MAX_COLUMNS:
            raise UnreadableError(
                f"{locator} lies beyond column {MAX_COLUMNS:,}: that is no yearly document, or it is damaged. "
                "Open it in Word and save it again."
            )
        self._slots += span
        check_slots(self._slots, locator)

    def _printed_number(self, said: Properties) -> str:
        """The automatic number of a paragraph with these properties, '' without one."""
        if not self._numbering.lists:
            return ""
        direct = number_reference(said)
        if direct and direct.list_key is not None:
            return self._numbering.next_label(direct.list_key, direct.level or 0)
        style = value(said, W + "pStyle") or self._styles.default_paragraph
        inherited = self._styles.number(style)
        if inherited is None or inherited.list_key is None:
            return ""
        level = direct.level if direct else None
        if level is None:
            level = self._style_levels.get((inherited.list_key, style), inherited.level or 0)
        return self._numbering.next_label(inherited.list_key, level)


def _is_shown(row: etree._Element) -> bool:
    said = properties(row, W + "trPr")
    return W + "del" not in said and not is_on(said, W + "hidden")
