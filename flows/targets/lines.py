"""A printed text, folded for reading, that remembers where each of its characters was printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flows.targets.model import Role, Span

# Unicode's minus sign, and the slashes and dots that NFKC leaves as they are but forms use for / and ·.
_GLYPHS = str.maketrans({"−": "-", "∕": "/", "⁄": "/", "•": "·", "∙": "·", "・": "·", "∶": ":"})

_UNUSUAL = re.compile(r"[\s\x1c-\x1f−∕⁄•∙・∶]")
_ENUMERATORS = frozenset(map(chr, range(0x2460, 0x249C)))

Piece = tuple[Role, int, int]
"""What a stretch of the folded text is: role, start, stop."""


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is folded (NFKC, no white space); `places[i]` is where its character i stands in `printed`."""

    printed: str
    text: str
    places: Sequence[int]

    def as_printed(self, start: int, stop: int) -> str:
        """The printed characters of a stretch of the folded text, white space removed."""
        if start >= stop:
            return ""
        return "".join(self.printed[self.places[start] : self.places[stop - 1] + 1].split())

    def spans(self, pieces: Iterable[Piece]) -> tuple[Span, ...]:
        """The pieces as spans that cover the printed text; what is in no piece is remainder or space."""
        pieces = sorted(pieces, key=lambda piece: piece[1])
        if isinstance(self.places, range):
            return _cover(pieces, len(self.printed))
        roles: list[Role] = ["remainder"] * len(self.printed)
        for role, start, stop in pieces:
            for index in range(start, stop):
                roles[self.places[index]] = role
        for place, char in enumerate(self.printed):
            if char.isspace():
                roles[place] = "space"
        runs: list[Piece] = []
        for place, role in enumerate(roles):
            if runs and runs[-1][0] == role:
                runs[-1] = (role, runs[-1][1], place + 1)
            else:
                runs.append((role, place, place + 1))
        return tuple(Span(*run) for run in runs)


def _cover(pieces: Iterable[Piece], length: int) -> tuple[Span, ...]:
    """Spans for ordered pieces over the same text; gaps become remainder."""
    spans: list[Span] = []
    at = 0
    for role, start, stop in pieces:
        if start > at:
            spans.append(Span("remainder", at, start))
        if stop > start:
            spans.append(Span(role, start, stop))
        at = max(at, stop)
    if at < length:
        spans.append(Span("remainder", at, length))
    return tuple(spans)


def fold_line(printed: str) -> Line:
    """Folds like `flows.vocabulary.seeds.fold`, and unifies glyphs that mean the same between numbers."""
    if not _UNUSUAL.search(printed) and unicodedata.is_normalized("NFKC", printed):
        return Line(printed, printed, range(len(printed)))
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(printed):
        folded = _folded(char)
        chars.append(folded)
        places.extend([place] * len(folded))
    return Line(printed, "".join(chars), places)


@lru_cache(maxsize=4_096)
def _folded(char: str) -> str:
    if char in _ENUMERATORS:
        # ①3次 is no 13次
        return f"({unicodedata.normalize('NFKC', char).strip('().')})"
    # White space that folding itself makes (a non-breaking space is one) goes, too.
    return "".join(unicodedata.normalize("NFKC", char).split()).translate(_GLYPHS)
