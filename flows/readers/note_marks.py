"""Marks that lead to a note (≥17¹ with the note «1 含续建4座» below the table), told from exponents and other raised text.

A raised mark is no part of the text it stands in: read as one, ≥17 becomes ≥171. Exponents are content (m², 10⁴), and
so is what is raised for its looks (℃ set as a raised o and C, ™).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARK = re.compile(
    r"\s*[\[(（〔【]?\s*(?:注|註)?\s*(?:[0-9]{1,2}|[①-⑳]|[a-z]|[*＊※#†‡§]{1,4}|[一二三四五六七八九十]{1,2})"
    r"(?:\s*[,，、]\s*(?:[0-9]{1,2}|[①-⑳]|[a-z]))*\s*[\])）〕】]?\s*"
)
# Lengths, areas and seconds; a power of ten.
_HAS_POWER = re.compile(r"(?:[ms米里]|[×xX*·]\s*10|^\s*10)$")
_POWER = re.compile(r"[-−–]?[0-9]{1,2}")
_DEGREE = frozenset("o0○。")
_DEGREE_OF = ("C", "c", "F", "K")
RAISED = re.compile("[⁰¹²³⁴-⁹]+")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LETTER = re.compile(r"[A-Za-zμ米里]$|10$")


def is_note_mark(before: str, raised: str, after: str) -> bool:
    """Whether `raised` text between two other texts is a mark of a note. Text that is raised as a whole is none."""
    if not (before.strip() or after.strip()) or not _MARK.fullmatch(raised):
        return False
    if _POWER.fullmatch(raised.strip()) and _HAS_POWER.search(before):
        return False
    return not (raised.strip() in _DEGREE and after.lstrip().startswith(_DEGREE_OF))


def is_power_of_ten(before: str, raised: str) -> bool:
    """Whether raised text is the exponent of a ten: 10 and 4 must not become 104."""
    return before.endswith("10") and _POWER.fullmatch(raised.strip()) is not None


def without_marks(pieces: Sequence[tuple[str, bool]]) -> tuple[str, list[str]]:
    """The text of `pieces` (text, whether it is raised) without its marks, and the marks.

    Raised pieces that follow one another are one: programs part a text as they like. A power of ten that is kept says
    what it is: `10^4`, not 104.
    """
    joined: list[tuple[str, bool]] = []
    for text, is_raised in pieces:
        if joined and joined[-1][1] == is_raised:
            joined[-1] = joined[-1][0] + text, is_raised
        else:
            joined.append((text, is_raised))
    shown = ""
    marks: list[str] = []
    for place, (text, is_raised) in enumerate(joined):
        after = joined[place + 1][0] if place + 1 < len(joined) else ""
        if is_raised and is_note_mark(shown, text, after):
            marks.append(text.strip())
        elif is_raised and is_power_of_ten(shown, text):
            shown += "^" + text.strip()
        else:
            shown += text
    return shown, marks


def without_raised_characters(text: str) -> tuple[str, list[str]]:
    """The text without marks that are raised by themselves (¹ in ≥17¹), and the marks; m², R² and 10⁴ have none."""
    marks: list[str] = []

    def kept(match: re.Match[str]) -> str:
        before, after = text[: match.start()], text[match.end() :]
        if _LETTER.search(before) or not is_note_mark(before, match[0].translate(_DIGITS), after):
            return match[0]
        marks.append(match[0])
        return ""

    return RAISED.sub(kept, text), marks
