"""The execution of the budget as a row of an indicator table: 预算执行（10分） | 预算执行率 | 97.40% | 10 | 9.74."""

from __future__ import annotations

from collections.abc import Mapping

from flows.forms.open_form import OpenForm
from flows.forms.regions.columns import Columns
from flows.forms.regions.grid import Row
from flows.forms.regions.kinds import reaches_over_names_and_target
from flows.labels import find_certain_label
from flows.readers import Cell

_MEASURES = {"actual": "rate", "points": "points", "score": "score"}


def take_execution_row(form: OpenForm, columns: Columns, row: Row) -> bool:
    """Take rate, points and score of a row that is the form's execution; False if it is an indicator.

    预算执行率 below 产出指标 or 管理效率 is an indicator: the row's first level must itself be the execution.
    """
    cells = {columns.fields[cell.column]: cell for cell in row.own if columns.fields.get(cell.column)}
    level = row.texts[0] if _is_across(columns, row) else _level_of_execution(cells)
    if level is None:
        return False
    for name, measure in _MEASURES.items():
        if name in cells and cells[name].text:
            form.money.take_pair(level.text, "total", measure, cells[name], cells[name].column, None)
    for cell in row.own:
        form.account.leave_out(cell, "aside")
    return True


def _level_of_execution(cells: Mapping[str, Cell]) -> Cell | None:
    """The first level, if it is the execution and has a score and a name below it that is, too."""
    level = cells.get("level1")
    if level is None or "score" not in cells or not _is_execution(level) or level.row_span > 1:
        return None
    names = [cells[name] for name in ("level2", "level3") if name in cells]
    return level if any(map(_is_execution, names)) else None


def _is_across(columns: Columns, row: Row) -> bool:
    """Whether 预算执行率 stands across levels, name and target, and nothing but a rate, points and a score beside it."""
    first, *others = row.texts
    return (
        _is_execution(first)
        and reaches_over_names_and_target(columns, first)
        and bool(others)
        and all(columns.fields.get(cell.column) in _MEASURES for cell in others)
    )


def _is_execution(cell: Cell) -> bool:
    label = find_certain_label(cell.text)
    return label is not None and label.field("measure") in ("executed", "rate")
