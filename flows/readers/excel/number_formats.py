"""What a number in a sheet shows, by its number format (ECMA-376 part 1, 18.8.30 and 18.8.31).

A number is read exactly, with the decimals that its format always shows (45 in `0.00` is `45.00`, 45.678 stays): to
round it would lose what is said; separators and signs of currency are how it is set. Three things that a format adds
are content, and read as shown: a percentage (0.95 is `95%`), a date or time (a count of days), and words (`0"批次"`,
`"≥"0`). A number that its format does not show (`0;-0;;@`) is no text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from types import MappingProxyType

from flows.readers.excel.date_formats import as_chinese_date, date_shown, is_date_code

GENERAL = "General"
# The formats that files name by number only, with the locale (zh-cn) that Chinese publishers' programs have.
BUILT_IN: Mapping[int, str] = MappingProxyType(
    dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"')
    | dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"')
    | dict.fromkeys((34, 55), '上午/下午h"时"mm"分"')
    | dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"')
    | {0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
    | {14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM"}
    | {20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0"}
    | {30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"'}
)
_LONGEST_CODE = 255  # Excel's own bound
_DIGITS = 15  # what a double holds, and all that Excel shows; 0.1 + 0.2 is 0.3
_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.)? | !(?P<exclaimed>.)?      # printed as they stand
    | _.? | \*.?                                                      # a space as wide as, filled up with
    | \[(?P<bracket>[^\]]*)\]?
    | (?P<digits>General | G/通用格式 | \.?[0\#?][0\#?,.]*) | (?P<exponent>E[+-])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_COMPARE = {
    "<=": lambda x, y: x <= y,
    ">=": lambda x, y: x >= y,
    "<>": lambda x, y: x != y,
    "<": lambda x, y: x < y,
    ">": lambda x, y: x > y,
    "=": lambda x, y: x == y,
}
# Set around numbers without meaning anything beside them: space, signs, brackets of negatives, currency.
_DECORATION = " \xa0()（）+-,.¥￥$€£"


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format that `;` divides."""

    prefix: str
    suffix: str
    has_number: bool
    is_percentage: bool
    is_broken_up: bool
    """Digits are shown in parts, which say nothing alone: words stand between them (`0!.0000"万"`), or an exponent."""
    thousands: int
    """Times that the number is divided by 1,000 before it is shown."""
    pads_to: int
    """Digits of the whole part that are always shown."""
    decimals: tuple[int, int]
    """Fewest and most decimals shown."""
    condition: tuple[str, Decimal] | None
    is_empty: bool


def number_shown(number: Decimal, code: str, *, starts_1904: bool = False) -> str:
    """What a cell with the value `number` and the number format `code` says.

    `starts_1904`: days are counted from 1904-01-01, as workbooks of old Macintosh programs do.
    """
    if code == GENERAL or len(code) > _LONGEST_CODE:
        return plain(number)
    code = as_chinese_date(code)
    sections = _sections(code)
    section, signs_itself = _section_for(number, sections)
    if section.is_empty:
        return "" if len(sections) > 1 else plain(number)
    if is_date_code(code):
        return date_shown(number, code, starts_1904=starts_1904) or plain(number)
    if not section.has_number:
        return (section.prefix or plain(number)).strip()
    return _with_words(number, section, signs_itself=signs_itself)


def plain(number: Decimal) -> str:
    """The shortest decimal text of a number, 15 digits at most: `45`, `0.3`, `-1157.3`."""
    rounded = Decimal(f"{number:.{_DIGITS}g}").normalize()
    return "0" if not rounded else f"{rounded:f}"


def _with_words(number: Decimal, section: _Section, *, signs_itself: bool) -> str:
    if section.is_broken_up:
        return plain(number)
    words_before, words_after = (text.strip(_DECORATION) for text in (section.prefix, section.suffix))
    if section.is_percentage:
        text = _rounded(number * 100, *section.decimals) + "%"
        words_before, words_after = (text.replace("%", "") for text in (words_before, words_after))
    else:
        text = _padded(plain(number / 1000**section.thousands), section.decimals[0])
    if section.pads_to > 1:
        whole, point, decimals = text.lstrip("-").partition(".")
        text = "-" * text.startswith("-") + whole.zfill(section.pads_to) + point + decimals
    # A part for negative numbers prints its own sign or bracket, or words in its place (`"减少"0`).
    if signs_itself and words_before:
        text = text.lstrip("-")
    return f"{words_before}{text}{words_after}"


def _padded(text: str, decimals: int) -> str:
    whole, _, printed = text.partition(".")
    return f"{whole}.{printed.ljust(decimals, '0')}" if decimals else text


def _rounded(number: Decimal, fewest: int, most: int) -> str:
    """As many decimals as the format shows, halves rounded up as Excel does."""
    exact = Decimal(f"{number:.{_DIGITS}g}")
    if exact.adjusted() + most > _DIGITS:
        return plain(exact)  # no place that the format shows is one that a double holds
    text = f"{exact.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}"
    whole, _, decimals = text.partition(".")
    while len(decimals) > fewest and decimals.endswith("0"):
        decimals = decimals[:-1]
    text = f"{whole}.{decimals}" if decimals else whole
    return text.lstrip("-") if not Decimal(text) else text


def _section_for(number: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section, bool]:
    """The part of the format that shows this number, and whether it is one for negative numbers alone."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _COMPARE[section.condition[0]](number, section.condition[1]):
                return section, False
        return sections[-1], False
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if number == 0 and len(sections) > 2:  # noqa: PLR2004 - positive, negative, zero
        return sections[2], False
    return sections[0], False


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token.group("other") == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(part) for part in parts[:4])


def _section(tokens: list[re.Match[str]]) -> _Section:
    affixes = ["", ""]
    digits: list[str] = []
    is_percentage = is_broken_up = False
    condition = None
    words_since_digits = ""
    for token in tokens:
        if bracket := token.group("bracket"):
            match = _CONDITION.fullmatch(bracket)
            condition = (match.group(1), Decimal(match.group(2))) if match else condition
            continue
        if placeholders := token.group("digits"):
            is_broken_up = is_broken_up or bool(digits and words_since_digits)
            digits.append(placeholders)
            words_since_digits = ""
            continue
        is_broken_up = is_broken_up or bool(token.group("exponent"))
        word = _word(token)
        is_percentage = is_percentage or token.group("other") == "%"
        words_since_digits += word
        affixes[bool(digits)] += word
    number = "".join(digits)
    whole, _, decimals = number.rstrip(",").partition(".")
    return _Section(
        prefix=affixes[0],
        suffix=affixes[1],
        has_number=bool(digits),
        is_percentage=is_percentage,
        is_broken_up=is_broken_up,
        thousands=len(number) - len(number.rstrip(",")),
        pads_to=whole.count("0"),
        decimals=(decimals.count("0"), len(decimals.replace(",", ""))),
        condition=condition,
        is_empty=not tokens,
    )


def _word(token: re.Match[str]) -> str:
    """What a token prints: @ stands for text, E+00 for an exponent, / for a fraction; they print nothing of their own."""
    for name in ("quoted", "escaped", "exclaimed"):
        if token.group(name) is not None:
            return token.group(name)
    other = token.group("other") or ""
    return "" if other in ("@", "/") else other
