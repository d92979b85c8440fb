"""Printed amounts of money, and codes printed before a name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from flows.labels import is_only_a_frame
from flows.vocabulary.seeds import fold, read_seed

_NUMBER = r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_UNIT = r"[十百千万亿]*(?:元|美元|欧元)|[百千]?万|亿"
_DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"〇": 0}
_TENS = {"拾": 10, "佰": 100, "仟": 1000}
_AMOUNT_FIRST = re.compile(rf"\s*[¥￥]?{_NUMBER}\s*(?:{_UNIT})")
_FIGURES_BEHIND = re.compile(rf"\([¥￥]?{_NUMBER}(?:{_UNIT})?\)$")  # 壹拾捌万元整（￥180000元）
_LARGEST = Decimal(10) ** 12
_MAX_DECIMALS = 6
_LONGEST = 80
# 355101天津市…, 820001-…, 820-…部门, [077]淮北市…; 12315投诉举报中心 is a name.
_UNIT_CODE = re.compile(
    r"(?:[\[【(（]([0-9A-Z]{3,})[\]】)）]|([0-9]{3,})\s*[-—－]|([0-9]{6,}))\s*(?=[^0-9\s])(.+)", re.DOTALL
)
# 51130021T000000229367-退耕还林…
_PROJECT_CODE = re.compile(
    r"([0-9A-Z]{8,})\s*[-—－–_]+\s*(.+)|([0-9]{6,}[0-9A-Z]{9,})(?=[^0-9A-Z])(.+)", re.DOTALL
)

_UNIT_CODE_BEHIND = re.compile(r"(?P<name>[^0-9]{3,}?)[\[【(（](?P<code>[0-9]{3,})[\]】)）]")
_CODE_BELOW = re.compile(
    r"(?P<name>.*[^0-9A-Z\s-].*?)\s*\n\s*[(（\[【]?(?P<code>[0-9A-Z][0-9A-Z-]{6,}[0-9A-Z])[)）\]】]?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount: the number in its printed unit of money, the unit if the cell itself names one.

    ¥ says that the number is yuan only if no other unit is printed for the form: `is_yuan_sign`.
    """

    value: Decimal
    money_unit: str | None
    is_yuan_sign: bool = False


@lru_cache(maxsize=16_384)
def read_amount(text: str) -> Amount | None:
    """`1,157.30`, `2279.048 万元`, `约50万元`, `¥500000`, `38万元（省级）`, `叁拾捌万元整`; None if the text is no amount.

    A trillion and more is none: no form means it. Raised and circled digits are no part of a number (100① is 100 with a
    note), though they fold to digits.
    """
    if len(text) > _LONGEST or any(unicodedata.category(character) == "No" for character in text):
        return None
    folded = fold(text)
    if folded.startswith("(") and folded.endswith("元)"):
        folded = folded[1:-1]  # （108.2万元）
    match = _amount().fullmatch(folded)
    if not match:
        return _in_capitals(folded)
    value = Decimal(match["number"].replace(",", ""))
    exponent = value.as_tuple().exponent
    if abs(value) >= _LARGEST or not isinstance(exponent, int) or -exponent > _MAX_DECIMALS:
        return None
    unit = match["unit"]
    if unit and not unit.endswith("元"):
        unit += "元"
    return Amount(value, unit, is_yuan_sign=match["sign"] == "¥")


@cache
def words_before_an_amount() -> str:
    """约, 人民币, 共计 …, of the seed cell_marks, as a pattern; longer words first."""
    return _alternatives("amount_before", "amount_around")


def _alternatives(*kinds: str) -> str:
    words = {fold(line["mark"]) for line in read_seed("cell_marks") if line["kind"] in kinds}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _amount() -> re.Pattern[str]:
    after = _alternatives("amount_after", "amount_around")
    return re.compile(
        rf"(?:{words_before_an_amount()}|:)*(?P<sign>[¥$]|RMB)?(?P<number>{_NUMBER})(?P<unit>{_UNIT})?(?:{after})*"
        r"(?P<note>\([^()]*\))?"
    )


@cache
def _capital() -> re.Pattern[str]:
    before, after = words_before_an_amount(), _alternatives("amount_after", "amount_around")
    return re.compile(
        rf"(?:{before}|:)*([零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿]*[零〇壹贰叁肆伍陆柒捌玖拾佰仟])((?:万|亿)?元)(?:{after})*"
    )


def begins_with_an_amount(text: str) -> bool:
    """Whether a text is an amount with its unit, alone or before what explains it: 85.6万元（财政拨款80万元）."""
    return _AMOUNT_FIRST.match(text) is not None


def is_amount(text: str) -> bool:
    """Whether a text is an amount."""
    return read_amount(text) is not None


def names_nothing(text: str) -> str | None:
    """What a text is that can be no name: a number, or a label that stands over others (预算执行情况); None for others."""
    if is_amount(text):
        return "a number"
    return "a label" if is_only_a_frame(text) else None


def _in_capitals(text: str) -> Amount | None:
    """叁拾捌万元 is 38 万元, 壹拾捌万陆仟元整 186000 元."""
    match = _capital().fullmatch(_FIGURES_BEHIND.sub("", text))
    if not match:
        return None
    printed, unit = match.groups()
    if "万" not in printed and "亿" not in printed:
        return Amount(Decimal(_below_ten_thousand(printed)), unit)
    total = 0
    for mark, factor in (("亿", 10**8), ("万", 10**4), ("", 1)):
        section, found, rest = printed.partition(mark) if mark else (printed, "", "")
        if found or not mark:
            total += _below_ten_thousand(section) * factor
            printed = rest
    return Amount(Decimal(total), unit) if unit == "元" else None


def _below_ten_thousand(text: str) -> int:
    total = digit = 0
    for character in text:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def split_unit_code(text: str) -> tuple[str | None, str]:
    """Code and name of `355101天津市市场监督管理委员会财务处`; (None, text) where no code is printed."""
    match = _UNIT_CODE.fullmatch(text.strip())
    if not match:
        behind = _UNIT_CODE_BEHIND.fullmatch(text.strip())
        return (behind["code"], behind["name"].strip()) if behind else (None, text.strip())
    return match.group(1) or match.group(2) or match.group(3), match.group(4).strip()


def split_project_code(text: str) -> tuple[str | None, str]:
    """Code and name of `51130021T000000229367-退耕还林`, and of a name with its code below; (None, text) without a code."""
    match = _PROJECT_CODE.fullmatch(text.strip())
    if not match:
        below = _CODE_BELOW.fullmatch(text.strip())
        return (below["code"], below["name"].strip()) if below else (None, text.strip())
    return match.group(1) or match.group(3), (match.group(2) or match.group(4)).strip()
