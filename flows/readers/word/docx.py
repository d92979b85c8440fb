"""Word documents (docx) → Document: what a reader of the final page sees.

Left out: deleted and moved-away text of tracked changes, deleted cells and rows, struck-out and hidden text, marks of
notes, placeholders of controls, codes of fields, headers (but for a unit of money), footers, notes and comments. Read:
inserted text, choices of drop-down fields, content controls, nested tables, text boxes (after the paragraph that holds
them), automatic numbers, symbols by their fonts. Rules: ECMA-376 part 1, 17.3 (paragraphs), 17.4 (tables),
17.13.5 (tracked changes), and part 3 (alternate content).

Locators: `table 3, row 4, cell 2` counts the cells that stand in the row, those merged from above included; a table
inside a table is `table 3.1`; `paragraph 12` is the twelfth printed paragraph outside of tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from flows.readers.document import Block, Document, LeftOut, LeftOutKind, Paragraph, Table, UnreadableError
from flows.readers.package import Package, parse_xml
from flows.readers.word.docx_parts import Headers, read_headers, transitional
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
from flows.readers.word.docx_text import TextReader, contents, mark_placeholders
from flows.readers.word.numbering import Numbering
from flows.readers.word.tables import RowCell, TablePlace, TableRows

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
    data = transitional(package.read(main))
    body = parse_xml(data, main).find(W + "body")
    if body is None:
        raise UnreadableError(
            f"{main} of the package holds no Word document. Open it in an office program and save it as .docx."
        )
    parts = package.relations(main)
    kinds = {relation.kind: relation.part for relation in reversed(parts.values())}
    styles = _styles(package, kinds.get("styles"))
    lists = _lists(package, kinds.get("numbering"), styles)
    if b"showingPlcHdr" in data:
        mark_placeholders(body)
    reader = _Reader(body, styles, lists, read_headers(package, parts, body))
    blocks = tuple(reader.blocks())
    return Document("docx", blocks, tuple(reader.left_out))


def _styles(package: Package, name: str | None) -> Styles:
    data = transitional(package.read(name)) if name else b""
    # Most documents hide, strike out, raise and number nothing by style: then there is nothing to parse.
    may_mark = any(word in data for word in (b"vanish", b"strike", b"vertAlign"))
    if not name or not (may_mark or b"numPr" in data):
        return Styles()
    return Styles(parse_xml(data, name), may_mark=may_mark)


def _lists(package: Package, name: str | None, styles: Styles) -> Lists:
    """The lists. A paragraph of a list that is not defined has no number, in Word, too."""
    return read_lists(parse_xml(transitional(package.read(name)), name), styles) if name else Lists({}, {})


class _Reader:
    """Walks the document in reading order, once."""

    def __init__(self, body: etree._Element, styles: Styles, lists: Lists, headers: Headers) -> None:
        self._body = body
        self._headers = headers
        self._place = TablePlace()
        self._pending: list[tuple[LeftOutKind, str]] = []  # of the paragraphs whose place is not yet known
        self._styles = styles
        self._style_levels = lists.style_levels
        self._numbering = Numbering(lists.lists)
        self._text = TextReader(body, styles, may_count=bool(lists.lists))

    @property
    def left_out(self) -> list[LeftOut]:
        """What the document holds, and its page does not say."""
        return self._place.found.left_out

    def blocks(self) -> Iterator[Block]:
        """Paragraphs and tables of the page."""
        yield from self._headers.get(None, ())
        paragraphs = 0
        for item in self._items(self._body, self._place):
            if isinstance(item, Table | Paragraph):
                yield item
                continue
            text = item.strip()
            paragraphs += bool(text)
            locator = f"paragraph {paragraphs}" if text else f"after paragraph {paragraphs}"
            if self._pending:
                self.left_out.extend(LeftOut(kind, locator, found) for kind, found in self._pending)
                self._pending = []
            if text:
                yield Paragraph(text, locator)

    def _items(self, container: etree._Element, place: TablePlace) -> Iterator[str | Table | Paragraph]:
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
            if plain is not None and element not in self._headers:
                yield begun + plain
                begun = ""
                continue
            said = properties(element, W + "pPr")
            read = self._text.read(element, said)
            self._pending += read.left_out
            if read.goes_on:
                begun += read.text
            else:
                yield self._printed_number(said) + begun + read.text
                begun = ""
            for box in read.boxes:
                yield from self._items(box, place)
            yield from self._headers.get(element, ())
        if begun:
            yield begun

    def _table(self, element: etree._Element, place: TablePlace) -> Iterator[Table]:
        rows = TableRows(place)
        nested: list[Table] = []
        for row in contents(element, _ROWS):
            said = properties(row, W + "trPr") if row in self._text.says_grid else NOTHING
            if W + "del" in said:
                self._leave_out("deleted", row, place)
            elif is_on(said, W + "hidden"):
                self._leave_out("hidden", row, place)
            else:
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
                if W + "cellDel" in said:  # the cells after it move to its place
                    self._leave_out("deleted", element, place)
                    continue
                cell.span = max(1, number(value(said, W + "gridSpan")) or 1)
                cell.goes_on_down = value(said, W + "vMerge") in _GOES_ON and rows.has_above(
                    column, cell.span
                )
                cell.goes_on_across = value(said, W + "hMerge") in _GOES_ON
            if not cell.goes_on_down:
                if plain_text is None:
                    cell.text, cell.left_out = self._cell_text(element, place, nested)
                else:
                    cell.text = plain_text
            cells.append(cell)
            column += cell.span
        return cells

    def _cell_text(
        self, element: etree._Element, place: TablePlace, nested: list[Table]
    ) -> tuple[str, list[tuple[LeftOutKind, str]]]:
        """The text of a cell and what it holds besides; a table of one cell in it is a frame around its text."""
        lines = []
        outer, self._pending = self._pending, []
        for item in self._items(element, place):
            if isinstance(item, Table) and len(item.cells) > 1:
                nested.append(item)
            elif isinstance(item, Table):
                lines.append(item.cells[0].text)
            elif isinstance(item, str):
                lines.append(item)
        left_out, self._pending = self._pending, outer
        return "\n".join(lines).strip(), left_out

    def _leave_out(self, kind: LeftOutKind, element: etree._Element, place: TablePlace) -> None:
        """Note the text of a row or cell that is no part of the page."""
        text = " ".join([found.text or "" for found in element.iter(W + "t", W + "delText")]).strip()
        if text:
            self.left_out.append(LeftOut(kind, place.locator, text))

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
