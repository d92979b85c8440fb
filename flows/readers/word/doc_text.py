"""The text of a binary Word file as its final page shows it, paragraph by paragraph.

Rules: [MS-DOC], 2.4.1 and 2.4.2 (where paragraphs end), 2.6.1 (properties of characters), PlcFld (fields).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter, itemgetter
from typing import NamedTuple

from flows.readers.document import LeftOutKind
from flows.readers.note_marks import is_note_mark, is_power_of_ten
from flows.readers.symbols import PRIVATE_USE, replace_symbols, symbol
from flows.readers.word.doc_file import DocFile, Run
from flows.readers.word.doc_properties import (
    STYLE_SAYS,
    STYLE_SAYS_NOT,
    CharacterProperties,
    ParagraphProperties,
    character_properties,
    long_offset,
    paragraph_properties,
)
from flows.readers.word.doc_styles import Styles, read_fonts, read_styles

_CELL_END = "\x07"
_PAGE_BREAK = "\x0c"
_ENDS = re.compile("[\r\x07\x0c]")
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_FIELD_MARKS = re.compile("([\x13-\x15])")
_LEFT_OUT = "\0"
_DIGITS = "0123456789"
_POWER = 0xFDD0  # ten characters that are none, each for `^` and a digit: positions must stay what they are
_SHOWN = str.maketrans(
    {code: None for code in range(0x20) if code != ord("\t")}
    | {chr(_POWER + digit): f"^{digit}" for digit in range(10)}
    | {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-"}
)
"""Control characters: breaks of lines, columns and pages, hyphens that do not break; the others show nothing here"""
_SURROGATES = re.compile("[\ud800-\udfff]")


class TextParagraph(NamedTuple):
    """A paragraph: what it shows, whether it ends a cell or row, whether its end is deleted or hidden, its properties."""

    text: str
    ends_cell: bool
    goes_on: bool
    properties: ParagraphProperties
    left_out: tuple[tuple[LeftOutKind, str], ...]
    """What it holds without showing it."""


class DocText:
    """The paragraphs of an open file."""

    def __init__(self, file: DocFile) -> None:
        self._file = file
        self.styles: Styles = read_styles(file)
        self._runs = sorted(file.paragraph_runs(), key=attrgetter("start"))
        self._run_starts = [run.start for run in self._runs]
        self._read: dict[bytes, ParagraphProperties] = {}
        self._unknown = self._completed(ParagraphProperties())
        self._unseen_styles: dict[int, LeftOutKind | None] = {}
        self._left_out: list[
            tuple[int, LeftOutKind, str]
        ] = []  # with the positions where they stand, in order
        self._gone_ends: set[int] = set()  # positions of marks that are deleted or hidden
        self._text = self._as_shown(file.text())

    def paragraphs(self, first: int, limit: int) -> Iterator[TextParagraph]:
        """The paragraphs between two character positions."""
        limit = min(limit, len(self._text))
        start = first
        properties = self._unknown
        runs, run_starts = self._runs, self._run_starts
        piece = self._file.piece(first)
        for end in _ENDS.finditer(self._text, first, limit):
            position = end.start()
            if position >= piece.end:
                piece = self._file.piece(position)
            offset = piece.offset + (position - piece.start) * piece.bytes_each
            place = bisect_right(run_starts, offset) - 1
            run = runs[place] if place >= 0 and offset < runs[place].end else None
            if run and run.end > offset + 2 and end[0] == _PAGE_BREAK:
                continue  # a page break inside of a paragraph
            properties = self._properties(run)
            yield self._paragraph(start, position, properties)
            start = position + 1
        if start < limit:  # the text is cut off before its last mark
            yield self._paragraph(start, limit, properties)

    def _paragraph(self, start: int, end: int, properties: ParagraphProperties) -> TextParagraph:
        style = properties.style
        if style not in self._unseen_styles:
            self._unseen_styles[style] = self._unseen_style(style)
        kind = self._unseen_styles[style]
        text = _printed(self._text[start:end])
        left_out: tuple[tuple[LeftOutKind, str], ...] = ()
        if self._left_out:
            found = slice(bisect_left(self._left_out, (start,)), bisect_left(self._left_out, (end,)))
            left_out = tuple((why, what) for _, why, what in self._left_out[found])
        if kind and text:
            left_out, text = (*left_out, (kind, text)), ""
        ends_cell = (
            properties.ends_inner_cell or properties.ends_row or self._text[end : end + 1] == _CELL_END
        )
        return TextParagraph(text, ends_cell, end in self._gone_ends, properties, left_out)

    def _unseen_style(self, style: int) -> LeftOutKind | None:
        if self.styles.is_hidden(style):
            return "hidden"
        return "struck_out" if self.styles.is_struck_out(style) else None

    def _properties(self, run: Run | None) -> ParagraphProperties:
        if run is None:
            return self._unknown
        said = self._read.get(run.properties)
        if said is None:
            stored = run.properties
            more = long_offset(stored[2:])
            if more is not None:
                stored += self._file.long_properties(more)
            # The style's number comes first; a modifier may name another.
            style = len(stored).to_bytes(2, "little") if len(stored) < 2 else stored[:2]  # noqa: PLR2004
            said = self._completed(paragraph_properties(b"\x00\x46" + style + stored[2:]))
            self._read[run.properties] = said
        return said

    def _completed(self, said: ParagraphProperties) -> ParagraphProperties:
        """With the list and level of the style, where the paragraph names none."""
        return replace(
            said,
            list_key=self.styles.list_key(said.style) if said.list_key is None else said.list_key,
            level=self.styles.level(said.style) if said.level is None else said.level,
        )

    def _as_shown(self, text: str) -> str:
        """The text with symbols as they are drawn and what is not shown left out, each character in its place."""
        fonts = read_fonts(self._file)
        said = self._special_runs(has_private_use=bool(PRIVATE_USE.search(text)))
        if not said:
            return text
        characters = list(text)
        raised: list[tuple[int, int]] = []
        for start, end, run in self._file.stretches(said):
            properties = said[run]
            kind = self._kind(properties)
            if kind:
                self._leave_out(characters, start, end, kind)
            elif properties.symbol:
                font, code = properties.symbol
                characters[start:end] = [symbol(code, _name(fonts, font))] * (end - start)
            elif properties.font is not None:
                characters[start:end] = list(replace_symbols(text[start:end], _name(fonts, properties.font)))
            if not kind and self._is_raised(properties):
                if raised and raised[-1][1] == start:
                    start = raised.pop()[0]  # noqa: PLW2901 - one mark in two runs
                raised.append((start, end))
        for start, end in raised:
            self._take_raised(characters, start, end)
        self._left_out.sort(key=itemgetter(0))
        return "".join(characters)

    def _take_raised(self, characters: list[str], start: int, end: int) -> None:
        """Leave a mark of a note out; the exponent of a ten says that it is one."""
        first = start
        while first > 0 and not _ENDS.match(characters[first - 1]):
            first -= 1
        last = end
        while last < len(characters) and not _ENDS.match(characters[last]):
            last += 1
        before = _printed("".join(characters[first:start]))
        raised = "".join(characters[start:end])
        if is_note_mark(before, raised, _printed("".join(characters[end:last]))):
            self._leave_out(characters, start, end, "note_mark")
        elif is_power_of_ten(before, raised) and raised[0] in _DIGITS:
            characters[start] = chr(_POWER + int(raised[0]))

    def _special_runs(self, *, has_private_use: bool) -> dict[Run, CharacterProperties]:
        """The runs that are not shown as they are stored; nearly all others share a few sets of properties."""
        known: dict[bytes, CharacterProperties | None] = {}

        def is_special(properties: bytes) -> bool:
            if properties not in known:
                said = character_properties(properties)
                by_font = has_private_use and said.font is not None
                is_unseen = self._kind(said) or self._is_raised(said)
                known[properties] = said if is_unseen or said.symbol or by_font else None
            return known[properties] is not None

        runs = self._file.character_runs(is_special)
        return {run: said for run in runs if (said := known[run.properties])}

    def _kind(self, said: CharacterProperties) -> LeftOutKind | None:
        """Why a run is no part of what the page says; None if it is."""
        if said.is_deleted:
            return "deleted"
        if _is_on(said.hidden, said.style, self.styles.is_hidden):
            return "hidden"
        return "struck_out" if _is_on(said.struck, said.style, self.styles.is_struck_out) else None

    def _is_raised(self, said: CharacterProperties) -> bool:
        if said.is_raised is not None:
            return said.is_raised
        return said.style is not None and self.styles.is_raised(said.style)

    def _leave_out(self, characters: list[str], start: int, end: int, kind: LeftOutKind) -> None:
        text = ""
        for position in range(start, end):
            character = characters[position]
            if _ENDS.match(character):
                if kind in ("deleted", "hidden"):
                    self._gone_ends.add(position)
            elif not _FIELD_MARKS.match(character):  # a hidden mark still ends its field
                text += character
                characters[position] = _LEFT_OUT
        if text := _printed(text).strip():
            self._left_out.append((start, kind, text))


def _is_on(said: int | None, style: int | None, of_style: Callable[[int], bool]) -> bool:
    """A switch of a run: said, or that of its style, or the opposite of that."""
    if said in (STYLE_SAYS, STYLE_SAYS_NOT) or said is None:
        by_style = style is not None and of_style(style)
        return by_style != (said == STYLE_SAYS_NOT)
    return said != 0


def _name(fonts: tuple[str, ...], number: int) -> str | None:
    return fonts[number] if number < len(fonts) else None


def _printed(text: str) -> str:
    """A paragraph without the codes of its fields and the characters that show nothing."""
    if text.isprintable():  # nearly all are
        return text
    if _FIELD_BEGIN in text:
        text = _without_field_codes(text)
    text = text.translate(_SHOWN)
    if _SURROGATES.search(text):  # characters beyond the first plane are two positions of the file
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _without_field_codes(text: str) -> str:
    """Fields are begin, code, separator, result, end. A code that does not end in its paragraph hides no later one."""
    codes: list[bool] = []  # for each open field, whether its code is being read
    pieces = []
    for piece in _FIELD_MARKS.split(text):
        if piece == _FIELD_BEGIN:
            codes.append(True)
        elif piece == _FIELD_RESULT and codes:
            codes[-1] = False
        elif piece == _FIELD_END and codes:
            codes.pop()
        elif not any(codes):
            pieces.append(piece)
    return "".join(pieces)
