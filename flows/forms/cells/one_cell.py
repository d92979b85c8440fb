"""All indicators of a project in one cell.

`【产出指标-数量指标】 指标1:机柜数量(≥77台)；指标2:…`: seen in the forms of a city that prints a project in one row. Each
block in 【】 names levels 1 and 2, each 指标N the name with its target in the brackets that end it. Others print a line an
indicator, `数量指标：新增充电桩≥210个`, below lines that name a level 1 alone.
"""

from __future__ import annotations

import re

from flows.forms.model import IndicatorRow, Place
from flows.labels import is_level, is_level1, may_be_level2

_BLOCK = re.compile(r"【([^】]+)】([^【]*)")
_LEVELS = re.compile(r"\s*([^-—－/]+?)\s*[-—－/]\s*(.+?)\s*")
_ITEM = re.compile(r"指标\s*[0-9]+\s*[:：]")
_NAME_AND_TARGET = re.compile(r"(.*\S)\s*[(（]((?:[^()（）]|[(（][^()（）]*[)）])+)[)）]", re.DOTALL)
_SHORTEST = 12
_NAME_THEN_TARGET = re.compile(
    r"([^0-9≥≤><＞＜＝=≧≦]{2,}?)\s*((?:[≥≤><＞＜＝=≧≦]|[大小]于等于|不低于|不超过).+|[0-9]+(?:\.[0-9]+)?\s*[^0-9\s。，；年月日季前底]{1,6})",
    re.DOTALL,
)
_NAME_COLON_TARGET = re.compile(r"([^：:\n]{2,24})[：:]([^：:\n]+)")
_EDGES = " \t\n;；。,，、"


def holds_indicators(text: str) -> bool:
    """Whether a cell holds indicators in this way."""
    if len(text) < _SHORTEST:
        return False
    if is_in_lines(text):
        return True
    block = _BLOCK.search(text)
    return bool(block and _LEVELS.fullmatch(block.group(1)) and _ITEM.search(block.group(2)))


def read_one_cell(text: str, locator: str) -> tuple[list[IndicatorRow], list[str]]:
    """The indicators in such a cell, and what of it is none."""
    if is_in_lines(text):
        return _read_lines(text, locator)
    rows: list[IndicatorRow] = []
    rest = [text[: match.start()] for match in [_BLOCK.search(text)] if match]
    for block in _BLOCK.finditer(text):
        levels = _LEVELS.fullmatch(block.group(1))
        before, *items = _ITEM.split(block.group(2))
        rest.append(before)
        for item in items:
            named = _NAME_AND_TARGET.fullmatch(item.strip(_EDGES))
            if levels is None or named is None:
                rest.append(f"【{block.group(1)}】{item}")
            else:
                rows.append(
                    indicator_of_text(
                        levels.group(1), levels.group(2), named.group(1), named.group(2), locator
                    )
                )
    return rows, [left.strip(_EDGES) for left in rest if left.strip(_EDGES)]


def is_in_lines(text: str) -> bool:
    """Whether each line begins with the name of a level, and at least two of them say something of it."""
    if "\n" not in text:
        return False
    lines = _lines(text)
    return all(is_level(level) for level, _ in lines) and sum(1 for _, rest in lines if rest) > 1


def _lines(text: str) -> list[tuple[str, str]]:
    parts = (line.replace("：", ":", 1).partition(":") for line in text.split("\n") if line.strip())
    return [(level.strip(), rest.strip(_EDGES)) for level, _, rest in parts]


def _read_lines(text: str, locator: str) -> tuple[list[IndicatorRow], list[str]]:
    """Name and target stand in one text: a sign or a number at its end divides them, a day at its beginning is both."""
    rows: list[IndicatorRow] = []
    rest_of_lines: list[str] = []
    level1: str | None = None
    stands_alone = False  # the line above names a level 1 and says nothing of it
    for level, rest in _lines(text):
        is_first = is_level1(level) and not (rest and level1 and (stands_alone or may_be_level2(level)))
        stands_alone = is_first and not rest
        if is_first:
            level1 = level
        if rest:
            name, target = split_name_and_target(rest)
            if name == target and not rest[0].isdigit():
                rest_of_lines.append(f"{level1 or ''} {level}：{rest}".strip())
                continue
            rows.append(indicator_of_text(level1, None if is_first else level, name, target, locator))
    return rows, rest_of_lines


def split_name_and_target(text: str) -> tuple[str, str]:
    """演出场次, ≥165场 of `演出场次≥165场`; the whole text for both if nothing shows where the one ends."""
    match = _NAME_THEN_TARGET.fullmatch(text.strip()) or _NAME_COLON_TARGET.fullmatch(text.strip())
    return (match.group(1).strip(" ：:"), match.group(2).strip()) if match else (text, text)


def lines_of_indicators(text: str) -> list[str]:
    """The lines of a cell if each of them is an indicator with its target (维修仓房6栋, 更换仓窗≥84扇); else the text."""
    lines = [line for line in text.splitlines() if line.strip()]
    names = [split_name_and_target(line) for line in lines]
    return lines if len(lines) > 1 and all(name != target for name, target in names) else [text]


def indicator_of_text(
    level1: str | None, level2: str | None, name: str, target: str, locator: str
) -> IndicatorRow:
    """An indicator that stands with its target in one text."""
    return IndicatorRow(
        level1=level1,
        level2=level2,
        level3=name,
        description=None,
        target_text=target,
        target=target,
        unit_printed=None,
        comparator_printed=None,
        polarity_printed=None,
        target_mid_term=None,
        target_initial=None,
        actual=None,
        points=None,
        score=None,
        deviation=None,
        note=None,
        locator=locator,
        places=(Place("level3", locator, name), Place("target", locator, target)),
    )
