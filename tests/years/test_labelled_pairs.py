"""Each labelled pair of targets is given the change that is right, or one that is as right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.loading import jixiao, query
from tests.years.labelled_pairs import PAIRS


@pytest.fixture(scope="module")
def database(corpus: Callable[[str], Path]) -> Path:
    return corpus("labelled_pairs")


@pytest.fixture(scope="module")
def told(database: Path) -> dict[int, tuple[str, str | None]]:
    """Row of the later year → change and reason."""
    rows = query(
        database,
        "select row_no, change, not_comparable_because from marts.indicator_year_over_year where row_no is not null",
    )
    return {row[0]: row[1:] for row in rows}


@pytest.mark.parametrize(
    "row_no",
    range(1, len(PAIRS) + 1),
    ids=[pair["name"] for pair in PAIRS],
)
def test_a_labelled_pair_is_given_the_right_change(told: dict[int, Any], row_no: int) -> None:
    pair = PAIRS[row_no - 1]
    change, because = told[row_no]
    right = [pair, *({**pair, **accepted} for accepted in pair["accept"])]
    assert any(
        change == each["change"] and each["not_comparable_because"] in {None, because} for each in right
    ), (pair["text_1"], pair["text_2"], change, because)


def test_changes_lists_slipped_deadlines_with_the_days_that_they_are_later(database: Path) -> None:
    called = jixiao("changes", "2025", "--warehouse", database.parent)
    assert called.status == 0
    _, _, listed = called.out.partition("Slipped deadlines, the longest first\n")
    lines = [line.split("  ")[1:] for line in listed.splitlines() if " days later  " in line]

    assert lines == [
        ["366 days later", "综合事务: 达产时间, 2027年 → 2028年"],
        ["184 days later", "综合事务: 设备安装时间, 2025年4月底前 → 2025年10月底前"],
        ["182 days later", "综合事务: 主体竣工时间, 2026年9月底前 → 2027年3月底前"],
        ["181 days later", "综合事务: 施工总工期, 2023年5月-2026年8月 → 2023年5月-2027年2月"],
    ]
