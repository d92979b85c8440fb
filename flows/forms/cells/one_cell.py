"""All indicators of a project in one cell.

`【产出指标-数量指标】 指标1:机柜数量(≥77台)；指标2:…`: seen in the forms of a city that prints a project in one row. Each
block in 【】 names levels 1 and 2, each 指标N the name with its target in the brackets that end it.
"""

from __future__ import annotations

import re

from flows.forms.model import IndicatorRow

_BLOCK = re.compile(r"【([^】]+)】([^【]*)")
_LEVELS = re.compile(r"\s*([^-—－/]+?)\s*[-—－/]\s*(.+?)\s*")
_ITEM = re.compile(r"指标\s*[0-9]+\s*[:：]")
_NAME_AND_TARGET = re.compile(r"(.*\S)\s*[(（]((?:[^()（）]|[(（][^()（）]*[)）])+)[)）]", re.DOTALL)
_EDGES = " \t\n;；。,，、"


def holds_indicators(text: str) -> bool:
    """Whether a cell holds indicators in this way."""
    block = _BLOCK.search(text)
    return bool(block and _LEVELS.fullmatch(block.group(1)) and _ITEM.search(block.group(2)))


def read_one_cell(text: str, locator: str) -> tuple[list[IndicatorRow], list[str]]:
    """The indicators in such a cell, and what of it is none."""
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
                rows.append(_row(levels.group(1), levels.group(2), named.group(1), named.group(2), locator))
    return rows, [left.strip(_EDGES) for left in rest if left.strip(_EDGES)]


def _row(level1: str, level2: str, name: str, target: str, locator: str) -> IndicatorRow:
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
    )
