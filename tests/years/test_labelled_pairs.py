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


def test_a_target_of_several_values_says_which_of_them_moved(database: Path) -> None:
    rows = query(
        database,
        """
        select indicator_name, change, moved_parts from marts.indicator_year_over_year
        inner join marts.dim_indicator using (indicator_key)
        where indicator_name in ('培训课时', '投资进度', '两类人员合格率', '村镇补助标准', '改造管线长度', '库房湿度')
        """,
    )

    assert {name: rest for name, *rest in rows} == {
        "培训课时": ["tightened", "实操≥40课时 → 实操≥52课时"],
        "投资进度": ["tightened", "完成40%（2024-06-30） → 完成55%（2025-06-30）"],
        "两类人员合格率": ["not_comparable", "教师≥90% → 教师≥93%; 校医≥85% → 校医≥80%"],
        "村镇补助标准": ["unchanged", None],
        "改造管线长度": ["not_comparable", "8 → 5"],
        "库房湿度": ["tightened", "≥40% → ≥45%; ≤60% → ≤55%"],
    }


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
