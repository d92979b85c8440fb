"""Values inside text: what a person could check in `经审查后的合同违约率低于5%` or `动态信息12小时内发布`.

`values = (text (date | between | quantity))* text`; never a number of a standard, document, telephone, law article,
edition or shift pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from flows.targets.clauses import CLAUSE_END, SEPARATORS, Item, bounds, choose, every_before
from flows.targets.comparators import (
    OPPOSITE,
    Comparators,
    comparators_before,
    is_negated,
    loose_before,
    read_comparators,
)
from flows.targets.dates import MAY_BE_DATE, When, read_when
from flows.targets.lines import Line
from flows.targets.pairs import RANGE_SIGN, Pair, read_pair
from flows.targets.quantities import Quantity, Unit, ends_word, read_quantity
from flows.targets.results import Value
from flows.targets.rhythms import read_rhythm
from flows.targets.words import vocabulary

_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_CANDIDATE = re.compile(
    rf"[0-9]|[{_NUMERALS}]|全年|年[底末终中初内]|[当本今明次翌下来上去]年|[上下]半年|第|每|[自从由]|[当本次下]月"
)
_DIGIT_RUN = re.compile(rf"[0-9][0-9.,]*|[{_NUMERALS}]+")
# Where a value may begin, those within one number aside.
_START = re.compile(f"{_DIGIT_RUN.pattern}|{_CANDIDATE.pattern}")
_MOST = 50
_CODE_BEFORE = frozenset("第×*#\\.[〔【每")
_CODE_BEFORE_IF_ALNUM = frozenset("-/:")
_FORMULA_AFTER = frozenset("×*+=^:")
_YEARS = range(1900, 2101)
_LOOSE_REACH = 6


def find_values(line: Line, start: int, fiscal_year: int | None) -> list[Value]:
    """The values of a text from the folded place `start` on, in order, with the text beside each as its label."""
    return choose(line, start, list(_items(line.text, start, fiscal_year)))


def has_too_many(text: str) -> bool:
    """Whether values may begin at more than 50 places of the folded text, so that reading them all takes long."""
    return len(text) > _MOST and sum(1 for _ in islice(_START.finditer(text), _MOST + 1)) > _MOST


def _items(text: str, start: int, fiscal_year: int | None) -> Iterator[Item]:
    """Dates and quantities in order, none overlapping another."""
    has_dates = bool(MAY_BE_DATE.search(text, start))
    floor = at = start
    while match := _CANDIDATE.search(text, at):
        at = match.start()
        if has_dates and (yardstick := _yardstick_at(text, at, fiscal_year)):
            at = yardstick.stop
            continue
        if rhythm := read_rhythm(text, at):
            yield rhythm
            floor = at = rhythm.stop
            continue
        if has_dates and (when := _date_at(text, at, floor, fiscal_year)):
            yield when
            floor = at = when.stop
            continue
        number = _number_at(text, at, floor)
        found = _pair_from(text, number, floor) or _quantity_at(text, at, number, floor)
        if found is None:
            at = run.end() if (run := _DIGIT_RUN.match(text, at)) else at + 1
            continue
        yield found
        floor = at = bounds(found)[1]


def _yardstick_at(text: str, at: int, fiscal_year: int | None) -> When | None:
    """A date that something is only compared with (较2023年6月底提高5%)."""
    return read_when(text, at, fiscal_year) if vocabulary().compared.before(text, at) else None


def _date_at(text: str, at: int, floor: int, fiscal_year: int | None) -> When | None:
    """A date that sets a time: bounded (前, 底, 完成), or at the edge of its clause."""
    words = vocabulary()
    if _is_code(text, at, floor) or (at > floor and text[at - 1] in _NUMERALS):
        return None
    when = read_when(text, at, fiscal_year)
    if when is None:
        return None
    if not when.has_year and words.before.before(text, at):
        return None  # 不少于12月 counts months
    start = at
    while start > floor and (lead := words.date_lead.before(text, start)):
        start -= len(lead)
    return replace(when, start=start) if _sets_time(text, replace(when, start=start), floor) else None


def _sets_time(text: str, when: When, floor: int) -> bool:
    """Whether a date inside a sentence is a target of its own."""
    opens = when.start <= floor or text[when.start - 1] in SEPARATORS or text[when.start - 1] in ":("
    closes = when.stop == len(text) or text[when.stop] in SEPARATORS or text[when.stop] == ")"
    if when.has_bound:
        return True
    if when.is_vague:
        words = vocabulary()
        says_what = words.date_end.at(text, when.stop) or words.date_start.at(text, when.stop)
        return opens and (closes or says_what is not None)
    return closes or (opens and "的" not in _clause_after(text, when.stop))


def _clause_after(text: str, at: int) -> str:
    """The rest of the clause."""
    end = CLAUSE_END.search(text, at)
    return text[at : end.start() if end else len(text)]


def _pair_from(text: str, low: Quantity | None, floor: int) -> Pair | None:
    """Two bounds, the first of which is this number; the unit is often printed once (培训50-60人次).

    None where a change goes from one to the other (由90%至95%).
    """
    pair = read_pair(text, low) if low else None
    if low is None or pair is None or vocabulary().origin.before(text, low.start):
        return None
    high = pair[1]
    whole = replace(
        low, stop=high.stop, unit=high.unit, comparator=high.comparator if high.has_after else low.comparator
    )
    return pair if _can_be_checked(text, whole, floor) else None


def _quantity_at(text: str, at: int, number: Quantity | None, floor: int) -> Quantity | None:
    """The number that begins at `at` as a quantity that can be checked, or a zero; None for any other number."""
    if text[at] in "零〇0" and _is_zero(text, at):
        return Quantity(at, at + 1, "=", Decimal(0), None, (("number", at, at + 1),), at)
    return number if number and _can_be_checked(text, number, floor) else None


def _number_at(text: str, at: int, floor: int) -> Quantity | None:
    """The number that begins at `at`, with what belongs to it, where it is no part of a code."""
    if _is_code(text, at, floor):
        return None
    before = _comparators_of(text, at, floor)
    if (
        before.is_tolerance
        and before.start
        and (text[before.start - 1].isascii() or text[before.start - 1] in "℃度")
    ):
        return None  # the 10% of 220V±10%, whose middle is not clear
    quantity = read_quantity(text, at, before)
    if quantity is None or quantity.number_start != at:
        return None
    if before.sign is None and is_negated(text, quantity.start, floor):
        # 没有3起以上 is less than 3; of 没有3起 nobody knows what it bounds
        sign = OPPOSITE.get(quantity.comparator or "")
        return replace(quantity, comparator=sign, is_unclear=sign is None)
    return quantity


def _can_be_checked(text: str, quantity: Quantity, floor: int) -> bool:
    """Whether a person could check the number: it has a known unit, a comparator or what it measures before it."""
    if _is_formula(text[quantity.stop : quantity.stop + 2]):
        return False
    unit = quantity.unit
    if unit is None or not unit.is_known:
        # Without a unit that is known only a comparator, or what is measured, tells that this number is a bound.
        is_bound = quantity.comparator is not None or _ends_measured(text, quantity)
        ends = ends_word(text, quantity.stop) or read_comparators(text, quantity.stop).sign is not None
        ends = ends or text.startswith("之间", quantity.stop)
        return is_bound and ends and not quantity.is_chinese
    return _is_counted(text, quantity, unit, floor)


def _is_zero(text: str, at: int) -> bool:
    """Whether a zero says that something does not happen: 零投诉, 事故率为零."""
    words = vocabulary()
    if words.not_zero.at(text, at) or (at and text[at - 1].isdigit()):
        return False
    ends_sentence = at + 1 == len(text) and words.measured.before(text, at) is not None
    return words.zero_event.at(text, at + 1) is not None or ends_sentence


def _is_formula(after: str) -> bool:
    """Whether the two characters after a quantity go on calculating: 7×24, 3/4, 1:50, 100%-投诉率 (a date's - aside)."""
    is_ratio = after[:1] == "/" and after[1:].isdigit()
    is_difference = after[:1] == "-" and not after[1:].isdigit()
    return after[:1] in _FORMULA_AFTER or is_ratio or is_difference


def _ends_measured(text: str, quantity: Quantity) -> bool:
    """Whether a bare number ends its text after what is measured: 合格率98."""
    is_last = quantity.unit is None and quantity.stop == len(text)
    return is_last and vocabulary().measured.before(text, quantity.number_start) is not None


def _is_code(text: str, at: int, floor: int) -> bool:
    """Whether what stands before a number makes it part of a code, an ordinal or a formula."""
    if at <= floor:
        return False
    before = text[at - 1]
    if not text[at].isascii():
        return text[at] not in "每第自从由" and (
            before in _NUMERALS or before in vocabulary().ordinal or before.isdigit()
        )
    if before in _CODE_BEFORE or (before.isascii() and before.isalnum()):
        return True
    if vocabulary().multiplier.before(text, at) or text.endswith("分之", 0, at):
        return True  # the 5 of 3万5元, the 2 of 3分之2
    return (before == "、" and _lists(text, at - 1)) or _is_in_range(text, at, floor)


def _is_in_range(text: str, at: int, floor: int) -> bool:
    """Whether a sign before a number joins it to what stands before the sign: 50至60户以上, GB-19001."""
    before = text[at - 1]
    if at - 1 > floor and RANGE_SIGN.fullmatch(before) and text[at - 2].isdigit():
        return True  # the 60 of 50至60户以上, whose bounds are not clear
    further = text[at - 2 : at - 1] if at - 1 > floor else ""
    return before in _CODE_BEFORE_IF_ALNUM and further.isascii() and (further.isalnum() or further == ")")


def _lists(text: str, at: int) -> bool:
    """Whether the 、 at `at` stands between the numbers of a list (分别为2、4次), not behind an enumerator (1、5次)."""
    start = at
    while start and text[start - 1].isdigit():
        start -= 1
    if start == at:
        return False
    return text[:at] != "1" if start == 0 else text[start - 1] not in SEPARATORS


def _comparators_of(text: str, at: int, floor: int) -> Comparators:
    """The comparators of the number that begins at `at`: right before it, a filler aside, or 至少 further before."""
    found = comparators_before(text, at, floor)
    if found.sign:
        return found
    word = vocabulary().filler.before(text, at)
    if word and at - len(word) >= floor and (inner := comparators_before(text, at - len(word), floor)).sign:
        return inner._replace(stop=at)
    return found._replace(sign=loose_before(text, at, floor, _LOOSE_REACH))


def _is_counted(text: str, quantity: Quantity, unit: Unit, floor: int) -> bool:
    """Whether a number with a known unit is a quantity here: no year or edition, hotline, shift or idiom."""
    words = vocabulary()
    is_idiom = quantity.is_chinese and unit.stem != "%" and not quantity.has_before
    if is_idiom and not every_before(text, quantity.start, floor):
        return False  # 一次通过, 一期工程
    if is_edition(quantity) or (
        not quantity.has_before and unit.multiplier == 1 and str(quantity.value) in words.hotline
    ):
        return False
    if (word := words.excluded.before(text, quantity.start)) and _opens_clause(
        text, quantity.start - len(word)
    ):
        return False  # 全部完成（除3个村外）
    scoring = None if quantity.comparator else words.scoring.before(text, quantity.start)
    if scoring and (unit.stem == "分" or scoring.startswith("每")):
        return False
    if words.dimension_of(unit.stem) == "duration" and not quantity.comparator and not unit.rate_base:
        # 24小时在线 says how, 服务期3年 how long
        ends = ends_word(text, quantity.stop) or text.startswith("之间", quantity.stop)
        ends = ends or words.deviation.before(text, quantity.start) is not None  # 提前5天完成
        return ends and text[quantity.stop : quantity.stop + 1] != "的"
    return True


def _opens_clause(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in SEPARATORS or text[at - 1] in "(:"


def is_edition(quantity: Quantity) -> bool:
    """Whether the number is a year or a version: 2024版, 2.0版, the 2023年 of 不低于2023年水平."""
    unit = quantity.unit
    editions, stem = vocabulary().edition, (unit.stem or "") if unit else ""
    is_named = stem in editions or (
        unit is not None and not unit.is_known and editions.is_in(stem)
    )  # 2024春季学期
    if unit is None or unit.multiplier != 1 or not is_named:
        return False
    exponent = quantity.value.as_tuple().exponent
    if unit.stem == "年":
        return exponent == 0 and int(quantity.value) in _YEARS
    is_version = unit.stem == "版" and exponent == -1
    return not quantity.comparator and (is_version or (exponent == 0 and int(quantity.value) in _YEARS))
