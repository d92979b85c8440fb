"""Lines that are drawn through text: what they strike out is taken back.

A PDF knows no struck-out text, only a line at the height of its middle and as long as it is. The lines of a table run
between texts, and are longer or shorter than any.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from flows.readers.pdf.objects import Rule

# Parts of a glyph's height.
_MIDDLE = 0.22  # a line farther from the middle lies under or over the text
_ENDS = 0.6  # the line may reach beyond its text by so much
_COVERED = 0.75  # of the line's length is text


class Glyph(NamedTuple):
    """One printed character: its advance from x0 to x1, the middle of its line, the height of its font's line."""

    text: str
    x0: float
    x1: float
    y: float
    height: float
    is_raised: bool = False
    """Set smaller and higher than the character before it."""


class StruckOut(NamedTuple):
    """The glyphs that no line goes through, and the texts of the others."""

    kept: list[Glyph]
    texts: list[str]


def strikes(rules: Sequence[Rule], glyphs: list[Glyph]) -> tuple[list[Rule], StruckOut]:
    """Part the glyphs of a page by the lines through them; those lines are no rules of a table."""
    by_height = sorted(glyphs, key=attrgetter("y"))
    ys = [glyph.y for glyph in by_height]
    largest = max((glyph.height for glyph in glyphs), default=0.0)
    gone: set[int] = set()
    texts: list[str] = []
    others: list[Rule] = []
    for rule in rules:
        reach = _MIDDLE * largest
        near = (
            []
            if rule.is_vertical
            else by_height[bisect_left(ys, rule.at - reach) : bisect_right(ys, rule.at + reach)]
        )
        struck = _struck(rule, near) if near else []
        if struck:
            gone.update(map(id, struck))
            texts.append("".join(glyph.text for glyph in struck))
        else:
            others.append(rule)
    if not gone:
        return others, StruckOut(glyphs, [])
    return others, StruckOut([glyph for glyph in glyphs if id(glyph) not in gone], texts)


def _struck(rule: Rule, near: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of one text that the line goes through, from left to right; none if it is no such line."""
    through = sorted(
        (
            glyph
            for glyph in near
            if abs(glyph.y - rule.at) <= _MIDDLE * glyph.height
            and rule.start <= (glyph.x0 + glyph.x1) / 2 <= rule.end
        ),
        key=attrgetter("x0"),
    )
    if not through:
        return []
    height = max(glyph.height for glyph in through)
    fits = through[0].x0 - rule.start <= _ENDS * height and rule.end - through[-1].x1 <= _ENDS * height
    covered = sum(min(glyph.x1, rule.end) - max(glyph.x0, rule.start) for glyph in through)
    return through if fits and covered >= _COVERED * (rule.end - rule.start) else []
