"""Two bounds of one thing: `50-60人次`, `40≤X≤55`, `20±5℃`, `5、6场`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from flows.targets.quantities import Quantity, read_quantity
from flows.targets.words import vocabulary

_AND = re.compile(r"和|与|及")
RANGE_SIGN = re.compile(r"[-—–~〜～]{1,2}|至|到")
_TOLERANCE = re.compile(r"±|\+/?-|正负")
_NAME_AND_SIGN = re.compile(r"([^\d,;、。!?:()<>≤≥≦≧⩽⩾=]{1,12})(?=[<>≤≥≦≧⩽⩾])")
_INTERVAL = re.compile(r"(?P<low>[\[(])[^\[(,;\])]{1,20}(?P<between>[,;~])[^\[(,;\])]{1,20}(?P<high>[\])])")
_UPWARDS = frozenset({">=", ">"})
_MOST_ADJACENT = 100
_YEARS = range(1900, 2101)

Pair = tuple[Quantity, Quantity]
_Reading = Callable[[str, Quantity], Pair | None]


def read_pair(text: str, first: Quantity) -> Pair | None:
    """`pair = between | two-sided | tolerance | adjacent`, that begin with the quantity `first`; None for one value.

    The two come as printed, each with the comparator that it has; the unit may be printed once.
    """
    readings: tuple[_Reading, ...] = (_between, _two_sided, _tolerance, _adjacent)
    return next((pair for read in readings if (pair := read(text, first))), None)


def read_interval(text: str) -> Pair | None:
    """`interval = ("[" | "(") quantity "," quantity ("]" | ")")`, as in [90%,100%] and (80,90]: the whole text."""
    found = _INTERVAL.fullmatch(text)
    if found is None or not {found["low"], found["high"]} & {"[", "]"}:
        return None
    low, high = read_quantity(text, 1), read_quantity(text, found.end("between"))
    if low is None or high is None or low.comparator or high.comparator or high.value <= low.value:
        return None
    if (low.stop, high.stop) != (found.start("between"), found.start("high")) or _are_none(text, low, high):
        return None
    return _bounds(low, ">=" if found["low"] == "[" else ">", high, "<=" if found["high"] == "]" else "<")


def _between(text: str, low: Quantity) -> Pair | None:
    """`between = quantity ("-" | "~" | "至") quantity`."""
    sign = RANGE_SIGN.match(text, low.stop) or _AND.match(text, low.stop)
    high = read_quantity(text, sign.end()) if sign and not low.has_after else None
    if sign is None or high is None or high.value <= low.value or high.comparator not in (None, "<=", "~"):
        return None
    if _AND.match(sign.group()) and not text.startswith("之间", high.stop):
        return None
    return None if _are_none(text, low, high) else _bounds(low, ">=", high, "<=")


def _are_none(text: str, low: Quantity, high: Quantity) -> bool:
    """Whether two numbers with a sign between are no bounds: other units, a telephone (022-12345678), 2023-2024学年."""
    if low.unit and high.unit and low.unit.stem not in (None, high.unit.stem):
        return True
    if text[low.number_start] == "0" and text[low.number_start + 1 : low.number_start + 2].isdigit():
        return True
    stem = high.unit.stem if high.unit else None
    return stem is not None and stem != "年" and stem in vocabulary().edition and _is_year(low)


def _is_year(quantity: Quantity) -> bool:
    return quantity.value == int(quantity.value) and quantity.value in _YEARS


def _two_sided(text: str, first: Quantity) -> Pair | None:
    """`two-sided = quantity "≤" name "≤" quantity`: the sign behind the first number has turned round already."""
    if first.has_after or text[first.stop - 1 : first.stop] not in tuple("<>≤≥≦≧⩽⩾="):
        return None
    name = _NAME_AND_SIGN.match(text, first.stop)
    last = read_quantity(text, name.end()) if name else None
    if name is None or last is None or last.comparator is None or first.comparator is None:
        return None
    if (first.comparator in _UPWARDS) == (last.comparator in _UPWARDS):
        return None
    pair = _bounds(first, first.comparator, last, last.comparator)
    return replace(pair[0], note=name.span(1)), replace(pair[1], note=name.span(1))


def _tolerance(text: str, middle: Quantity) -> Pair | None:
    """`tolerance = quantity "±" quantity`: 20±5℃ is 15 to 25 ℃, 100克±5% is 95 to 105 克."""
    if middle.has_after or not _TOLERANCE.match(text, middle.stop):
        return None
    width = read_quantity(text, middle.stop)
    if width is None or not width.is_tolerance or width.value < 0:
        return None
    units = vocabulary().dimension_of(middle.unit.stem) if middle.unit else None
    is_share = width.unit is not None and width.unit.stem in ("%", "％")
    if is_share and middle.unit is not None and units != "percent":
        distance, unit = abs(middle.value) * width.value / 100, middle.unit
    elif middle.unit and width.unit and middle.unit.stem != width.unit.stem:
        return None
    else:
        distance, unit = width.value, width.unit or middle.unit
    low = replace(middle, value=middle.value - distance, unit=unit, comparator=">=", is_tolerance=True)
    return low, replace(width, value=middle.value + distance, unit=unit, comparator="<=")


def _adjacent(text: str, first: Quantity) -> Pair | None:
    """`adjacent = number "、" next number`: 5、6场 is five or six, where 1、6次 lists two; no months or years."""
    if text[first.stop : first.stop + 1] != "、" or first.unit or first.comparator not in (None, "~"):
        return None
    second = read_quantity(text, first.stop + 1)
    if (
        second is None
        or second.unit is None
        or second.value != first.value + 1
        or second.value > _MOST_ADJACENT
    ):
        return None
    words = vocabulary()
    stem = second.unit.stem or ""
    if second.comparator or second.filler or stem in words.ordinal_unit or first.value != int(first.value):
        return None
    is_enumerator = first.value == 1 and first.start == 0 and second.stop < len(text)
    return None if is_enumerator else _bounds(first, ">=", second, "<=")


def _bounds(first: Quantity, first_sign: str, last: Quantity, last_sign: str) -> Pair:
    """The two with a comparator each and the unit of either."""
    unit = first.unit or last.unit
    return (
        replace(first, comparator=first_sign, unit=unit),
        replace(last, comparator=last_sign, unit=last.unit or unit),
    )
