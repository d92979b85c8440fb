"""A wide table with levels as columns: a row a project, below 数量指标 its indicator of that kind with the target."""

from __future__ import annotations

from dataclasses import dataclass

from flows.forms.cells.one_cell import indicator_of_text, split_name_and_target
from flows.forms.model import Place, PrintedText
from flows.forms.open_document import OpenDocument
from flows.forms.open_form import OpenForm
from flows.forms.regions.grid import Row, covers, rows_from
from flows.forms.regions.sums import is_sum
from flows.forms.regions.values import note_label, take_value
from flows.labels import (
    Label,
    find_certain_label,
    find_label,
    is_blank_amount,
    is_filler,
    is_level,
    is_level1,
    may_be_level2,
)
from flows.readers import Cell

_NAMES = ("project", "unit_or_project")
_LEVELS = 3  # columns that a header has at least


@dataclass(frozen=True, slots=True)
class _Indicators:
    """A column of indicators of one level; `target` is the column of their targets, if that is not the same."""

    level1: str | None
    level2: str | None
    target: int | None = None


Labels = dict[int, tuple[Cell, Label]]


def take_level_columns(document: OpenDocument, rows: list[Row], place: int) -> int:
    """Read the table whose header begins at `place`; returns how many rows it has, 0 if there is none."""
    found = _header(rows, place) if len(rows[place].texts) >= _LEVELS - 1 else None
    if found is None:
        return 0
    height, levels, labels = found
    for row in rows[place : place + height]:
        document.account.use(*row.own)
    count = height
    for row in rows_from(rows, place + height):
        cells = {cell.column: cell for cell in row.cells}
        if not set(labels) <= cells.keys():
            break
        _take_row(document, row, levels, labels, cells)
        count += 1
    return count


def _header(rows: list[Row], place: int) -> tuple[int, dict[int, _Indicators], Labels] | None:
    row = rows[place]
    below = rows[place + 1] if place + 1 < len(rows) else None
    groups = [cell for cell in row.own if is_level(cell.text)]
    if len(groups) < _LEVELS - 1:
        return None
    labels = {
        cell.column: (cell, label)
        for cell in row.own
        if (label := find_label(cell.text)) is not None and label.field("form", "money")
    }
    if not any(label.field("form") in _NAMES for _, label in labels.values()):
        return None
    if below is not None and (named := _with_targets(groups, below)):
        return 2, named, labels
    if below is not None and all(is_level(cell.text) for cell in below.texts) and len(below.texts) >= _LEVELS:
        above = {
            cell.column: next((group.text for group in groups if covers(group, cell.column)), None)
            for cell in below.texts
        }
        return 2, {cell.column: _Indicators(above[cell.column], cell.text) for cell in below.texts}, labels
    if len(groups) < _LEVELS:
        return None
    return 1, {cell.column: _of_level(cell.text) for cell in groups}, labels


def _of_level(text: str, target: int | None = None) -> _Indicators:
    is_first = is_level1(text) and not may_be_level2(text)
    return _Indicators(text if is_first else None, None if is_first else text, target)


def _with_targets(groups: list[Cell], below: Row) -> dict[int, _Indicators] | None:
    """指标名称 | 指标值 below each level; None if a level has not just these two."""
    found: dict[int, _Indicators] = {}
    for group in groups:
        fields = {
            label.field("column"): cell.column
            for cell in below.texts
            if covers(group, cell.column) and (label := find_certain_label(cell.text)) is not None
        }
        if fields.keys() != {"level3", "target"}:
            return None
        found[fields["level3"]] = _of_level(group.text, fields["target"])
    return found


def _take_row(
    document: OpenDocument, row: Row, levels: dict[int, _Indicators], labels: Labels, cells: dict[int, Cell]
) -> None:
    first = find_label(row.texts[0].text) if row.texts else None
    if not row.texts or (first is not None and is_sum(first)):
        document.leave_out(row.own, "context")
        return
    has_indicator = any(cells[column].text for column in levels if column in cells)
    if not has_indicator:
        unit = row.texts[0]
        document.end_form()
        document.set_context(unit=PrintedText(unit.text, unit.locator))
        document.account.use(unit)
        document.leave_out(row.own, "context")
        return
    names = [cells[column] for column, (_, label) in labels.items() if label.field("form") in _NAMES]
    # A project goes on in the rows that its cells are merged over, or that name no other.
    if document.open is None or any(cell.text and cell.row == row.number for cell in names):
        document.end_form()
        _begin(document.form_at(row.own[0].locator), labels, cells)
    form = document.form_at(row.own[0].locator)
    for column, level in levels.items():
        cell = cells.get(column)
        if cell is not None and cell.row == row.number:
            _take_indicator(form, level, cell, None if level.target is None else cells.get(level.target))
    form.account.close(row.own, "indicator_row")


def _begin(form: OpenForm, labels: Labels, cells: dict[int, Cell]) -> None:
    form.has_header = True
    for column, (printed, label) in labels.items():
        cell = cells[column]
        note_label(form, label)
        if label.field("form") == "unit_or_project":
            form.take("project", cell, printed.text)
        else:
            take_value(form, printed, label, cell)


def _take_indicator(form: OpenForm, level: _Indicators, cell: Cell, target: Cell | None) -> None:
    if not cell.text or (target is not None and not target.text):
        return  # what stands alone of the two is rejected with the row
    if is_blank_amount(cell.text) or is_filler(cell.text):
        form.account.leave_out(cell, "filler")
        if target is not None and (is_blank_amount(target.text) or is_filler(target.text)):
            form.account.leave_out(target, "filler")
        return
    form.account.use(cell)
    if target is not None:
        form.account.use(target)
        read = indicator_of_text(level.level1, level.level2, cell.text, target.text, cell.locator)
        places = (Place("level3", cell.locator, cell.text), Place("target", target.locator, target.text))
        form.indicators.add(read._replace(locator=target.locator, places=places))
        return
    name, printed = split_name_and_target(cell.text)
    read = indicator_of_text(level.level1, level.level2, name, printed, cell.locator)
    # If nothing shows the end of the name, the whole text is both, and a person should look.
    doubts = ("level3", "target_text") if name == printed else ()
    form.indicators.add(read._replace(needs_review=doubts))
