"""Values inside text: what a person could check in `经审查后的合同违约率低于5%` or `动态信息12小时内发布`.

values = (text (date | between | quantity))* text, in clauses; never a number of a standard, document, telephone, law
article, edition or shift pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from flows.targets.dates import MAY_BE_DATE, When, read_when
from flows.targets.quantities import Quantity, ends_word, read_quantity
from flows.targets.results import Value
from flows.targets.words import vocabulary

_CANDIDATE = re.compile(
    r"[0-9]|[零〇一二两三四五六七八九十百千万]|全年|年[底末终中初内]|[当本今明次翌下来上去]年|[上下]半年|第|每|[自从由]|[当本次下]月"
)
_DIGIT_RUN = re.compile(r"[0-9][0-9.,]*|[零〇一二两三四五六七八九十百千万亿]+")
_SEPARATORS = frozenset(",;、。!?")
_CLAUSE = re.compile(r"[,;、。!?]")
_EDGES = ",;、。!?:. "
_ENUMERATOR = re.compile(r"^(?:\([0-9一二三四五六七八九十]{1,2}\)|[0-9一二三四五六七八九十]{1,2}[、.)])")
_RANGE_SIGN = re.compile(r"[-—–~〜～]{1,2}|至|到")
_CODE_BEFORE = frozenset("第×*#\\.[〔【")
_CODE_BEFORE_IF_ALNUM = frozenset("-/:")
_NUMERAL_BEFORE = frozenset("第数几上半零〇一二两三四五六七八九十百千万亿")
_FORMULA_AFTER = frozenset("×*+=^")
_YEARS = range(1900, 2101)
_EDITIONS = frozenset({"年", "版", "届", "期", "次", "号"})
_CLOCK_UNITS = frozenset({"秒", "分钟", "小时", "天", "周", "工作日", "月", "季度", "年"})
_LOOSE_REACH = 6
_EVERY = re.compile(r"每(?:一|个)?")
_EVERY_REACH = 4

Item = Quantity | When | tuple[Quantity, Quantity]


def find_values(text: str, start: int, fiscal_year: int | None) -> list[Value]:
    """The values of a folded text from `start` on, in order, with the text beside each as its label."""
    items = list(_items(text, start, fiscal_year))
    items = _without_modifiers(text, _join_periods(text, items))
    if sum(not isinstance(item, When) for item in items) == 1:
        # 全年不少于12次: the year is the frame of the count, no due date.
        items = [item for item in items if not (isinstance(item, When) and item.is_whole_year)]
    return _label(text, start, items)


def read_between(text: str, low: Quantity) -> tuple[Quantity, Quantity] | None:
    """between = quantity ("-" | "~" | "至") quantity: two bounds of one thing, the unit printed once or twice."""
    sign = _RANGE_SIGN.match(text, low.stop)
    if sign is None or low.has_after or low.value < 0:
        return None
    high = read_quantity(text, sign.end())
    if high is None or high.value <= low.value or high.comparator not in (None, "<=", "~"):
        return None
    unit = low.unit or high.unit
    if low.unit and high.unit and low.unit.stem != high.unit.stem and low.unit.stem is not None:
        return None
    if text[low.number_start] == "0" and text[low.number_start + 1 : low.number_start + 2].isdigit():
        return None  # 022-12345678
    low_unit = high.unit if low.unit is None else unit
    if low_unit is high.unit and high.unit is not None and low.unit is None:
        low = replace(low, unit=high.unit)
    high = replace(high, unit=high.unit or low.unit)
    return replace(low, comparator=">="), replace(high, comparator="<=")


# --- finding ------------------------------------------------------------------------------------------------------


def _items(text: str, start: int, fiscal_year: int | None) -> Iterator[Item]:
    """Dates and quantities in order, none overlapping another."""
    has_dates = bool(MAY_BE_DATE.search(text, start))
    floor = at = start
    while match := _CANDIDATE.search(text, at):
        at = match.start()
        if has_dates and (when := _date_at(text, at, floor, fiscal_year)):
            yield when
            floor = at = when.stop
            continue
        quantity = _quantity_at(text, at, floor)
        if quantity is None:
            at = run.end() if (run := _DIGIT_RUN.match(text, at)) else at + 1
            continue
        between = read_between(text, quantity)
        yield between or quantity
        floor = at = (between[1] if between else quantity).stop


def _date_at(text: str, at: int, floor: int, fiscal_year: int | None) -> When | None:
    """A date that sets a time: bounded (前, 底, 完成), or at the edge of its clause; no yardstick (较上年)."""
    words = vocabulary()
    before = text[at - 1 : at] if at > floor else ""
    if before and (before.isascii() and before.isalnum() or before in "-/.第[〔【" or before in _NUMERAL_BEFORE):
        return None
    when = read_when(text, at, fiscal_year)
    if when is None or words.compared.before(text, at):
        return None
    sign = words.before.before(text, at)
    if sign and not when.has_year:
        return None  # 不少于12月 counts months
    start = at
    while start > floor and (lead := words.date_lead.before(text, start)):
        start -= len(lead)
    opens = start == floor or text[start - 1] in _SEPARATORS or text[start - 1] in ":("
    closes = when.stop == len(text) or text[when.stop] in _SEPARATORS or text[when.stop] == ")"
    if when.is_vague and not when.has_bound:
        says_what = words.date_end.at(text, when.stop) or words.date_start.at(text, when.stop)
        is_set = opens and (closes or bool(says_what))
    else:
        is_set = when.has_bound or closes or (opens and "的" not in _clause_after(text, when.stop))
    return replace(when, start=start) if is_set else None


def _clause_after(text: str, at: int) -> str:
    """The rest of the clause."""
    end = _CLAUSE.search(text, at)
    return text[at : end.start() if end else len(text)]


def _quantity_at(text: str, at: int, floor: int) -> Quantity | None:
    """A quantity whose number begins at `at` and that can be checked; None for any other number."""
    words = vocabulary()
    if text[at] in "零〇0" and words.zero_event.at(text, at + 1) and not words.not_zero.at(text, at):
        return Quantity(at, at + 1, "=", Decimal(0), None, (("number", at, at + 1),), at)
    if _is_code(text, at, floor):
        return None
    sign, start = _comparator_before(text, at, floor)
    quantity = read_quantity(text, at, sign, start)
    if quantity is None or quantity.number_start != at:
        return None
    after = text[quantity.stop : quantity.stop + 2]
    if after[:1] in _FORMULA_AFTER or (after[:1] in ("-", ":") and not (after[:1] == "-" and after[1:].isdigit())):
        return None
    unit = quantity.unit
    if unit is None or not unit.is_known:
        # without a unit that is known only a comparator tells that this number is a bound
        quantity = quantity if unit or sign is None else quantity
        is_closed = ends_word(text, quantity.stop)
        return quantity if quantity.comparator and is_closed and not quantity.is_chinese else None
    return quantity if _is_checkable(text, quantity, sign, floor) else None


def _is_code(text: str, at: int, floor: int) -> bool:
    """Whether what stands before a number makes it part of a code, an ordinal or a formula."""
    before = text[at - 1 : at] if at > floor else ""
    if not before:
        return False
    if not text[at].isascii():
        return before in _NUMERAL_BEFORE
    if before in _CODE_BEFORE or before == "每" or (before.isascii() and before.isalnum()):
        return True
    further = text[at - 2 : at - 1] if at - 1 > floor else ""
    return before in _CODE_BEFORE_IF_ALNUM and further.isascii() and (further.isalnum() or further == ")")


def _comparator_before(text: str, at: int, floor: int) -> tuple[str | None, int]:
    """The comparator whose number begins at `at` (sign, start): directly before it, or 至少 some characters before."""
    words = vocabulary()
    sign, start = None, at
    if (word := words.filler.before(text, start)) and start - len(word) >= floor:
        inner = words.before.before(text, start - len(word))
        start -= len(word) if inner else 0
    while (word := words.before.before(text, start)) and start - len(word) >= floor:
        if words.not_before.before(text, start):
            break
        sign, start = words.before.value[word], start - len(word)
    if sign:
        return sign, start
    for stop in range(at - 1, max(floor, at - _LOOSE_REACH) - 1, -1):
        if text[stop] in _SEPARATORS or text[stop].isdigit():
            break
        if (word := words.before_loose.before(text, stop)) and stop - len(word) >= floor:
            return words.before_loose.value[word], at
    return None, at


def _is_checkable(text: str, quantity: Quantity, sign: str | None, floor: int) -> bool:
    """Whether a number with a known unit is a quantity here: no year or edition, hotline, shift or idiom."""
    unit, words = quantity.unit, vocabulary()
    if unit is None:
        return False
    stem = unit.stem
    if quantity.is_chinese and stem != "%" and not sign and not _every_before(text, quantity.start, floor):
        return False
    if is_edition(quantity) or (stem == "版" and quantity.value % 1):
        return False
    digits = text[quantity.number_start :][:5]
    if not sign and (digits in words.hotline or text[quantity.number_start :][:3] in words.hotline) and unit.multiplier == 1:
        return str(quantity.value) not in words.hotline
    if words.unit.value.get(stem or "") in _CLOCK_UNITS and not quantity.comparator and not unit.rate_base:
        # 24小时在线 says how, 服务期3年 how long
        return ends_word(text, quantity.stop) and text[quantity.stop : quantity.stop + 1] != "的"
    return True


def is_edition(quantity: Quantity) -> bool:
    """Whether the number is a year: 2024版, 2023年, the 2024年 of a document."""
    unit = quantity.unit
    return (
        unit is not None
        and unit.stem in _EDITIONS
        and unit.multiplier == 1
        and not quantity.comparator
        and quantity.value % 1 == 0
        and int(quantity.value) in _YEARS
    )


def _every_before(text: str, at: int, floor: int) -> str | None:
    """every = ("每" base)+ at most four characters before a quantity: 每人每天不超过450元 is per 人/天."""
    words = vocabulary()
    place = text.rfind("每", max(floor, at - _EVERY_REACH - 4), at)
    bases: list[str] = []
    reach = _EVERY_REACH
    while place >= floor and (match := _EVERY.match(text, place)):
        base = words.unit.at(text, match.end())
        stop = match.end() + len(base or "")
        if base is None or at - stop > reach or stop > at or any(c in _SEPARATORS or c.isdigit() for c in text[stop:at]):
            break
        bases.insert(0, base)
        at, reach = place, 0
        place = text.rfind("每", max(floor, at - 5), at) if at > floor else -1
    return "/".join(bases) or None


# --- choosing -----------------------------------------------------------------------------------------------------


def _bounds(item: Item) -> tuple[int, int]:
    """Where an item begins and ends."""
    if isinstance(item, tuple):
        return item[0].start, item[1].stop
    return item.start, item.stop


def _join_periods(text: str, items: list[Item]) -> list[Item]:
    """2024年3月启动，2024年年底完成: a date that something starts on and one that it ends on are a period."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if (
            isinstance(item, When) and isinstance(last, When)
            and last.said == "start" and item.said != "start" and last.shape == item.shape == "point"
            and not text[last.stop : item.start].strip(_EDGES)
        ):  # fmt: skip
            joined[-1] = replace(item, start=last.start, first=last.first, shape="period")
        else:
            joined.append(item)
    return joined


def _without_modifiers(text: str, items: list[Item]) -> list[Item]:
    """A quantity followed by 的, or by 以上 and a noun, modifies when another follows in its clause; one in brackets
    is a note when another stands outside."""
    quantities = [item for item in items if not isinstance(item, When)]
    if len(quantities) < 2:
        return items
    depth_of = {id(item): _depth(text, _bounds(item)[0]) for item in quantities}
    has_outer = any(depth == 0 for depth in depth_of.values())
    kept: list[Item] = []
    for place, item in enumerate(items):
        if isinstance(item, When):
            kept.append(item)
            continue
        if has_outer and depth_of[id(item)] > 0:
            continue
        stop = _bounds(item)[1]
        following = next((other for other in items[place + 1 :] if not isinstance(other, When)), None)
        if following is not None and not isinstance(item, tuple):
            gap = text[stop : _bounds(following)[0]]
            has_sign = isinstance(following, Quantity) and following.comparator is not None
            if not _CLAUSE.search(gap) and (gap.startswith("的") or (item.has_after and gap and has_sign)):
                continue
        kept.append(item)
    return kept


def _depth(text: str, at: int) -> int:
    """How many brackets are open at a place."""
    return text.count("(", 0, at) - text.count(")", 0, at)


def _label(text: str, start: int, items: list[Item]) -> list[Value]:
    """Values with their labels; a date goes with the quantity of its clause."""
    groups = _group(text, items)
    values: list[Value] = []
    floor = start
    for place, (when, item) in enumerate(groups):
        stretches = sorted(_bounds(part) for part in (when, item) if part is not None)
        is_last = place + 1 == len(groups)
        limit = len(text) if is_last else min(_bounds(part)[0] for part in groups[place + 1] if part is not None)
        end = stretches[-1][1]
        if not is_last:
            clause = _CLAUSE.search(text, end, limit)
            limit = clause.start() if clause else end
        gaps = [*((low, high) for low, high in zip([floor, *(s[1] for s in stretches)], [s[0] for s in stretches], strict=False)),
                (end, limit)]  # fmt: skip
        label = _label_text(text, gaps, is_single=len(groups) == 1 and not isinstance(item, tuple))
        floor = limit
        if isinstance(item, tuple):
            values += [Value(label, bound, when) for bound in item]
        else:
            every = _every_before(text, item.start, start) if item else None
            values.append(Value(label, item, when, every))
    return values


def _group(text: str, items: list[Item]) -> list[tuple[When | None, Quantity | tuple[Quantity, Quantity] | None]]:
    """Each quantity with the date of its clause, or with a bare date before it (2024年底前，合格率达到95%)."""
    groups: list[tuple[When | None, Quantity | tuple[Quantity, Quantity] | None]] = []
    for item in items:
        last_when, last_item = groups[-1] if groups else (None, None)
        if isinstance(item, When):
            same_clause = last_item is not None and not _CLAUSE.search(text, _bounds(last_item)[1], item.start)
            if same_clause and last_when is None:
                groups[-1] = (item, last_item)
            else:
                groups.append((item, None))
        elif last_when is not None and last_item is None:
            gap = text[last_when.stop : _bounds(item)[0]]
            is_frame = gap[:1] in _SEPARATORS and last_when.said is None and not _CLAUSE.search(gap[1:])
            if is_frame or not _CLAUSE.search(gap):
                groups[-1] = (last_when, item)
            else:
                groups.append((None, item))
        else:
            groups.append((None, item))
    return groups


def _label_text(text: str, gaps: list[tuple[int, int]], *, is_single: bool) -> str | None:
    """The text of the gaps; enumerators (1、 2、) are dropped where several values are told apart by their labels."""
    pieces = [text[low:high].strip(_EDGES) for low, high in gaps if low < high]
    if not is_single and pieces:
        pieces[0] = _ENUMERATOR.sub("", pieces[0]).strip(_EDGES)
    return " ".join(filter(None, pieces)) or None
