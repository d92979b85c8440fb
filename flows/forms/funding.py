"""Money lines of a form: a label beside its amount, or a table with columns for budget, execution and rate."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flows.forms.amounts import read_amount
from flows.forms.model import FundingLine, LineRole, PrintedAmount
from flows.labels import Label, is_blank_amount
from flows.readers import Cell

_MAKE_A_MEASURE_HEADER = {"executed", "rate"}
_MEASURES_OF_OTHER_BLOCKS = {
    ("money", "total"): "amount",
    ("column", "points"): "points",
    ("column", "score"): "score",
}


class FundingLines:
    """Collects the money lines of one form."""

    def __init__(self, leave_out: Callable[[Cell], None]) -> None:
        self._leave_out = leave_out
        self._lines: list[FundingLine] = []
        self._measures: dict[int, str] = {}  # grid column → amount, initial, executed, rate, points, score
        self._total_columns: dict[str, int] = {}  # role of a total → grid column of its label
        self._tasks: dict[int, Label] = {}  # grid column → label, in a table of a department's tasks
        self.execution_points: str | None = None

    def lines(self) -> tuple[FundingLine, ...]:
        """All lines in printed order."""
        return tuple(self._lines)

    def take_amount(self, label: str, role: str, value: Cell, column: int) -> None:
        """A line whose only amount stands beside or below its label, which stands in a grid column.

        Where the money of the whole project (项目资金总额) and the year's (年度资金申请总额) head columns side by side, the
        lines below the former are parts of it.
        """
        if role in ("total", "project_total"):
            self._total_columns[role] = column
        elif self._total_columns.get("project_total") == column and "total" in self._total_columns:
            role = "project_part"
        self._append(label, role, {"amount": value}, value.locator)

    def take_row(self, row: tuple[Cell, ...], labels: list[Label | None]) -> bool:
        """Read a row of a table of money; False where the row is none."""
        if measures := _measure_columns(row, labels):
            self._measures, self._tasks = measures, {}
            return True
        if tasks := _task_columns(row, labels):
            self._tasks, self._measures = tasks, {}
            return True
        if self._tasks:
            return self._take_task(row, labels)
        return bool(self._measures) and self._take_measures(row, labels)

    def _take_measures(self, row: tuple[Cell, ...], labels: list[Label | None]) -> bool:
        own_row = max(cell.row for cell in row)
        named = next(
            (
                (cell, label)
                for cell, label in zip(row, labels, strict=True)
                if cell.text and cell.row == own_row and cell.column not in self._measures
                if label is None or label.block != "frame"
            ),
            None,
        )
        cells = {self._measures[cell.column]: cell for cell in row if cell.column in self._measures}
        if (note := cells.get("aside")) and note.row == own_row:
            self._leave_out(note)
        if named is None or (named[1] and named[1].block != "money") or len(cells) < len(self._measures):
            self._measures = {}
            return False
        cell, label = named
        self._append(cell.text, label.field if label else "source", cells, cell.locator)
        return True

    def _append(self, label: str, role: str, cells: dict[str, Cell], locator: str) -> None:
        # 年度财政资金总额 is the year's money and all of it fiscal.
        for each in ("total", "fiscal") if role == "total_fiscal" else (role,):
            self._lines.append(_line(label, each, cells, locator, self.execution_points))

    def _take_task(self, row: tuple[Cell, ...], labels: list[Label | None]) -> bool:
        """任务名称 | 主要内容 | 总额 | 财政拨款 | 其他资金, and a last row with the sums."""
        values = {self._tasks[cell.column].field: cell for cell in row if cell.column in self._tasks}
        total_label = next(
            (cell for cell, label in zip(row, labels, strict=True) if label and label.block == "money"), None
        )
        if total_label is not None:
            for role in ("total", "fiscal", "other"):
                if role in values:
                    self.take_amount(total_label.text, role, values[role], values[role].column)
            self._tasks = {}
            return True
        task = values.get("task")
        if task is None or not task.text or "total" not in values:
            self._tasks = {}
            return False
        self.take_amount(task.text, "task", values["total"], task.column)
        for field, cell in values.items():
            if field not in ("task", "total"):
                self._leave_out(cell)  # what the task is about, and how its money is made up
        return True


def _measure_columns(row: tuple[Cell, ...], labels: list[Label | None]) -> dict[int, str]:
    """The columns of a row such as 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分; {} for any other row."""
    measures: dict[int, str] = {}
    for cell, label in zip(row, labels, strict=True):
        if label is None:
            if cell.text:
                return {}
        elif label.block == "measure":
            measures[cell.column] = label.field
        elif (label.block, label.field) in _MEASURES_OF_OTHER_BLOCKS and "amount" not in measures.values():
            measures[cell.column] = _MEASURES_OF_OTHER_BLOCKS[label.block, label.field]
        elif label.block == "column":
            measures[cell.column] = _MEASURES_OF_OTHER_BLOCKS.get((label.block, label.field), "aside")
        elif label.field == "aside":
            measures[cell.column] = "aside"
    return measures if _MAKE_A_MEASURE_HEADER & set(measures.values()) else {}


def _task_columns(row: tuple[Cell, ...], labels: list[Label | None]) -> dict[int, Label]:
    """The columns of a row such as 任务名称 | 主要内容 | 总额 | 财政拨款 | 其他资金; {} for any other row."""
    if any(label is None and cell.text for cell, label in zip(row, labels, strict=True)):
        return {}
    columns = {
        cell.column: label
        for cell, label in zip(row, labels, strict=True)
        if label is not None and (label.block == "money" or label.field in ("task", "aside"))
    }
    return columns if any(label.field == "task" for label in columns.values()) else {}


def _line(
    label: str, role: str, cells: dict[str, Cell], locator: str, execution_points: str | None = None
) -> FundingLine:
    points = _text(cells.get("points"))
    return FundingLine(
        label=label,
        role=cast("LineRole", role),
        amount=_amount(cells.get("amount")),
        initial=_amount(cells.get("initial")),
        executed=_amount(cells.get("executed")),
        execution_rate=_text(cells.get("rate")),
        points=points or (execution_points if role == "total" else None),
        score=_text(cells.get("score")),
        locator=cells["amount"].locator if "amount" in cells else locator,
    )


def _amount(cell: Cell | None) -> PrintedAmount | None:
    if cell is None or is_blank_amount(cell.text):
        return None
    amount = read_amount(cell.text)
    return PrintedAmount(
        cell.text, amount.value if amount else None, amount.money_unit if amount else None, cell.locator
    )


def _text(cell: Cell | None) -> str | None:
    return None if cell is None or is_blank_amount(cell.text) else cell.text
