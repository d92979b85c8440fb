"""Web pages → Document: what a browser shows of a page, its tables as grids.

Publishers' pages are Word and LibreOffice exports (nested spans, `&nbsp;`) inside the frame of a web site: tables that
only lay the page out, navigation, footers. A table that holds other tables is such a frame, unless a cell of its own
is a label of a form; what stands in a frame is read as if the frame were not there. What is not shown (scripts, style
sheets, `display:none`, `hidden`) is left out; so is what is taken back (`s`, `del`, `line-through`) or leads to a note
(`sup`), which is said.
"""

from __future__ import annotations

from itertools import groupby
from typing import Protocol

from lxml import etree

from flows.labels import find_certain_label
from flows.readers.document import (
    Block,
    Cell,
    Document,
    LeftOut,
    LeftOutKind,
    Paragraph,
    Table,
    UnreadableError,
)
from flows.readers.grid import without_empty_edges
from flows.readers.note_marks import is_note_mark, is_power_of_ten
from flows.readers.web.encoding import DAMAGED, decode_page
from flows.readers.web.style import Marked, leave_out_unseen
from flows.readers.web.table import PlacedCell, form_table
from flows.readers.web.text import Lines, collapsed, control_text, list_marker

_FETCH_AGAIN = "Fetch it again from its publisher, or open it in a browser and save it."
# Elements that begin and end a line (HTML standard, rendering); a table's parts have their own reading.
_BLOCKS = frozenset(
    (
        *("html", "body", "address", "article", "aside", "blockquote", "center", "dialog", "div", "fieldset"),
        *(
            "figure",
            "figcaption",
            "footer",
            "form",
            "header",
            "hgroup",
            "hr",
            "legend",
            "listing",
            "main",
            "nav",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "xmp", "search", "section", "details", "summary"),
        *("dd", "dir", "dl", "dt", "li", "menu", "ol", "ul"),
        *("caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
    )
)
_CONTROLS = frozenset(("input", "select", "textarea"))


def read_html(content: bytes) -> Document:
    """Read a web page. Raises UnreadableError for bytes in no known encoding, and pages nested or sized beyond use."""
    source = decode_page(content)
    # The text is known here, whatever the page declares; libxml2 reads UTF-8 fastest.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    root = etree.fromstring(source.encode("utf-8", errors="replace"), parser)
    for error in parser.error_log:
        if error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            # libxml2 stops there: what follows would be lost.
            raise UnreadableError(
                f"line {error.line:,} of the page is nested deeper, or has a longer text, than any document needs. "
                + _FETCH_AGAIN
            )
    if root is None:
        return Document("html", ())
    page = _Page(root, leave_out_unseen(root, source))
    blocks = page.blocks
    if blocks and isinstance(blocks[-1], Table) and _is_cut_off(source):
        blocks[-1] = _ending_abruptly(blocks[-1])
    return Document("html", tuple(blocks), tuple(page.left_out))


class _Sink(Protocol):
    """Where the text of an element goes."""

    lines: Lines
    pending: list[tuple[LeftOutKind, str]]
    """What is left out of the text."""

    def break_block(self) -> None:
        """A block begins or ends here."""

    def take_table(self, table: etree._Element) -> None:
        """A table stands here."""


class _CellText:
    """Text of one cell: its blocks are lines; a table of one cell is a frame around a text, others are set aside."""

    def __init__(self, page: _Page) -> None:
        self.lines = Lines()
        self.pending: list[tuple[LeftOutKind, str]] = []
        self.tables: list[etree._Element] = []
        self.has_frames = False
        self._page = page

    def break_block(self) -> None:
        self.lines.break_block()

    def take_table(self, table: etree._Element) -> None:
        self.lines.break_block()
        framed = self._page.framed(table)
        if framed is None:
            self.tables.append(table)
        else:
            self.has_frames = True
            self._page.walk(framed, self)
            self.lines.break_block()


class _Page:
    """Text outside of tables: its blocks are paragraphs (an empty line divides them, too)."""

    def __init__(self, root: etree._Element, marked: Marked) -> None:
        self._marked = marked
        self.left_out: list[LeftOut] = []
        self.pending: list[tuple[LeftOutKind, str]] = []
        self.blocks: list[Block] = []
        self.lines = Lines()
        self._slots = 0
        self._paragraphs = 0
        self._tables = 0
        self._frame = ""  # number of the table that the tables read now stand in
        self.walk(root, self)
        self.break_block()

    def break_block(self) -> None:
        for has_text, lines in groupby(self.lines.take(), bool):
            if has_text:
                self._paragraphs += 1
                locator = f"paragraph {self._paragraphs}"
                self.blocks.append(Paragraph(_undamaged("\n".join(lines).strip(), locator), locator))
                self._say(locator)
        self._say(f"after paragraph {self._paragraphs}")

    def _say(self, locator: str) -> None:
        """Note where the text stood that was left out since the last time."""
        self.left_out += [LeftOut(kind, locator, text) for kind, text in self.pending]
        self.pending.clear()

    def take_table(self, table: etree._Element) -> None:
        self.break_block()
        self._tables += 1
        number = f"{self._frame}{self._tables}"
        formed = form_table(table, self._slots, f"table {number}")
        self._slots += formed.slots
        for stray in formed.strays:
            self._take_stray(stray)
        self.break_block()
        cells: list[Cell] = []
        left_out: list[LeftOut] = []
        has_frames = False
        holding: list[tuple[PlacedCell, list[etree._Element]]] = []
        for placed in formed.cells:
            text = _CellText(self)
            self._walk_cell(placed.element, text)
            cells.append(_cell(placed, text.lines.text(), number))
            left_out += [LeftOut(kind, cells[-1].locator, found) for kind, found in text.pending]
            holding.append((placed, text.tables))
            has_frames = has_frames or text.has_frames
        nested = [inner for _, tables in holding for inner in tables]
        # A single text in a table of one cell, and that in another one: both lay the page out.
        is_alone = has_frames and sum(bool(cell.text) for cell in cells) == 1
        is_frame = (bool(nested) or is_alone) and not any(find_certain_label(cell.text) for cell in cells)
        if not is_frame:
            self.left_out += left_out
            if printed := without_empty_edges(cells):
                self.blocks.append(Table(printed, f"table {number}"))
        self._inside(number, [placed.element for placed in formed.cells] if is_frame else nested)

    def framed(self, table: etree._Element) -> etree._Element | None:
        """The only cell of a table that has text; None if several have."""
        formed = form_table(table, self._slots, "a table inside a cell")
        with_text = [
            placed.element for placed in formed.cells if "".join(map(str, placed.element.itertext())).strip()
        ]
        return with_text[0] if len(with_text) == 1 and not formed.strays else None

    def _inside(self, number: str, elements: list[etree._Element]) -> None:
        """Read the cells of a frame, or the tables in the cells of a table, as what stands in table `number`."""
        outer = self._frame, self._tables
        self._frame, self._tables = f"{number}.", 0
        for element in elements:
            if element.tag == "table":
                self.take_table(element)
            else:
                self.walk(element, self)
                self.break_block()
        self._frame, self._tables = outer

    def _take_stray(self, stray: etree._Element | str) -> None:
        if isinstance(stray, str):
            self.lines.add(stray)
        elif stray.tag == "table":
            self.take_table(stray)
        else:
            self.walk(stray, self)
            self.break_block()

    def _walk_cell(self, cell: etree._Element, sink: _CellText) -> None:
        if cell in self._marked:
            self._leave_out(cell, sink, self._marked[cell])
        else:
            self.walk(cell, sink)

    def walk(self, element: etree._Element, sink: _Sink) -> None:
        """Give what `element` shows to `sink`. Goes as deep as the page is nested, which libxml2 bounds."""
        lines = sink.lines
        if element.text:
            (lines.add_as_is if element.tag == "pre" else lines.add)(element.text)
        item = 0
        marked = self._marked
        for child in element:
            tag = child.tag
            if marked and child in marked and self._leave_out(child, sink, marked[child]):
                pass
            elif tag == "br":
                lines.break_line()
            elif tag == "table":
                sink.take_table(child)
            elif tag in _CONTROLS:
                lines.add_as_is(control_text(child))
            elif tag in _BLOCKS:
                sink.break_block()
                if tag == "li":
                    item += 1
                    lines.mark(list_marker(element, child, item))
                self.walk(child, sink)
                sink.break_block()
            else:
                self.walk(child, sink)
            if child.tail:
                lines.add(child.tail)

    def _leave_out(self, element: etree._Element, sink: _Sink, kind: LeftOutKind) -> bool:
        """Leave the text of an element out, unless it is raised and no mark of a note."""
        text = collapsed("".join(map(str, element.itertext())))
        if kind == "note_mark":
            before = sink.lines.open_line
            if not is_note_mark(before, text, _text_after(element)):
                if is_power_of_ten(before, text):
                    sink.lines.add("^")
                return False
        if text:
            sink.pending.append((kind, text))
        return True


def _text_after(element: etree._Element) -> str:
    """The text that stands right behind an element in its block."""
    if element.tail and element.tail.strip():
        return element.tail
    follower = element.getnext()
    return "" if follower is None or follower.tag in _BLOCKS else "".join(map(str, follower.itertext()))


def _cell(placed: PlacedCell, text: str, table_number: str) -> Cell:
    locator = f"table {table_number}, row {placed.row + 1}, cell {placed.number}"
    return Cell(
        _undamaged(text, locator), placed.row, placed.column, locator, placed.row_span, placed.column_span
    )


def _undamaged(text: str, locator: str) -> str:
    if DAMAGED in text:
        raise UnreadableError(
            f"the page has bytes at {locator} that fit no encoding («{text[:40]}»). {_FETCH_AGAIN}"
        )
    return text


def _is_cut_off(source: str) -> bool:
    """Whether a table is never closed: the end tag may not be left out (HTML standard), browsers close it silently."""
    lower = source.lower()
    return "</html" not in lower and "</body" not in lower and lower.count("<table") > lower.count("</table")


def _ending_abruptly(table: Table) -> Table:
    return Table(table.cells, table.locator, ends_abruptly=True)
