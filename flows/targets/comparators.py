"""Comparators before a number: `≥`, `不少于`, `切勿突破`, `＞或＝`, `±`: their sign, read forwards or found backwards.

`comparators = (negation* word | word joiner "=")*`. A word after a negation is its opposite, whichever two they are;
nobody has to list the pair.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from flows.targets.numerals import read_number
from flows.targets.words import vocabulary

MOST_COMPARATORS = 4
OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
"""What a comparator says after 不, 未, 勿: 不超过 is ≤. `=` and `~` have none: what is not about 5 may be anything."""
WITH_EQUAL = {">": ">=", ">=": ">=", "<": "<=", "<=": "<="}
WITHOUT_EQUAL = {">": ">", ">=": ">", "<": "<", "<=": "<"}

_EQUAL_FOLLOWS = re.compile(r"(?:或者?|[/、,及和])?(?:=|等于)")
_NOTE = re.compile(r"\(([^()]{1,4})\)")
_OR_FOLLOWS = re.compile(r"(?:或者?|[/、,及和])")
_APART = frozenset(",;、。!?:()0123456789")
_PROHIBITION_REACH = 6
_MOST_NEGATIONS = 3
_MOST_LEADS = 4
_LONGEST_NOTE = 6
_LONGEST_PROHIBITION = 8


class Comparators(NamedTuple):
    """The comparators before a number: the sign that counts and where they begin and end in the folded text.

    `sign` is None if there are none. `is_tolerance` says that the number is how far something may be off on both sides
    (±), `is_nearly` that something stays below it (近).
    """

    sign: str | None
    start: int
    stop: int
    is_tolerance: bool = False
    is_nearly: bool = False


def read_comparators(text: str, at: int) -> Comparators:
    """Up to four comparators from `at` on; the sign of the first one counts (≥不少于3次)."""
    found = Comparators(None, at, at)
    opens = vocabulary().opens_comparator
    for _ in range(MOST_COMPARATORS):
        more = _one(text, found.stop) if text[found.stop : found.stop + 1] in opens else None
        if more is None:
            break
        if found.sign is None:
            found = more
        else:
            found = found._replace(stop=more.stop, is_tolerance=found.is_tolerance or more.is_tolerance)
    return found


def comparators_before(text: str, stop: int, floor: int) -> Comparators:
    """The comparators that end at `stop`, none of them beginning before `floor`."""
    starts = _starts_before(text, stop, floor)
    if len(starts) > 1:
        for start in (_negations_before(text, starts[-1], floor), *reversed(starts[1:])):
            found = read_comparators(text, start)
            if found.stop == stop and found.sign:
                return _negated(text, found, floor)
    return Comparators(None, stop, stop)


def _starts_before(text: str, stop: int, floor: int) -> list[int]:
    """The places where comparators that end at `stop` may begin, negations aside; the last one first read."""
    words = vocabulary()
    starts = [stop]
    last = text[stop - 1 : stop]
    if last not in words.closes_comparator and last != ")":
        return starts
    note = text.rfind("(", max(floor, stop - _LONGEST_NOTE), stop) if text[stop - 1 : stop] == ")" else -1
    if note >= 0 and includes_itself(text[note + 1 : stop - 1], "") is not None:
        starts.append(note)
    while len(starts) <= MOST_COMPARATORS:
        start = starts[-1]
        word = words.before.before(text, start) or words.rank.before(text, start)
        if word is None and len(starts) > 1:
            word = _joiner_before(text, start)
        if word is None or start - len(word) < floor or words.not_before.before(text, start):
            break
        starts.append(start - len(word))
        if word in words.rank:
            return starts + _leads_before(text, starts[-1], floor)
    return starts


def _leads_before(text: str, stop: int, floor: int) -> list[int]:
    """Where the words before a rank begin (进入全省 of 进入全省前5名), from the last one on."""
    starts: list[int] = []
    for _ in range(_MOST_LEADS):
        lead = vocabulary().rank_lead.before(text, stop)
        if lead is None or stop - len(lead) < floor:
            break
        stop -= len(lead)
        starts.append(stop)
    return starts


def loose_before(text: str, at: int, floor: int, reach: int) -> str | None:
    """The sign of a comparator some characters before a number: 至少组织一次, 不超过预算30万元."""
    words = vocabulary()
    for stop in range(at - 1, max(floor, at - reach) - 1, -1):
        if text[stop] in _APART:
            return None
        if text[stop - 1 : stop] not in words.closes_comparator:
            continue
        if (word := words.before_loose.before(text, stop)) and stop - len(word) >= floor:
            return words.before_loose.value[word]
        word = words.before.before(text, stop)
        if word and OPPOSITE.get(words.before.value[word]) and len(word) > 1:
            start = stop - len(word)
            if _negations_before(text, start, floor) < start:
                return OPPOSITE[words.before.value[word]]
    return None


def comparators_in(text: str) -> tuple[list[int], list[int]]:
    """Where comparators begin in a text, those that stand before a number and those behind one, whosever they are.

    A superlative does not count (最低生活保障); a word of one character (the 约 of 集约) and `=` count only after 不 and
    right before a number.
    """
    words = vocabulary()
    fronts, backs = [], []
    for at, character in enumerate(text):
        if character in words.opens_comparator and _is_front(text, at):
            fronts.append(at)
        elif (after := words.after.at(text, at)) and len(after) > 1 and not words.not_after.at(text, at):
            backs.append(at)
    return fronts, backs


def _is_front(text: str, at: int) -> bool:
    words = vocabulary()
    word = words.before.at(text, at)
    if word is None or word[0] == "最":
        return False
    stop = at + len(word)
    if words.before.value[word] == "=" or (len(word) == 1 and word.isalpha()):
        return text[stop : stop + 1].isdigit() and _negations_before(text, at, 0) < at
    return not words.not_before.before(text, stop)


def _one(text: str, at: int) -> Comparators | None:
    """The comparator that begins at `at`, with its negations, an equal sign joined to it, and a note (含)."""
    words = vocabulary()
    plain = words.before.at(text, at)
    if plain and not text[at].isalpha():
        return _with_equal(text, plain, words.before.value[plain], at)
    if (rank := _rank_at(text, at)) is not None:
        return rank
    start = _negations_at(text, at)
    word = words.before.at(text, start) if start > at else None
    if word and len(plain or "") < start + len(word) - at:
        sign = OPPOSITE.get(words.before.value[word])
        # Nothing has no opposite but these: 不等于5.
        return _with_equal(text, word, sign, start)._replace(start=at) if sign else None
    return _with_equal(text, plain, words.before.value[plain], at) if plain else None


def _rank_at(text: str, at: int) -> Comparators | None:
    """`rank = lead* "前"`, before a number of a rank: 前5名, 进入全省前20%."""
    words = vocabulary()
    stop = at
    for _ in range(_MOST_LEADS):
        lead = words.rank_lead.at(text, stop)
        if lead is None:
            break
        stop += len(lead)
    rank = words.rank.at(text, stop)
    if rank is None or not _is_ranked(text, stop + len(rank)):
        return None
    return Comparators(words.rank.value[rank], at, stop + len(rank))


def _is_ranked(text: str, stop: int) -> bool:
    """Whether a number of a rank follows 前 (前5名, 全省前20%), which does not end a word (目前5名)."""
    words = vocabulary()
    if words.not_before.before(text, stop):
        return False
    number = read_number(text, stop)
    if number is None or text.startswith("分之", number.stop):
        return False
    unit = words.rank_unit.at(text, number.stop)
    return number.is_percent or unit is not None or number.stop == len(text)


def _with_equal(text: str, word: str, sign: str, at: int) -> Comparators:
    """`word joiner "="` and the other way round (＞或＝, 小于/等于, 等于或大于), or a word with a note: 多于（含）6场."""
    words = vocabulary()
    stop = at + len(word)
    if text[stop : stop + 1].isdigit():
        return Comparators(sign, at, stop, word in words.tolerance, word in words.nearly)
    if sign in WITH_EQUAL and (equal := _EQUAL_FOLLOWS.match(text, stop)):
        return Comparators(WITH_EQUAL[sign], at, equal.end())
    if sign == "=" and (joiner := _OR_FOLLOWS.match(text, stop)):
        other = words.before.at(text, joiner.end())
        if other and words.before.value[other] in WITH_EQUAL:
            return Comparators(WITH_EQUAL[words.before.value[other]], at, joiner.end() + len(other))
    if sign in WITH_EQUAL and (note := _NOTE.match(text, stop)):  # 多于（含）6场
        included = includes_itself(note.group(1), "")
        if included is not None:
            return Comparators((WITH_EQUAL if included else WITHOUT_EQUAL)[sign], at, note.end())
    return Comparators(sign, at, stop, word in words.tolerance, word in words.nearly)


def includes_itself(note: str, own: str) -> bool | None:
    """Whether a note says that the number itself counts (含, 含88%) or does not (不含); None if it says neither.

    `own` is the quantity as it stands, which the note may repeat, with its unit or without.
    """
    words = vocabulary().inclusion
    word = words.at(note, 0)
    if word is None:
        return None
    rest = note[len(word) :]
    repeats = rest == own or (rest[:1].isdigit() and own.startswith(rest))
    return words.value[word] == "=" if not rest or repeats else None


def _negations_at(text: str, at: int) -> int:
    """Where the negations that begin at `at` end, with the words that may stand after them (不得逾期)."""
    words = vocabulary()
    start = at
    for _ in range(_MOST_NEGATIONS):
        word = words.negation.at(text, at) or (words.negated.at(text, at) if at > start else None)
        if word is None or (at > start and len(words.before.at(text, at) or "") > len(word)):
            break
        at += len(word)
    return at


def _negations_before(text: str, stop: int, floor: int) -> int:
    """Where the negations that end at `stop` begin; `stop` if there are none."""
    words = vocabulary()
    start = first = stop
    for _ in range(_MOST_NEGATIONS):
        if words.not_negation.before(text, start):
            break
        word = words.negation.before(text, start)
        if word and start - len(word) >= floor:
            start = first = start - len(word)
            continue
        word = words.negated.before(text, start)
        if word is None or start - len(word) < floor:
            break
        start -= len(word)
    return first


def _joiner_before(text: str, stop: int) -> str | None:
    """The joiner between two comparators that ends at `stop` (或 of ＞或＝)."""
    return next(
        (joiner for joiner in ("或者", "或", "/", "、", ",", "及", "和") if text.endswith(joiner, 0, stop)),
        None,
    )


def _negated(text: str, found: Comparators, floor: int) -> Comparators:
    """The opposite after a prohibition with its verb between: 禁止使用超过5年, 不得拖欠超过30天.

    No comparator is left if a negation before it has no opposite (不等于5).
    """
    if vocabulary().before.at(text, found.start) is None:
        return found  # with its negation
    if _negations_before(text, found.start, floor) < found.start:
        return Comparators(None, found.stop, found.stop)
    sign = OPPOSITE.get(found.sign or "")
    return found._replace(sign=sign) if sign and _is_prohibited(text, found.start, floor) else found


def is_negated(text: str, at: int, floor: int) -> bool:
    """Whether a negation or a prohibition stands before `at`: 没有3起以上, 不得发生2次."""
    return _negations_before(text, at, floor) < at or _is_prohibited(text, at, floor)


def _is_prohibited(text: str, at: int, floor: int) -> bool:
    """Whether a prohibition stands some characters before `at`, with nothing but its verb between."""
    words = vocabulary()
    if not words.prohibition.is_in(text, max(floor, at - _PROHIBITION_REACH - _LONGEST_PROHIBITION), at):
        return False
    for stop in range(at, max(floor, at - _PROHIBITION_REACH), -1):
        word = words.prohibition.before(text, stop) if stop < at else None
        if word and stop - len(word) >= floor:
            return True
        if text[stop - 1] in _APART:
            break
    return False
