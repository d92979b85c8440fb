"""Glyphs → lines → text. Where a line only ends because the cell or page does, the text goes on without a break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.readers.note_marks import without_marks
from flows.readers.pdf.strikes import Glyph

# Parts of a glyph's height.
_SAME_LINE = 0.5  # glyphs whose middles are closer stand on one line (superscripts do)
_WORD_GAP = 0.15  # between letters and digits, a gap that is a space; fonts set them closer than 0.1
_PART_GAP = 2.0  # a gap that sets parts of a line apart: columns without rules
_INDENT = 3.0  # the deepest of a first line
_SAME_PLACE = 0.3  # a glyph drawn again so near is the same one in bold
_SCRIPT_GAP = 0.25  # which programs leave between Chinese and western characters
_TOLERANCE = 0.5  # points

_WESTERN = re.compile(r"[0-9A-Za-z]")
_OF_WORD = re.compile(r"[0-9A-Za-z.,:;%+/&'()-]")
# Punctuation that may not begin a line, or not end one, moves with its neighbour (GB/T 15834).
NOT_FIRST = frozenset("、。，．：；？！）〕】》〉」』”’％‰℃,.:;?!)]}%°…—～~")
_NOT_LAST = frozenset("（〔【《〈「『“‘([{￥$")
# 1. or （一） or 二、 begins a text of its own, though the line above be full.
_ENUMERATION = re.compile(
    r"[0-9]{1,3}[.．、](?![0-9])|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、"
)
_PART_BREAK = "    "


class Line(NamedTuple):
    """One printed line."""

    text: str
    x0: float
    x1: float
    y: float
    """The middle of the line."""
    height: float
    first_word_width: float
    """The width of what cannot be parted at its beginning: a word, or a character and its punctuation."""
    can_break: bool
    """It has a place where it could have ended earlier: a space, or a character that is no letter or digit."""
    parts: tuple[Line, ...]
    """The pieces that wide gaps set apart, where there are several."""
    marks: tuple[str, ...] = ()
    """Marks of notes, which are no part of its text."""


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines that glyphs make, from top to bottom; spaces at their ends and lines of spaces are left out."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if rows and glyph.y - rows[-1][0].y <= _SAME_LINE * max(glyph.height, rows[-1][0].height):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_line(row) for glyphs in rows if (row := _trimmed(sorted(glyphs, key=lambda glyph: glyph.x0)))]


def _line(glyphs: Sequence[Glyph]) -> Line:
    """A line of glyphs that stand from left to right."""
    height = max(glyph.height for glyph in glyphs)
    parts: list[list[Glyph]] = [[glyphs[0]]]
    pieces = [(glyphs[0].text, glyphs[0].is_raised)]
    for before, glyph in pairwise(glyphs):
        gap = glyph.x0 - before.x1
        if gap > _PART_GAP * height:
            pieces.append((_PART_BREAK, False))
            parts.append([])
        elif gap > _WORD_GAP * height and _are_western(before.text, glyph.text):
            pieces.append((" ", False))
        pieces.append((glyph.text, glyph.is_raised))
        parts[-1].append(glyph)
    text, marks = (
        without_marks(pieces)
        if any(is_raised for _, is_raised in pieces)
        else ("".join([text for text, _ in pieces]), [])
    )
    return Line(
        text=text,
        x0=glyphs[0].x0,
        x1=max(glyph.x1 for glyph in glyphs),
        y=sum(glyph.y for glyph in glyphs) / len(glyphs),
        height=height,
        first_word_width=_first_word_width(glyphs),
        can_break=any(not _is_western(glyph.text) for glyph in glyphs),
        parts=tuple(_line(part) for part in parts) if len(parts) > 1 else (),
        marks=tuple(marks),
    )


def _trimmed(glyphs: list[Glyph]) -> list[Glyph]:
    """Without white space at the ends, and without glyphs that are printed twice to look bold."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        again = kept and kept[-1].text == glyph.text
        if not again or glyph.x0 - kept[-1].x0 > _SAME_PLACE * (glyph.x1 - glyph.x0):
            kept.append(glyph)
    first = next((index for index, glyph in enumerate(kept) if not glyph.text.isspace()), len(kept))
    while len(kept) > first and kept[-1].text.isspace():
        kept.pop()
    return kept[first:]


class Sides(NamedTuple):
    """Where text may stand from left to right, in points."""

    left: float
    right: float


def joined(lines: Sequence[Line], sides: Sides) -> str:
    """The text of lines that stand in a column, without the breaks that only its width made."""
    texts = [line.text for line in lines[:1]]
    for before, line in pairwise(lines):
        texts += [_glue(before, line) if goes_on(before, line, sides) else "\n", line.text]
    return "".join(texts)


def goes_on(before: Line, line: Line, sides: Sides) -> bool:
    """Whether `line` stands below `before` only because its first word found no room there."""
    if _ENUMERATION.match(line.text):
        return False
    needed = line.first_word_width - _TOLERANCE
    if _is_western(before.text[-1]) != _is_western(line.text[0]):
        needed += _SCRIPT_GAP * line.height
    # Centred lines leave room at both sides; the first line of a paragraph may be indented.
    is_indented = line.x0 <= before.x0 + _TOLERANCE and before.x0 - sides.left <= _INDENT * before.height
    return before.x1 - before.x0 + needed > sides.right - sides.left or (
        is_indented and before.x1 + needed > sides.right
    )


def _glue(before: Line, line: Line) -> str:
    """What stands between two lines of one text: a space between words of letters, which break at spaces only."""
    return " " if before.can_break and _are_western(before.text[-1], line.text[0]) else ""


def _first_word_width(glyphs: Sequence[Glyph]) -> float:
    end = 0
    while end < len(glyphs) - 1 and glyphs[end].text in _NOT_LAST:
        end += 1
    end += 1
    if _WESTERN.match(glyphs[end - 1].text):
        while end < len(glyphs) and _is_western(glyphs[end].text):
            end += 1
    while end < len(glyphs) and glyphs[end].text in NOT_FIRST:
        end += 1
    return glyphs[end - 1].x1 - glyphs[0].x0


def _is_western(character: str) -> bool:
    return _OF_WORD.match(character) is not None


def _are_western(first: str, second: str) -> bool:
    return _is_western(first) and _is_western(second)
