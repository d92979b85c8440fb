"""The columns that the contract promises, beside its number: what takes one away or changes its type raises the number."""

from __future__ import annotations

from flows.publishing.operations import CONTRACT
from tests.pages.tables import models
from tests.places import ROOT

PAGE = ROOT / "docs" / "reference" / "contract-columns.txt"
_RAISE = "raise CONTRACT in flows/publishing/operations.py and say in docs/reference/contract.md how to move"


def columns() -> set[str]:
    """Each column of each mart with its type: `fact_budget.budget_yuan decimal(28, 6)`."""
    return {
        f"{mart['name']}.{column['name']} {column['data_type']}"
        for _, mart in models()
        for column in mart["columns"]
    }


def broken_promises(frozen: str, number: int, present: set[str]) -> list[str]:
    """The lines of a frozen list that `present` has not any more though the contract has the number of the list still."""
    head, *promised = frozen.splitlines()
    return sorted(set(promised) - present) if head == _head(number) else []


def page() -> str:
    """The list anew. Raises ValueError if columns are gone and the number is what it was."""
    frozen = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    present = columns()
    if frozen and (broken := broken_promises(frozen, CONTRACT, present)):
        raise ValueError(f"contract {CONTRACT} promises {', '.join(broken)}: {_RAISE}")
    return "\n".join([_head(CONTRACT), *sorted(present)]) + "\n"


def _head(number: int) -> str:
    return f"contract {number}"
