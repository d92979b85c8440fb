"""Is every text of a document in exactly one place: a field, `rejected` or `left_out`?

A truth that is made with its document says in `account` what each text is: `labels`, `others` (beside a label that nobody
knows), `asides`, `fillers`, `persons` (names and telephones, which are kept nowhere). Of other truths only texts with digits
are followed: labels have none, as a rule.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flows.labels import find_certain_label
from tests.forms.comparing import folded

_NOT_VALUES = {
    "target_value",
    "actual_value",
    "label",
    "locator",
    "form_no",
    "form_kind",
    "heading",
    "needs_review",
}
_LONG = 6
"""Texts of so many characters are one text when they are equal; shorter ones may stand in many cells."""


@dataclass(frozen=True, slots=True)
class Account:
    """Texts that are in no place, in two, or in one where they must not be."""

    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    labels_as_values: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()

    def faults(self) -> list[str]:
        return [
            *(f"in no place: {text}" for text in self.lost),
            *(f"in two places: {text}" for text in self.doubled),
            *(f"a label is a value: {text}" for text in self.labels_as_values),
            *(f"no value, but in a field: {text}" for text in self.invented),
            *(f"a person is named: {text}" for text in self.persons),
        ]


def account_of(truth: dict[str, Any], read: dict[str, Any], texts: Sequence[tuple[str, str]]) -> Account:
    values = Counter(folded(value) for value in _values(read["forms"]))
    said = [*read.get("rejected", []), *read.get("left_out", [])]
    roles = truth.get("account")
    if roles is None:
        return Account(lost=tuple(_lost_numbers(texts, values, said, read)), doubled=tuple(_twice(said)))
    all_text = folded(json.dumps(read, ensure_ascii=False))
    known = {folded(value) for value in _values(truth["forms"])}
    apart = [*roles["others"], *roles["asides"], *roles["fillers"]]
    return Account(
        lost=tuple(_unsaid([*apart, *roles["persons"]], texts, said)),
        doubled=(*_twice(said), *_also_read(texts, said, values)),
        labels_as_values=tuple(
            text for text in roles["labels"] if folded(text) in values and folded(text) not in known
        ),
        invented=tuple(text for text in apart if folded(text) in values and folded(text) not in known),
        persons=tuple(text for text in roles["persons"] if folded(text) in all_text),
    )


def _values(forms: Iterable[Any]) -> Iterator[str]:
    """Every value of a field of forms, rows and funding lines."""
    for form in forms:
        for name, value in form.items():
            if isinstance(value, list):
                yield from _values(one for one in value if isinstance(one, dict))
            elif value is not None and name not in _NOT_VALUES and not isinstance(value, dict | bool):
                yield str(value)


def _unsaid(
    apart: Iterable[str], texts: Sequence[tuple[str, str]], said: Sequence[dict[str, Any]]
) -> Iterator[str]:
    """Texts that belong to no field and are not given back with their place."""
    wanted = {folded(text) for text in apart}
    places = {entry["locator"] for entry in said}
    for locator, text in texts:
        if folded(text) in wanted and not any(
            place == locator or place.startswith(f"{locator},") for place in places
        ):
            yield f"{locator}: {text}"


def _twice(said: Sequence[dict[str, Any]]) -> Iterator[str]:
    counted = Counter((entry["locator"], entry.get("text")) for entry in said if entry.get("locator"))
    yield from (
        f"{locator}: {text} (given back {number} times)"
        for (locator, text), number in counted.items()
        if number > 1
    )


def _also_read(
    texts: Sequence[tuple[str, str]], said: Sequence[dict[str, Any]], values: Counter[str]
) -> Iterator[str]:
    """A text that stands once in the document, is given back, and is a field, too."""
    once = Counter(folded(text) for _, text in texts)
    for entry in said:
        text = folded(entry.get("text") or "")
        if len(text) >= _LONG and once[text] == 1 and values[text]:
            yield f"{entry['locator']}: {entry['text']} (a field, too)"


def _lost_numbers(
    texts: Sequence[tuple[str, str]],
    values: Counter[str],
    said: Sequence[dict[str, Any]],
    read: dict[str, Any],
) -> Iterator[str]:
    """Cells whose numbers are in no field, not given back, and no part of a title or heading."""
    places = {entry["locator"] for entry in said}
    headings = (str(form.get("heading")) for form in read["forms"])
    kept = folded(
        "|".join([*values, *headings, *(str(entry.get("text")) for entry in said), str(read.get("title"))])
    )
    numbers = set(re.findall(r"\d+(?:\.\d+)?", kept.replace(",", "")))
    for locator, text in texts:
        # A number may be broken over lines, and a line may hold a number of its own.
        found = {
            number
            for piece in (text, *text.splitlines())
            for number in re.findall(r"\d+(?:\.\d+)?", folded(piece).replace(",", ""))
        }
        if (
            locator not in places
            and len(found - numbers) == len(found) > 0
            and str(read["fiscal_year"]) not in found
            and find_certain_label(text) is None  # 项目2
        ):
            same = {float(number) for number in numbers} & {float(number) for number in found}
            if not same:
                yield f"{locator}: {text}"
