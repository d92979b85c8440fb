"""text → Name: what two printed names are compared by, in whatever form and of whatever year they are printed.

The name of a project carries years: 信息化运维2024 of 2024 is 信息化运维2025 of 2025. A year of the budget is replaced by
its distance from the fiscal year ({Y}, {Y-1}); years of documents, editions, standards and plans stay as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from flows.names import comparing
from flows.names.comparing import ContrastingWord
from flows.vocabulary.seeds import fold, read_seed

_YEAR = "(?:19|20)[0-9]{2}"
_YEAR_IN_WORDS = re.compile("[一二][九〇○零][〇○零一二三四五六七八九]{2}年")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CLOSED_FIRST = re.compile(r"^([^()]*)\)")
_OPENED_LAST = re.compile(r"\(([^()]*)$")
_CLOSES_TOO_MANY = re.compile(r"\)([^()]*)$")
_OPENS_TOO_MANY = re.compile(r"^([^()]*)\(")
# A year that is none of the budget: of a document 【2021】7号, an edition 2021版, a plan 2021-2025年, a standard TSG07-2019.
_OTHER_YEARS = (
    (re.compile(f"({_YEAR})((?:[〕】﹞)]|\\])第?[0-9]+号)"), "⟪\\1\\2"),
    (re.compile(f"({_YEAR})(年第[0-9]+号)"), "⟪\\1\\2"),
    (re.compile(f"({_YEAR})(年?(?:版|修订|修正))"), "⟪\\1\\2"),
    (re.compile(f"({_YEAR})(年?度?[-—–~至到]+)({_YEAR})"), "⟪\\1\\2⟪\\3"),
    (re.compile(f"({_YEAR})([-—–~][0-9]{{2}}年)"), "⟪\\1\\2"),
    (re.compile(f"([A-Za-z]|[0-9A-Za-z.][-—–])({_YEAR})"), "\\1⟪\\2"),
)
_BUDGET_YEAR = re.compile(f"(?<![0-9⟪])({_YEAR})(?![0-9])")
_DIGIT = re.compile("[0-9]")
_NUMBER = re.compile("[0-9.]+")
# Marks that publishers put before a name.
_MARKS = re.compile("^[★☆※*●◆▲■]+|^指标[0-9]+[:、.]")
_NOTES_OF_A_LEVEL = re.compile(r"\([^()]*\)|^[一二三四五六七八九十0-9]+[、.]|[0-9.]+分?$")
_BETWEEN_LEVELS = re.compile("[、,/和与]")


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name, for its fiscal year."""

    folded_name: str
    """compatible forms made one, without white space"""
    neutral_name: str
    """that, with a bracket without its partner removed and years of the budget as {Y}, {Y-1}, {Y+1}"""
    unmarked_name: str
    """that, without ★ and 指标1： before it"""
    masked_name: str
    """the neutral name with numbers as #"""
    bare_name: str
    """the folded name without brackets and punctuation at its end: 面积 of 面积（亩）"""
    level_spelling: str
    """the spelling by which the seed indicator_levels knows it if it is a level: 产出 of 一、产出指标（50分）"""
    is_level_label: bool
    """whether it is the label of a level, which names nothing: 数量指标"""
    plain_name: str
    """the unmarked name without years of the budget and punctuation"""
    wording: str
    """that, reworded by the seed rewordings: two wordings of one thing are equal"""
    masked_wording: str
    """the same of the plain name without its numbers"""
    other_years: tuple[str, ...]
    """years of the budget beside the fiscal year: {Y-1}"""
    numbers: tuple[str, ...]
    ordinals: tuple[str, ...]
    """第二, 一期, A of A座"""
    places: tuple[str, ...]
    """河东区, 静海村"""
    contrasting_words: tuple[ContrastingWord, ...]
    """the words of its wording that tell names apart: 食品, 上半年"""


@lru_cache(maxsize=16_384)  # documents of one publisher and year print the same names
def read_name(text: str, fiscal_year: int | None) -> Name:
    """The name as it is compared; without a fiscal year its own years stay as printed."""
    folded = fold(text)
    neutral = _neutral(folded, fiscal_year)
    spelling = _level_spelling(neutral)
    unmarked = _MARKS.sub("", neutral)
    plain = comparing.without_years(unmarked)
    wording = comparing.reworded(plain)
    numbers = comparing.numbers(plain)
    return Name(
        folded_name=folded,
        neutral_name=neutral,
        unmarked_name=unmarked,
        masked_name=_NUMBER.sub("#", neutral),
        bare_name=_end_of_a_name().sub("", folded),
        level_spelling=spelling,
        is_level_label=spelling in _known_levels() and neutral.endswith(_level_ends()),
        plain_name=plain,
        wording=wording,
        masked_wording=comparing.reworded(comparing.without_numbers(plain)) if numbers else wording,
        other_years=comparing.other_years(neutral),
        numbers=numbers,
        ordinals=comparing.ordinals(plain),
        places=comparing.places(plain),
        contrasting_words=comparing.contrasting_words(wording),
    )


def _neutral(folded: str, fiscal_year: int | None) -> str:
    name = _without_lonely_brackets(_years_in_digits(folded))
    if fiscal_year is None or not _DIGIT.search(name):
        return name
    for pattern, protected in _OTHER_YEARS:
        name = pattern.sub(protected, name)
    return _BUDGET_YEAR.sub(lambda year: _distance(int(year[1]), fiscal_year), name).replace("⟪", "")


def _years_in_digits(folded: str) -> str:
    """二〇二四年 → 2024年."""
    return _YEAR_IN_WORDS.sub(lambda year: year[0].translate(_DIGITS), folded)


def _without_lonely_brackets(name: str) -> str:
    """A bracket that closes before any opens has no partner, nor has one that opens after the last closes.

    (特检院)) has one that closes too many, ((特检院) one that opens.
    """
    if "(" not in name and ")" not in name:
        return name
    name = _OPENED_LAST.sub(r"\1", _CLOSED_FIRST.sub(r"\1", name))
    if name.count(")") > name.count("("):
        return _CLOSES_TOO_MANY.sub(r"\1", name)
    if name.count("(") > name.count(")"):
        return _OPENS_TOO_MANY.sub(r"\1", name)
    return name


def _distance(year: int, fiscal_year: int) -> str:
    """{Y} for the fiscal year, {Y-1} for the year before."""
    return f"{{Y{year - fiscal_year:+d}}}" if year != fiscal_year else "{Y}"


def _level_spelling(name: str) -> str:
    """产出指标(50分) → 产出, 一、数 量 指 标 → 数量, 社会、经济、生态效益指标 → 社会经济生态效益."""
    return _label_of_a_level().sub("", _BETWEEN_LEVELS.sub("", _NOTES_OF_A_LEVEL.sub("", name)))


@cache
def _known_levels() -> frozenset[str]:
    return frozenset(line["spelling"] for line in read_seed("indicator_levels"))


@cache
def _level_ends() -> tuple[str, ...]:
    return tuple(fold(line["word"]) for line in read_seed("level_ends"))


@cache
def _label_of_a_level() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, _level_ends()))})+[0-9]*$")


@cache
def _end_of_a_name() -> re.Pattern[str]:
    ends = "|".join(map(re.escape, _level_ends()))
    return re.compile(rf"(?:{ends})?(?:\([^()]*\))*[。.;,、:]*$")
