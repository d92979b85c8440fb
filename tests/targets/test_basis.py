"""What a number is measured from: a level, a change against a year before, a deviation from the plan, a tolerance."""

from __future__ import annotations

from decimal import Decimal

import pytest

from flows.targets import read_target


@pytest.mark.parametrize(
    ("text", "basis", "direction"),
    [
        ("≥98%", "level", None),
        ("提高2个百分点", "change_points", "up"),
        ("较上年提高2个百分点", "change_points", "up"),
        ("同比下降1.5%", "change_ratio", "down"),
        ("增长率≥6%", "change_ratio", "up"),
        ("较上年增长1.5倍", "change_ratio", "up"),
        ("减少事故3起", "level", None),
        ("较上年减少事故3起", "change_amount", "down"),
        ("较上年少5人", "change_amount", "down"),
        ("5%以上的增长", "change_ratio", "up"),
        ("较上年≥5%", "change_ratio", None),
        # what a change ends in is a level
        ("提高到95%", "level", None),
        ("由10%降至5%", "level", None),
        ("缩短至3天", "level", None),
        ("满意度提升达到95%", "level", None),
        # words that only look like a change or a comparison
        ("占比95%", "level", None),
        ("效果较好，合格率98%", "level", None),
        ("新增30个", "level", None),
        # the plan
        ("超支2万元", "deviation", "over"),
        ("比计划多3次", "deviation", "over"),
        ("较预算节约2万元", "deviation", "under"),
        ("逾期5天", "deviation", "late"),
        ("提前5天完成", "deviation", "early"),
        ("逾期5笔", "level", None),
        ("±2%", "tolerance", None),
        ("20±5℃", "tolerance", None),
        # neither dates nor words have one
        ("2024年6月底前", None, None),
        ("有所提高", None, None),
        ("50%-60%", None, None),
    ],
)
def test_a_number_says_what_it_is_measured_from(text: str, basis: str | None, direction: str | None) -> None:
    target = read_target(text, fiscal_year=2024)

    assert (target.basis, target.direction) == (basis, direction)


def test_the_unit_of_a_column_tells_points_too() -> None:
    assert read_target("≥2", unit_text="个百分点", fiscal_year=2024).basis == "change_points"
    assert read_target("≥2", unit_text="%", fiscal_year=2024).basis == "level"


@pytest.mark.parametrize(("text", "is_nearly"), [("近500人", True), ("将近500人", True), ("约500人", False)])
def test_what_is_not_reached_is_told_from_what_is_about(text: str, is_nearly: bool) -> None:  # noqa: FBT001
    target = read_target(text, fiscal_year=2024)

    assert (target.comparator, target.value, target.is_nearly) == ("~", Decimal(500), is_nearly)
