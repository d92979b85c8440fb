"""Dates and times in sheets: a count of days since the end of 1899, shown by a code (ECMA-376 part 1, 18.8.31)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.)? | !(?P<exclaimed>.)? | _.? | \*.?
    | \[(?P<elapsed>h+|m+|s+)\] | \[[^\]]*\]?
    | (?P<half>AM/PM|A/P|上午/下午) | (?:General|G/通用格式) | E[+-]
    | (?P<date>y+|e+|m+|d+|h+|s+|a{3,4}) | (?P<fraction>\.0+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# 1900 was no leap year, and is one in Excel: day 60 is its 29th of February. Days after it count from 1899-12-30.
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no time zone
_EPOCH_BEFORE_LEAP_DAY = datetime(1899, 12, 31)  # noqa: DTZ001
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LEAP_DAY = 60
_LAST_DAY = 2_957_000  # in 9995, whatever the epoch
_SYSTEM = re.compile(r"\[\$-(F800|F400|x-sysdate|x-systime)\]", re.IGNORECASE)
_LONG_DATE, _LONG_TIME = 'yyyy"年"m"月"d"日"', "h:mm:ss"
_CLOCK = re.compile(r"h{1,2}:mm(?::ss)?(?:\s*AM/PM)?", re.IGNORECASE)
_WEEKDAYS = "一二三四五六日"
_NOON = 12
_SECONDS = 86_400  # of a day


@lru_cache(maxsize=512)
def as_chinese_date(code: str) -> str:
    """The code that shows the same day as a Chinese reader's program does.

    `[$-F800]` and `[$-F400]` stand for the long date and the time of whatever system opens the file (18.8.31): of a
    Chinese one. A whole date in another order (`m/d/yyyy`, `d-mmm-yy`) depends on who reads it; the day itself does not.
    """
    first = code.partition(";")[0]
    system = _SYSTEM.search(first)
    if system:
        return _LONG_DATE if system[1].lower() in ("f800", "x-sysdate") else _LONG_TIME
    letters = [
        token.group("date").lower()
        for token in _TOKEN.finditer(_CLOCK.sub("", first))
        if token.lastgroup == "date" and token.group("date")[0].lower() in "yemd"
    ]
    parts = [part[0] for part in letters if len(part) < 3 or part[0] != "d"]  # noqa: PLR2004 - ddd is a weekday
    if parts[:1] in (["y"], ["e"]) or sorted(parts) not in (["d", "m", "y"], ["d", "e", "m"]):
        return code
    clock = _CLOCK.search(first)
    return "yyyy/m/d" + (f" {clock[0].strip()}" if clock else "")


@lru_cache(maxsize=512)
def is_date_code(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    first = code.partition(";")[0]
    return any(token.lastgroup in ("date", "elapsed", "half") for token in _TOKEN.finditer(first))


def date_shown(days: Decimal, code: str, *, starts_1904: bool) -> str | None:
    """The date or time `days` as `code` shows it; None where it is none (negative, or after the year 9999)."""
    if not 0 <= days < _LAST_DAY:
        return None
    tokens = [token for token in _TOKEN.finditer(code.partition(";")[0]) if token.lastgroup]
    # A half past twelve is 0.520833…: rounded to the last place shown, it is no 29 minutes and 59 seconds.
    seconds_places = max((len(t.group()) - 1 for t in tokens if t.lastgroup == "fraction"), default=0)
    moment = _moment(round(days * _SECONDS, min(seconds_places, 3)), starts_1904=starts_1904)
    has_halves = any(token.lastgroup == "half" for token in tokens)
    shown: list[str] = []
    for place, token in enumerate(tokens):
        kind, text = token.lastgroup, token.group()
        if kind in ("quoted", "escaped", "exclaimed"):
            shown.append(token.group(kind))
        elif kind == "elapsed":
            shown.append(_elapsed(days, token.group(kind).lower()))
        elif kind == "half":
            shown.append(_half(moment, text))
        elif kind == "fraction":
            shown.append(f".{moment.microsecond:06d}"[: len(text)])
        elif kind == "date":
            letters = text.lower()
            if letters[0] == "m" and _means_minutes(tokens, place):
                letters = letters.replace("m", "n")
            shown.append(_part(moment, letters, has_halves=has_halves))
        elif text != "@":
            shown.append(text)
    return "".join(shown).strip()


def _moment(seconds: Decimal, *, starts_1904: bool) -> datetime:
    days, rest = divmod(seconds, _SECONDS)
    since_1900 = _EPOCH_BEFORE_LEAP_DAY if days < _LEAP_DAY else _EPOCH
    epoch = _EPOCH_1904 if starts_1904 else since_1900
    return epoch + timedelta(days=int(days), milliseconds=int(rest * 1000))


def _means_minutes(tokens: list[re.Match[str]], place: int) -> bool:
    """m is minutes right after hours or right before seconds (whatever is printed between), else months."""
    timed = [
        (index, (token.group("date") or token.group("elapsed")).lower()[0])
        for index, token in enumerate(tokens)
        if token.lastgroup in ("date", "elapsed")
    ]
    at = next(position for position, (index, _) in enumerate(timed) if index == place)
    before = timed[at - 1][1] if at else ""
    after = timed[at + 1][1] if at + 1 < len(timed) else ""
    return before == "h" or after == "s"


def _part(moment: datetime, letters: str, *, has_halves: bool) -> str:
    count = len(letters)
    hour = (moment.hour % _NOON or _NOON) if has_halves else moment.hour
    match letters[0]:
        case "y" | "e":
            part = f"{moment.year % 100:02d}" if letters in ("y", "yy") else f"{moment.year:04d}"
        case "m":
            part = _named(moment.month, count, moment.strftime("%b"), moment.strftime("%B"))
        case "d":
            part = _named(moment.day, count, moment.strftime("%a"), moment.strftime("%A"))
        case "a":
            part = ("星期" if count > 3 else "") + _WEEKDAYS[moment.weekday()]  # noqa: PLR2004 - aaa, aaaa
        case other:
            value = {"h": hour, "n": moment.minute, "s": moment.second}[other]
            part = f"{value:0{min(count, 2)}d}"
    return part


def _named(number: int, count: int, short: str, long: str) -> str:
    """d, dd, ddd, dddd: a number, one of two digits, a short and a long name."""
    if count > 2:  # noqa: PLR2004
        return short if count == 3 else long  # noqa: PLR2004
    return f"{number:0{count}d}"


def _half(moment: datetime, text: str) -> str:
    first, _, second = text.partition("/")
    return first if moment.hour < _NOON else second


def _elapsed(days: Decimal, letters: str) -> str:
    """Hours, minutes or seconds since the beginning: [h] goes beyond 24."""
    unit = {"h": 3_600, "m": 60, "s": 1}[letters[0]]
    return f"{round(days * _SECONDS) // unit:0{len(letters)}d}"
