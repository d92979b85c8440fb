"""The text of one paragraph of a docx, as the final page shows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from flows.readers.symbols import PRIVATE_USE, replace_symbols, symbol
from flows.readers.word.docx_styles import Properties, Styles, W, children, font_of, is_on, properties, value
from flows.readers.word.docx_survey import survey

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"

_PROPERTIES = frozenset(
    W + name
    for name in ("pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr")
)
_DELETED = frozenset({W + "del", W + "moveFrom"})
_NOT_SHOWN = _PROPERTIES | _DELETED | {W + "instrText", W + "delText", W + "rt"}
_CHARACTERS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_RUN = W + "r"
_TEXT = W + "t"
_TEXTS = frozenset({_TEXT, _M + "t"})


class ParagraphText(NamedTuple):
    """Text of a paragraph, the contents of its text boxes, and whether its end is deleted or hidden.

    A paragraph without its end is one with the paragraph after it.
    """

    text: str
    boxes: tuple[etree._Element, ...]
    goes_on: bool


def contents(element: etree._Element, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """The `wanted` elements inside, through whatever wraps them (content controls, insertions), in order.

    Deleted text is left out, and of alternate contents all but the first.
    """
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag == _ALTERNATE:
            yield from contents(_branch(child), wanted)
        elif child.tag not in _NOT_SHOWN and len(child):
            yield from contents(child, wanted)


def _branch(alternate: etree._Element) -> etree._Element:
    """The first choice: the same text as the fallback, in newer markup."""
    return next(iter(alternate), alternate)


class TextReader:
    """Reads the paragraphs of one document. `may_count`: it has lists that number paragraphs."""

    def __init__(self, body: etree._Element, styles: Styles, *, may_count: bool) -> None:
        self.styles = styles
        self._some_are_plain = not styles.hide_something and not styles.number(styles.default_paragraph)
        self._survey = survey(body, _NOT_PLAIN | _COUNTED if may_count else _NOT_PLAIN)
        self.says_grid: Collection[etree._Element | None] = self._survey.says_grid
        """Cells and rows whose properties may say something of the grid."""

    def plain(self, paragraph: etree._Element) -> str | None:
        """The text of a paragraph that holds nothing else and has no number; None for others."""
        if not self._some_are_plain or paragraph in self._survey.not_plain:
            return None
        text = "".join([element.text or "" for element in paragraph.iter(_TEXT)])
        return None if PRIVATE_USE.search(text) else text

    def plain_cells(self, row: etree._Element) -> list[tuple[etree._Element, str]] | None:
        """The cells of a row, each with its text, where all hold only such paragraphs; None for other rows."""
        if not self._some_are_plain or row in self._survey.not_plain:
            return None
        found = [(cell, "".join(pieces).strip()) for cell, pieces in self._survey.plain_rows[row]]
        return None if PRIVATE_USE.search("".join([text for _, text in found])) else found

    def read(self, paragraph: etree._Element, said: Properties) -> ParagraphText:
        """The text that `paragraph` (a `w:p` with these properties) shows, without its automatic number."""
        text = _Text(self, value(said, W + "pStyle") or self.styles.default_paragraph)
        text.add(paragraph)
        return ParagraphText("".join(text.pieces), tuple(text.boxes), _goes_on(said))


def _goes_on(said: Properties) -> bool:
    if W + "rPr" not in said:
        return False
    mark = children(said[W + "rPr"])
    return not _DELETED.isdisjoint(mark) or bool(is_on(mark, W + "vanish"))


class _Text:
    """Collects what is shown of one paragraph."""

    def __init__(self, reader: TextReader, style: str) -> None:
        self.pieces: list[str] = []
        self.boxes: list[etree._Element] = []
        self._reader = reader
        self._style = style
        self._run: etree._Element | None = None
        # One entry a field that is open: whether its code is being read (not shown), or its result (shown).
        # A field's code ends with its paragraph at the latest, so that a lost end mark hides no further text.
        self._fields: list[bool] = []

    def add(self, element: etree._Element) -> None:
        """Adds what is shown of the contents of `element`; what is unknown is looked into."""
        for child in element:
            tag = child.tag
            if tag in _TEXTS:
                self._add_text(child.text or "")
            elif tag == _RUN:
                self._add_run(child)
            elif tag in _CHARACTERS:
                self._add_shown(_CHARACTERS[tag])
            elif tag in _SPECIAL:
                _SPECIAL[tag](self, child)
            elif tag not in _NOT_SHOWN and len(child):
                self.add(child)

    def add_box(self, box: etree._Element) -> None:
        """A text box: blocks of its own, after the paragraph."""
        self.boxes.append(box)

    def add_branch(self, alternate: etree._Element) -> None:
        """Of alternate contents one."""
        self.add(_branch(alternate))

    def add_symbol(self, element: etree._Element) -> None:
        """A character of a symbol font."""
        code = _code(element.get(W + "char"))
        self._add_shown("" if code is None else symbol(code, element.get(W + "font")))

    def add_fraction(self, fraction: etree._Element) -> None:
        """1/2, where the page shows 1 above 2."""
        above, below = fraction.find(_M + "num"), fraction.find(_M + "den")
        if above is not None:
            self.add(above)
        self._add_shown("/")
        if below is not None:
            self.add(below)

    def turn_field(self, mark: etree._Element) -> None:
        """A field begins, turns from its code to its result, or ends."""
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _add_run(self, run: etree._Element) -> None:
        if self._run_is_hidden(run):
            for mark in run.iterchildren(W + "fldChar"):  # a hidden mark still ends its field
                self.turn_field(mark)
            return
        outer, self._run = self._run, run
        self.add(run)
        self._run = outer

    def _run_is_hidden(self, run: etree._Element) -> bool:
        said = properties(run, W + "rPr")
        hidden = is_on(said, W + "vanish")
        if hidden is not None:
            return hidden
        styles = self._reader.styles
        return styles.is_hidden(value(said, W + "rStyle") or "") or styles.is_hidden(self._style)

    def _add_text(self, text: str) -> None:
        if PRIVATE_USE.search(text):
            said = {} if self._run is None else properties(self._run, W + "rPr")
            styles = self._reader.styles
            font = font_of(said) or styles.font(value(said, W + "rStyle") or "") or styles.font(self._style)
            text = replace_symbols(text, font)
        self._add_shown(text)

    def _add_shown(self, text: str) -> None:
        if not any(self._fields):
            self.pieces.append(text)


_SPECIAL: Mapping[str, Callable[[_Text, etree._Element], None]] = {
    W + "fldChar": _Text.turn_field,
    W + "sym": _Text.add_symbol,
    W + "txbxContent": _Text.add_box,
    _ALTERNATE: _Text.add_branch,
    _M + "f": _Text.add_fraction,
}
_EMBEDDED = (W + "tbl", W + "altChunk", W + "subDoc")
_NOT_PLAIN = frozenset({*_CHARACTERS, *_SPECIAL, *_DELETED, *_EMBEDDED, _M + "t", W + "rt", W + "vanish"})
"""What makes a paragraph more than the text of its runs, and a row more than cells of such paragraphs"""
_COUNTED = frozenset({W + "numPr", W + "pStyle"})
"""What may give it a number"""


def _code(digits: str | None) -> int | None:
    """The number of a character's code, such as F0B3; None where it is none."""
    try:
        code = int(digits or "", 16)
    except ValueError:
        return None
    return code if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else None  # noqa: PLR2004
