"""Printed amounts of money, and codes printed before a name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from flows.vocabulary.seeds import fold

_AMOUNT = re.compile(r"(-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|-?[0-9]+(?:\.[0-9]+)?)([十百千万亿]*元)?")
_LARGEST = Decimal(10) ** 12
_MAX_DECIMALS = 6
# 355101天津市…, 820001-…, 820-…部门, [077]淮北市…; 12315投诉举报中心 is a name.
_UNIT_CODE = re.compile(
    r"(?:[\[【(（]([0-9A-Z]{3,})[\]】)）]|([0-9]{3,})\s*[-—－]|([0-9]{6,}))\s*(?=[^0-9\s])(.+)", re.DOTALL
)
# 51130021T000000229367-退耕还林…
_PROJECT_CODE = re.compile(
    r"([0-9A-Z]{8,})\s*[-—－]\s*(.+)|([0-9]{6,}[0-9A-Z]{9,})(?=[^0-9A-Z])(.+)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount: the number in its printed unit of money, the unit where the cell itself names one."""

    value: Decimal
    money_unit: str | None


def read_amount(text: str) -> Amount | None:
    """`1,157.30` or `2279.048 万元`; None where the text is no amount (or a trillion and more, which no form means).

    Raised and circled digits are no part of a number (100① is 100 with a note), though they fold to digits.
    """
    if any(unicodedata.category(character) == "No" for character in text):
        return None
    match = _AMOUNT.fullmatch(fold(text))
    if not match:
        return None
    value = Decimal(match.group(1).replace(",", ""))
    exponent = value.as_tuple().exponent
    if abs(value) >= _LARGEST or not isinstance(exponent, int) or -exponent > _MAX_DECIMALS:
        return None
    return Amount(value, match.group(2))


def split_unit_code(text: str) -> tuple[str | None, str]:
    """Code and name of `355101天津市市场监督管理委员会财务处`; (None, text) where no code is printed."""
    match = _UNIT_CODE.fullmatch(text.strip())
    if not match:
        return None, text.strip()
    return match.group(1) or match.group(2) or match.group(3), match.group(4).strip()


def split_project_code(text: str) -> tuple[str | None, str]:
    """Code and name of `51130021T000000229367-退耕还林`; (None, text) where no code is printed."""
    match = _PROJECT_CODE.fullmatch(text.strip())
    if not match:
        return None, text.strip()
    return match.group(1) or match.group(3), (match.group(2) or match.group(4)).strip()
