"""Titles and headings: what kind of table follows, and the project that a heading names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from flows.labels.levels import is_level1
from flows.vocabulary.seeds import fold, read_seed

# [bookmark: _Toc157759978] is what Word leaves of a table of contents' anchor.
_BOOKMARK = re.compile(r"\[bookmark:[^\[\]]*\]")
# 10.2023年中央反垄断工作补助经费绩效目标表 is number 10, 5.12315热线运行 number 5; 2023.12 is no numbered heading.
_NUMBER = re.compile(r"\s*([0-9]{1,4})\s*[.．、]\s*(?=[^0-9]|[0-9]{3,}[^0-9.])")
# 3.“送戏下乡”项目。
_QUOTED_PROJECT = re.compile(r"[“\"「]([^”\"」]{1,100})[”\"」]项目[。:：]?")
_NOTE = re.compile(r"(.+)[(\[]([^()\[\]]*)[)\]]")
_YEAR_AT_END = re.compile(r"[(]?[0-9]{4}年?度?[)]?$")
_MARK_AFTER_TITLE = re.compile(r"(?:[0-9]{1,2}(?:-[0-9]{1,2})?|[一二三四五六七八九十]|续|续表)$")
_TITLE_OF_A_LEVEL = re.compile(
    r"\s*(?:表\s*[0-9一二三四五六七八九十]{1,2}[-.、：:\s　]*|[(（]?[0-9一二三四五六七八九十]{1,2}[)）、.．]\s*)?"
    r"(?P<level>[^\s。；;，,：:]{2,8}?)(?:[(（][0-9.]+\s*分[)）])?(?:(?:自评|得分|评分|完成)(?:情况)?表?|情况表?|表)?\s*"
)
_LONGEST_OF_A_LEVEL = 30
_LONGEST_TITLE = 90
_SHORTEST_TITLE = 2
_LONGEST_NUMBER = 11
_BRACKETS = re.compile(r"[()\[\]【】/、]")
_NO_TITLE = re.compile(r"[。；;，,？?]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's printed number (None without one), its text, and the project it names."""

    number: int | None
    text: str
    project_name: str


@lru_cache(maxsize=8_192)
def form_kind(title: str) -> str | None:
    """What kind of table a title announces (objective, self_evaluation, department, monitoring); None for other texts.

    A title of the genre ends with 表, a year or a note aside, and has one of the words that the seed lists as `title_word`;
    the first of them counts. Endings that the seed lists as `title` need no 表.
    """
    if len(title) > _LONGEST_TITLE:
        return None
    if "表" not in fold(title) and not _endings():
        return None
    folded = _without_notes(title)
    known = max((ending for ending in _endings() if folded.endswith(ending)), key=len, default=None)
    if known is not None:
        return _endings()[known]
    if not folded.endswith("表") or _NO_TITLE.search(folded):
        return None
    return next((kind for word, kind in _words().items() if word in folded), None)


def is_of_transfer(title: str) -> bool:
    """Whether the title of a form says that it is of transfer payments (转移支付区域绩效目标表)."""
    if form_kind(title) is None:
        return False
    folded = _BRACKETS.sub("", fold(title))
    return any(mark in folded for mark in _transfer_marks())


def may_say_transfer(text: str) -> bool:
    """Whether a text has the beginning of a word that says so; a cheap look before a closer one."""
    return any(begin in text for begin in _transfer_begins())


def is_of_department(title: str) -> bool:
    """Whether a title says that the form is of a whole department (部门整体支出绩效运行监控表)."""
    folded = fold(title)
    return any(kind == "department" and word in folded for word, kind in _words().items())


def level_of_title(text: str) -> str | None:
    """产出指标 of （四）产出指标（50分） and of 表1　产出指标得分表: the level of the table below; None for other texts."""
    found = _TITLE_OF_A_LEVEL.fullmatch(text) if len(text) <= _LONGEST_OF_A_LEVEL else None
    return found["level"] if found is not None and is_level1(found["level"]) else None


def is_other_title(text: str) -> bool:
    """Whether a text is the title of a table of another kind (收支总表, “三公”经费支出表)."""
    if len(text) > _LONGEST_TITLE:
        return False
    folded = _without_notes(text)
    return (
        folded.endswith("表")
        and not _NO_TITLE.search(folded)
        and len(folded) > _SHORTEST_TITLE
        and form_kind(text) is None
    )


def _without_notes(title: str) -> str:
    folded, before = _YEAR_AT_END.sub("", fold(_BOOKMARK.sub("", title))), ""
    while folded != before:
        before = folded
        note = _NOTE.fullmatch(folded)
        folded = note.group(1) if note else _MARK_AFTER_TITLE.sub("", _YEAR_AT_END.sub("", folded))
    return folded


def is_heading(line: str) -> bool:
    """Whether a line outside of tables announces a form (`17.标准化资助项目2024绩效目标表`, `2.“送戏下乡”项目。`)."""
    if _BOOKMARK.search(line) or form_kind(line) is not None:
        return True
    number = _NUMBER.match(line)
    return bool(number and _QUOTED_PROJECT.fullmatch(line[number.end() :].strip()))


def heading(line: str) -> Heading:
    """The parts of a heading line."""
    text = _BOOKMARK.sub("", line).strip()
    number = _NUMBER.match(text)
    name = text[number.end() :].strip() if number else text
    name = quoted.group(1) if (quoted := _QUOTED_PROJECT.fullmatch(name)) else _without_title(name)
    return Heading(int(number.group(1)) if number else None, text, name.strip())


_TITLE_TAIL = re.compile(r"绩效(?:(?!绩效)[^（）()]){0,14}表$")


def _without_title(name: str) -> str:
    ending = max((known for known in _endings() if name.endswith(known)), key=len, default="")
    if ending:
        return name.removesuffix(ending)
    found = _TITLE_TAIL.search(name)
    return name.removesuffix(found.group() if found else "")


@cache
def _endings() -> dict[str, str]:
    return {
        fold(line["label"]): line["field"] for line in read_seed("form_labels") if line["block"] == "title"
    }


@cache
def _words() -> dict[str, str]:
    return {
        fold(line["label"]): line["field"]
        for line in read_seed("form_labels")
        if line["block"] == "title_word"
    }


@cache
def _transfer_marks() -> tuple[str, ...]:
    return tuple(fold(line["label"]) for line in read_seed("form_labels") if line["block"] == "title_mark")


@cache
def _transfer_begins() -> frozenset[str]:
    return frozenset(mark[:2] for mark in _transfer_marks())


_GOES_ON = re.compile(r"[(]?(?:续|续表|接上表|接上页|续上表)[)]?(?:[0-9一二三四五六七八九十]+)?[)]?")
_ENDS_AS_GOING_ON = re.compile(
    r"(?:(?<![手继连持延陆后])续[表页]?|接上[表页]|续上[表页])[0-9一二三四五六七八九十]{0,2}[)]?"
)
_NUMBER_OF_TABLE = re.compile(
    r"(?:公开|预算|附)?(?:表)?[0-9]{1,3}(?:-[0-9]{1,3})?表?|附件[0-9一二三四五六七八九十]*:?|附表[0-9一二三四五六七八九十]*:?"
)


def goes_on(text: str) -> bool:
    """Whether a text only says that a table goes on (续表)."""
    return len(text) <= _LONGEST_NUMBER and _GOES_ON.fullmatch(fold(text)) is not None


def ends_as_going_on(text: str) -> bool:
    """Whether a title or the name of a sheet ends with the words that its table goes on: …绩效目标表（续）."""
    end = fold(text[-_LONGEST_NUMBER:])
    return any(match.end() == len(end) for match in _ENDS_AS_GOING_ON.finditer(end))


def numbers_a_table(text: str) -> bool:
    """Whether a text only numbers a table (公开14表, 附件2)."""
    return (
        len(text) <= _LONGEST_NUMBER
        and _NUMBER_OF_TABLE.fullmatch(fold(text)) is not None
        and not text.strip().isdigit()
    )
