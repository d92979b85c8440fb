"""The words of the seeds `target_words`, `measure_units` and `measure_unit_spellings`, made quick to look up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flows.vocabulary import fold, read_seed


class Words:
    """Words with a value each; finds the longest one that begins, or ends, at a place of a text."""

    __slots__ = ("_by_first", "_by_last", "value")

    def __init__(self, value: dict[str, str]) -> None:
        """`value`: folded word → what it means."""
        self.value = value
        self._by_first: dict[str, list[str]] = {}
        self._by_last: dict[str, list[str]] = {}
        for word in sorted(value, key=len, reverse=True):
            self._by_first.setdefault(word[0], []).append(word)
            self._by_last.setdefault(word[-1], []).append(word)

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

    def is_in(self, text: str) -> bool:
        """Whether any of the words stands anywhere in the (short) text."""
        return any(self.at(text, start) for start in range(len(text)))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of targets by role (the roles are explained in the seed's notes), and the units of measure."""

    before: Words
    before_loose: Words
    zero: Words
    after: Words
    not_after: Words
    surplus: Words
    filler: Words
    not_zero: Words
    zero_event: Words
    missing: Words
    qualitative: Words
    no_unit: Words
    date_lead: Words
    date_before: Words
    date_start: Words
    date_end: Words
    compared: Words
    not_unit: Words
    noun_unit: Words
    hotline: Words
    multiplier: Words
    not_before: Words
    measured: Words
    calendar: Words
    edition: Words
    origin: Words
    conjunction: Words
    ordinal: Words
    scoring: Words
    unit: Words
    """spelling → canonical unit"""
    dimension: dict[str, str]
    """canonical unit → money, percent, duration, count …"""

    def dimension_of(self, stem: str | None) -> str | None:
        """The dimension of a unit as printed; None for an unknown one."""
        return self.dimension.get(self.unit.value.get(stem, "")) if stem else None


@cache
def vocabulary() -> Vocabulary:
    """The seeds' words, read once."""
    roles: dict[str, dict[str, str]] = {}
    for line in read_seed("target_words"):
        roles.setdefault(line["role"], {})[line["word"]] = line["value"]
    units = {line["measure_unit"]: line["dimension"] for line in read_seed("measure_units")}
    spellings = {fold(unit): unit for unit in units}
    spellings |= {line["spelling"]: line["measure_unit"] for line in read_seed("measure_unit_spellings")}
    before = roles.pop("before") | roles.pop("rank")
    words = {role: Words(values) for role, values in roles.items()}
    return Vocabulary(
        before=Words(before),
        unit=Words(spellings),
        dimension=units,
        **words,
    )
