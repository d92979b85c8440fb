"""Glyphs → lines → text. Where a line only ends because the cell or page does, the text goes on without a break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.readers.pdf_page import Glyph

# Parts of a glyph's height.
_SAME_LINE = 0.5  # glyphs whose middles are closer stand on one line (superscripts do)
_WORD_GAP = 0.15  # between letters and digits, a gap that is a space; fonts set them closer than 0.1
_PART_GAP = 2.0  # a gap that sets parts of a line apart: columns without rules
_SAME_PLACE = 0.3  # a glyph drawn again so near is the same one in bold
_TOLERANCE = 0.5  # points

_WESTERN = re.compile(r"[0-9A-Za-z]")
_WESTERN_WORD = re.compile(r"[0-9A-Za-z.,:;%+/&'()-]+")
# Punctuation that may not begin a line, or not end one, moves with its neighbour (GB/T 15834).
_NOT_FIRST = frozenset("、。，．：；？！）〕】》〉」』”’％‰℃,.:;?!)]}%°…—～~")
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

    @property
    def width(self) -> float:
        """In points, without white space at the ends."""
        return self.x1 - self.x0


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
    pieces = [glyphs[0].text]
    for before, glyph in pairwise(glyphs):
        gap = glyph.x0 - before.x1
        if gap > _PART_GAP * height:
            pieces.append(_PART_BREAK)
            parts.append([])
        elif gap > _WORD_GAP * height and _are_western(before.text, glyph.text):
            pieces.append(" ")
        pieces.append(glyph.text)
        parts[-1].append(glyph)
    return Line(
        text="".join(pieces),
        x0=glyphs[0].x0,
        x1=max(glyph.x1 for glyph in glyphs),
        y=sum(glyph.y for glyph in glyphs) / len(glyphs),
        height=height,
        first_word_width=_first_word_width(glyphs),
        can_break=any(not _WESTERN_WORD.match(glyph.text) for glyph in glyphs),
        parts=tuple(_line(part) for part in parts) if len(parts) > 1 else (),
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


def joined(lines: Sequence[Line], width: float) -> str:
    """The text of lines that stand in a column of `width` points, without the breaks that only the width made."""
    texts = [line.text for line in lines[:1]]
    for before, line in pairwise(lines):
        texts += [glue(before, line) if goes_on(before, line, width) else "\n", line.text]
    return "".join(texts)


def goes_on(before: Line, line: Line, width: float) -> bool:
    """Whether `line` stands below `before` only because its first word found no room there."""
    return before.width + line.first_word_width > width + _TOLERANCE and not _ENUMERATION.match(line.text)


def glue(before: Line, line: Line) -> str:
    """What stands between two lines of one text: a space between words of letters, which break at spaces only."""
    return " " if before.can_break and _are_western(before.text[-1], line.text[0]) else ""


def _first_word_width(glyphs: Sequence[Glyph]) -> float:
    end = 0
    while end < len(glyphs) - 1 and glyphs[end].text in _NOT_LAST:
        end += 1
    end += 1
    if _WESTERN.match(glyphs[end - 1].text):
        while end < len(glyphs) and _WESTERN_WORD.match(glyphs[end].text):
            end += 1
    while end < len(glyphs) and glyphs[end].text in _NOT_FIRST:
        end += 1
    return glyphs[end - 1].x1 - glyphs[0].x0


def _are_western(first: str, second: str) -> bool:
    return bool(_WESTERN_WORD.match(first) and _WESTERN_WORD.match(second))
