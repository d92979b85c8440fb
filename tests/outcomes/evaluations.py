"""Self-evaluations with a known truth: the real forms of 2024 a year later, with named outcomes, as a county prints them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tests.years.publications import Form, Row, first_year

PLAIN_OUTCOMES = {
    "number": {"outcome": "met", "outcome_basis": "computed", "is_met": True, "distance": Decimal(0)},
    "date": {"outcome": "met", "outcome_basis": "computed", "is_met": True, "distance": None},
    "words": {"outcome": "met", "outcome_basis": "declared", "is_met": True, "distance": None},
}


@dataclass(frozen=True, slots=True)
class EvaluatedRow:
    """An evaluated row as printed; `promise` is (form, row) of the objectives, `expected` what the mart must say of it."""

    level1: str
    level2: str
    level3: str
    target: str
    actual: str
    points: int
    score: str
    deviation: str
    promise: tuple[int, int] | None
    expected: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A self-evaluation as printed, amounts in 万元; `promise` is the form of the objectives."""

    unit: str
    name: str
    initial: str
    budget: str
    executed: str
    rate: str
    execution_score: str
    total: str
    objective: str
    rows: tuple[EvaluatedRow, ...]
    promise: int


def class_of(target: str) -> str:
    """What kind of a target the chosen forms print."""
    if re.search(r"20\d\d年", target):
        return "date"
    return "number" if re.match(r"[≥≤<]?\d", target) else "words"


def fulfilled(form: Form) -> Evaluation:
    """The evaluation of a form where everything was done exactly as promised."""
    each, more = divmod(90, len(form.rows))
    rows = tuple(
        _fulfilled_row(row, each + (more if row_no == 0 else 0)) for row_no, row in enumerate(form.rows)
    )
    assert form.origin is not None
    return Evaluation(
        unit=form.unit,
        name=form.name,
        initial=form.budget,
        budget=form.budget,
        executed=form.budget,
        rate="100.00%",
        execution_score="10",
        total="100",
        objective=form.objective,
        rows=rows,
        promise=form.origin,
    )


def _fulfilled_row(row: Row, points: int) -> EvaluatedRow:
    kind = class_of(row.target)
    actual = {
        "number": row.target.lstrip("≥≤<"),
        "date": "2024年11月30日",
        "words": "达成预期指标",
    }[kind]
    expected = {
        **PLAIN_OUTCOMES[kind],
        **(
            {"distance": None, "distance_missing_because": "target_is_zero"}
            if re.match(r"0[^.\d]", actual)
            else {}
        ),
        "is_met_as_evaluated": True,
        "target_was_changed": False,
        "target_change": "none",
    }
    return EvaluatedRow(
        row.level1, row.level2, row.level3, row.target, actual, points, str(points), "", row.origin, expected
    )


def with_outcome(
    evaluations: Iterable[Evaluation], promise: tuple[int, int], expected: dict[str, Any], **printed: str
) -> tuple[Evaluation, ...]:
    """The evaluations with other texts in the row of a promise, and what the mart must say then."""

    def edit(row: EvaluatedRow) -> EvaluatedRow:
        if row.promise != promise:
            return row
        return replace(row, expected={**row.expected, **expected}, **printed)

    return tuple(
        replace(evaluation, rows=tuple(map(edit, evaluation.rows)))
        if evaluation.promise == promise[0]
        else evaluation
        for evaluation in evaluations
    )


def with_form(evaluations: Iterable[Evaluation], promise: int, **printed: str) -> tuple[Evaluation, ...]:
    """The evaluations with other texts in the form of a promise."""
    return tuple(
        replace(evaluation, **printed) if evaluation.promise == promise else evaluation
        for evaluation in evaluations
    )


def chosen(numbers: Iterable[int]) -> tuple[Form, ...]:
    """Forms of the real document by their number."""
    wanted = set(numbers)
    return tuple(form for form in first_year() if form.origin in wanted)


def printed(evaluations: Iterable[Evaluation]) -> str:
    """The self-evaluations as a web page, a table a project, in the national form of 2018."""
    tables = "\n".join(_table(evaluation) for evaluation in evaluations)
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>项目支出绩效自评表</title></head><body>"
        f"<p>项目支出绩效自评表</p><p>（2024年度）</p>{tables}</body></html>"
    )


def _table(evaluation: Evaluation) -> str:
    money = (
        evaluation.initial,
        evaluation.budget,
        evaluation.executed,
        "10",
        evaluation.rate,
        evaluation.execution_score,
    )
    rows = [
        _cells((2, "项目名称"), (7, evaluation.name)),
        _cells((2, "主管部门"), (3, "天津市市场监督管理委员会"), (2, "实施单位"), (2, evaluation.unit)),
        _cells((2, "项目资金（万元）"), (1, ""), *((1, text) for text in _MONEY)),
        _cells((2, ""), (1, "年度资金总额"), *((1, text) for text in money)),
        _cells((1, "年度总体目标"), (4, "预期目标"), (4, "实际完成情况")),
        _cells((1, ""), (4, evaluation.objective), (4, "已完成")),
        _cells((1, "绩效指标"), *((1, text) for text in _COLUMNS)),
        *(
            _cells(
                (1, ""),
                (1, row.level1),
                (1, row.level2),
                (1, row.level3),
                (1, row.target),
                (1, row.actual),
                (1, str(row.points)),
                (1, row.score),
                (1, row.deviation),
            )
            for row in evaluation.rows
        ),
        _cells((6, "总分"), (1, "100"), (1, evaluation.total), (1, "")),
    ]
    return f"<table border='1'>{''.join(rows)}</table><p></p>"


_MONEY = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
_COLUMNS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)


def _cells(*cells: tuple[int, str]) -> str:
    return (
        "<tr>" + "".join(f"<td colspan='{span}'>{html.escape(text)}</td>" for span, text in cells) + "</tr>"
    )
