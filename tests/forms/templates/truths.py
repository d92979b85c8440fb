"""What the templates share: names of levels, truths of rows and money, the account of texts."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.forms.layouts.compose import Made, account_of_parts
from tests.forms.layouts.content import Indicator, Money, Project, projects
from tests.forms.layouts.grids import Part

YEAR = 2024
LEVELS = {
    "产出": "产出指标", "效益": "效益指标", "满意度": "满意度指标", "成本": "成本指标",
    "数量": "数量指标", "质量": "质量指标", "时效": "时效指标",
    "经济效益": "经济效益指标", "社会效益": "社会效益指标", "生态效益": "生态效益指标", "可持续影响": "可持续影响指标",
    "服务对象满意度": "服务对象满意度指标", "经济成本": "经济成本指标",
    "社会成本": "社会成本指标", "生态环境成本": "生态环境成本指标",
}  # fmt: skip
_COMPARATORS = {"≥": ">=", "≤": "<=", "=": "=", "": "="}


def contents(seed: int, count: int = 2) -> tuple[Project, ...]:
    return projects(Random(f"template {seed}"), count, YEAR)


def wan(yuan: int) -> str:
    """As publishers print 万元: two decimals."""
    return f"{yuan / 10_000:.2f}"


def target(row: Indicator) -> str:
    return row.words or row.operator + row.number + row.unit


def mid_target(row: Indicator) -> str:
    return row.words or row.operator + row.mid_number + row.unit


def row_truth(row: Indicator, level1: str, level2: str, **more: object) -> dict[str, Any]:
    """One indicator; what the template prints besides comes in `more`."""
    truth: dict[str, Any] = {
        "level1": level1, "level2": level2, "level3": row.name, "description": None, "target_text": target(row),
        "target_text_mid_term": None, "target_text_initial": None, "actual_text": None, "points": None, "score": None,
        "deviation": None, "note": None,
    }  # fmt: skip
    if not row.is_words:
        truth |= {"comparator": _COMPARATORS[row.operator], "target_value": row.number}
    return truth | more


def form_truth(project: Project, **more: object) -> dict[str, Any]:
    """One form: all that is not in `more` is not printed."""
    names = ("project_name", "project_code", "department", "unit_name", "unit_code", "budget", "fiscal", "other",
             "project_total", "budget_initial", "executed", "execution_rate", "execution_points", "execution_score",
             "total_score", "purpose", "objective", "objective_mid_term", "objective_actual")  # fmt: skip
    return dict.fromkeys(names) | {"project_name": project.name} | more


def budget_truth(money: Money) -> dict[str, Any]:
    return {
        "money_unit": "万元",
        "budget": wan(money.budget),
        "fiscal": wan(money.fiscal),
        "other": wan(money.other),
        "budget_yuan": str(money.budget),
    }


def document(kind: str, parts: list[Part], forms: list[dict[str, Any]], suffix: str) -> Made:
    """The document with its truth."""
    truth = {
        "form_kind": kind,
        "fiscal_year": YEAR,
        "forms": [{"form_no": number, **form} for number, form in enumerate(forms, 1)],
        "account": account_of_parts(parts),
    }
    return Made(tuple(parts), truth, {"format": suffix})
