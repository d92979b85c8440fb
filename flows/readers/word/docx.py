"""Word documents (docx) → Document: what a reader of the final page sees.

Left out: deleted and moved-away text of tracked changes, hidden text and rows, codes of fields, headers, footers,
notes and comments. Read: inserted text, content controls, nested tables, text boxes (after the paragraph that holds
them), automatic numbers, symbols by their fonts. Rules: ECMA-376 part 1, 17.3 (paragraphs), 17.4 (tables),
17.13.5 (tracked changes), and part 3 (alternate content).

Locators: `table 3, row 4, cell 2` counts the cells that stand in the row, those merged from above included; a table
inside a table is `table 3.1`; `paragraph 12` is the twelfth printed paragraph outside of tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from flows.readers.document import Block, Document, Paragraph, Table, UnreadableError
from flows.readers.package import Package, parse_xml
from flows.readers.word.docx_styles import (
    NOTHING,
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
from flows.readers.word.docx_text import TextReader, contents
from flows.readers.word.numbering import Numbering
from flows.readers.word.tables import RowCell, TablePlace, TableRows

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
_GOES_ON = ("", "continue")  # what w:vMerge and w:hMerge say of a cell that is part of the one before


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
    return Styles(parse_xml(data, name), may_hide=b"vanish" in data)


def _lists(package: Package, name: str | None, styles: Styles) -> Lists:
    if not name or name not in package:
        return Lists({}, {})
    return read_lists(parse_xml(_transitional(package.read(name)), name), styles)


class _Reader:
    """Walks the document in reading order, once."""

    def __init__(self, body: etree._Element, styles: Styles, lists: Lists) -> None:
        self._body = body
        self._styles = styles
        self._style_levels = lists.style_levels
        self._numbering = Numbering(lists.lists)
        self._text = TextReader(body, styles, may_count=bool(lists.lists))

    def blocks(self) -> Iterator[Block]:
        """Paragraphs and tables of the page."""
        paragraphs = 0
        for item in self._items(self._body, TablePlace()):
            if isinstance(item, Table):
                yield item
            elif item.strip():
                paragraphs += 1
                yield Paragraph(item.strip(), f"paragraph {paragraphs}")

    def _items(self, container: etree._Element, place: TablePlace) -> Iterator[str | Table]:
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
            plain = self._text.plain(element)
            if plain is not None:
                yield begun + plain
                begun = ""
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

    def _table(self, element: etree._Element, place: TablePlace) -> Iterator[Table]:
        rows = TableRows(place)
        nested: list[Table] = []
        for row in contents(element, _ROWS):
            said = properties(row, W + "trPr") if row in self._text.says_grid else NOTHING
            if W + "del" not in said and not is_on(said, W + "hidden"):
                rows.add(self._row(row, said, rows, place, nested))
        table = rows.table()
        if table:
            yield table
        yield from nested

    def _row(
        self,
        row: etree._Element,
        row_says: Properties,
        rows: TableRows,
        place: TablePlace,
        nested: list[Table],
    ) -> list[RowCell]:
        """The row's cells; the tables in them go to `nested`."""
        cells = []
        column = max(0, number(value(row_says, W + "gridBefore")) or 0)
        plain = self._text.plain_cells(row)
        for element, plain_text in plain or [(cell, None) for cell in contents(row, _CELLS)]:
            cell = RowCell("", column, 1)
            if element in self._text.says_grid:
                said = properties(element, W + "tcPr")
                cell.span = max(1, number(value(said, W + "gridSpan")) or 1)
                cell.goes_on_down = value(said, W + "vMerge") in _GOES_ON and rows.has_above(
                    column, cell.span
                )
                cell.goes_on_across = value(said, W + "hMerge") in _GOES_ON
            if not cell.goes_on_down:
                cell.text = self._cell_text(element, place, nested) if plain_text is None else plain_text
            cells.append(cell)
            column += cell.span
        return cells

    def _cell_text(self, element: etree._Element, place: TablePlace, nested: list[Table]) -> str:
        lines = []
        for item in self._items(element, place):
            if isinstance(item, Table):
                nested.append(item)
            else:
                lines.append(item)
        return "\n".join(lines).strip()

    def _printed_number(self, said: Properties) -> str:
        """The automatic number of a paragraph with these properties, '' without one."""
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
