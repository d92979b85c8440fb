"""The text of one paragraph of a docx, as the final page shows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from lxml import etree

from flows.readers.document import LeftOutKind, UnreadableError
from flows.readers.note_marks import without_marks
from flows.readers.symbols import PRIVATE_USE, replace_symbols, symbol
from flows.readers.word.docx_fields import Fields
from flows.readers.word.docx_styles import (
    Properties,
    Styles,
    W,
    children,
    font_of,
    is_on,
    is_raised,
    is_struck_out,
    properties,
    value,
)
from flows.readers.word.docx_survey import survey

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"

_PROPERTIES = frozenset(
    W + name
    for name in ("pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr")
)
_DELETION = W + "del"
_DELETED = frozenset({_DELETION, W + "moveFrom"})
PLACEHOLDER = "placeholder"
"""What `mark_placeholders` makes of `w:t`."""
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
    """Text of a paragraph, its text boxes, whether its end is deleted or hidden, and what it holds without showing it.

    A paragraph without its end is one with the paragraph after it.
    """

    text: str
    boxes: tuple[etree._Element, ...]
    goes_on: bool
    left_out: tuple[tuple[LeftOutKind, str], ...]


def mark_placeholders(body: etree._Element) -> None:
    """Rename the text of content controls that nobody filled in: what they show asks for text (17.5.2.39)."""
    for showing in [*body.iter(W + "showingPlcHdr")]:
        if (showing.get(W + "val") or "true").lower() in ("0", "false", "off"):
            continue
        said = showing.getparent()
        control = None if said is None else said.getparent()
        if control is not None and control.tag == W + "sdt":
            for text in [*control.iter(_TEXT)]:
                text.tag = PLACEHOLDER


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
        more = _COUNTED if may_count else frozenset()
        if styles.mark_characters:
            more |= {W + "rStyle"}
        self._survey = survey(body, _NOT_PLAIN | more)
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
        shown, left_out = text.shown()
        return ParagraphText(shown, tuple(text.boxes), _goes_on(said), left_out)


def _goes_on(said: Properties) -> bool:
    if W + "rPr" not in said:
        return False
    mark = children(said[W + "rPr"])
    return not _DELETED.isdisjoint(mark) or bool(is_on(mark, W + "vanish"))


class _Text:
    """Collects what is shown of one paragraph, and what it holds besides."""

    def __init__(self, reader: TextReader, style: str) -> None:
        self.boxes: list[etree._Element] = []
        self._pieces: list[tuple[str, bool]] = []  # text, whether it is raised
        self._left_out: list[tuple[LeftOutKind, str]] = []
        self._reader = reader
        self._style = style
        self._run: etree._Element | None = None
        self._is_raised = self._is_struck_out = False
        self._fields = Fields()

    def shown(self) -> tuple[str, tuple[tuple[LeftOutKind, str], ...]]:
        """The paragraph's text, and what is no part of it; pieces of one kind that follow one another are one."""
        if any(is_raised for _, is_raised in self._pieces):
            text, marks = without_marks(self._pieces)
            self._left_out += [("note_mark", mark) for mark in marks]
        else:
            text = "".join([piece for piece, _ in self._pieces])
        grouped = [
            (kind, "".join([text for _, text in found]))
            for kind, found in groupby(self._left_out, itemgetter(0))
        ]
        return text, tuple((kind, found) for kind, found in grouped if found.strip())

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
            elif tag == PLACEHOLDER:
                self._left_out.append(("placeholder", child.text or ""))
            elif tag == _DELETION:
                self._left_out.append(
                    ("deleted", "".join([text.text or "" for text in child.iter(W + "delText")]))
                )
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
        if code is None:
            raise UnreadableError(
                f"the document is damaged: a symbol has no character («{element.get(W + 'char', '')[:20]}»). "
                "Open it in Word and save it again."
            )
        self._add_shown(symbol(code, element.get(W + "font")))

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
        self._add_shown(self._fields.turn(mark))

    def _add_run(self, run: etree._Element) -> None:
        said = properties(run, W + "rPr")
        style = value(said, W + "rStyle") or ""
        if self._says(said, style, _is_hidden, Styles.is_hidden):
            for mark in run.iterchildren(W + "fldChar"):  # a hidden mark still ends its field
                self._fields.turn(mark)
            self._left_out.append(("hidden", "".join([text.text or "" for text in run.iter(_TEXT)])))
            return
        outer = self._run, self._is_struck_out, self._is_raised
        self._run = run
        self._is_struck_out = self._says(said, style, is_struck_out, Styles.is_struck_out)
        self._is_raised = self._says(said, style, is_raised, Styles.is_raised)
        self.add(run)
        self._run, self._is_struck_out, self._is_raised = outer

    def _says(
        self,
        said: Properties,
        style: str,
        of_run: Callable[[Properties], bool | None],
        of_style: Callable[[Styles, str], bool],
    ) -> bool:
        """What a run says itself, else its style, else that of its paragraph."""
        own = of_run(said)
        if own is not None:
            return own
        styles = self._reader.styles
        return of_style(styles, style) or of_style(styles, self._style)

    def _add_text(self, text: str) -> None:
        if PRIVATE_USE.search(text):
            said = {} if self._run is None else properties(self._run, W + "rPr")
            styles = self._reader.styles
            font = font_of(said) or styles.font(value(said, W + "rStyle") or "") or styles.font(self._style)
            text = replace_symbols(text, font)
        self._add_shown(text)

    def _add_shown(self, text: str) -> None:
        if not self._fields.shows_text(text):
            return
        if self._is_struck_out:
            self._left_out.append(("struck_out", text))
        else:
            self._pieces.append((text, self._is_raised))


def _is_hidden(run: Properties) -> bool | None:
    return is_on(run, W + "vanish")


_SPECIAL: Mapping[str, Callable[[_Text, etree._Element], None]] = {
    W + "fldChar": _Text.turn_field,
    W + "sym": _Text.add_symbol,
    W + "txbxContent": _Text.add_box,
    _ALTERNATE: _Text.add_branch,
    _M + "f": _Text.add_fraction,
}
_MARKS = (W + "vanish", W + "strike", W + "dstrike", W + "vertAlign")
_EMBEDDED = (W + "tbl", W + "altChunk", W + "subDoc")
_NOT_PLAIN = frozenset(
    {*_CHARACTERS, *_SPECIAL, *_DELETED, *_EMBEDDED, *_MARKS, _M + "t", W + "rt", PLACEHOLDER}
)
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
