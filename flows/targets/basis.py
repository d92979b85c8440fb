"""What a number is measured from: nothing (a level), a year before (a change), the plan (a deviation), or a middle (±).

Two numbers of different bases never compare: 提高2个百分点 says nothing of ≥98%.
"""

from __future__ import annotations

import re

from flows.targets.model import Basis, Direction
from flows.targets.quantities import Quantity
from flows.targets.words import Words, vocabulary

_CLAUSE_START = re.compile(r"[,;。!?:](?!.*[,;。!?:])")
_REACH = 40
_YEAR = re.compile(r"(?:19|20)[0-9]{2}|[0-9]{1,2}月")
_AFTER = re.compile(r"(?:以上|左右|以内|及以上)?的?")
_POINTS = "百分点"
_PLACES_OF_PLAN = 4

Found = tuple[Basis, Direction | None]
_LEVEL: Found = ("level", None)


def basis_of(text: str, quantity: Quantity, unit_text: str | None, dimension: str | None) -> Found:
    """The basis of a quantity of the folded text, and the direction of a change or deviation.

    `unit_text` and `dimension` are those of its unit, wherever it is printed.
    """
    if quantity.is_tolerance:
        return "tolerance", None
    if quantity.number_start == 0 or text[: quantity.number_start] in vocabulary().before:
        if quantity.stop == len(text) and not (unit_text and unit_text.endswith(_POINTS)):
            return _LEVEL
        found = _change_after(text, quantity)
        return _with_unit(found, unit_text, dimension)
    window = max(0, quantity.number_start - _REACH)
    before = text[window : quantity.number_start]
    if starts := _CLAUSE_START.search(before):
        before = before[starts.end() :]
    start = max(0, len(before) - (quantity.number_start - quantity.start))
    found = _deviation(before, start, dimension) or _change(before, start) or _change_after(text, quantity)
    return _with_unit(found, unit_text, dimension)


def _with_unit(found: Found | None, unit_text: str | None, dimension: str | None) -> Found:
    """What the unit makes of a change: points, a ratio or an amount."""
    if found and found[0] == "deviation":
        return found
    if unit_text and unit_text.endswith(_POINTS):
        return "change_points", found[1] if found else None
    if found is None:
        return _LEVEL
    return ("change_ratio" if dimension in ("percent", "multiple") else "change_amount"), found[1]


def _deviation(before: str, start: int, dimension: str | None) -> Found | None:
    """`deviation = word | ("较" | "比") plan word`; lateness is counted in time: 逾期5笔 counts what is late."""
    words = vocabulary()
    direction = _ends_with(words.deviation, before, start)
    if direction is None and (lead := _lead(before)) is not None and _plan_in(before, lead):
        direction = _ends_with(words.deviation_if_compared, before, start)
    if direction is None or (direction in ("late", "early") and dimension != "duration"):
        return None
    return "deviation", direction


def _change(before: str, start: int) -> Found | None:
    """`change = word | lead … word | lead`, where the number does not say what the change ends in (提高到95%)."""
    words = vocabulary()
    if words.becomes.before(before, start):
        return None
    lead = _lead(before)
    direction = _ends_with(words.change_rate, before, start)
    if direction is None and (lead is not None or not before.startswith("达", start)):
        direction = _ends_with(words.change, before, start)  # 满意度提升达到95% is a level
    if direction:
        return "change_ratio", direction
    if lead is None:
        return None
    direction = _ends_with(words.change_if_compared, before, start) or _inside(words.change, before[lead:])
    return "change_ratio", direction


def _change_after(text: str, quantity: Quantity) -> Found | None:
    """`number "的"? change`: 5%以上的增长, 3%降幅; only where it ends what is said."""
    gap = _AFTER.match(text, quantity.stop)
    at = gap.end() if gap else quantity.stop
    if text[at : at + 1] == "(":
        at += 1  # 5%（下降）
    for words in (vocabulary().change_rate, vocabulary().change):
        word = words.at(text, at)
        if word and (at + len(word) == len(text) or text[at + len(word)] in ",;。)"):
            return "change_ratio", _direction(words.value[word])
    return None


def _lead(before: str) -> int | None:
    """Where a comparison begins that says from what: 较上年, 同比, 比2023年; None if there is none."""
    words = vocabulary()
    if not words.compared.is_in(before):
        return None
    for at in range(len(before)):
        word = words.compared.at(before, at)
        if word is None or _is_no_comparison(before, at, word):
            continue
        stop = at + len(word)
        names_it = words.compared.value[word] or words.yardstick.at(before, stop) or _YEAR.match(before, stop)
        if names_it or _plan_in(before, at):
            return at
    return None


def _is_no_comparison(before: str, at: int, word: str) -> bool:
    words = vocabulary()
    return words.not_compared.at(before, at) is not None or (
        words.not_compared.before(before, at + len(word)) is not None
    )


def _plan_in(before: str, at: int) -> bool:
    """Whether a plan is named right after a comparison: 比计划, 较年初预算."""
    return any(vocabulary().plan.at(before, place) for place in range(at + 1, at + 1 + _PLACES_OF_PLAN))


def _ends_with(words: Words, before: str, start: int) -> Direction | None:
    """The direction of the word that ends before the number or before its comparator, little words aside."""
    for stop in {start, len(before)}:
        at = stop
        while True:
            if found := words.before(before, at):
                return _direction(words.value[found])
            little = vocabulary().change_filler.before(before, at)
            if little is None:
                break
            at -= len(little)
    return None


def _inside(words: Words, clause: str) -> Direction | None:
    """The direction of a word anywhere in a clause that compares: 较上年减少事故3起."""
    word = next((word for at in range(len(clause)) if (word := words.at(clause, at))), None)
    return _direction(words.value[word]) if word else None


def _direction(value: str) -> Direction:
    for direction in ("up", "down", "over", "under", "late", "early"):
        if direction == value:
            return direction
    raise AssertionError(value)  # the seed's values are checked when it is read
