"""Sums over the money of a form: what parts add up to, and the fields in which they do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import cast

from flows.forms.cells.amounts import read_amount
from flows.forms.model import FundingLine, PrintedAmount
from flows.vocabulary.seeds import read_seed

PARTS = ("fiscal", "other", "source")
_RATE_TOLERANCE = Decimal("0.6")  # percent points: publishers round rates to whole ones
_SUM_TOLERANCE = Decimal("0.011")  # in the printed unit: two decimals are rounded


@cache
def _factors() -> dict[str, Decimal]:
    return {line["money_unit"]: Decimal(line["factor_to_yuan"]) for line in read_seed("money_units")}


def in_yuan(amount: PrintedAmount | None) -> Decimal | None:
    """An amount in yuan; in the form's own unit if the cell names none (all amounts of a form share that)."""
    if amount is None or amount.value is None:
        return None
    return amount.value * _factors().get(amount.money_unit or "", Decimal(1))


def sums_of_parts(lines: Iterable[FundingLine], measure: str = "amount") -> list[Decimal]:
    """What a total may be: the parts in the ways in which publishers list them."""
    by_role: dict[str, list[Decimal]] = {}
    for line in lines:
        value = in_yuan(getattr(line, measure))
        if value is not None:
            by_role.setdefault(line.role, []).append(value)
    found = []
    for roles in (PARTS, ("fiscal", "other"), ("source", "other"), ("fiscal",), ("source",), ("task",)):
        parts = [value for role in roles for value in by_role.get(role, [])]
        if parts:
            found.append(sum(parts, Decimal(0)))
    return found


def is_near(value: Decimal | None, sums: Iterable[Decimal]) -> bool:
    """Whether a value is one of the sums, but for rounding."""
    return value is not None and any(abs(value - one) <= _SUM_TOLERANCE for one in sums)


def doubts_of_sums(lines: Sequence[FundingLine]) -> list[str]:
    """Fields whose sums do not hold: parts and total, executed ÷ budget = rate."""
    total = next((line for line in lines if line.role == "total"), None)
    if total is None or in_yuan(total.amount) is None:
        return ["budget"]
    doubts = []
    budget = cast("Decimal", in_yuan(total.amount))
    sums = sums_of_parts(lines)
    if (
        sums
        and not is_near(budget, sums)
        and (max(sums) > budget + _SUM_TOLERANCE or len([line for line in lines if line.role in PARTS]) > 1)
    ):
        doubts.append("budget")
    executed, rate = in_yuan(total.executed), _percent(total.execution_rate)
    if executed is not None and rate is not None and budget:
        expected = executed / budget * 100
        if min(abs(rate - expected), abs(rate * 100 - expected)) > _RATE_TOLERANCE:
            doubts.append("execution_rate")
    return doubts


def _percent(text: str | None) -> Decimal | None:
    amount = read_amount(text.replace("%", "").replace("％", "")) if text else None
    return amount.value if amount else None
