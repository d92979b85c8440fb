"""The words that stand before the head of a label (年初, 主管, 实施期), from the seed `label_qualifiers`."""

from __future__ import annotations

from functools import cache, lru_cache

from flows.vocabulary.seeds import fold, read_seed

_LONGEST_WORD = 8
_IN_NO_WORD = 1_000_000


def known_words(text: str) -> frozenset[str] | None:
    """The classes of the words that a text consists of (project of 项目支出); None if it has a word that nobody knows."""
    folded = fold(text)
    return unknown_part(folded, len(folded))[1] if _has_only_words(folded) else None


def _has_only_words(text: str) -> bool:
    """Whether words that somebody knows follow each other to the end of a text; it may be long."""
    words = _qualifiers_by_first()
    ends = {0}
    furthest = 0
    for start, character in enumerate(text):
        if start in ends:
            for word, _ in words.get(character, ()):
                if text.startswith(word, start):
                    ends.add(start + len(word))
                    furthest = max(furthest, start + len(word))
        if furthest <= start:
            return False
    return len(text) in ends


@lru_cache(maxsize=8_192)
def unknown_part(text: str, end: int) -> tuple[int, frozenset[str], str]:
    """How many characters before `end` are no known words, the classes of the words, and the unknown text."""
    seen = words_before(text, end)
    unknown = "".join(part[1:] for part in seen if part.startswith("?"))
    return (
        len(unknown),
        frozenset(part for part in seen if not part.startswith("?") and part != "plain"),
        unknown,
    )


def words_before(text: str, end: int) -> list[str]:
    """The classes of the words that a text consists of before `end`, `?x` for each character that is in no word."""
    last = _last_words(text)
    found = []
    while end:
        end, word = last[end]
        found.append(word)
    return found[::-1]


@lru_cache(maxsize=8_192)
def _last_words(text: str) -> list[tuple[int, str]]:
    """For each beginning of a text the last of its words, and where that begins.

    What is in no word counts most, then the number of words; of equal ones a character in no word is taken, then the
    longest word.
    """
    words = _qualifiers_by_first()
    counts = [0, *[_IN_NO_WORD * (len(text) + 1)] * len(text)]
    last: list[tuple[int, str]] = [(0, "")] * (len(text) + 1)
    for start, character in enumerate(text):
        count = counts[start] + 1
        if count + _IN_NO_WORD <= counts[start + 1]:
            counts[start + 1] = count + _IN_NO_WORD
            last[start + 1] = (start, "?" + character)
        for word, kind in words.get(character, ()):
            end = start + len(word)
            if text.startswith(word, start) and count < counts[end]:
                counts[end] = count
                last[end] = (start, kind)
    return last


@cache
def _qualifiers_by_first() -> dict[str, tuple[tuple[str, str], ...]]:
    """First character → the words that begin with it, each with its class."""
    kinds = {fold(line["qualifier"]): line["class"] for line in read_seed("label_qualifiers")}
    by_first: dict[str, tuple[tuple[str, str], ...]] = {}
    for word, kind in kinds.items():
        if len(word) <= _LONGEST_WORD:
            by_first[word[0]] = (*by_first.get(word[0], ()), (word, kind))
    return by_first
