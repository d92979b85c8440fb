"""Comparator, number, unit: the part of the grammar that reads `≥700万人次/年`, `1130余户`, `不超过30万元`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from flows.targets.after import After, read_after
from flows.targets.comparators import Comparators, read_comparators
from flows.targets.lines import Piece
from flows.targets.numerals import Number, read_number
from flows.targets.words import vocabulary

_UNKNOWN_UNIT = re.compile(r"(?:[A-Za-z]+|[\u4e00-\u9fff]+)(?:\([\u4e00-\u9fff]{1,3}\))?")
_LONGEST_UNKNOWN_UNIT = 4
_SUBSTANCE = re.compile(r"[A-Za-z\u4e00-\u9fff]{1,5}(?=/)")
_BOUNDARY = frozenset("、,;:。.!?/·*()[]{}<>=≥≤~-—–+×的")
_BASE_JOINER = re.compile(r"(?:([/·*.])每?|每)(\()?")
_MOST_BASES = 8
_SLASHES = frozenset("/·*")
BASE_COUNT = re.compile(
    r"[0-9]{1,6}[十百千万亿]*个?|[十百千万亿]+(?=[人户台辆车件次平吨米亩头只元])|[半两二三四五六]个?"
)
_NUMBER_BASE = re.compile(r"[0-9]{0,4}[千万亿]+(?![\u4e00-\u9fffA-Za-z])")
_UNKNOWN_BASE = re.compile(r"[A-Za-z\u4e00-\u9fff]{1,4}(?:\([A-Za-z\u4e00-\u9fff]{1,3}\))?")
_FLIPPED = {
    "≤": ">=",
    "≦": ">=",
    "⩽": ">=",
    "<=": ">=",
    "<": ">",
    "≥": "<=",
    "≧": "<=",
    "⩾": "<=",
    ">=": "<=",
    ">": "<",
}
_SIGN_BEFORE_NAME = re.compile(r"([<>]=?|[≤≦⩽≥≧⩾])=?(?=[^\W\d_])")
_CLASS_REACH = 5
_LONGEST_NO_CLASS = 1
_DIGITS_OF_A_YEAR = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in the folded text.

    `stretches` are its printed text without fillers, `multiplier` is that of its multiplier word, `stem` and
    `rate_base` are folded; `surplus` is the sign of a 余 inside it (20万余元).
    """

    stretches: tuple[tuple[int, int], ...]
    stop: int
    multiplier: int
    stem: str | None
    rate_base: str | None
    is_known: bool
    surplus: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what belongs to it; all places are of the folded text, `start` is that of its comparator."""

    start: int
    stop: int
    comparator: str | None
    value: Decimal
    unit: Unit | None
    pieces: tuple[Piece, ...]
    number_start: int
    filler: tuple[int, int] | None = None
    has_before: bool = False
    has_after: bool = False
    is_chinese: bool = False
    is_tolerance: bool = False
    is_nearly: bool = False
    note: tuple[int, int] | None = None
    """what stands before its comparator, or between two bounds, and is part of neither: （含税）, 覆盖率"""
    is_unclear: bool = False
    """whether a comparator that is not this number's stands beside it"""


def read_quantity(text: str, at: int, before: Comparators | None = None) -> Quantity | None:
    """`quantity = [front] ["-"] number [surplus] [unit] [back]`.

    `before` are comparators that were found before `at`, if any. None where no number stands, and for what is only a
    class (50年一遇) or a fraction (四分之一).
    """
    found, number_start, filler = _front(text, at)
    before = before or Comparators(None, at, at)
    start = before.start
    is_negative = text[number_start : number_start + 1] == "-"
    number = read_number(text, number_start + is_negative)
    if number is None or vocabulary().not_zero.at(text, number_start) or text.startswith("分之", number.stop):
        return None
    pieces: list[Piece] = [*_around(start, number_start, filler), ("number", number_start, number.stop)]
    surplus_sign, at = _surplus(text, number.stop, pieces)
    unit = _unit_of(text, at, number)
    if unit is None and text[at : at + 1].isascii() and text[at : at + 1].isalpha():
        return None  # 3A级景区, 5G基站: the number is part of a name
    if (
        unit
        and unit.stem != "年"
        and (unit.stem or "").startswith("年")
        and number.stop - number_start == _DIGITS_OF_A_YEAR
    ):
        return None  # 2024年起每年
    if _is_class(text, number.stop, unit.stop if unit else at):
        return None
    if unit and unit.stop > at:
        pieces.append(("unit", at, unit.stop))
        at = unit.stop
    if text[at : at + 1].isdigit() and vocabulary().multiplier.before(text, at):
        return None  # 3万5元, 1万2千克: nobody knows how much
    sign = before.sign or found.sign or surplus_sign or (unit.surplus if unit else None)
    back, unit = _back(text, number_start, at, unit, pieces, sign)
    return Quantity(
        start=start,
        stop=back.stop,
        comparator=back.sign,
        value=-number.value if is_negative else number.value,
        unit=unit,
        pieces=tuple(pieces),
        number_start=number_start,
        filler=filler,
        has_before=(before.sign or found.sign) is not None,
        has_after=back.is_after,
        is_chinese=number.is_chinese,
        is_tolerance=before.is_tolerance or found.is_tolerance,
        is_nearly=(before if before.sign else found).is_nearly,
        note=back.note,
    )


def _is_class(text: str, number_stop: int, stop: int) -> bool:
    """Whether the words behind a number make it a class: 50年一遇, 7度设防."""
    if max(number_stop, stop) == len(text) and stop - number_stop <= _LONGEST_NO_CLASS:
        return False
    return vocabulary().no_quantity.is_in(text, number_stop, stop + _CLASS_REACH)


def _front(text: str, at: int) -> tuple[Comparators, int, tuple[int, int] | None]:
    """`front = comparator* [filler comparator*]`: its comparators, where it ends, where the filler stands (≥平均2版/月)."""
    found = read_comparators(text, at)
    word = vocabulary().filler.at(text, found.stop)
    if word is None:
        return found, found.stop, None
    filler = (found.stop, found.stop + len(word))
    inner = read_comparators(text, filler[1])
    return (found if found.sign else inner), inner.stop, filler


def _around(start: int, stop: int, filler: tuple[int, int] | None) -> list[Piece]:
    """The comparators before a number as pieces; a filler among them is remainder."""
    stretches = ((start, filler[0]), (filler[1], stop)) if filler else ((start, stop),)
    return [("comparator", low, high) for low, high in stretches if low < high]


def _surplus(text: str, at: int, pieces: list[Piece]) -> tuple[str | None, int]:
    """`surplus = 余 | 多 | +`, between number and unit: at least so much (1130余户, 80+家)."""
    words = vocabulary()
    word = words.surplus.at(text, at)
    stop = at + len(word or "")
    if word is None or (word == "+" and (text[stop : stop + 1].isdigit() or read_unit(text, stop) is None)):
        return None, at
    pieces.append(("comparator", at, stop))
    return words.surplus.value[word], stop


def _unit_of(text: str, at: int, number: Number) -> Unit | None:
    """The unit of a number; 九成 and 百分之九十 name theirs themselves, Chinese numerals count only known units."""
    if number.is_percent:
        return Unit((), at, 1, "%", None, is_known=True)
    unit = read_unit(text, at)
    return None if unit and number.is_chinese and not unit.is_known else unit


def _back(
    text: str, number_start: int, at: int, unit: Unit | None, pieces: list[Piece], sign: str | None
) -> tuple[After, Unit | None]:
    """`back = after ["/" base] | "≤" name`: what it makes of the `sign` so far, and the unit with a base that follows.

    A comparator between a number and a name (80%≤合格率) bounds the name from the other side, if the number has none yet.
    """
    if at == len(text):
        return After(sign, at), unit
    after = read_after(
        text, at, vocabulary().dimension_of(unit.stem) if unit else None, text[number_start:at], sign
    )
    pieces += after.pieces
    if (
        after.is_after and unit and unit.rate_base is None and text[after.stop : after.stop + 1] == "/"
    ):  # 100人次以上/年
        rate_base, stop = _rate_base(text, after.stop)
        pieces.append(("unit", after.stop, stop))
        unit = replace(unit, rate_base=rate_base, stretches=(*unit.stretches, (after.stop, stop)))
        after = after._replace(stop=stop)
    if sign is None and not after.is_after and (flipped := _SIGN_BEFORE_NAME.match(text, at)):
        pieces.append(("comparator", at, flipped.end()))
        return After(_FLIPPED[flipped.group(1)], flipped.end()), unit
    return after, unit


def read_unit(text: str, at: int) -> Unit | None:
    """`unit = [multiplier] [surplus] ["个"] stem [per] | multiplier [per]`; known stems come first (千克)."""
    words = vocabulary()
    start = multiplier_stop = at
    stem_start, stem_stop, is_known = _stem(text, at)
    multiplier, surplus = 1, None
    if stem_start == stem_stop and (word := words.multiplier.at(text, at)):
        multiplier = int(words.multiplier.value[word])
        at = multiplier_stop = at + len(word)
        if more := words.surplus.at(text, at):
            surplus = words.surplus.value[more]
            at += len(more)
        stem_start, stem_stop, is_known = _stem(text, at)
    if stem_start == stem_stop:
        stem_start, stem_stop = _unknown_stem(text, at)
    rate_base, stop = _rate_base(text, max(stem_stop, at))
    if stem_start == stem_stop and multiplier == 1 and not (rate_base and _NUMBER_BASE.fullmatch(rate_base)):
        return None
    if rate_base is None and is_known and (longer := _substance(text, stem_stop)) > stem_stop:
        rate_base, stop = _rate_base(text, longer)
        stem_stop = longer
    stem = text[stem_start:stem_stop] or None
    # 个 before a unit, and 余 inside one, are no part of the printed unit.
    stretches = tuple(part for part in ((start, multiplier_stop), (stem_start, stop)) if part[0] < part[1])
    return Unit(stretches, stop, multiplier, stem, rate_base, is_known or stem is None, surplus)


def _substance(text: str, at: int) -> int:
    """Where what a unit is of ends, before its base: 吨二氧化碳/万元; `at` where none stands."""
    match = _SUBSTANCE.match(text, at)
    if (
        match is None
        or vocabulary().not_unit.is_in(match.group())
        or _before_after(text, at, match.end()) < match.end()
    ):
        return at
    return match.end()


def ends_word(text: str, at: int) -> bool:
    """Whether a word that ends at `at` is not continued: end of text, punctuation, a digit or an after-word."""
    if at >= len(text):
        return True
    char = text[at]
    return char in _BOUNDARY or char.isdigit() or char == "每" or vocabulary().after.at(text, at) is not None


def _stem(text: str, at: int) -> tuple[int, int, bool]:
    """The known unit that begins at `at` (start, stop, True), without a filler 个; an empty stretch if there is none.

    个月 and 个季度 keep theirs: without it they name a month or quarter of the calendar.
    """
    words = vocabulary()
    word = words.unit.at(text, at)
    if word is None:
        return at, at, False
    stop = at + len(word)
    if not _is_whole(text, word, stop):
        # The longest word is none here, but the 个 of 个市场主体 is.
        return (at, at + 1, True) if word[0] == "个" and len(word) > 1 else (at, at, False)
    if word == "个":
        inner = words.unit.at(text, stop)
        if inner and words.unit.value[inner] not in words.calendar and ends_word(text, stop + len(inner)):
            return stop, stop + len(inner), True
    elif word[0] == "个" and word not in words.dimension and words.unit.value[word] not in words.calendar:
        return at + 1, stop, True
    elif (
        len(word) == 1
        and stop < len(text)
        and words.dimension.get(text[stop]) == "count"
        and ends_word(text, stop + 1)
    ):
        return at, stop + 1, True  # two counters that forms print as one: 件套, 人份
    return at, stop, True


def _is_whole(text: str, word: str, stop: int) -> bool:
    """Whether the word does not begin a longer one: 30市级企业, 5个市场主体 are no number of 市, 5Gx none of G."""
    if word[-1].isascii() and word[-1].isalpha():
        return not (text[stop : stop + 1].isascii() and text[stop : stop + 1].isalnum())
    return word.removeprefix("个") not in vocabulary().noun_unit or ends_word(text, stop)


def _unknown_stem(text: str, at: int) -> tuple[int, int]:
    """An unknown unit: at most four letters or characters up to the end, `/`, punctuation or an after-word.

    None of them may be a word of sentences (the seed's `not_unit`): `≥30新单位` has a unit, `≥90持续提升` has none.
    """
    words = vocabulary()
    match = _UNKNOWN_UNIT.match(text, at)
    if match is None or words.after.at(text, at):
        return at, at
    stop = match.end()
    stop = _before_after(text, at, min(stop, at + _LONGEST_UNKNOWN_UNIT + 1))
    tail = text[at:stop]
    is_last = stop == len(text) or text[stop] in "/、,;。±" or words.after.at(text, stop) is not None
    if (
        not is_last
        or len(tail) > _LONGEST_UNKNOWN_UNIT
        or words.not_unit.is_in(tail)
        or words.zero_event.is_in(tail)
    ):
        return at, at
    return at, stop


def _before_after(text: str, start: int, stop: int) -> int:
    """Where the first after-word inside a stretch begins, else its end."""
    after = vocabulary().after
    return next((place for place in range(start + 1, stop) if after.at(text, place)), stop)


def _rate_base(text: str, at: int) -> tuple[str | None, int]:
    """`per = ("/" | "每") base (("/" | "·" | "*" | "." | "每") base)*`, in brackets or not: 元/天/人, 元/(人·月).

    `base = [count] known unit | up to four characters`; `*` and `.` are read as `·`. No more than eight are read.
    """
    if text[at : at + 1] not in ("/", "每"):
        return None, at
    words = vocabulary()
    folded, stop, is_open = "", at, False
    for _ in range(_MOST_BASES):
        match = _BASE_JOINER.match(text, stop)
        if match is None:
            break
        joiner, bracket = match.groups()
        if (
            joiner == "/" and not folded and (number := _NUMBER_BASE.match(text, match.end()))
        ):  # 3.5/万, 12人/10万
            return number.group(), number.end()
        count = BASE_COUNT.match(text, match.end()) if joiner == "/" else None  # 1次/2年
        base_start = count.end() if count else match.end()
        base = words.unit.at(text, base_start)
        if base is None and joiner in _SLASHES and not count:
            unknown = _UNKNOWN_BASE.match(text, base_start)
            base = text[base_start : _before_after(text, base_start, unknown.end())] if unknown else None
        elif base and joiner not in _SLASHES and not ends_word(text, base_start + len(base)):
            base = None  # 元/人.天气, 每人民: only a slash or a · announces a base that a sentence may follow
        if not base:
            break
        is_open = is_open or bool(bracket)
        stop = base_start + len(base)
        folded += ("·" if joiner in ("·", "*", ".") else "/") if folded else ""
        folded += text[match.end() : stop].replace("*", "·")
        if is_open and text[stop : stop + 1] == ")":
            stop, is_open = stop + 1, False
    return folded or None, stop
