"""Pairs of targets of two years, each labelled with the change that is right, as the forms of one project in both years."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.years.publications import Form, Row

PAIRS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("labelled_pairs.json").read_text(encoding="utf-8")
)["pairs"]

LEVELS = {
    "数量": ("产出指标", "数量指标"),
    "质量": ("产出指标", "质量指标"),
    "时效": ("产出指标", "时效指标"),
    "成本": ("成本指标", "经济成本指标"),
    "社会效益": ("效益指标", "社会效益指标"),
}


def forms(number: int) -> tuple[Form, ...]:
    """The project in the first or second year: a row for each pair, in their order."""
    rows = tuple(
        Row(
            *LEVELS[pair["level2"]],
            pair["name"],
            _description(pair, number),
            pair[f"text_{number}"],
            None,
        )
        for pair in PAIRS
    )
    return (
        Form("某县数据局", "综合事务", "1000", "1000", "0", "用于综合事务。", "完成综合事务。", rows, None),
    )


def _description(pair: dict[str, Any], number: int) -> str:
    described = pair["description"] if number == 1 else pair.get("description_2", pair["description"])
    return described or pair["name"]
