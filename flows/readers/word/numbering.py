"""Automatic numbers of lists and headings: an office program prints them, though they stand in no text.

Headings number the forms of a document, so their numbers must be read whether they were typed or counted. Shared
by the readers of Word's two formats. Rules: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (number formats).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_PLACEHOLDER = re.compile(r"%([1-9])")
_NO_NUMBER = frozenset({"bullet", "none"})
_CHINESE_DIGITS = "〇一二三四五六七八九"
_CHINESE_POWERS = ("", "十", "百", "千")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MAX_ROMAN = 5_000
_MAX_LETTERS = 20  # repetitions of one letter: AA is 27, AAA is 53


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` is what is printed, with %1 … %9 for the counts of levels 1 … 9.

    `suffix` is what stands between number and text, `is_legal` prints all counts as decimals.
    """

    start: int = 1
    number_format: str = "decimal"
    text: str = "%1."
    suffix: str = " "
    is_legal: bool = False


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list in use. Lists of one `definition` go on counting where the other stopped, except for `restarts`."""

    key: int
    definition: int
    levels: Mapping[int, Level]
    restarts: Mapping[int, int] = field(default_factory=dict)
    """level (0-based) → number with which it begins anew in this list"""


class Numbering:
    """Counts the paragraphs of lists, in reading order."""

    def __init__(self, lists: Mapping[int, NumberedList]) -> None:
        self.lists = lists
        self._counts: dict[int, dict[int, int]] = {}
        self._begun: set[tuple[int, int]] = set()

    def next_label(self, key: int, level_no: int) -> str:
        """What is printed before the next paragraph of this list and level (0-based); '' for bullets and unknown lists."""
        numbered = self.lists.get(key)
        level = numbered.levels.get(level_no) if numbered else None
        if numbered is None or level is None:
            return ""
        counts = self._counts.setdefault(numbered.definition, {})
        if (key, level_no) not in self._begun:
            self._begun.add((key, level_no))
            if level_no in numbered.restarts:
                counts[level_no] = numbered.restarts[level_no] - 1
        counts[level_no] = counts.get(level_no, level.start - 1) + 1
        for deeper in [other for other in counts if other > level_no]:
            del counts[deeper]
        if level.number_format in _NO_NUMBER:
            return ""
        printed = _PLACEHOLDER.sub(
            lambda match: _count(numbered, level, counts, int(match[1]) - 1), level.text
        )
        return printed + level.suffix if printed else ""


def _count(numbered: NumberedList, printing: Level, counts: dict[int, int], level_no: int) -> str:
    level = numbered.levels.get(level_no, Level())
    number = counts.get(level_no, level.start)
    return format_number(number, "decimal" if printing.is_legal else level.number_format)


def format_number(number: int, number_format: str) -> str:
    """`number` in a format of ECMA-376 (`decimal`, `chineseCounting`, `upperRoman` …); decimal where it is unknown."""
    first, last = _ENCLOSED.get(number_format, ("", 0))
    if 1 <= number <= last:
        return chr(ord(first) + number - 1)
    written = _FORMATS.get(number_format)
    return (written(number) if written else "") or str(number)


def _letters(number: int) -> str:
    times, letter = divmod(number - 1, len(_LETTERS))
    return _LETTERS[letter] * (times + 1) if 0 <= times < _MAX_LETTERS else ""


def _roman(number: int) -> str:
    if not 0 < number <= _MAX_ROMAN:
        return ""
    printed = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        printed += letters * times
    return printed


def _chinese(number: int) -> str:
    """一, 十, 十一, 二十, 一百〇一, 二千〇二十四: '' where ten thousand would have to be said."""
    digits = str(number)
    if number <= 0 or len(digits) > len(_CHINESE_POWERS):
        return ""
    printed = ""
    for power, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit != "0":
            printed += _CHINESE_DIGITS[int(digit)] + _CHINESE_POWERS[power]
        elif printed and not printed.endswith("〇"):
            printed += "〇"
    printed = printed.rstrip("〇")
    return printed[1:] if printed.startswith("一十") else printed


def _chinese_digits(number: int) -> str:
    return "".join(_CHINESE_DIGITS[int(digit)] for digit in str(number)) if number >= 0 else ""


def _full_width(number: int) -> str:
    return str(number).translate({ord("0") + digit: chr(ord("０") + digit) for digit in range(10)})


_ENCLOSED = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㈠", 10),
}
"""format → its character for 1, and the last number that has one"""

_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "ideographDigital": _chinese_digits,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
}
"""format → number as it is written there, '' where that cannot be"""
