"""Comparator, number, unit: the part of the grammar that reads `≥700万人次/年`, `1130余户`, `不超过30万元`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from flows.targets.lines import Piece
from flows.targets.numerals import read_number
from flows.targets.words import vocabulary

_CJK_OR_LETTER = re.compile(r"[A-Za-z\u4e00-\u9fff]+(?:\([A-Za-z\u4e00-\u9fff]{1,3}\))?")
_LONGEST_UNKNOWN_UNIT = 4
_BOUNDARY = frozenset("、,;:。.!?/·*()[]{}<>=≥≤~-—–+×的")
_BASE_JOINER = re.compile(r"(?:([/·*])|每)(\()?")
_UNKNOWN_BASE = re.compile(r"[A-Za-z\u4e00-\u9fff]{1,4}(?:\([A-Za-z\u4e00-\u9fff]{1,3}\))?")
_CALENDAR = frozenset({"月", "季度"})
_WITHIN_DIMENSIONS = frozenset({"duration", "money", "percent", None})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in the folded text: where it ends, the stretches that are its printed text (without fillers), the
    multiplier of its multiplier word, its folded stem and what it is per."""

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
    """comparator* : the first one counts (`≥不少于3次`); its sign and where the last one ends."""
    before = vocabulary().before
    sign = None
    while word := before.at(text, at):
        sign = sign or before.value[word]
        at += len(word)
    return sign, at


def read_quantity(text: str, at: int, sign: str | None = None, start: int | None = None) -> Quantity | None:
    """quantity = comparator* [filler comparator*] ["-"] number [surplus] [unit] [after]

    `sign` and `start` are those of a comparator that was found before `at`, if any.
    """
    words = vocabulary()
    start = at if start is None else start
    own, number_start = read_comparators(text, at)
    sign = sign or own
    filler = None
    if word := words.filler.at(text, number_start):
        filler = (number_start, number_start + len(word))
        own, number_start = read_comparators(text, filler[1])
        sign = sign or own
    is_negative = text[number_start : number_start + 1] == "-"
    number = read_number(text, number_start + is_negative)
    if number is None:
        return None
    at = number.stop
    sign_after = None
    if surplus := words.surplus.at(text, at):
        sign_after = words.surplus.value[surplus]
        at += len(surplus)
    if number.is_percent:
        unit = Unit((), at, 1, "%", None, is_known=True)
    else:
        unit = read_unit(text, at)
    if unit:
        at = unit.stop
        sign_after = sign_after or unit.surplus
    after = read_after(text, at, words.dimension_of(unit.stem) if unit else None)
    if after:
        sign_after = sign_after or words.after.value[after]
    pieces: list[Piece] = []
    if number_start > start:
        pieces += _around(("comparator", start, number_start), filler)
    pieces.append(("number", number_start, number.stop))
    if surplus:
        pieces.append(("comparator", number.stop, number.stop + len(surplus)))
    if unit and unit.stop > number.stop:
        pieces.append(("unit", number.stop + len(surplus or ""), unit.stop))
    if after:
        pieces.append(("comparator", at, at + len(after)))
    return Quantity(
        start, at + len(after or ""), sign or sign_after, -number.value if is_negative else number.value, unit,
        tuple(pieces), number_start, filler, bool(after), number.is_chinese,
    )  # fmt: skip


def _around(piece: Piece, gap: tuple[int, int] | None) -> list[Piece]:
    """A comparator without the filler inside it, which is remainder."""
    role, start, stop = piece
    if gap is None:
        return [piece]
    return [(role, *part) for part in ((start, gap[0]), (gap[1], stop)) if part[0] < part[1]]


def read_after(text: str, at: int, dimension: str | None) -> str | None:
    """after = 以上 | 以内 | 左右 …; a bare 内 bounds only what can be stayed within (no 5次内)."""
    words = vocabulary()
    after = words.after.at(text, at)
    if after is None or words.not_after.at(text, at):
        return None
    return None if after == "内" and dimension not in _WITHIN_DIMENSIONS else after


def read_unit(text: str, at: int) -> Unit | None:
    """unit = [multiplier] [surplus] ["个"] (known stem | unknown stem) [per base]* | multiplier [per base]*"""
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
    """The known unit that begins at `at` (start, stop, True), without a filler 个; an empty stretch if there is none."""
    words = vocabulary()
    word = words.unit.at(text, at)
    if word is None:
        return at, at, False
    stop = at + len(word)
    if not _is_whole(text, word, stop):
        # the longest word is none here; a shorter one may be (个 of 个市场主体)
        return (at, at + 1, True) if len(word) > 1 and word[0] in words.unit and word[0] == "个" else (at, at, False)
    if word == "个":
        inner = words.unit.at(text, stop)
        if inner and words.unit.value[inner] not in _CALENDAR and ends_word(text, stop + len(inner)):
            return stop, stop + len(inner), True
    elif word[0] == "个" and word not in words.dimension and words.unit.value[word] not in _CALENDAR:
        return at + 1, stop, True
    elif words.unit.value[word] == word and len(text) > stop and ends_word(text, stop + 1):
        # two counters that forms print as one: 件套, 人份
        pair = word + text[stop]
        if len(word) == 1 and text[stop] in words.unit and words.dimension.get(text[stop]) == "count":
            return at, at + len(pair), True
    return at, stop, True


def _is_whole(text: str, word: str, stop: int) -> bool:
    """Whether the word is not the beginning of a longer one: `30市级企业` is no number of 市, `5Gx` none of G."""
    if word[-1].isascii() and word[-1].isalpha():
        return not (text[stop : stop + 1].isascii() and text[stop : stop + 1].isalnum())
    return word not in vocabulary().noun_unit or ends_word(text, stop)


def _unknown_stem(text: str, at: int) -> tuple[int, int]:
    """An unknown unit: at most four letters or characters up to the end, `/` or an after-word, none of them a
    word of sentences (the seed's `not_unit`). `≥30新单位` has a unit, `≥90持续提升` has none."""
    words = vocabulary()
    match = _CJK_OR_LETTER.match(text, at)
    if match is None:
        return at, at
    stop = match.end()
    for middle in range(at + 1, min(stop, at + _LONGEST_UNKNOWN_UNIT + 1)):
        if words.after.at(text, middle):
            stop = middle
            break
    is_last = stop == len(text) or text[stop] in "/、,;。" or words.after.at(text, stop) is not None
    tail = text[at:stop]
    if not is_last or stop - at > _LONGEST_UNKNOWN_UNIT or words.not_unit.is_in(tail) or words.zero_event.is_in(tail):
        return at, at
    return at, stop


def _rate_base(text: str, at: int) -> tuple[str | None, int]:
    """per = ("/" | "每") base (("/" | "·" | "*" | "每") base)*, the bases in brackets or not: 元/天/人, 元/(人·月)

    base = known unit | up to four characters after a slash. `*` is read as `·`.
    """
    if text[at : at + 1] not in ("/", "每"):
        return None, at
    words = vocabulary()
    folded, stop, is_open = "", at, False
    while match := _BASE_JOINER.match(text, stop):
        joiner, bracket = match.groups()
        base = words.unit.at(text, match.end())
        if base is None or not ends_word(text, match.end() + len(base)):
            unknown = _UNKNOWN_BASE.match(text, match.end()) if joiner else None
            base = base if joiner and base else unknown and unknown.group()
        if not base:
            break
        is_open = is_open or bool(bracket)
        stop = match.end() + len(base)
        folded += (("·" if joiner in ("·", "*") else "/") if folded else "") + base
        if is_open and text[stop : stop + 1] == ")":
            stop, is_open = stop + 1, False
    return folded or None, stop
