"""One printed line of money, out of the cells of its measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flows.forms.cells.amounts import read_amount
from flows.forms.model import FundingLine, LineRole, Place, PrintedAmount
from flows.labels import is_blank_amount
from flows.readers import Cell

FIELDS = {
    "amount": "amount",
    "initial": "initial",
    "executed": "executed",
    "rate": "execution_rate",
    "points": "points",
    "score": "score",
    "forecast": "forecast",
    "executed_so_far": "executed",
    "rate_so_far": "execution_rate",
}
"""A measure, as columns name it → the field of a line."""


def line_of(label: str, role: str, cells: Mapping[str, Cell], locator: str, unit: str | None) -> FundingLine:
    """The line; `unit` is the unit of money of amounts that print none, `locator` the line's if it has no amount."""
    return FundingLine(
        label=label,
        role=cast("LineRole", role),
        amount=_amount(cells.get("amount"), unit),
        initial=_amount(cells.get("initial"), unit),
        executed=_amount(cells.get("executed"), unit),
        execution_rate=_text(cells.get("rate")),
        points=_text(cells.get("points")),
        score=_text(cells.get("score")),
        locator=cells["amount"].locator if "amount" in cells else locator,
        forecast=_amount(cells.get("forecast"), unit),
        places=tuple([place_of(measure, cell) for measure, cell in cells.items() if cell.text]),
    )


def place_of(measure: str, cell: Cell) -> Place:
    """Where a measure of a line was read."""
    return Place(FIELDS[measure], cell.locator, cell.text)


def _amount(cell: Cell | None, unit: str | None) -> PrintedAmount | None:
    if cell is None or is_blank_amount(cell.text):
        return None
    amount = read_amount(cell.text)
    return PrintedAmount(
        cell.text,
        amount.value if amount else None,
        (amount.money_unit if amount else None) or unit,
        cell.locator,
    )


def _text(cell: Cell | None) -> str | None:
    return None if cell is None or is_blank_amount(cell.text) else cell.text
