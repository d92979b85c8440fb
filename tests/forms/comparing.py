"""How a truth is compared: without white space, of one width, amounts as numbers; and what a reading says to be unread."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

# An operator as a word or another glyph is the same operator: the rules of the truth files.
_OPERATORS = [
    ("大于等于", "≥"), ("大于或等于", "≥"), ("小于等于", "≤"), ("小于或等于", "≤"), ("大于", ">"), ("小于", "<"),
    ("等于", "="), (">=", "≥"), ("<=", "≤"), ("≧", "≥"), ("≦", "≤"), ("⩾", "≥"), ("⩽", "≤"), ("═", "="),
]  # fmt: skip
_NUMBER = re.compile(r"(?<![\d.])-?\d+(?:\.\d+)?(?![\d.])")


def folded(value: object) -> str:
    """Of one width, without white space."""
    return "".join(unicodedata.normalize("NFKC", str(value)).split())


def plain(value: object) -> Decimal | str | None:
    """A number for amounts (`45.0` is `45.00`, `1,024` is `1024`), else the folded text; None is None."""
    if value is None:
        return None
    text = folded(value)
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return text


def alike(found: object, expected: object) -> bool:
    """The two are the same for the truth: empty is None, words of operators are their signs."""
    if found in (None, "") or expected in (None, ""):
        return found in (None, "") and expected in (None, "")
    return plain(found) == plain(expected) or _signs(found) == _signs(expected)


def _signs(value: object) -> str:
    text = folded(value)
    for word, sign in _OPERATORS:
        text = text.replace(word, sign)
    return text


@dataclass
class Said:
    """The texts that a reading gives back with their place: `rejected` and `left_out`. Each is used up once."""

    read: dict[str, Any]
    form: int | None = None
    used: Counter[tuple[int, str]] = field(default_factory=Counter)

    def within(self, form: int | None) -> Said:
        """Only what is said of this form or of none."""
        return Said(self.read, form, self.used)

    def entries(self) -> list[tuple[int, str]]:
        found = [*self.read.get("rejected", []), *self.read.get("left_out", [])]
        return [
            (number, folded(entry["text"]))
            for number, entry in enumerate(found)
            if entry.get("text") and entry.get("locator")
            and (self.form is None or entry.get("form_no") in (None, self.form))
        ]  # fmt: skip

    def covers(self, value: object, *, once: bool) -> bool:
        """A text is said that holds the value; `once`: no other field has used it up."""
        if value in (None, ""):
            return False
        for number, text in self.entries():
            key = (number, str(plain(value)))
            if _times(text, value) > (self.used[key] if once else 0):
                self.used[key] += once
                return True
        return False


def _times(text: str, value: object) -> int:
    """How often the text holds the value."""
    number = plain(value)
    if isinstance(number, Decimal):
        return sum(Decimal(found) == number for found in _NUMBER.findall(text.replace(",", "")))
    whole = folded(value)
    if whole in text or _signs(value) in _signs(text):
        return text.count(whole) or _signs(text).count(_signs(value))
    # Operator, number and unit can stand in three cells: the number is what must not be lost.
    numbers = _NUMBER.findall(whole)
    return int(len(numbers) == 1 and len(whole) < 12 and text == numbers[0])
