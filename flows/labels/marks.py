"""Marks in cells: nothing to say (/, —), the same as above (〃), what a template left (……, 指标2：), units of money."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from flows.labels.grammar import find_certain_label
from flows.vocabulary.seeds import fold, read_seed

_IN_BRACKETS_AT_END = re.compile(r"[（(]([^()（）]{3,12})[)）]\s*[:：]?\s*$")
_MONEY_UNIT = re.compile(
    r"(?:(?:金额|货币|计量|资金)*单位:?|金额:)(?:人民币)?([十百千万亿]*(?:元|美元|欧元))"
)
_FILLING = re.compile(
    r"(?!(?:指标|目标|任务)$)(?:指标|目标|任务)?[0-9一二三四五六七八九十]{0,2}[:：、.]?[_…\.。·*×xX\-—:：\s]*"
)
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_SCORE = re.compile(
    r"(?P<score>[0-9]{1,3}(?:\.[0-9]+)?)分?(?:$|[\s；;，,:：/／。(（](?P<rest>.*)$)", re.DOTALL
)
_COLUMNS = {"level1", "level2", "level3", "target", "description"}
_LONGEST_MARK = 24


def money_unit_of(text: str) -> str | None:
    """万元 of `单位：万元` or `（金额单位：万元）`; None if the text is something else."""
    if "单位" not in text and "金额" not in text:
        return None
    match = _MONEY_UNIT.fullmatch(fold(text).strip("()"))
    return match.group(1) if match else None


def money_unit_at_end(text: str) -> str | None:
    """元 of 二、资金使用情况（单位：元）; None if no text ends with the unit of money in brackets."""
    found = _IN_BRACKETS_AT_END.search(text)
    return money_unit_of(found.group(1)) if found else None


def is_blank_amount(text: str) -> bool:
    """Whether an amount's cell says nothing: empty, or a mark such as / or —."""
    return not text or _kind(text) == "blank"


def is_ditto(text: str) -> bool:
    """Whether a cell says that it repeats the cell above (同上, 〃)."""
    return bool(text) and len(text) <= _LONGEST_MARK and _kind(text) == "ditto"


@lru_cache(maxsize=8_192)
def is_filler(text: str) -> bool:
    """Whether a text is what a template leaves if nobody fills it in: ……, 指标2：, ____, （三级指标）."""
    if len(text) > _LONGEST_MARK:
        return False
    folded = fold(text)
    if not folded:
        return False
    if _marks().get(folded) == "filler":
        return True
    if inside := _BRACKETS.fullmatch(folded):
        label = find_certain_label(inside.group(1))
        return label is not None and label.field("column") in _COLUMNS
    # 指标1 and 1 alone could be names; a colon, a line to write on or dots show that something was to follow.
    return _FILLING.fullmatch(folded) is not None and not folded.isdigit() and folded.strip("-—*×xX") != ""


def is_choice_mark(text: str) -> bool:
    """Whether a cell below an answer only says that it is the one (√, 是)."""
    return bool(text) and _kind(text) == "chosen"


def is_refusal_mark(text: str) -> bool:
    """Whether a cell below an answer only says that it is not the one (×, 否)."""
    return bool(text) and _kind(text) == "refused"


@lru_cache(maxsize=8_192)
def mark_of(text: str) -> str:
    """ditto, filler, or "" for a text that is none of both."""
    if len(text) > _LONGEST_MARK:
        return ""
    return "ditto" if is_ditto(text) else "filler" if is_filler(text) else ""


def is_qualitative_mark(text: str) -> bool:
    """Whether the column of operators says that the target is words (定性)."""
    return bool(text) and fold(text) in _qualitative_marks()


def _kind(text: str) -> str | None:
    return _marks().get(fold(text)) if len(text) <= _LONGEST_MARK else None


@cache
def _marks() -> dict[str, str]:
    return {fold(line["mark"]): line["kind"] for line in read_seed("cell_marks")} | {"": "blank"}


@cache
def _qualitative_marks() -> frozenset[str]:
    return frozenset(line["word"] for line in read_seed("target_words") if line["role"] == "qualitative")


def is_comparator(text: str) -> bool:
    """Whether a text is an operator by itself: ≥, 大于等于, 低于 and its opposite 不低于."""
    if not text or len(text) > _LONGEST_MARK:
        return False
    folded = fold(text)
    if folded in _comparators():
        return True
    return any(folded.startswith(word) and folded[len(word) :] in _comparators() for word in _negations())


def is_direction(text: str) -> bool:
    """Whether a text says by itself in which direction a number is better: 正向, 反向."""
    return bool(text) and fold(text) in _directions()


def split_score(text: str) -> tuple[str, str] | None:
    """The score at the beginning of a text and the rest of it; None if it does not begin with one."""
    found = _SCORE.match(text)
    return None if found is None else (found["score"], (found["rest"] or "").strip())


_OPERATORS = ("before", "after")


@cache
def _comparators() -> frozenset[str]:
    return frozenset(fold(line["word"]) for line in read_seed("target_words") if line["role"] in _OPERATORS)


@cache
def _negations() -> frozenset[str]:
    return frozenset(fold(line["word"]) for line in read_seed("target_words") if line["role"] == "negation")


@cache
def _directions() -> frozenset[str]:
    return frozenset(fold(line["suffix"]) for line in read_seed("polarity_suffixes"))
