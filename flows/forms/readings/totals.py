"""Which line of money is the year's total, if no label or more than one says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.forms.model import FundingLine
from flows.forms.readings.lines import FIELDS
from flows.forms.readings.sums import PARTS, in_yuan, is_near, sums_of_parts
from flows.labels import find_label


def of_the_year(lines: Sequence[FundingLine], doubts: list[str]) -> list[FundingLine]:
    """项目资金总额 alone is the year's money: that of several years stands beside another total, or says so (实施期)."""
    if any(line.role == "total" and (line.amount is not None or line.executed is None) for line in lines):
        return list(lines)
    alone = [line for line in lines if line.role == "project_total" and _names_no_period(line.label)]
    if len(alone) != 1:
        return _of_the_project(lines)
    is_sum = is_near(in_yuan(alone[0].amount), sums_of_parts(lines))
    if (
        alone[0].initial is None
        and alone[0].executed is None
        and not (is_sum and _is_plain_sum(alone[0].label))
    ):
        doubts.append("budget")
    rest = [line for line in lines if line.role != "total"]
    return [replace(line, role="total") if line is alone[0] else line for line in rest]


def _of_the_project(lines: Sequence[FundingLine]) -> list[FundingLine]:
    """Parts that add up to the money of several years are its parts, not the year's."""
    totals = [line for line in lines if line.role == "project_total" and line.amount is not None]
    if len(totals) != 1 or not is_near(in_yuan(totals[0].amount), sums_of_parts(lines)):
        return list(lines)
    return [replace(line, role="project_part") if line.role in PARTS else line for line in lines]


def with_total(lines: list[FundingLine], doubts: list[str]) -> list[FundingLine]:
    """Without a line of the total, the first one that all others add up to is it (统筹总金额), for a person to look at."""
    if any(line.role == "total" and line.amount is not None for line in lines):
        # A label of the total beside an empty cell (资金来源 | 年度预算金额) is none beside one with an amount.
        return [line for line in lines if line.role != "total" or not _is_empty(line)]
    if any(line.role == "project_total" and line.amount is not None for line in lines):
        return lines
    parts = [line for line in lines if line.role in PARTS and line.amount is not None]
    first, others = parts[:1], parts[1:]
    if len(others) < 2 or not is_near(in_yuan(first[0].amount), sums_of_parts(others)):  # noqa: PLR2004
        return lines
    doubts.append("budget")
    return [replace(line, role="total") if line is first[0] else line for line in lines]


def by_period(lines: Sequence[FundingLine], totals: Sequence[FundingLine]) -> list[FundingLine]:
    """总金额 beside 年度金额 is the money of several years: what does not say 年度, and is more than what does."""
    annual = [line for line in totals if _says_annual(line.label)]
    if len({in_yuan(line.amount) for line in annual}) != 1:
        return list(lines)
    of_the_year = in_yuan(annual[0].amount)
    return [
        replace(line, role="project_total")
        if line in totals and line not in annual and (in_yuan(line.amount) or 0) > (of_the_year or 0)
        else line
        for line in lines
    ]


def _says_annual(label: str) -> bool:
    found = find_label(label)
    return found is not None and "annual" in found.classes


def _is_empty(line: FundingLine) -> bool:
    return not any(getattr(line, name) for name in FIELDS.values())


def _names_no_period(label: str) -> bool:
    found = find_label(label)
    return (
        found is not None
        and found.concept in ("sum", "investment")
        and not found.classes & {"long", "overall"}
    )


def _is_plain_sum(label: str) -> bool:
    """Whether a total says nothing of several years, as 总投资 may."""
    found = find_label(label)
    return found is not None and found.concept == "sum"
