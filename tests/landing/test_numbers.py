"""Printed points, scores and rates as numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from flows.landing.numbers import printed_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("１，０００．５", "1000.5"), ("10分", "10"), ("95﹪", "95"), ("-3", "-3"), (".5", "0.5"), ("0.12345", "0.1235"),
        ("10①", None), ("10²", None), ("⑩", None), ("⒈5", None), ("½", None), ("", None), ("优", None), (None, None),
        ("9" * 40, None), ("1e5", None),
    ],
)  # fmt: skip
def test_a_number_is_read_without_what_stands_beside_it_and_a_note_mark_is_no_digit(
    text: str | None, number: str | None
) -> None:
    assert printed_number(text) == (None if number is None else Decimal(number))
