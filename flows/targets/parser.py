"""The grammar of a whole target: which productions are tried, in which order.

`target = missing | date | quantity | between | glued | values | words`
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flows.targets.clauses import every_before
from flows.targets.comparators import comparators_before, read_comparators
from flows.targets.dates import MAY_BE_DATE, When, read_when
from flows.targets.lines import Line, Piece, fold_line
from flows.targets.model import Target
from flows.targets.pairs import read_interval, read_pair
from flows.targets.quantities import Quantity, read_quantity, read_unit
from flows.targets.results import (
    NO_MEASURE,
    Measure,
    Value,
    composite_target,
    date_target,
    measure_of,
    number_target,
    words_target,
)
from flows.targets.rhythms import read_place, read_rhythm
from flows.targets.sentences import find_values, has_too_many, is_edition
from flows.targets.words import vocabulary

_LONGEST = 2_000
_EDGES = "。.;,、 *※★☆▲△#"
_LONGEST_UNFILLED = 12
_DIGIT = re.compile(r"\d")
_BLANKS = re.compile(r"[_()\s]+")
_PARTS_OF_DAYS = re.compile(r"年月日?|年月日前?")
_GLUED_DATE = re.compile(r"([0-9]{3,8})月")
_OPERATORS_OF_EXPORTS = frozenset("><=≥≤≧≦═")
_JOINERS = "也且又亦但和与及并而、,"
_FORMULA = frozenset("-+*/×÷=^:")
_UPPER_BOUNDS = frozenset({"<=", "<"})
_COUNTED_IN_CALENDAR = frozenset({">=", ">", "~"})
_LAST_MONTH = 12
_LONGEST_SHORT_NUMBER = 3
_OF_NUMBERS = frozenset({"~", ">"})


@dataclass(frozen=True, slots=True)
class _Row:
    """The folded text of a target and what else its row and document tell."""

    line: Line
    unit: Measure
    unit_text: str
    sign: str | None
    fiscal_year: int | None


def read_target(
    text: str, *, unit_text: str = "", comparator_text: str = "", fiscal_year: int | None
) -> Target:
    """The reading of one printed target; never raises.

    `unit_text` and `comparator_text` are what separate columns of the row print ("" if none); dates without a year
    are those of `fiscal_year`, and have no day where it is None. What no production reads is qualitative; so is a
    text of more than 2,000 characters, one of more than 50 numbers and dates (forms seen print ten at most), and a number
    that does not fit decimal(28, 8).
    """
    if len(text) > _LONGEST:
        return words_target(Line(text, text, range(len(text))), "qualitative")
    line = fold_line(text)
    words = vocabulary()
    column_sign = fold_line(comparator_text[:_LONGEST]).text if comparator_text else ""
    is_in_words = column_sign in words.qualitative
    if has_too_many(line.text) or (is_in_words and line.text in words.none_at_all):
        return words_target(line, "qualitative")
    if _is_missing(line.text):
        return words_target(line, "missing")
    sign = _sign_of(column_sign) if column_sign else None
    folded_unit = fold_line(unit_text[:_LONGEST]).text if unit_text else ""
    row = _Row(line, _column_measure(unit_text, folded_unit), folded_unit, sign, fiscal_year)
    if is_in_words:
        return _date(row) or words_target(line, "qualitative")
    return _counted(row) or _date(row) or _quantity(row) or _values(row) or words_target(line, "qualitative")


def _sign_of(column: str) -> str | None:
    """The sign that a column of operators prints, as a word before a number or behind it."""
    found = read_comparators(column, 0)
    return found.sign if found.stop == len(column) else vocabulary().after.value.get(column)


def _is_missing(folded: str) -> bool:
    missing = vocabulary().missing
    return not folded or folded in missing or folded.rstrip(_EDGES) in missing or _is_unfilled(folded)


def _is_unfilled(folded: str) -> bool:
    """What a template leaves where nobody writes a number: 公里, ≧ %, ≤__万元, （ ）年, 年 月."""
    if len(folded) > _LONGEST_UNFILLED or _DIGIT.search(folded):
        return False
    found = read_comparators(folded, 0)
    start = found.stop
    if found.sign in _OF_NUMBERS and folded[0].isalpha() and folded[start : start + 1] in ("万", "亿"):
        return False  # 近万人
    rest = _BLANKS.sub("", folded[start:])
    if not rest or _PARTS_OF_DAYS.fullmatch(rest):
        return True
    units = vocabulary().unit.value
    # 超百万元 has a number, ≤百万元 is what a template leaves.
    multipliers = "万亿" if any(character.isalpha() for character in folded[:start]) else "百千万亿"
    return all(part in units or part.lstrip(multipliers) in units for part in rest.split("/"))


def _column_measure(printed: str, folded: str) -> Measure:
    """The measure that a column of its own prints; none for 无, 定性 and the like."""
    if not folded or folded in vocabulary().no_unit:
        return NO_MEASURE
    unit = read_unit(folded, 0)
    if unit is None or unit.stop != len(folded):
        stem, _, base = folded.partition("/")
        return Measure(1, "".join(printed.split()), stem or None, base or None)
    return measure_of(fold_line(printed), unit)


def _counted(row: _Row) -> Target | None:
    """`rhythm | place | interval`, if that is the whole text: 一季度两次 is no date, 第8名 a number, [90%,100%] two."""
    text = row.line.text
    if interval := read_interval(text):
        return composite_target(row.line, [Value(None, bound, None) for bound in interval], row.unit)
    if place := read_place(text):
        label = row.line.as_printed(0, place.start) or None
        return number_target(row.line, Value(label, place, None), NO_MEASURE, None)
    rhythm = read_rhythm(text, 0)
    if rhythm is None or text[rhythm.stop :].strip(_EDGES):
        return None
    return number_target(row.line, Value(None, rhythm, None), NO_MEASURE, row.sign)


def _skip_leads(text: str, at: int) -> int:
    """Where the words before a date (至, 确保在, 完成时间：) end."""
    while word := vocabulary().date_lead.at(text, at):
        at += len(word)
    return at


def _date(row: _Row) -> Target | None:
    """`date = [comparator] lead* when ["," lead* when]` and nothing after it: 2024年3月启动，2024年年底完成."""
    text = row.line.text
    if not MAY_BE_DATE.search(text):
        return None
    found = read_comparators(text, 0)
    sign, lead = found.sign, found.stop
    when = read_when(text, _skip_leads(text, lead), row.fiscal_year)
    if when is None or (sign and _is_no_day(text, when, sign)):
        return None
    pieces: list[Piece] = [("comparator", 0, lead), ("date", lead, when.stop)]
    rest = text[when.stop :].lstrip(_EDGES)
    if rest and when.said == "start":
        at = len(text) - len(rest)
        end = read_when(text, _skip_leads(text, at), row.fiscal_year)
        if end and end.said != "start" and end.shape == "point":
            pieces.append(("date", at, end.stop))
            when = replace(end, shape="period", first=when.first)
    if text[when.stop :].strip(_EDGES):
        return None
    return date_target(row.line, when, pieces)


def _is_no_day(text: str, when: When, sign: str) -> bool:
    """Whether what follows a comparator is a yardstick (≥上年) or a length (≥12月, ≤18月, ≤1季度); ≤12月 is December."""
    named = text[when.start : when.stop]
    if when.is_vague and not when.has_bound:
        return True
    if when.has_year or not named[0].isdigit():
        return False
    if named.endswith("季度"):
        return True
    return bool(re.fullmatch("[0-9]+月", named)) and (
        sign in _COUNTED_IN_CALENDAR or int(named[:-1]) > _LAST_MONTH
    )


def _quantity(row: _Row) -> Target | None:
    """`quantity | quantity "(" unit ")" | between | glued`, from the start of the text."""
    text = row.line.text
    quantity = read_quantity(text, 0)
    if quantity is None or is_edition(quantity) or _is_name(quantity):
        return None
    rest = text[quantity.stop :].rstrip(_EDGES)
    if not rest and _is_hotline(row, quantity):
        return None
    if not rest:
        return _dated_by_column(row, quantity) or _alone(row, quantity)
    if quantity.unit is None and rest[0] == "(":
        unit = read_unit(text, quantity.stop + 1)
        if unit and unit.is_known and text[unit.stop :].rstrip(_EDGES) == ")":
            pieces: tuple[Piece, ...] = (*quantity.pieces, ("unit", quantity.stop + 1, unit.stop))
            return _alone(row, replace(quantity, unit=unit, pieces=pieces))
    pair = read_pair(text, quantity)
    if pair and text[pair[1].stop :].strip(_EDGES) in ("", "之间"):
        filler, every = _beside(row, quantity)
        return composite_target(row.line, [Value(filler, bound, None, every) for bound in pair], row.unit)
    return _glued_date(row) or _glued(row, quantity, rest)


def _is_name(quantity: Quantity) -> bool:
    """Whether a number before unknown letters is a name (5G, 4K); a comparator tells that it is none."""
    unit = quantity.unit
    return unit is not None and not unit.is_known and not quantity.comparator and (unit.stem or "").isascii()


def _alone(row: _Row, quantity: Quantity) -> Target:
    """`quantity`: nothing else but a filler, which is kept as remainder (≥平均2版/月, 每年2次)."""
    filler, every = _beside(row, quantity)
    return number_target(row.line, Value(filler, quantity, None, every), row.unit, row.sign)


def _beside(row: _Row, quantity: Quantity) -> tuple[str | None, str | None]:
    """The filler before a number, and what it says the number is per."""
    if quantity.filler is None:
        return None, None
    return row.line.as_printed(*quantity.filler), every_before(row.line.text, quantity.number_start, 0)


def _is_hotline(row: _Row, quantity: Quantity) -> bool:
    """Whether a bare number is a known telephone number (12315); short ones (120) are counts here."""
    text = row.line.text
    is_bare = quantity.unit is None and row.unit is NO_MEASURE and not (quantity.comparator or row.sign)
    return is_bare and len(text) > _LONGEST_SHORT_NUMBER and text in vocabulary().hotline


def _dated_by_column(row: _Row, quantity: Quantity) -> Target | None:
    """A number that its unit column makes a date: 2024 and 年; 12 and 月 where it is an upper bound, as in ≤12月."""
    if quantity.unit or not row.unit_text:
        return None
    sign = quantity.comparator or row.sign
    is_month = vocabulary().unit.value.get(row.unit_text, "") in vocabulary().calendar
    if sign in _COUNTED_IN_CALENDAR or (is_month and sign not in _UPPER_BOUNDS):
        return None
    joined = f"{sign or ''}{row.line.text[quantity.number_start :].rstrip(_EDGES)}{row.unit_text}"
    target = _date(replace(row, line=Line(joined, joined, range(len(joined)))))
    return target and replace(target, spans=row.line.spans([("date", 0, len(row.line.text))]))


def _glued_date(row: _Row) -> Target | None:
    """`glued = number date`: the number field and the unit field of a deadline joined (`12` and `12月25日前完成`)."""
    text = row.line.text
    match = _GLUED_DATE.match(text)
    if match is None:
        return None
    digits = match.group(1)
    ends = (len(digits) - 2, len(digits) - 1)
    splits = [at for at in ends if digits[at] != "0" and int(digits[at:]) <= _LAST_MONTH]
    # The number field often repeats the month.
    splits.sort(key=lambda at: int(digits[:at]) != int(digits[at:]))
    for at in splits:
        when = read_when(text, at, row.fiscal_year)
        if when:
            remainder = " ".join(filter(None, (digits[:at], text[when.stop :].strip(_EDGES))))
            return date_target(row.line, when, [("date", at, when.stop)], remainder)
    return None


def _glued(row: _Row, quantity: Quantity, rest: str) -> Target | None:
    """`glued = comparator number [unit] sentence`: the export joined three fields; a sentence that repeats the number
    tells its unit (≥3执法行动不少于3次).
    """
    line, text = row.line, row.line.text
    if text[0] not in _OPERATORS_OF_EXPORTS or rest[0] in _FORMULA or rest[0] == "的":
        return None
    values = find_values(line, quantity.stop, row.fiscal_year)
    others = [value for value in values if value.quantity is None or value.quantity.value != quantity.value]
    if any(rest[0] in _EDGES or (value.quantity and value.quantity.comparator) for value in others):
        return None
    measure = row.unit
    if quantity.unit is None and measure is NO_MEASURE:
        repeated = (
            value.quantity for value in values if value.quantity and value.quantity.value == quantity.value
        )
        measure = next((measure_of(line, found.unit) for found in repeated if found.unit), NO_MEASURE)
    remainder = line.printed[line.places[quantity.stop] :].strip().strip("。；;，,、")
    return number_target(line, Value(remainder, quantity, None), measure, row.sign)


def _is_bounded_twice(text: str, quantity: Quantity) -> bool:
    """Whether a comparator without a number of its own is joined to that of the number: 不高于也不低于5%."""
    stop = len(text[: quantity.start].rstrip(_JOINERS))
    other = comparators_before(text, stop, 0).sign
    return bool(other and quantity.comparator and other != quantity.comparator)


def _values(row: _Row) -> Target | None:
    """`values`: none is no target, one is the target with its sentence as remainder, several are a composite."""
    values = find_values(row.line, 0, row.fiscal_year)
    if len(values) > 1:
        return composite_target(row.line, values, row.unit)
    for value in values:
        if value.quantity and _is_bounded_twice(row.line.text, value.quantity):
            return None
        if value.quantity:
            return number_target(row.line, value, row.unit, row.sign)
        if value.when:
            return date_target(row.line, value.when, value.pieces(), value.label)
    return None
