"""The names of levels (产出指标, 数量指标), from the seed `indicator_levels`."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from flows.vocabulary.seeds import fold, read_seed

_NOTE = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_NUMBERING = re.compile(r"^(?:[(（]?[0-9一二三四五六七八九十]{1,3}[)）.、]|[①-⑳])+")
_POINTS = re.compile(r"[0-9.]+分?$")
_END = re.compile(r"(?:类?(?:绩效)?(?:指标|目标)|类)?等?$")
_BETWEEN_LEVELS = re.compile(r"\s*(?:[/／\\>＞→—–-]+|\n)\s*")
_LEVEL_IN_BRACKETS = re.compile(r"(?P<level1>[^()（）\s]{2,8})\s*[(（](?P<level2>[^()（）0-9]{2,10})[)）]")
_LEVEL2 = re.compile(r"[^0-9:：。，,；;%≥≤]{2,10}")  # 满意度-服务对象
_LONGEST = 40
_NUMBERED_LEVEL = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}[、.]|[(][一二三四五六七八九十]{1,2}[)])[^:;。,0-9%≥≤]{2,14}(?:[(][0-9.]+分?[)])?"
)


@lru_cache(maxsize=8_192)
def is_level(text: str) -> bool:
    """Whether a text names a level, with numbering, points or a note or without (一、产出指标（50分）)."""
    if not text or len(text) > _LONGEST:
        return False
    folded = _NUMBERING.sub("", fold(text))
    folded = _POINTS.sub("", _NOTE.sub("", folded)).rstrip(":：")
    bare = _END.sub("", folded).replace("、", "")
    return bool(bare) and bare in _spellings()


@lru_cache(maxsize=4_096)
def is_level1(text: str) -> bool:
    """Whether a text names a level 1 by itself: 产出, 效益, 满意度, 成本."""
    folded = _POINTS.sub("", _NOTE.sub("", _NUMBERING.sub("", fold(text)))).rstrip(":：")
    bare = _END.sub("", folded)
    return bare in _first_levels()


@lru_cache(maxsize=2_048)
def split_levels(text: str) -> tuple[str, str] | None:
    """产出指标 and 数量指标 of `产出指标/数量指标`, and of `产出指标（数量指标）`; None for other texts."""
    within = _LEVEL_IN_BRACKETS.fullmatch(text.strip())
    parts = (
        [within["level1"], within["level2"]]
        if within
        else [part.strip() for part in _BETWEEN_LEVELS.split(text.strip()) if part.strip()]
    )
    if len(parts) != 2 or not is_level1(parts[0]):  # noqa: PLR2004
        return None
    return (parts[0], parts[1]) if is_level(parts[1]) or _LEVEL2.fullmatch(parts[1]) else None


def numbers_a_level(text: str) -> bool:
    """Whether a text is short, numbered as levels are (一、, （二）), and no sentence: it may name a level nobody knows."""
    return _NUMBERED_LEVEL.fullmatch(fold(text)) is not None


def without_numbering(text: str) -> str:
    """The name of a level without what numbers it: 产出指标 of 一、产出指标."""
    return _NUMBERING.sub("", text.strip()).strip() or text


def is_second_in_order(text: str) -> bool:
    """Whether a level 1 that may be a level 2, too, is numbered as one: （四）成本指标 below 一、产出指标."""
    return text.lstrip().startswith(("（", "(")) and may_be_level2(text)


def may_be_level2(text: str) -> bool:
    """Whether a level 1 stands at level 2, too, under the same name (成本指标, until 财预〔2021〕101号)."""
    bare = _END.sub("", _POINTS.sub("", _NOTE.sub("", _NUMBERING.sub("", fold(text)))).rstrip(":："))
    return bare in _first_and_second()


@cache
def _first_and_second() -> frozenset[str]:
    return frozenset(
        fold(line["spelling"])
        for line in read_seed("indicator_levels")
        if line["level1"] == line["level2"] and line["is_general"] != "true"
    )


@cache
def _spellings() -> frozenset[str]:
    return frozenset(fold(line["spelling"]).replace("、", "") for line in read_seed("indicator_levels"))


@cache
def _first_levels() -> frozenset[str]:
    general = {
        fold(line["spelling"]) for line in read_seed("indicator_levels") if line["is_general"] == "true"
    }
    ends = {fold(line["level1"]).removesuffix("指标") for line in read_seed("indicator_levels")}
    return frozenset(general | ends)
