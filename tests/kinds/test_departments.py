"""The whole of a department beside its projects."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.loading import query

pytestmark = pytest.mark.slow


def test_the_money_and_the_targets_of_a_department_stand_beside_those_of_its_projects(
    corpus: Callable[[str], Path],
) -> None:
    rows = query(
        corpus("departments"),
        """
        select unit_name, budget_yuan, basic_expenditure_yuan, project_expenditure_yuan, projects, projects_budget_yuan,
            difference_yuan, explanation, shared_targets, differing_target_texts
        from marts.department_reconciliation inner join marts.dim_unit using (unit_key)
        """,
    )

    million = Decimal(1_000_000)
    assert rows == [
        (
            *("石桥区教育局", 5 * million, 3 * million, 2 * million, 2, 2 * million),
            *(3 * million, "basic_expenditure", 3, "工程验收合格率: ≥95% ↔ 100%"),
        )
    ]
