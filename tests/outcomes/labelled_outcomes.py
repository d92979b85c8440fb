"""Rows of evaluated projects, each labelled with the outcome that is right, as a promise and its self-evaluation."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.outcomes.evaluations import EvaluatedRow, Evaluation
from tests.years.labelled_pairs import LEVELS
from tests.years.publications import Form, Row

_CASES = json.loads(Path(__file__).with_name("labelled_outcomes.json").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = _CASES["rows"]
SAME_NAME: list[dict[str, Any]] = _CASES["same_name"]
_UNIT = "某县数据局"
_ROWS, _SAME_NAME, _TOO_MUCH = "综合事务", "走访慰问", "加分事项"
_BOOKS = {"name": "赠书册数", "level2": "数量"}
_TALKS = {"name": "讲座场数", "level2": "数量"}


def promised() -> tuple[Form, ...]:
    """The objectives: a project of all rows, and one of the rows of one name."""
    names = [(case, target) for case in SAME_NAME for target in case["promised"]]
    return (
        _form(_ROWS, [_promise(case, case["target"]) for case in ROWS]),
        _form(_SAME_NAME, [_promise(case, target) for case, target in names]),
        _form(_TOO_MUCH, [_promise(_BOOKS, "≥100册")]),
    )


def evaluated() -> tuple[Evaluation, ...]:
    """The self-evaluations of the projects: one is scored as if all its money was spent, the last has a score above its
    points, and a row that was not promised."""
    names = [(case, *printed) for case in SAME_NAME for printed in case["evaluated"]]
    books = replace(_evaluated(_BOOKS, "≥100册", "110册"), score="3")
    return (
        _evaluation(_ROWS, [_evaluated(case, case["target"], case["actual"]) for case in ROWS]),
        replace(_evaluation(_SAME_NAME, [_evaluated(*each) for each in names]), executed="600", rate="60%"),
        replace(_evaluation(_TOO_MUCH, [books, _evaluated(_TALKS, "≥2场", "2场")]), total="101"),
    )


def _form(name: str, rows: Iterable[Row]) -> Form:
    return Form(_UNIT, name, "1000", "1000", "0", f"用于{name}。", f"完成{name}。", tuple(rows), None)


def _promise(case: dict[str, Any], target: str) -> Row:
    return Row(*LEVELS[case["level2"]], case["name"], case["name"], target, None)


def _evaluated(case: dict[str, Any], target: str, actual: str) -> EvaluatedRow:
    return EvaluatedRow(
        *LEVELS[case["level2"]], case["name"], target, actual, 2, "2", case.get("deviation", ""), None, {}
    )


def _evaluation(name: str, rows: Iterable[EvaluatedRow]) -> Evaluation:
    return Evaluation(
        unit=_UNIT,
        name=name,
        initial="1000",
        budget="1000",
        executed="1000",
        rate="100%",
        execution_score="10",
        total="100",
        objective=f"完成{name}。",
        rows=tuple(rows),
        promise=0,
    )
