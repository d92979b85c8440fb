"""The fiscal year that a document prints: in a line of its own, in a title, in the headings of its forms."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.forms.model import PrintedHeading, PrintedText
from flows.labels import known_words
from flows.vocabulary.seeds import fold

_LONGEST_LINE = 16
_YEAR_LINE = re.compile(
    r"\(?(20[0-9]{2})\)?年?度?(?:1?月?[-–—~至到]+[0-9]{1,2}月份?|[1-9][-–—~至到]+[0-9]{1,2}月份?|上半年|前?[一二三1-3]个?季度)?\)?"
)
# 2025—2027年 is no year.
_YEAR_IN_TITLE = re.compile(
    r"(?<![0-9])(?<![-–—~至到])(20[0-9]{2})年度?(?![0-9]{1,2}月|度?[-–—~至到]+20[0-9]{2})"
)
_YEAR_OF_HEADING = re.compile(
    r"(20[0-9]{2})年(?:度|1月?[-–—~至到]+[0-9]{1,2}月|(?P<words>[^0-9]{2,16}?)绩效)"
)
_WORDS_OF_A_KIND = {"project", "department", "unit", "overall", "budget", "fund", "fiscal"}


def year_of_line(text: str) -> int | None:
    """2024 of （2024年度） and of （2024年1—9月）; None if a line prints anything else."""
    if len(text) > _LONGEST_LINE:
        return None
    match = _YEAR_LINE.fullmatch(fold(text).strip("()"))
    return int(match.group(1)) if match else None


def year_of_title(text: str) -> int | None:
    """2025 of 某局2025年项目绩效目标表; None of 2025—2027年…, which is of no year."""
    match = _YEAR_IN_TITLE.search(fold(text))
    return int(match.group(1)) if match else None


def printed_year(
    titles: Sequence[PrintedText], headings: Sequence[PrintedHeading]
) -> tuple[int | None, str | None]:
    """The year of a 年度 line or of a title, with its place; that of headings, which name projects, only if all agree."""
    for title in titles:
        if (year := year_of_line(title.text)) is not None:
            return year, title.locator
    for title in titles:
        is_of_a_budget = any(word in fold(title.text) for word in ("绩效", "预算"))
        if is_of_a_budget and (year := year_of_title(title.text)) is not None:
            return year, title.locator
    years = [
        (year, found.locator)
        for found in headings
        if found.number is None and (year := _year_of_heading(found.text))
    ]
    return years[0] if len({year for year, _ in years}) == 1 else (None, None)


def _year_of_heading(text: str) -> int | None:
    """2025 of 2025年度… and of 2025年项目支出绩效目标表, which names a kind of form; not of 2023年某补助绩效目标表."""
    match = _YEAR_OF_HEADING.search(fold(text))
    if match is None:
        return None
    words = known_words(match["words"]) if match["words"] else frozenset()
    return int(match.group(1)) if words is not None and words <= _WORDS_OF_A_KIND else None
