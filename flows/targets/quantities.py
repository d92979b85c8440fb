"""Comparator, number, unit: the part of the grammar that reads `≥700万人次/年`, `1130余户`, `不超过30万元`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from flows.targets.lines import Piece
from flows.targets.numerals import Number, read_number
from flows.targets.words import vocabulary

_UNKNOWN_UNIT = re.compile(r"(?:[A-Za-z]+|[\u4e00-\u9fff]+)(?:\([\u4e00-\u9fff]{1,3}\))?")
_LONGEST_UNKNOWN_UNIT = 4
_BOUNDARY = frozenset("、,;:。.!?/·*()[]{}<>=≥≤~-—–+×的")
_BASE_JOINER = re.compile(r"(?:([/·*.])每?|每)(\()?")
_MOST_BASES = 8
MOST_COMPARATORS = 4
_SLASHES = frozenset("/·*")
BASE_COUNT = re.compile(r"[0-9]{1,3}个?|[半两二三四五六]个?")
_UNKNOWN_BASE = re.compile(r"[A-Za-z\u4e00-\u9fff]{1,4}(?:\([A-Za-z\u4e00-\u9fff]{1,3}\))?")
_FLIPPED = {"≤": ">=", "<": ">", "≥": "<=", ">": "<"}
_WITHIN_DIMENSIONS = frozenset({"duration", "money", "percent", None})


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
    has_after: bool = False
    is_chinese: bool = False


def read_comparators(text: str, at: int) -> tuple[str | None, int]:
    """`comparator*`: the sign of the first one, which counts (≥不少于3次), and where the last of at most four ends."""
    before = vocabulary().before
    sign = None
    for _ in range(MOST_COMPARATORS):
        word = before.at(text, at)
        if word is None:
            break
        sign = sign or before.value[word]
        at += len(word)
    return sign, at


def read_quantity(text: str, at: int, sign: str | None = None, start: int | None = None) -> Quantity | None:
    """`quantity = [front] ["-"] number [surplus] [unit] [back]`.

    `sign` and `start` are those of a comparator that was found before `at`, if any. None where no number stands.
    """
    start = at if start is None else start
    front_sign, number_start, filler = _front(text, at)
    is_negative = text[number_start : number_start + 1] == "-"
    number = read_number(text, number_start + is_negative)
    if number is None or vocabulary().not_zero.at(text, number_start):
        return None
    pieces: list[Piece] = [*_around(start, number_start, filler), ("number", number_start, number.stop)]
    surplus_sign, at = _surplus(text, number.stop, pieces)
    unit = _unit_of(text, at, number)
    if unit is None and text[at : at + 1].isascii() and text[at : at + 1].isalpha():
        return None  # 3A级景区, 5G基站: the number is part of a name
    if unit and unit.stop > at:
        pieces.append(("unit", at, unit.stop))
        at = unit.stop
    if text[at : at + 1].isdigit() and vocabulary().multiplier.before(text, at):
        return None  # 3万5元, 1万2千克: nobody knows how much
    back_sign, at, unit = _back(text, at, unit, pieces, is_open=(sign or front_sign or surplus_sign) is None)
    return Quantity(
        start=start,
        stop=at,
        comparator=sign or front_sign or surplus_sign or (unit.surplus if unit else None) or back_sign,
        value=-number.value if is_negative else number.value,
        unit=unit,
        pieces=tuple(pieces),
        number_start=number_start,
        filler=filler,
        has_after=back_sign is not None,
        is_chinese=number.is_chinese,
    )


def _front(text: str, at: int) -> tuple[str | None, int, tuple[int, int] | None]:
    """`front = comparator* [filler comparator*]`: its sign, where it ends, and where the filler stands (≥平均2版/月)."""
    sign, stop = read_comparators(text, at)
    word = vocabulary().filler.at(text, stop)
    if word is None:
        return sign, stop, None
    filler = (stop, stop + len(word))
    inner, stop = read_comparators(text, filler[1])
    return sign or inner, stop, filler


def _around(start: int, stop: int, filler: tuple[int, int] | None) -> list[Piece]:
    """The comparators before a number as pieces; a filler among them is remainder."""
    stretches = ((start, filler[0]), (filler[1], stop)) if filler else ((start, stop),)
    return [("comparator", low, high) for low, high in stretches if low < high]


def _surplus(text: str, at: int, pieces: list[Piece]) -> tuple[str | None, int]:
    """`surplus = 余 | 多`, between number and unit: at least so much (1130余户)."""
    words = vocabulary().surplus
    word = words.at(text, at)
    if word is None:
        return None, at
    pieces.append(("comparator", at, at + len(word)))
    return words.value[word], at + len(word)


def _unit_of(text: str, at: int, number: Number) -> Unit | None:
    """The unit of a number; 九成 and 百分之九十 name theirs themselves, Chinese numerals count only known units."""
    if number.is_percent:
        return Unit((), at, 1, "%", None, is_known=True)
    unit = read_unit(text, at)
    return None if unit and number.is_chinese and not unit.is_known else unit


def _back(
    text: str, at: int, unit: Unit | None, pieces: list[Piece], *, is_open: bool
) -> tuple[str | None, int, Unit | None]:
    """`back = after ["/" base] | "≤" name`: its sign, where it ends, and the unit with a base that follows only here.

    A comparator between a number and a name (80%≤合格率) bounds the name from the other side; `is_open` says that
    the number has none yet.
    """
    words = vocabulary()
    if after := read_after(text, at, words.dimension_of(unit.stem) if unit else None):
        pieces.append(("comparator", at, at + len(after)))
        at += len(after)
        if unit and unit.rate_base is None and text[at : at + 1] == "/":  # 100人次以上/年
            rate_base, stop = _rate_base(text, at)
            pieces.append(("unit", at, stop))
            unit = replace(unit, rate_base=rate_base, stretches=(*unit.stretches, (at, stop)))
            at = stop
        return words.after.value[after], at, unit
    if is_open and text[at : at + 1] in _FLIPPED and text[at + 1 : at + 2].isalpha():
        pieces.append(("comparator", at, at + 1))
        return _FLIPPED[text[at]], at + 1, unit
    return None, at, unit


def read_after(text: str, at: int, dimension: str | None) -> str | None:
    """`after = 以上 | 以内 | 左右 …`; a bare 内 bounds only what can be stayed within (no 5次内)."""
    words = vocabulary()
    after = words.after.at(text, at)
    if after is None or words.not_after.at(text, at):
        return None
    return None if after == "内" and dimension not in _WITHIN_DIMENSIONS else after


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
    if stem_start == stem_stop and multiplier == 1:
        return None
    rate_base, stop = _rate_base(text, max(stem_stop, at))
    stem = text[stem_start:stem_stop] or None
    # 个 before a unit, and 余 inside one, are no part of the printed unit.
    stretches = tuple(part for part in ((start, multiplier_stop), (stem_start, stop)) if part[0] < part[1])
    return Unit(stretches, stop, multiplier, stem, rate_base, is_known or stem is None, surplus)


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
    if match is None:
        return at, at
    stop = match.end()
    stop = _before_after(text, at, min(stop, at + _LONGEST_UNKNOWN_UNIT + 1))
    tail = text[at:stop]
    is_last = stop == len(text) or text[stop] in "/、,;。" or words.after.at(text, stop) is not None
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
