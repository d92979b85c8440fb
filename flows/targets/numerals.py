"""Numbers as printed: Arabic with thousands separators, Chinese numerals, both in one (3万5千), 百分之九十, 九成."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from flows.targets.words import vocabulary

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}

ARABIC = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+")
CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千]+(?:[万亿][零〇一二两三四五六七八九十百千]+)*")
# 三四家 is three or four, 十四五 the name of a plan: digits in a row are no numeral.
_ROW_OF_DIGITS = re.compile(r"[一二两三四五六七八九]{2}")
_HALF = re.compile(r"半(?=个?(?:年|月|天|日|小时|季度)(?![度报]))")
_OF = re.compile(  # 百分之九十五点五
    r"([百千万])分之(?:([0-9]+(?:\.[0-9]+)?)|([零〇一二两三四五六七八九十百]+)(?:点([零〇一二三四五六七八九]+))?)"
)
_TENTHS = re.compile(
    r"(?:([0-9](?:\.[0-9])?)|([一二三四五六七八九两]))成(?![果本员立品长功交])"
    r"(?:([1-9一二三四五六七八九半])(?=[以之左上的及或多不),，;；。~至-]|$))?"
)
_WHOLE = re.compile(r"百分之?百(?![分家])")
_PERCENT_OF = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}

# landing keeps decimal(28, 8): what does not fit is no number of a budget form.
_LIMIT = Decimal(10) ** 20
_LAST_PLACE = -8
_LONGEST = 32


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it ends; `is_percent` where its wording names the unit (九成, 百分之九十)."""

    value: Decimal
    stop: int
    is_percent: bool = False
    is_chinese: bool = False


def read_number(text: str, start: int) -> Number | None:
    """`number = share | tenths | mixed | arabic | chinese`, without a sign; None where none begins or it does not fit."""
    first = text[start : start + 1]
    if "0" <= first <= "9" or first == ".":
        match = ARABIC.match(text, start)
        if match is None:
            return None
        follows = text[match.end() : match.end() + 1]
        if follows == "成" or vocabulary().multiplier.at(text, match.end()):
            return _mixed(text, start) or _tenths(text, start) or _arabic(match)
        return _arabic(match)
    if first in _DIGITS or first in _SCALES or first == "万":
        return _share(text, start) or _tenths(text, start) or _chinese(text, start)
    if first == "半" and (match := _HALF.match(text, start)):
        return Number(Decimal("0.5"), match.end(), is_chinese=True)
    return None


def _arabic(match: re.Match[str]) -> Number | None:
    """`arabic = digits ("," digits)* ["." digits]`."""
    length = match.end() - match.start()
    if length > _LONGEST:
        return None
    value = Decimal(match.group().replace(",", ""))
    return Number(value, match.end()) if length <= -_LAST_PLACE or _fits(value) else None


def _mixed(text: str, start: int) -> Number | None:
    """`mixed = digits multiplier (digits multiplier)* [digits multiplier | arabic]`: 1亿500万, 3万5千, 3万500.

    Each multiplier is less than the one before it. None where it may mean something else: 3万5元 is 30,005 or 35,000, and
    the unit of 2万5千克 may be 千克.
    """
    words = vocabulary()
    value, scale, terms, at = Decimal(0), _LIMIT, 0, start
    while match := ARABIC.match(text, at):
        digits, at = match.group().replace(",", ""), match.end()
        multiplier = words.multiplier.at(text, at)
        factor = Decimal(words.multiplier.value[multiplier]) if multiplier else Decimal(1)
        term = Decimal(digits) * factor
        is_last_digit = multiplier is None and len(digits) == 1
        has_other_unit = len(words.unit.at(text, at) or "") > len(multiplier or "") > 0
        if term >= scale or (terms and (is_last_digit or has_other_unit)):
            return None
        value, scale, terms, at = value + term, factor, terms + 1, at + len(multiplier or "")
        if multiplier is None:
            break
    is_mixed = terms > 1 and at - start <= _LONGEST
    return Number(value, at) if is_mixed and _fits(value) else None


def _fits(value: Decimal) -> bool:
    """Whether landing's decimal(28, 8) holds the value exactly."""
    exponent = value.as_tuple().exponent
    return value < _LIMIT and isinstance(exponent, int) and exponent >= _LAST_PLACE


def _share(text: str, start: int) -> Number | None:
    """`share = ("百" | "千" | "万") "分之" number | "百分百"`; always in percent: 万分之三 is 0.03 %."""
    if match := _WHOLE.match(text, start):
        return Number(Decimal(100), match.end(), is_percent=True)
    match = _OF.match(text, start)
    if match is None or match.end() - start > _LONGEST:
        return None
    scale, arabic, chinese, decimals = match.groups()
    number = Decimal(arabic) if arabic else Decimal(chinese_value(chinese))
    if decimals:
        number += Decimal("0." + "".join(str(_DIGITS[char]) for char in decimals))
    value = number * _PERCENT_OF[scale]
    return Number(value, match.end(), is_percent=True, is_chinese=not arabic) if _fits(value) else None


def _tenths(text: str, start: int) -> Number | None:
    """`tenths = (digit | chinese digit) "成" [digit | 半]`: 九成 is 90 %, 七成五 75 %."""
    match = _TENTHS.match(text, start)
    if match is None:
        return None
    arabic, chinese, rest = match.groups()
    percent = (Decimal(arabic) if arabic else Decimal(_DIGITS[chinese])) * 10
    if rest:
        percent += 5 if rest == "半" else int(rest) if rest.isascii() else _DIGITS[rest]
    return Number(percent, match.end(), is_percent=True)


def _chinese(text: str, start: int) -> Number | None:
    """`chinese = a Chinese numeral`; a last 万 or 亿 is left to the unit, as in 20万, but for the 万 of 一亿五百万."""
    match = CHINESE.match(text, start)
    if match is None or match.end() - start > _LONGEST or _ROW_OF_DIGITS.search(match.group()):
        return None
    numeral = match.group()
    if "亿" in numeral and text[match.end() : match.end() + 1] == "万":
        numeral += "万"
    value = Decimal(chinese_value(numeral))
    return Number(value, start + len(numeral), is_chinese=True) if _fits(value) else None


def chinese_value(numeral: str) -> int:
    """The value of a Chinese numeral: 三百二十五, 十二, 一万五千, 一亿零五百万, and digits read one by one (二〇二四)."""
    if not any(char in _SCALES or char in _MYRIADS for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    total = section = digit = 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SCALES:
            section += (digit or 1) * _SCALES[char]
            digit = 0
        elif char == "万":
            total += (section + digit) * _MYRIADS[char]
            section = digit = 0
        else:  # 三万两千亿: all before it
            total = (total + section + digit) * _MYRIADS[char]
            section = digit = 0
    return total + section + digit
