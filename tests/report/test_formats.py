"""Numbers of the report: exact, with thousands separators, nothing invented where there is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from flows.report import formats
from flows.report.wording import both, word


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (Decimal("1157.30"), "1,157.3"), (Decimal(12000), "12,000"), (0.5, "0.5"), (100, "100")],
)
def test_a_number_has_separators_and_no_idle_zeros(value: Decimal | float | None, text: str) -> None:
    assert formats.number(value) == text


def test_money_stands_in_both_units_and_a_dash_where_none_is_printed() -> None:
    assert formats.money(Decimal(450000)) == both("45.00", "450,000")
    assert formats.signed_money(Decimal(450000)) == both("+45.00", "+450,000")
    assert formats.signed_money(Decimal(-1)) == both("-0.0001", "-1")
    for of_none in (formats.money, formats.signed_money):
        assert of_none(None) == formats.NOTHING


def test_a_share_without_a_whole_is_nothing() -> None:
    assert formats.share(1, 3) == "33.3%"
    assert formats.share(1, 0) == formats.share(None, 3) == formats.share(1, None) == ""
    assert formats.signed_share(Decimal("0.125")) == "+12.5%"
    assert formats.signed_share(None) == ""


def test_a_code_is_said_in_both_languages_and_an_unknown_one_stands_as_it_is() -> None:
    assert word("tightened") == both("收紧", "tightened")
    assert word("brand_new") == "brand_new"
    assert word(None) == ""
