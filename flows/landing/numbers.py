"""Printed numbers that are no money and no target: points, scores, rates of execution."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from flows.vocabulary.seeds import fold

# Raised and circled digits are no part of a number (10① is 10 with a note), though they fold to digits.
_NOTE_MARK = re.compile("[²³¹¼-¾⁰-₉⅐-⅟↉①-⓿❶-➓㈠-㊿]")
_BESIDE_DIGITS = re.compile("[,%分]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_PLACES = Decimal("0.0001")
_LARGEST = Decimal(10) ** 14


def printed_number(text: str | None) -> Decimal | None:
    """The number of `10`, `１，０００．５`, `95%`, `10分`, to four places; None if the text is no number."""
    if text is None or _NOTE_MARK.search(text):
        return None
    digits = _BESIDE_DIGITS.sub("", fold(text))
    if not _NUMBER.fullmatch(digits):
        return None
    number = Decimal(digits)
    return number.quantize(_PLACES, ROUND_HALF_UP) if abs(number) < _LARGEST else None
