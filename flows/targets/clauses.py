"""Which of the values found in a text are its targets, and which words belong to each: clauses, modifiers, labels."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from dataclasses import dataclass, replace

from flows.targets.comparators import comparators_in
from flows.targets.dates import When
from flows.targets.lines import Line
from flows.targets.pairs import Pair
from flows.targets.quantities import BASE_COUNT, Quantity
from flows.targets.results import Value
from flows.targets.words import vocabulary

SEPARATORS = frozenset(",;、。!?")
CLAUSE_END = re.compile(r"[,;、。!?]")
_EDGES = ",;、。!?:. ，；：！？．"
_ENUMERATOR = re.compile(
    r"^(?:[(（][0-9一二三四五六七八九十]{1,2}[)）]|[0-9０-９一二三四五六七八九十]{1,2}[、.．)）]|[①-⒛])"
)
_EVERY_REACH = 4
_DETAIL_REACH = 20
_LONGEST_EVERY = 8

Item = Quantity | When | Pair
"""What is found at one place: a quantity, a date, or the two bounds of one thing."""


def choose(line: Line, start: int, items: list[Item]) -> list[Value]:
    """The values among the items of the folded text from `start` on, each with its label."""
    items = _join_periods(line.text, items)
    items = _without_modifiers(line.text, _mark_unclear(line.text, items))
    if sum(not isinstance(item, When) for item in items) == 1:
        # 全年不少于12次: the year is the frame of the count, no due date.
        items = [item for item in items if not (isinstance(item, When) and item.is_whole_year)]
    return _label(line, start, _group(line.text, items))


def _mark_unclear(text: str, items: list[Item]) -> list[Item]:
    """The items; a quantity without a comparator is unclear if one stands in its clause that belongs to no item.

    以上 bounds what stands before it: only behind the number may it be the number's (二级以上医院占比90% is plain).
    """
    plain = [item for item in items if isinstance(item, Quantity) and not item.comparator]
    if not plain:
        return items
    stretches = [bounds(item) for item in items]
    starts = [start for start, _ in stretches]
    fronts, backs = (
        [at for at in found if (place := bisect(starts, at)) == 0 or at >= stretches[place - 1][1]]
        for found in comparators_in(text)
    )
    if not fronts and not backs:
        return items
    ends = [match.start() for match in CLAUSE_END.finditer(text)]
    return [
        replace(item, is_unclear=True)
        if isinstance(item, Quantity) and not item.comparator and _is_beside(text, item, ends, fronts, backs)
        else item
        for item in items
    ]


def _is_beside(text: str, quantity: Quantity, ends: list[int], fronts: list[int], backs: list[int]) -> bool:
    """Whether one of the comparators stands in the clause of a quantity; those of a deviation (超出预算5万元) are known."""
    if vocabulary().deviation.before(text, quantity.start):
        return False
    place = bisect(ends, quantity.start)
    start = ends[place - 1] if place else 0
    place = bisect_left(ends, quantity.stop)
    stop = ends[place] if place < len(ends) else len(text)
    return _has_between(fronts, start, stop) or _has_between(backs, quantity.stop, stop)


def _has_between(places: list[int], start: int, stop: int) -> bool:
    return bisect_left(places, start) < bisect_left(places, stop)


def bounds(item: Item) -> tuple[int, int]:
    """Where an item begins and ends."""
    return (item[0].start, item[1].stop) if isinstance(item, tuple) else (item.start, item.stop)


def every_before(text: str, at: int, floor: int) -> str | None:
    """`every = ("每" base)+`, at most four characters before `at`: 每人每天不超过450元 is per 人/天."""
    bases: list[str] = []
    reach = _EVERY_REACH
    while (place := text.rfind("每", max(floor, at - _LONGEST_EVERY), at)) >= 0:
        base_start = place + (2 if text[place + 1 : place + 2] in ("一", "个") else 1)
        count = BASE_COUNT.match(text, base_start)
        unit = vocabulary().unit.at(text, count.end() if count else base_start)
        stop = (count.end() if count else base_start) + len(unit or "")
        gap = text[stop:at]
        if unit is None or stop > at or len(gap) > reach or any(c in SEPARATORS or c.isdigit() for c in gap):
            break
        bases.insert(0, text[base_start:stop])
        at, reach = place, 0
    return "/".join(bases) or None


def _join_periods(text: str, items: list[Item]) -> list[Item]:
    """2024年3月启动，2024年年底完成: a date that something starts on and one that it ends on are a period."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if isinstance(item, When) and isinstance(last, When) and _is_period(text, last, item):
            joined[-1] = replace(item, start=last.start, first=last.first, shape="period")
        else:
            joined.append(item)
    return joined


def _is_period(text: str, first: When, last: When) -> bool:
    """Whether two dates are the start and the end of one thing, with nothing but punctuation between them."""
    are_points = first.shape == last.shape == "point"
    is_empty = not text[first.stop : last.start].strip(_EDGES)
    return are_points and is_empty and first.said == "start" and last.said != "start"


def _without_modifiers(text: str, items: list[Item]) -> list[Item]:
    """The items without the quantities that only say which (the 60分 of 60分以上的机构占比≥80%) or add a note."""
    quantities = [item for item in items if not isinstance(item, When)]
    has_outer = any(not _is_bracketed(text, item) for item in quantities)
    kept: list[Item] = []
    for place, item in enumerate(items):
        if not isinstance(item, When):
            if has_outer and (_is_bracketed(text, item) or (place and _is_detail(text, item))):
                continue
            following = next((other for other in items[place + 1 :] if not isinstance(other, When)), None)
            if following and isinstance(item, Quantity) and _modifies(text, item, following):
                continue
        kept.append(item)
    return kept


def _is_detail(text: str, item: Quantity | Pair) -> bool:
    """Whether the clause of an item says more of the number before it: 9次，其中实地5次."""
    stop = bounds(item)[0]
    start = next(
        (at for at in range(stop, max(0, stop - _DETAIL_REACH), -1) if text[at - 1] in SEPARATORS), None
    )
    return start is not None and vocabulary().detail.at(text, start) is not None


def _is_bracketed(text: str, item: Item) -> bool:
    """Whether an item stands inside brackets."""
    before = text[: bounds(item)[0]]
    return before.count("(") > before.count(")")


def _modifies(text: str, item: Quantity, following: Quantity | Pair) -> bool:
    """Whether a quantity belongs to the subject of the next one in its clause, or is where a change comes from.

    It does before 的, and with 以上 or 以内 directly before the words that a percentage or a bound is said of
    (7日内办结率≥95%); 由10%降至5% comes from 10 %.
    """
    gap = text[item.stop : bounds(following)[0]]
    if CLAUSE_END.search(gap):
        return False
    if gap.startswith(("的", "中")) or vocabulary().origin.before(text, item.start):
        return True
    is_said = isinstance(following, Quantity) and (
        following.comparator is not None or (following.unit is not None and following.unit.stem == "%")
    )
    return item.has_after and bool(gap) and is_said


@dataclass(frozen=True, slots=True)
class _Group:
    """What stands together: a date, a quantity (or pair), or a quantity with its date."""

    when: When | None
    count: Quantity | Pair | None

    def bounds(self) -> list[tuple[int, int]]:
        """Where its members begin and end, in order."""
        return sorted(bounds(item) for item in (self.when, self.count) if item is not None)


def _group(text: str, items: list[Item]) -> list[_Group]:
    """Each quantity with the date of its clause, or with a bare date before it (2024年底前，合格率达到95%)."""
    groups: list[_Group] = []
    for item in items:
        last = groups[-1] if groups else _Group(None, None)
        if isinstance(item, When):
            belongs = last.count is not None and last.when is None and _same_clause(text, last.count, item)
            groups[-1:] = [_Group(item, last.count)] if belongs else [*groups[-1:], _Group(item, None)]
        else:
            belongs = last.when is not None and last.count is None and _frames(text, last.when, item)
            groups[-1:] = [_Group(last.when, item)] if belongs else [*groups[-1:], _Group(None, item)]
    return groups


def _same_clause(text: str, item: Item, other: Item) -> bool:
    """Whether no punctuation stands between two items."""
    return not CLAUSE_END.search(text, bounds(item)[1], bounds(other)[0])


def _frames(text: str, when: When, item: Item) -> bool:
    """Whether a date before a quantity is the quantity's: in its clause, or alone in the clause before."""
    gap = text[when.stop : bounds(item)[0]]
    is_alone = gap[:1] in SEPARATORS and when.said is None
    return not CLAUSE_END.search(gap, 1 if is_alone else 0)


def _label(line: Line, start: int, groups: list[_Group]) -> list[Value]:
    """The groups as values; the label is the text before a value, and after it to the end of its clause."""
    text = line.text
    values: list[Value] = []
    floor = start
    for place, group in enumerate(groups):
        taken = group.bounds()
        limit = len(text)
        if place + 1 < len(groups):
            next_start = groups[place + 1].bounds()[0][0]
            clause_end = CLAUSE_END.search(text, taken[-1][1], next_start)
            limit = clause_end.start() if clause_end else taken[-1][1]
        edges = [floor, *(edge for stretch in taken for edge in stretch), limit]
        gaps = list(zip(edges[::2], edges[1::2], strict=True))
        is_single = len(groups) == 1 and not isinstance(group.count, tuple)
        label = _label_text(line, gaps, is_single=is_single)
        floor = limit
        every = every_before(text, bounds(group.count)[0], start) if group.count else None
        counts = group.count if isinstance(group.count, tuple) else (group.count,)
        values += [Value(label, count, group.when, every) for count in counts]
    return values


def _label_text(line: Line, gaps: list[tuple[int, int]], *, is_single: bool) -> str | None:
    """The text of the gaps; where several values are told apart, enumerators (1、 2、) and 且, 和 are no label."""
    pieces = [_tidy(line.as_printed(low, high)) for low, high in gaps if low < high]
    if is_single:
        return " ".join(filter(None, pieces)) or None
    pieces = [_tidy(_ENUMERATOR.sub("", piece)) for piece in pieces]
    label = " ".join(filter(None, pieces))
    return None if label in vocabulary().conjunction else label or None


def _tidy(piece: str) -> str:
    """A piece of text without punctuation at its ends, and without brackets whose other half is elsewhere."""
    piece = piece.strip(_EDGES)
    if sum(map(piece.count, "(（")) != sum(map(piece.count, ")）")):
        piece = piece.strip("()（）").strip(_EDGES)
    return piece
