"""What an amount of money is, and what only looks like one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from flows.forms.cells.amounts import Amount, read_amount


@pytest.mark.parametrize("text", ["100①", "100²", "⑩", "⒈5", "1½"])
def test_a_note_mark_beside_an_amount_is_no_digit_of_it(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize("text", ["１００", "100\u2009", " 1 0 0"])
def test_an_amount_in_full_width_or_with_spaces_is_read(text: str) -> None:
    assert read_amount(text) == Amount(Decimal(100), None)
