"""How often (一季度两次, 一周一次) and which place (第8名): numbers that look like dates and ordinals."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from flows.targets.lines import Piece
from flows.targets.numerals import read_number
from flows.targets.quantities import Quantity, read_quantity, read_unit
from flows.targets.words import vocabulary

# Without 个, 三月 and 二季度 name a part of the year, and 5日 a day: there only 一, 半 and 两 count.
_PERIOD = re.compile(
    r"(?:(?P<count>[一二两三四五六七八九十半]|[1-9][0-9]?)(?:个(?P<named>季度?|月|星期|学期|工作日)|(?P<plain>年|周|星期|天|学期))"
    r"|(?P<few>[一1半两])(?P<part>季度?|月|日))"
)
_ONE = frozenset("一1")
_BOUNDARY = frozenset(",;、。)")


def read_rhythm(text: str, at: int) -> Quantity | None:
    """`rhythm = count period quantity` up to the end of a clause: 一季度两次 is 2次/季度, 两周一次 1次/两周.

    None if what stands there is a date (二季度两次, 2024年一季度) or if no thing is counted.
    """
    match = _PERIOD.match(text, at)
    if match is None or (at and (text[at - 1] in "第每年、-—至到~" or text[at - 1].isdigit())):
        return None
    quantity = read_quantity(text, match.end())
    if quantity is None or quantity.unit is None or quantity.unit.rate_base:
        return None
    words = vocabulary()
    if words.dimension_of(quantity.unit.stem) != "count" or quantity.value <= 0:
        return None
    if quantity.stop < len(text) and text[quantity.stop] not in _BOUNDARY:
        return None
    count = match["count"] or match["few"]
    base = match["named"] or match["plain"] or match["part"]
    base = "季度" if base == "季" else base
    if count not in _ONE:
        base = f"{count}个{base}" if match["named"] else f"{count}{base}"
    return replace(quantity, start=at, unit=replace(quantity.unit, rate_base=base))


def read_place(text: str) -> Quantity | None:
    """`place = (lead)* "第" number rank unit`, where that is the whole text: 全省排名第8名, 第4位."""
    if "第" not in text:
        return None
    words = vocabulary()
    at = 0
    while word := words.rank_lead.at(text, at):
        at += len(word)
    if not text.startswith("第", at):
        return None
    number = read_number(text, at + 1)
    if number is None or number.is_percent or number.value < 1 or number.value != int(number.value):
        return None
    pieces: list[Piece] = [("number", at + 1, number.stop)]
    unit = None
    if number.stop < len(text):
        unit = read_unit(text, number.stop)
        stem = unit.stem if unit and unit.stop == len(text) else None
        if (
            unit is None
            or stem is None
            or stem not in words.rank_unit
            or (number.is_chinese and stem == "位")
        ):
            return None  # 第三方; 第一位 is often no rank
        pieces.append(("unit", number.stop, unit.stop))
    elif at == 0:
        return None  # 第3: of what
    return Quantity(
        start=at, stop=len(text), comparator="=", value=Decimal(number.value), unit=unit,
        pieces=tuple(pieces), number_start=at + 1,
    )  # fmt: skip
