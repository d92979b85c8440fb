"""What two names that are not equal are compared by: their wording, and what in them tells things apart.

A name that is like another but for a year, number, ordinal, place or contrasting word is as a rule of another thing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TypedDict

from flows.vocabulary.seeds import read_seed

_YEARS_AND_PUNCTUATION = re.compile("[{]Y[^}]*[}]年?度?|[^0-9A-Za-z一-龥]")
_OTHER_YEAR = re.compile("[{]Y[-+][0-9]+[}]")
_NUMBER = re.compile("[0-9]+")
_ORDINAL = re.compile(
    "[A-Za-z]+|第[一二三四五六七八九十]+|首批"
    "|[一二三四五六七八九十]+(?:期|批|季度|标段|号|阶段|类|级|中|小|院|所|厂|馆|队|路|桥|包)"
)
_PLACE = re.compile("[一-龥]{2}(?:区|县|镇|乡|村|街道)")


class ContrastingWord(TypedDict):
    """A line of the seed contrasting_words whose word stands in a name."""

    word_group: str
    word: str
    tells_alone: bool
    narrows: bool


def without_years(neutral: str) -> str:
    """A neutral name without what stands for years of the budget, and without punctuation."""
    return _YEARS_AND_PUNCTUATION.sub("", neutral)


def reworded(plain: str) -> str:
    """A plain name with each line of the seed rewordings applied, so that two wordings of one thing are equal."""
    for pattern, word in _rewordings():
        if pattern.startswith("^"):
            if plain.startswith(pattern[1:]):
                plain = word + plain[len(pattern) - 1 :]
        elif pattern.endswith("$"):
            if plain.endswith(pattern[:-1]):
                plain = plain[: 1 - len(pattern)] + word
        else:
            plain = plain.replace(pattern, word)
    return plain


def other_years(neutral: str) -> tuple[str, ...]:
    """The years that a neutral name carries beside the fiscal year: {Y-1}, {Y+1}. Such names are of different money."""
    return _found(_OTHER_YEAR, neutral) if "{" in neutral else ()


def numbers(plain: str) -> tuple[str, ...]:
    """The numbers of a name."""
    return _found(_NUMBER, plain)


def ordinals(plain: str) -> tuple[str, ...]:
    """The letters and ordinals of a name: 第二, 一期, A of A座."""
    return _found(_ORDINAL, plain)


def places(plain: str) -> tuple[str, ...]:
    """The places in a name, smaller than a city: 河东区, 静海村."""
    return _found(_PLACE, plain)


def contrasting_words(wording: str) -> tuple[ContrastingWord, ...]:
    """The lines of the seed contrasting_words whose words stand in a name."""
    return tuple(line for line in _contrasting_words() if line["word"] in wording)


def without_numbers(plain: str) -> str:
    """A name without its numbers, which change from year to year where a description is a name."""
    return _NUMBER.sub("", plain)


def _found(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(sorted(set(pattern.findall(text))))


@cache
def _rewordings() -> tuple[tuple[str, str], ...]:
    """Pattern and word, the longest pattern first: 成本费用 before 费用."""
    rules = ((line["pattern"], line["word"]) for line in read_seed("rewordings"))
    return tuple(sorted(rules, key=lambda rule: (-len(rule[0]), rule[0])))


@cache
def _contrasting_words() -> tuple[ContrastingWord, ...]:
    lines = (
        ContrastingWord(
            word_group=line["word_group"],
            word=line["word"],
            tells_alone=line["tells_alone"] == "true",
            narrows=line["narrows"] == "true",
        )
        for line in read_seed("contrasting_words")
    )
    return tuple(sorted(lines, key=lambda line: (line["word_group"], line["word"])))
