"""The words of the seeds `target_words`, `measure_units` and `measure_unit_spellings`, made quick to look up."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache

from flows.base.errors import SettingsError
from flows.vocabulary.checks import check_seeds
from flows.vocabulary.lines import Line
from flows.vocabulary.seeds import fold, read_seed, resolved_lines

_BEAR_SIGNS = ("before", "before_loose", "rank", "after", "surplus")
_DIRECTIONS = {"change": ("up", "down"), "change_rate": ("up", "down"),
               "change_if_compared": ("up", "down"),
               "deviation": ("over", "under", "late", "early"),
               "deviation_if_compared": ("over", "under", "late", "early")}  # fmt: skip
_SIGNS = (">=", "<=", "=", ">", "<", "~")


class Words:
    """Words with a value each; finds the longest one that begins, or ends, at a place of a text."""

    __slots__ = ("_by_first", "_by_last", "_pattern", "value")

    def __init__(self, value: dict[str, str]) -> None:
        """`value`: folded word → what it means."""
        self.value = value
        self._by_first: dict[str, list[str]] = {}
        self._by_last: dict[str, list[str]] = {}
        for word in sorted(value, key=len, reverse=True):
            self._by_first.setdefault(word[0], []).append(word)
            self._by_last.setdefault(word[-1], []).append(word)
        self._pattern = re.compile("|".join(map(re.escape, sorted(value, key=len, reverse=True))))

    def __contains__(self, word: str) -> bool:
        """Whether this is one of the words."""
        return word in self.value

    def at(self, text: str, start: int) -> str | None:
        """The longest word that begins at `start`; None if none does."""
        for word in self._by_first.get(text[start : start + 1], ()):
            if text.startswith(word, start):
                return word
        return None

    def before(self, text: str, stop: int) -> str | None:
        """The longest word that ends just before `stop`; None if none does."""
        for word in self._by_last.get(text[stop - 1 : stop], ()) if stop else ():
            if text.endswith(word, 0, stop):
                return word
        return None

    def is_in(self, text: str, start: int = 0, stop: int | None = None) -> bool:
        """Whether any of the words stands anywhere in the text, or in a stretch of it."""
        return self._pattern.search(text, start, len(text) if stop is None else stop) is not None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of targets, a field a role of the seed, and the units of measure."""

    before: Words
    """comparators before a number → their sign"""
    rank: Words
    """前 before a rank (前5名) → its sign"""
    rank_unit: Words
    """what is counted in a rank (名)"""
    rank_lead: Words
    """words before a rank (全省, 排名)"""
    negation: Words
    """words that turn a comparator after them into its opposite (不, 未, 切勿)"""
    negated: Words
    """words that may stand between a negation and its comparator (逾期)"""
    not_negation: Words
    """words that only end like a negation (除非)"""
    prohibition: Words
    """negations whose verb may stand before the comparator (禁止使用超过5年)"""
    tolerance: Words
    """comparators that bound how far something is off on both sides (±)"""
    nearly: Words
    """comparators of a number that is not reached (近)"""
    before_loose: Words
    """those that may stand some characters before it (至少组织一次) → their sign"""
    not_before: Words
    """words that only end like one (节约)"""
    filler: Words
    """words between a comparator and its number (平均)"""
    surplus: Words
    """余, 多 between number and unit → their sign"""
    after: Words
    """comparators after a quantity (以上, 左右) → their sign"""
    not_after: Words
    """words that only begin like one (内部)"""
    inclusion: Words
    """words in brackets that say whether the number itself counts (含, 不含) → = or nothing"""
    detail: Words
    """words that open a clause which says more of the number before it (其中)"""
    excluded: Words
    """words that open a clause before a number that does not count (除3个村外)"""
    no_quantity: Words
    """words behind a number that make it a class (50年一遇)"""
    change: Words
    """words before a number that make it a change (增长) → up or down"""
    change_rate: Words
    """changes that a number can only be the measure of, even after 达到 (增长率) → up or down"""
    change_filler: Words
    """little words between a change and its number (了)"""
    change_if_compared: Words
    """words that do so only after 较 or 比 (高, 少) → up or down"""
    yardstick: Words
    """what a change is measured from (上年)"""
    not_compared: Words
    """words that only look like 较 or 比 (占比)"""
    deviation: Words
    """words that make a number a distance from what was planned (逾期) → over, under, late or early"""
    deviation_if_compared: Words
    """words that do so only after 较 or 比 and a plan (多) → over, under, late or early"""
    plan: Words
    """what a deviation is measured from (计划)"""
    becomes: Words
    """words after which a change ends in a level (提高到95%)"""
    multiplier: Words
    """万, 亿 → their factor"""
    noun_unit: Words
    """units that are also the beginning of nouns (市 of 市级)"""
    ordinal_unit: Words
    """units that number things rather than count them (3、4月)"""
    calendar: Words
    """units that without 个 name a part of the year (月)"""
    edition: Words
    """units that make a number a year (2024版)"""
    not_unit: Words
    """words of sentences: a text with one is no unknown unit"""
    measured: Words
    """what a bare number at the end of a sentence measures (率)"""
    scoring: Words
    """words before a rule of scoring (扣2分)"""
    hotline: Words
    """telephone numbers"""
    ordinal: Words
    """words that make a numeral no quantity (第, 数)"""
    origin: Words
    """words before the value that a change comes from (由)"""
    conjunction: Words
    """words between two values"""
    zero_event: Words
    """what 零 says does not happen (投诉)"""
    not_zero: Words
    """words that begin with 零 and count nothing (零售)"""
    missing: Words
    """texts that say there is no target"""
    qualitative: Words
    """operators that say the target is words (定性)"""
    none_at_all: Words
    """targets that promise none, beside an operator that says words (无)"""
    no_unit: Words
    """texts of a unit column that name none"""
    date_lead: Words
    """words before a date (至, 截至)"""
    date_before: Words
    """bounds after a date (前, 底前)"""
    date_start: Words
    """what starts on a date (启动)"""
    date_end: Words
    """what is done by a date (完成)"""
    compared: Words
    """words before a date that is only a yardstick (较) → alone if they name it themselves (同比)"""
    unit: Words
    """spelling → canonical unit"""
    dimension: dict[str, str]
    """canonical unit → money, percent, duration, count …"""
    opens_comparator: frozenset[str]
    """the characters that a comparator, a negation or a rank can begin with"""
    closes_comparator: frozenset[str]
    """the characters that a comparator or a rank can end with"""

    def dimension_of(self, stem: str | None) -> str | None:
        """The dimension of a unit as printed; None for an unknown one."""
        return self.dimension.get(self.unit.value.get(stem, "")) if stem else None


_ROLES = {field.name for field in fields(Vocabulary)} - {
    "unit",
    "dimension",
    "opens_comparator",
    "closes_comparator",
}


@cache
def vocabulary() -> Vocabulary:
    """The seeds' words, read once. Raises SettingsError for a word of no role, or whose value its role cannot have."""
    roles: dict[str, dict[str, str]] = {}
    for line in resolved_lines("target_words"):
        _check(line)
        roles.setdefault(line.values["role"], {})[line.values["word"]] = line.values["value"]
    units = {line["measure_unit"]: line["dimension"] for line in read_seed("measure_units")}
    spellings = {fold(unit): unit for unit in units}
    spellings |= {line["spelling"]: line["measure_unit"] for line in read_seed("measure_unit_spellings")}
    opening = (word for role in ("before", "negation", "rank", "rank_lead") for word in roles[role])
    return Vocabulary(
        unit=Words(spellings),
        dimension=units,
        opens_comparator=frozenset(word[0] for word in opening),
        closes_comparator=frozenset(
            word[-1] for role in ("before", "before_loose", "rank") for word in roles[role]
        ),
        **{role: Words(values) for role, values in roles.items()},
    )


def check_vocabulary() -> None:
    """Raises SettingsError for a line of a seed that nothing could use, before a document is blamed for it."""
    check_seeds()
    vocabulary()


def _check(line: Line) -> None:
    word, role, value = line.key(("word", "role", "value"))
    if role not in _ROLES:
        raise SettingsError(
            f"{line.place}: the role of «{word}» is «{role}», which is none of {', '.join(sorted(_ROLES))}"
        )
    if role in _BEAR_SIGNS and value not in _SIGNS:
        raise SettingsError(
            f"{line.place}: the value of «{word}» ({role}) is «{value}», which is none of {' '.join(_SIGNS)}"
        )
    if role in _DIRECTIONS and value not in _DIRECTIONS[role]:
        raise SettingsError(
            f"{line.place}: the value of «{word}» ({role}) is «{value}», which is none of {' '.join(_DIRECTIONS[role])}"
        )
    if role == "multiplier" and not value.isdecimal():
        raise SettingsError(f"{line.place}: the value of «{word}» ({role}) is «{value}», which is no number")
