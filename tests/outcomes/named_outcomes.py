"""A self-evaluation of some of the real forms, with outcomes that are known by name."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.outcomes.evaluations import Evaluation, chosen, fulfilled, with_form, with_outcome

OBJECTIVES = chosen((1, 7, 9, 11, 12, 34, 36, 40))
NOT_MET = {"outcome": "not_met", "is_met": False, "is_met_as_evaluated": False}

# (form, row) of the promise → what the evaluation prints, and what that means.
OUTCOMES: dict[tuple[int, int], tuple[dict[str, str], dict[str, Any]]] = {
    (1, 1): ({"actual": "30台套"}, {"distance": Decimal("0.1111")}),
    (1, 3): (
        {"actual": "6%", "score": "10", "deviation": "设备老化"},
        {**NOT_MET, "distance": Decimal("-0.2"), "recomputed_score": Decimal(10)},
    ),
    (1, 4): ({"actual": "0.5天"}, {"distance": Decimal(0)}),
    (1, 5): ({"actual": "443000元"}, {"distance": Decimal("0.0156")}),
    (1, 6): (
        {"actual": "部分达成预期指标并具有一定效果"},
        {"outcome": "partly_met", "is_met": False, "is_met_as_evaluated": False, "recomputed_score": None},
    ),
    (7, 1): (
        {"target": "≥80台", "actual": "85台"},
        {
            "outcome": "not_met",
            "is_met": False,
            "is_met_as_evaluated": True,
            "target_was_changed": True,
            "target_change": "undeclared",
            "distance": Decimal("-0.15"),
        },
    ),
    (7, 5): ({"target": "<11573000元", "actual": "1150万元"}, {"distance": Decimal("0.0063")}),
    (7, 6): (
        {"actual": "尚未到期"},
        {
            "outcome": "later",
            "outcome_basis": "declared",
            "is_met": None,
            "is_met_as_evaluated": None,
            "distance": None,
        },
    ),
    (9, 3): ({"actual": "2025年1月15日"}, NOT_MET),
    # more than none, and none was done
    (12, 1): (
        {"target": ">0批次", "actual": "0批次", "score": "0"},
        {
            "outcome": "not_met",
            "is_met": False,
            "is_met_as_evaluated": False,
            "target_was_changed": True,
            "target_change": "undeclared",
            "distance": Decimal(-1),
            "recomputed_score": Decimal(0),
        },
    ),
    (11, 7): ({"actual": "0起"}, {"distance": None, "distance_missing_because": "target_is_zero"}),
    (34, 1): ({"actual": "2套"}, {"distance": Decimal(1)}),
    (34, 5): (
        {"actual": "/"},
        {
            "outcome": "not_available",
            "outcome_basis": None,
            "is_met": None,
            "is_met_as_evaluated": None,
        },
    ),
    (40, 1): (
        {"actual": "80家数"},
        {**NOT_MET, "distance": Decimal("-0.2"), "recomputed_score": Decimal(12)},
    ),
    (40, 6): ({"level3": "服务企业的满意度"}, {"match_method": "similarity"}),
}


def evaluations() -> tuple[Evaluation, ...]:
    """What the publisher says a year later: the named outcomes, names reworded, twins in the other order, a row gone."""
    all_done: tuple[Evaluation, ...] = tuple(fulfilled(form) for form in OBJECTIVES)
    for promise, (texts, expected) in OUTCOMES.items():
        all_done = with_outcome(all_done, promise, expected, **texts)
    all_done = with_form(all_done, 34, unit="天津市市场监督管理服务中心")
    all_done = with_form(all_done, 36, name="大型检测设备运行及维护2024")
    all_done = with_form(all_done, 9, executed="15.00", rate="90.00%", execution_score="7.5")
    all_done = tuple(
        replace(one, rows=tuple(row for row in one.rows if row.promise != (36, 5)))
        if one.promise == 36
        else one
        for one in all_done
    )
    one, two = (next(e for e in all_done if e.promise == number) for number in (11, 12))
    return tuple({11: two, 12: one}.get(e.promise, e) for e in all_done)
