"""What an amount of money is, and what only looks like one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from flows.forms.cells.amounts import Amount, read_amount
from flows.forms.cells.inline import money_sentence


@pytest.mark.parametrize("text", ["100①", "100²", "⑩", "⒈5", "1½"])
def test_a_note_mark_beside_an_amount_is_no_digit_of_it(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize("text", ["１００", "100\u2009", " 1 0 0"])
def test_an_amount_in_full_width_or_with_spaces_is_read(text: str) -> None:
    assert read_amount(text) == Amount(Decimal(100), None)


@pytest.mark.parametrize(
    "text",
    ["约50万元", "人民币50万元整", "50万元人民币", "共计 50 万元左右", "大约为50万元", "人民币：50万元"],
)
def test_words_of_the_seed_around_an_amount_are_no_part_of_it(text: str) -> None:
    assert read_amount(text) == Amount(Decimal(50), "万元")


def test_a_word_before_an_amount_in_a_sentence_belongs_to_the_amount() -> None:
    found = money_sentence("资金总额约412.85万元，其中财政拨款300万元")

    assert [(one.printed, one.value) for one in found] == [
        ("资金总额", "约412.85万元"),
        ("其中财政拨款", "300万元"),
    ]
