"""The unit of a target that stands in its own column or in the brackets of the indicator's name."""

from __future__ import annotations

import pytest

from flows.targets.names import unit_printed_elsewhere


@pytest.mark.parametrize(
    ("value", "unit_column", "comparator", "name", "unit"),
    [
        ("1850", None, None, "★配套茶园面积（亩）", "亩"),
        ("≥95", None, None, "完成及时率（%）", "%"),
        ("300", None, None, "补助标准(万元/公里) ", "万元/公里"),
        ("95", None, "≥", "完成及时率（%）", "%"),
        # the column goes first, whatever the name says
        ("1850", "公顷", None, "茶园面积（亩）", "公顷"),
        ("持续改善", "亩", None, "茶园面积", "亩"),
        # the target has a unit of its own, or is no number
        ("1850公顷", None, None, "茶园面积（亩）", ""),
        ("持续改善", None, None, "茶园面积（亩）", ""),
        ("", None, None, "茶园面积（亩）", ""),
        # brackets that name no known unit, that do not end the name, or none
        ("1850", None, None, "茶园面积（新建）", ""),
        ("1850", None, None, "茶园面积（2亩）", ""),
        ("1850", None, None, "面积（亩）合计", ""),
        ("1850", None, None, "茶园面积亩", ""),
        ("1850", None, None, "茶园面积（亩以上）", ""),
        ("1850", None, None, None, ""),
        ("1850", None, None, "（茶园（亩）", "亩"),
    ],
)
def test_the_unit_is_that_of_the_column_else_a_known_one_that_ends_the_name(
    value: str, unit_column: str | None, comparator: str | None, name: str | None, unit: str
) -> None:
    assert (
        unit_printed_elsewhere(value, unit_column=unit_column, comparator_text=comparator, name=name) == unit
    )


def test_an_operator_that_says_words_leaves_the_number_without_the_unit_of_its_name() -> None:
    assert unit_printed_elsewhere("95", unit_column=None, comparator_text="定性", name="完成率（%）") == ""
