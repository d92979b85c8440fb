"""What a binary Word file says outside of its text: styles, the definitions of lists, the names of fonts.

Rules: [MS-DOC], the structures STSH and STD (styles), PlfLst, LVL and PlfLfo (lists), SttbfFfn (fonts).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.readers.word.doc_file import FONTS, LIST_OVERRIDES, LISTS, STYLES, DocFile
from flows.readers.word.doc_properties import character_properties, paragraph_properties
from flows.readers.word.numbering import Level, NumberedList

_PARAGRAPH, _CHARACTER = 1, 2  # kinds of styles
_NO_STYLE = 0xFFF
_MAX_STYLE_CHAIN = 32  # styles are based on one another; a longer chain is a circle
_MAX_LEVELS = 9
_LIST_BYTES, _LIST_IN_USE_BYTES, _LEVEL_BYTES = 28, 16, 28
_SIMPLE_LIST = 0x01
_LEGAL = 0x04
_STARTS_ANEW, _HAS_LEVEL = 0x10, 0x20
_SUFFIXES = (" ", " ", "")  # after the number: a tab, a space, nothing
_FONT_NAME_AT = 39  # in a font's description, behind its length

# Number formats ([MS-OSHARED] 2.2.1.3) by the names that ECMA-376 gives them; others are printed as decimals.
_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 18: "decimalEnclosedCircle",
    19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    35: "taiwaneseCountingThousand", 37: "chineseCounting", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself; None where the style it is based on counts."""

    based_on: int
    is_hidden: bool | None
    is_struck_out: bool | None
    is_raised: bool | None
    list_key: int | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by their numbers."""

    styles: Mapping[int, Style]

    def is_hidden(self, style: int | None) -> bool:
        """Whether text of this style is hidden."""
        said = (one.is_hidden for one in self._chain(style))
        return next((hidden for hidden in said if hidden is not None), False)

    def is_struck_out(self, style: int | None) -> bool:
        """Whether a line goes through text of this style."""
        said = (one.is_struck_out for one in self._chain(style))
        return next((struck for struck in said if struck is not None), False)

    def is_raised(self, style: int | None) -> bool:
        """Whether text of this style is set as superscript."""
        said = (one.is_raised for one in self._chain(style))
        return next((raised for raised in said if raised is not None), False)

    def list_key(self, style: int) -> int | None:
        """The list in which this style numbers its paragraphs."""
        return next((one.list_key for one in self._chain(style) if one.list_key is not None), None)

    def level(self, style: int) -> int:
        """The level of that list."""
        return next((one.level for one in self._chain(style) if one.level is not None), 0)

    def _chain(self, style: int | None) -> Iterator[Style]:
        for _ in range(_MAX_STYLE_CHAIN):
            if style is None or style not in self.styles:
                return
            yield self.styles[style]
            style = self.styles[style].based_on


def read_styles(file: DocFile) -> Styles:
    """The styles of the file."""
    sheet = file.structure(STYLES)
    if len(sheet) < 6:  # noqa: PLR2004, no style at all
        return Styles({})
    head_bytes, count, base_bytes = struct.unpack_from("<3H", sheet)
    place = 2 + head_bytes
    styles: dict[int, Style] = {}
    for number in range(count):
        length = int.from_bytes(sheet[place : place + 2], "little")
        entry = sheet[place + 2 : place + 2 + length]
        place += 2 + length + length % 2
        if len(entry) > base_bytes + 2:
            styles[number] = _style(entry, base_bytes)
    return Styles(styles)


def _style(entry: bytes, base_bytes: int) -> Style:
    kind_and_base, parts = struct.unpack_from("<2H", entry, 2)
    (name_length,) = struct.unpack_from("<H", entry, base_bytes)
    place = base_bytes + 2 + 2 * name_length + 2
    properties = []
    for _ in range(min(parts & 0xF, 3)):
        length = int.from_bytes(entry[place : place + 2], "little")
        properties.append(entry[place + 2 : place + 2 + length])
        place += 2 + length + length % 2
    kind, based_on = kind_and_base & 0xF, kind_and_base >> 4
    paragraph = paragraph_properties(properties[0][2:]) if kind == _PARAGRAPH and properties else None
    place_of_characters = {_PARAGRAPH: 1, _CHARACTER: 0}.get(kind, len(properties))
    stored = properties[place_of_characters] if place_of_characters < len(properties) else b""
    said = character_properties(stored)
    return Style(
        based_on=-1 if based_on == _NO_STYLE else based_on,
        is_hidden=None if said.hidden is None else said.hidden == 1,
        is_struck_out=None if said.struck is None else said.struck == 1,
        is_raised=said.is_raised,
        list_key=paragraph.list_key if paragraph else None,
        level=paragraph.level if paragraph else None,
    )


def read_lists(file: DocFile) -> dict[int, NumberedList]:
    """The lists in use, by the numbers with which paragraphs name them (from 1)."""
    defined = _defined_lists(file)
    table = file.structure(LIST_OVERRIDES)
    count = int.from_bytes(table[:4], "little", signed=True)
    if count <= 0:
        return {}
    if count > len(table) // _LIST_IN_USE_BYTES:
        raise ValueError("the table of lists in use is cut off")
    more = table[4 + count * _LIST_IN_USE_BYTES :]
    place = 0
    lists: dict[int, NumberedList] = {}
    for number in range(count):
        (definition,) = struct.unpack_from("<i", table, 4 + number * _LIST_IN_USE_BYTES)
        overridden = table[4 + number * _LIST_IN_USE_BYTES + 12]
        levels = dict(defined.get(definition, {}))
        restarts: dict[int, int] = {}
        place += 4
        for _ in range(overridden):
            start, flags = struct.unpack_from("<iI", more, place)
            level_no = flags & 0xF
            place += 8
            if flags & _HAS_LEVEL:
                levels[level_no], place = _level(more, place)
                start = levels[level_no].start
            if flags & _STARTS_ANEW:
                restarts[level_no] = start
        lists[number + 1] = NumberedList(number + 1, definition, levels, restarts)
    return lists


def _defined_lists(file: DocFile) -> dict[int, dict[int, Level]]:
    """The levels of each definition; they stand behind the table of definitions."""
    table = file.from_structure(LISTS)
    count = int.from_bytes(table[:2], "little")
    if count > len(table) // _LIST_BYTES:
        raise ValueError("the table of lists is cut off")
    place = 2 + count * _LIST_BYTES
    defined: dict[int, dict[int, Level]] = {}
    for number in range(count):
        entry = table[2 + number * _LIST_BYTES :][:_LIST_BYTES]
        levels: dict[int, Level] = {}
        for level_no in range(1 if entry[26] & _SIMPLE_LIST else _MAX_LEVELS):
            levels[level_no], place = _level(table, place)
        defined[int.from_bytes(entry[:4], "little", signed=True)] = levels
    return defined


def _level(table: bytes, place: int) -> tuple[Level, int]:
    """A level, and where the next one stands."""
    start, number_format, flags, follow, character_bytes, paragraph_bytes = struct.unpack_from(
        "<iBB9xB8xBB", table, place
    )
    place += _LEVEL_BYTES + character_bytes + paragraph_bytes
    (length,) = struct.unpack_from("<H", table, place)
    printed = table[place + 2 : place + 2 + 2 * length].decode("utf-16-le", "replace")
    # Characters 0 … 8 stand for the counts of levels 1 … 9.
    text = "".join(f"%{ord(char) + 1}" if ord(char) < _MAX_LEVELS else char for char in printed)
    level = Level(
        start=start,
        number_format=_FORMATS.get(number_format, "decimal"),
        text=text,
        suffix=_SUFFIXES[follow] if follow < len(_SUFFIXES) else " ",
        is_legal=bool(flags & _LEGAL),
    )
    return level, place + 2 + 2 * length


def read_fonts(file: DocFile) -> tuple[str, ...]:
    """The names of the fonts, in the order in which runs count them."""
    table = file.structure(FONTS)
    place = 4
    names = []
    while place < len(table):
        length = table[place]
        entry = table[place + 1 : place + 1 + length]
        name = entry[_FONT_NAME_AT:].decode("utf-16-le", "replace")
        names.append(name.partition("\0")[0])
        place += 1 + length
    return tuple(names)
