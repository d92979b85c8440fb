"""The words that forms print around what they say: numbered headings."""

from __future__ import annotations

import pytest

from flows.labels import heading


@pytest.mark.parametrize(
    ("text", "number", "project"),
    [
        ("3.法律服务2024绩效目标表", 3, "法律服务2024"),
        ("10.2023年中央补助资金绩效目标表", 10, "2023年中央补助资金"),
        ("5.12315热线运行绩效目标表", 5, "12315热线运行"),
        ("6、120急救绩效目标表", 6, "120急救"),
        ("2023.12月份绩效目标表", None, "2023.12月份"),
        ("1.5万亩高标准农田绩效目标表", None, "1.5万亩高标准农田"),
    ],
)
def test_a_heading_has_its_number_also_before_a_name_that_begins_with_one(
    text: str, number: int | None, project: str
) -> None:
    found = heading(text)

    assert (found.number, found.project_name) == (number, project)
