"""The unit of a target that is printed in the indicator's name: 面积（亩）, 完成及时率（%）, 补助标准（万元/公里）."""

from __future__ import annotations

import re

from flows.targets.parser import read_target
from flows.targets.words import vocabulary

_LAST_BRACKETS = re.compile(r"[(（]([^()（）]{1,16})[)）]\s*$")


def unit_printed_elsewhere(
    value_text: str, *, unit_column: str | None, comparator_text: str | None, name: str | None
) -> str:
    """The unit that is printed outside of the target's cell; '' where there is none.

    It is that of the unit column, else the known unit in the brackets that end the name, where the target is a number
    without a unit of its own. Seen in county forms of 2024 (★配套茶园面积（亩） | 1850).
    """
    if unit_column:
        return unit_column
    match = _LAST_BRACKETS.search(name or "")
    if not match or not _is_known_unit(match.group(1)):
        return ""
    target = read_target(value_text, comparator_text=comparator_text or "", fiscal_year=None)
    return match.group(1) if target.value is not None and target.unit_text is None else ""


def _is_known_unit(text: str) -> bool:
    reading = read_target(f"1{text}", fiscal_year=None)
    is_whole = reading.value == 1 and reading.comparator == "=" and reading.remainder is None
    return is_whole and vocabulary().dimension_of(reading.unit_stem) is not None
