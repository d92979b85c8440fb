"""Dates and periods of targets, resolved in the fiscal year: `2024年6月底前`, `年底前完成`, `1-12月`, `每月25日之前`."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from flows.targets.numerals import chinese_value
from flows.targets.words import vocabulary

_FIRST_MONTH, _LAST_MONTH = 1, 12
_CENTURY, _CENTURY_OF_SHORT_YEARS = 100, 2000
_RELATIVE_YEARS = {"当年": 0, "本年": 0, "今年": 0, "明年": 1, "次年": 1, "翌年": 1, "下年": 1, "来年": 1,
                   "上年": -1, "去年": -1}  # fmt: skip
_RELATIVE = "|".join(_RELATIVE_YEARS)
# 24年12月 is a year of this century only before a month or 底, else 24 years.
_PRINTED_YEAR = r"(?:19|20)[0-9]{2}|[23][0-9](?=年(?:[0-9]{1,2}月|年?[底末]))|[〇零一二三四五六七八九]{4}"
_YEAR = rf"(?:(?P<year>{_PRINTED_YEAR})年|(?P<relative>{_RELATIVE}))(?P<is_fiscal>度)?的?"
_NUMERAL = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_TO = "[-—–~〜～至到]+"
_PART = "底|末|初|[上中下]旬"

# One alternative a shape; the year before it is optional.
_POINT = re.compile(
    rf"(?:{_YEAR})?(?:"
    rf"(?P<month>{_NUMERAL})月份?(?!以上|以下|左右|余)(?:(?P<day>{_NUMERAL})[日号]|月?(?P<part>{_PART}))?"
    rf"|(?P<half>[上下])半年度?(?P<half_end>末|底)?"
    rf"|前(?P<first_months>[一二两三四五六七八九十]{{1,2}}|[0-9]{{1,2}})(?P<first_unit>个?(?:季度|月))(?![0-9])"
    rf"|第?(?P<quarter>[一二三四1-4])(?:季度|季(?=[末底]))(?P<quarter_end>末|底)?"
    rf"|(?P<year_part>年底|年末|年终|年中|年初|全年度?|年度?内)"
    rf")"
)
# 2024年底: the 年 of the year and of 年底 are one character.
_YEAR_PART = re.compile(rf"{_YEAR}(?P<year_part>底|末|终|中(?!央|国|小)|初|内)")
_YEAR_ALONE = re.compile(rf"(?:{_YEAR}|(?P<whole>全年度?|本年度|年度)(?:内)?)")
_ISO = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})(?P<sep>[-./])(?P<month>[0-9]{1,2})(?:(?P=sep)(?P<day>[0-9]{1,2}))?日?"
    r"(?![0-9.%‰万亿千百元])"
)
_MONTH_DOT_DAY = re.compile(r"(?P<month>[0-9]{1,2})[./](?P<day>[0-9]{1,2})日?(?=[之以]?前)")
_COMPACT = re.compile(r"(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])(?![0-9.])")
_ALL_COMPACT = re.compile(rf"20[0-9]{{6}}(?:{_TO}20[0-9]{{6}}|[之以]?前(?:完成)?)?")
_MONTHS = re.compile(
    rf"(?:{_YEAR})?(?P<first>{_NUMERAL})(?:月份?)?{_TO}(?P<last>{_NUMERAL})月份?(?P<part>底|末)?(?!(?:{_NUMERAL})[日号])"
)
_QUARTERS = re.compile(
    rf"(?:{_YEAR})?第?(?P<first>[一二三四1-4])季?度?{_TO}第?(?P<last>[一二三四1-4])季度?(?:末|底)?"
)
_YEARS = re.compile(
    rf"(?P<first>(?:19|20)[0-9]{{2}})年?{_TO}(?P<last>(?:19|20)[0-9]{{2}})(?:年度?|(?![0-9学财会预]))"
    r"(?:共?(?:[0-9]{1,2}|[一二两三四五六七八九十])年)?"
)
_EVERY = re.compile(
    rf"每个?(?:月(?:的|份)?(?:(?P<day>{_NUMERAL})[日号]|月?(?P<part>{_PART}))"
    rf"|季度?(?P<quarter_month>首|第一个|末|最后一个|第三个)月(?:(?P<quarter_day>{_NUMERAL})[日号]|(?P<quarter_part>{_PART}))"
    rf"|(?P<quarter>季)度?(?:末|底|季末)"
    rf"|(?P<half>半年)度?(?:末|底)"
    rf"|年度?(?P<year_end>年?(?:底|末)))"
)
_THIS_MONTH = re.compile(rf"(?P<which>当月|本月|次月|下月)(?:(?P<day>{_NUMERAL})[日号]|月?(?P<part>{_PART}))")
_CLOCK = re.compile(r"(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|[0-9]{1,2}[时点](?![段位])整?)")
_RANGE = re.compile(rf"[起开始]*(?:{_TO}|,?截至|,?截止到?)")
_FROM = re.compile(r"[自从由]|每年度?(?=[0-9一二三四十上下第])")
_SINCE = re.compile(r"起(?![草诉])(?:始|至今)?")
_END_DIGITS = re.compile(r"(?P<month>[0-9]{1,2})(?P<sep>[-./])(?P<day>[0-9]{1,2})日?(?![0-9.%‰万亿千百元])")
_END_NUMBER = re.compile(r"(?P<number>[0-9]{1,2})(?![0-9.%‰万亿千百元年个天次人家])[日月]?")
_YEARS_FROM = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})年起,?(?:连续)?(?P<count>[0-9]{1,2}|[一二两三四五六七八九十])个?年(?:之|以)?内"
)
_SINCE_YEAR = re.compile(r"起(?=,?(?:连续|每|[0-9一二两三四五六七八九十]))")
_LAST_DAY = re.compile(rf"(?P<day>{_NUMERAL})[日号]")
MAY_BE_DATE = re.compile(r"[年月季旬]|(?:19|20)[0-9]{2}[-./]?[0-9]|[0-9][./][0-9]{1,2}日?[之以]?前")

Shape = Literal["point", "period"]


@dataclass(frozen=True, slots=True)
class When:
    """A date or period in the folded text.

    `shape` is point for what is due by its last day, period for what runs from first to last. The days are None
    where they depend on an unknown fiscal year or do not exist (2月30日). `is_vague` is true for a bare year, 当年,
    全年, 年内: words that sentences use without setting a date. `has_bound` says that 前, 底, 内 or the like follows, `said`
    the word that follows up to a boundary (启动 → start, 完成 → end).
    """

    start: int
    stop: int
    shape: Shape
    first: date | None
    last: date | None
    is_vague: bool = False
    has_bound: bool = False
    said: Literal["start", "end"] | None = None
    is_whole_year: bool = False
    has_year: bool = False


def read_when(text: str, at: int, fiscal_year: int | None) -> When | None:
    """`when = ["自"] (every | range | point) ["起"] [clock] bound* [start or end word]`; None where no date begins."""
    start = at
    lead = _FROM.match(text, at)
    at = lead.end() if lead else at
    found = _every(text, at, fiscal_year) or _range(text, at, fiscal_year) or _point(text, at, fiscal_year)
    if found is None:
        return None
    if found.is_vague and found.has_year and (since := _SINCE_YEAR.match(text, found.stop)):
        found = replace(found, stop=since.end(), shape="period", last=None, is_vague=False)  # 2024年起连续5年
    elif found.shape == "point" and (since := _SINCE.match(text, found.stop)):
        found = replace(found, stop=since.end(), shape="period", last=None, has_bound=True)
    return _with_bound(text, replace(found, start=start))


def _with_bound(text: str, found: When) -> When:
    """`bound = 前 | 之前 | 以内 …`; the word after it (完成, 启动) belongs to the date where nothing follows it."""
    words = vocabulary()
    stop = clock.end() if (clock := _CLOCK.match(text, found.stop)) else found.stop
    has_bound = found.has_bound
    while word := words.date_before.at(text, stop):
        if words.not_after.at(text, stop):
            break
        stop += len(word)
        has_bound = True
    shape: Shape = "point" if has_bound and found.is_vague and not found.is_whole_year else found.shape
    said: Literal["start", "end"] | None = None
    for candidates, meaning in ((words.date_end, "end"), (words.date_start, "start")):
        word = candidates.at(text, stop)
        if word and _is_boundary(text, stop + len(word)):
            stop += len(word)
            said = "end" if meaning == "end" else "start"
            break
    if said == "end" and found.is_vague and not found.is_whole_year:
        shape = "point"
    return replace(found, stop=stop, shape=shape, has_bound=has_bound or said == "end", said=said)


def _is_boundary(text: str, at: int) -> bool:
    """Whether a word that ends at `at` ends what is said of the date."""
    return (
        at >= len(text)
        or text[at] in "、,;。.()"
        or bool(_POINT.match(text, at) or _YEAR_PART.match(text, at))
    )


def _range(text: str, at: int, fiscal_year: int | None) -> When | None:
    """`range = months | quarters | years | years from | point "至" point`: 1-12月, 2024年3月至10月, 2024年4月至年底."""
    return (
        _months(text, at, fiscal_year)
        or _years(text, at)
        or _years_from(text, at)
        or _point_to_point(text, at, fiscal_year)
    )


def _months(text: str, at: int, fiscal_year: int | None) -> When | None:
    """`months = [year] number "-" number "月"`, and quarters likewise: the unit printed once for both."""
    match = _MONTHS.match(text, at)
    span = 1
    if match is None:
        match, span = _QUARTERS.match(text, at), 3
    if match is None:
        return None
    first, last = (_number(match[name]) * span for name in ("first", "last"))
    days = _ordered(_year_of(match, fiscal_year), first - span + 1, last)
    return When(at, match.end(), "period", days[0], days[1], has_year=bool(match["year"]))


def _years(text: str, at: int) -> When | None:
    """`years = year "-" year`: 2024-2026年."""
    match = _YEARS.match(text, at)
    if match is None or int(match["first"]) > int(match["last"]):
        return None
    first, last = date(int(match["first"]), 1, 1), date(int(match["last"]), 12, 31)
    return When(at, match.end(), "period", first, last, has_year=True)


def _years_from(text: str, at: int) -> When | None:
    """`years from = year "起" number "年内"`: 2024年起3年内 ends with 2026."""
    match = _YEARS_FROM.match(text, at)
    if match is None:
        return None
    first = int(match["year"])
    last = _day(first + _number(match["count"]) - 1, 12, 31)
    return When(at, match.end(), "period", date(first, 1, 1), last, has_bound=True, has_year=True)


def _end_in_digits(text: str, at: int, begin: When, first: date) -> tuple[date | None, int] | None:
    """The end of a range in digits that leaves out what its begin has: 2024.04.15-09.30, 2024.4.15-20, 2024.3-11."""
    begun = _ISO.fullmatch(text, begin.start, begin.stop)
    if begun is None:
        return None
    if begun["day"]:
        end = _END_DIGITS.match(text, at)
        if end and end["sep"] == begun["sep"]:
            month, day = int(end["month"]), int(end["day"])
            year = first.year + ((month, day) < (first.month, first.day))
            return _day(year, month, day), end.end()
    end = _END_NUMBER.match(text, at)
    if end is None:
        return None
    number = int(end["number"])
    if begun["day"]:
        return (_day(first.year, first.month, number), end.end()) if number >= first.day else None
    return (_month(first.year, number)[1], end.end()) if number >= first.month else None


def _point_to_point(text: str, at: int, fiscal_year: int | None) -> When | None:
    """`point ("-" | "至") (point | day)`: what the end leaves out is the start's; an earlier end is next year's."""
    begin = _point(text, at, fiscal_year)
    joiner = _RANGE.match(text, begin.stop) if begin else None
    if begin is None or joiner is None:
        return None
    first = begin.first
    if first and (digits := _end_in_digits(text, joiner.end(), begin, first)):
        return When(at, digits[1], "period", first, digits[0], has_year=begin.has_year)
    end = _point(text, joiner.end(), first.year if first else fiscal_year)
    if end and first and end.last and end.last < first and not end.has_year:
        end = _point(text, joiner.end(), first.year + 1)
    if end:
        return When(at, end.stop, "period", first, end.last, has_year=begin.has_year)
    if first and (day := _LAST_DAY.match(text, joiner.end())):
        last = _day(first.year, first.month, _number(day["day"]))
        return When(at, day.end(), "period", first, last, has_year=begin.has_year)
    return None


def _ordered(year: int | None, first: int, last: int) -> tuple[date | None, date | None]:
    """First day of the first month to the last day of the last; a last month before the first is next year's."""
    end_year = year + 1 if year is not None and last < first else year
    return _month(year, first)[0], _month(end_year, last)[1]


def _point(text: str, at: int, fiscal_year: int | None) -> When | None:
    """`point = iso | [year] (month [day | part] | half | quarter | 年底 …) | year`."""
    return (
        _digits(text, at, fiscal_year) or _named(text, at, fiscal_year) or _year_alone(text, at, fiscal_year)
    )


def _digits(text: str, at: int, fiscal_year: int | None) -> When | None:
    """`iso = year ("-" | "." | "/") month [… day] | month "." day "前"`; eight digits only if they are all."""
    match = (
        _ISO.match(text, at)
        or _MONTH_DOT_DAY.match(text, at)
        or (_COMPACT.match(text, at) if _ALL_COMPACT.fullmatch(text) else None)
    )
    if match is None:
        return None
    has_year = "year" in match.groupdict()
    year, month = (int(match["year"]) if has_year else fiscal_year), int(match["month"])
    if match["day"]:
        day = _day(year, month, int(match["day"]))
        return When(at, match.end(), "point", day, day, has_year=has_year)
    first, last = _month(year, month)
    return When(at, match.end(), "point", first, last, has_year=has_year)


def _named(text: str, at: int, fiscal_year: int | None) -> When | None:
    """`named = [year] (month [day | part] | half | quarter | 年底 | 年内 | 全年 …)`."""
    match = _POINT.match(text, at) or _YEAR_PART.match(text, at)
    if match is None:
        return None
    name = match["year_part"] or ""
    is_whole_year = name.startswith("全")
    is_within = name.endswith("内")
    is_end = _is_end(match)
    first, last = _days(match, _year_of(match, fiscal_year))
    return When(
        start=at,
        stop=match.end(),
        shape="period" if is_whole_year or match.groupdict().get("first_months") else "point",
        first=last if is_end else first,  # what starts at the end of June starts on its last day
        last=last,
        is_vague=is_whole_year or is_within,
        has_bound=is_end or is_within,
        is_whole_year=is_whole_year,
        has_year=bool(match["year"]),
    )


def _year_alone(text: str, at: int, fiscal_year: int | None) -> When | None:
    """`year alone = 2024年 | 2024年度 | 当年 | 全年度`: 当年 is when something is due, 2024年度 what it runs through."""
    match = _YEAR_ALONE.match(text, at)
    if match is None:
        return None
    year = _year_of(match, fiscal_year)
    return When(
        start=at,
        stop=match.end(),
        shape="point" if match["relative"] and not match["is_fiscal"] else "period",
        first=_day(year, 1, 1),
        last=_day(year, 12, 31),
        is_vague=True,
        is_whole_year=(match["whole"] or "").startswith("全"),
        has_year=bool(match["year"]),
    )


def _is_end(match: re.Match[str]) -> bool:
    """Whether the wording itself is a bound (底, 末), so that a sentence that holds it sets a date."""
    groups = match.groupdict()
    marks = (groups.get(name) for name in ("part", "quarter_end", "half_end", "year_part"))
    return any(mark and mark[-1] in "底末终" for mark in marks)


def _year_of(match: re.Match[str], fiscal_year: int | None) -> int | None:
    """The printed year, else the one relative to the fiscal year."""
    groups = match.groupdict()
    if printed := groups.get("year"):
        year = int(printed) if printed.isascii() else chinese_value(printed)
        return year if year >= _CENTURY else _CENTURY_OF_SHORT_YEARS + year
    if fiscal_year is None:
        return None
    return fiscal_year + _RELATIVE_YEARS.get(groups.get("relative") or "", 0)


def _days(match: re.Match[str], year: int | None) -> tuple[date | None, date | None]:
    """First and last day of what the match names."""
    groups = match.groupdict()
    if groups.get("month"):
        month = _number(groups["month"])
        day = _day(year, month, _number(groups["day"])) if groups["day"] else None
        return (day, day) if groups["day"] else _part_of_month(year, month, groups["part"])
    if groups.get("half"):
        months = (1, 6) if groups["half"] == "上" else (7, 12)
        return _month(year, months[0])[0], _month(year, months[1])[1]
    if groups.get("first_months"):
        last = _number(groups["first_months"]) * (3 if groups["first_unit"].endswith("季度") else 1)
        return _month(year, 1)[0], _month(year, last)[1]
    if groups.get("quarter"):
        last = _number(groups["quarter"]) * 3
        return _month(year, last - 2)[0], _month(year, last)[1]
    return _part_of_year(year, groups["year_part"].removeprefix("年"))


def _part_of_year(year: int | None, name: str) -> tuple[date | None, date | None]:
    """The days of 年初 (January) and 年中 (30 June); the whole year for what ends with it (底, 末, 内)."""
    if name == "中":
        return _day(year, 6, 30), _day(year, 6, 30)
    return _day(year, 1, 1), _day(year, 1, 31) if name == "初" else _day(year, 12, 31)


def _part_of_month(year: int | None, month: int, part: str | None) -> tuple[date | None, date | None]:
    """The days of 上旬 (1 to 10), 中旬 (11 to 20), 下旬 (21 to the end); 初 is read as 上旬, 底 as the month."""
    first, last = _month(year, month)
    if first is None or last is None:
        return None, None
    if part in ("上旬", "初"):
        return first, first.replace(day=10)
    if part == "中旬":
        return first.replace(day=11), first.replace(day=20)
    return (first.replace(day=21), last) if part == "下旬" else (first, last)


def _every(text: str, at: int, fiscal_year: int | None) -> When | None:
    """`every = 每月25日 | 每季度末 | 每年底 | 当月底 …`: its last occurrence in the fiscal year; 次月 has none."""
    if match := _EVERY.match(text, at):
        month = 10 if match["quarter_month"] in ("首", "第一个") else 12
        part = match["part"] or match["quarter_part"]
        last = _last_of_month(fiscal_year, month, match["day"] or match["quarter_day"], part)
        return When(at, match.end(), "point", None, last, has_bound=True)
    if match := _THIS_MONTH.match(text, at):
        is_this = match["which"] in ("当月", "本月")
        last = _last_of_month(fiscal_year, 12, match["day"], match["part"]) if is_this else None
        return When(at, match.end(), "point", None, last, has_bound=True)
    return None


def _last_of_month(year: int | None, month: int, day: str | None, part: str | None) -> date | None:
    """The day of a month, else the last day of its part."""
    return _day(year, month, _number(day)) if day else _part_of_month(year, month, part)[1]


def _number(numeral: str) -> int:
    """Arabic or Chinese, of at most three characters."""
    return int(numeral) if numeral.isascii() else chinese_value(numeral)


def _day(year: int | None, month: int, day: int) -> date | None:
    """The day; None where the year is unknown or there is no such day."""
    if year is None or not _FIRST_MONTH <= month <= _LAST_MONTH or not date.min.year <= year <= date.max.year:
        return None
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _month(year: int | None, month: int) -> tuple[date | None, date | None]:
    """First and last day of a month."""
    first = _day(year, month, 1)
    if first is None:
        return None, None
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
