"""Comparators behind a quantity: `以上`, `（含）以下`, `（及格）以上`, `以内（不含5天）`, `不到`, `＋`."""

from __future__ import annotations

import re
from typing import NamedTuple

from flows.targets.comparators import WITH_EQUAL, WITHOUT_EQUAL, includes_itself
from flows.targets.lines import Piece
from flows.targets.words import vocabulary

_NOTE = re.compile(r"\(([^()]{1,12})\)")
_TAIL = re.compile(r"\(([^()]{1,12})\)|[,;]?([^(),;。]{1,12})(?=[,;。)]|$)")
_WITHIN_DIMENSIONS = frozenset({"duration", "money", "percent", None})


class After(NamedTuple):
    """What stands behind a quantity: the sign that it has then, where it ends, and its pieces of the text.

    `is_after` says that a word of a bound stood there; `note` is where a bracket stands that says something else (含税).
    """

    sign: str | None
    stop: int
    is_after: bool = False
    note: tuple[int, int] | None = None
    pieces: tuple[Piece, ...] = ()


def read_after(text: str, at: int, dimension: str | None, own: str, sign: str | None) -> After:
    """`after = [note] word [note] | note`, read from `at`; `own` is the quantity itself, which a note may repeat.

    `sign` is what stood before the number; it counts before a word behind it. A note says whether the number itself
    counts: 88%（含88%）以上, 高于40%（含40%）, 12%（不含）以下. A bare 内 bounds only what can be stayed within (no 5次内).
    """
    includes: bool | None = None
    stop, note = at, None
    match = _NOTE.match(text, at)
    if match:
        includes = includes_itself(match.group(1), own)
        if includes is None and _word(text, match.end(), dimension) is None:
            return After(sign, at)
        stop, note = match.end(), (at, match.end()) if includes is None else None
    word = _word(text, stop, dimension)
    if word:
        sign = sign or vocabulary().after.value[word]
        stop += len(word)
        tail = _TAIL.match(text, stop)
        if tail and (included := includes_itself(tail.group(1) or tail.group(2), own)) is not None:
            includes, stop = included, tail.end()
    elif includes is None or sign not in WITH_EQUAL:
        return After(sign, at)
    if includes is not None and sign in WITH_EQUAL:
        sign = WITH_EQUAL[sign] if includes else WITHOUT_EQUAL[sign]
    start = note[1] if note else at
    return After(sign, stop, word is not None, note, (("comparator", start, stop),))


def _word(text: str, at: int, dimension: str | None) -> str | None:
    words = vocabulary()
    word = words.after.at(text, at)
    if word is None or words.not_after.at(text, at):
        return None
    if word == "+" and text[at + 1 : at + 2] not in ("", ",", ";", "。", ")", "/"):
        return None  # 3+2
    return None if word == "内" and dimension not in _WITHIN_DIMENSIONS else word
