"""A wide table with levels as columns: a row a project, below 数量指标 its indicator of that kind with the target."""

from __future__ import annotations

from flows.forms.cells.one_cell import indicator_of_text, split_name_and_target
from flows.forms.model import PrintedText
from flows.forms.open_document import OpenDocument
from flows.forms.regions.grid import Row, covers
from flows.forms.regions.pairs import note_label, take_value
from flows.forms.regions.sums import is_sum
from flows.labels import Label, find_label, is_blank_amount, is_filler, is_level
from flows.readers import Cell

_LEVELS = 3  # columns that a header has at least


def take_level_columns(document: OpenDocument, rows: list[Row], place: int) -> int:
    """Read the table whose header begins at `place`; returns how many rows it has, 0 if there is none."""
    found = _header(rows, place)
    if found is None:
        return 0
    height, levels, labels = found
    for row in rows[place : place + height]:
        document.account.use(*row.own)
    count = height
    for row in rows[place + height :]:
        cells = {cell.column: cell for cell in row.cells}
        if not set(labels) <= cells.keys():
            break
        _take_row(document, row, levels, labels, cells)
        count += 1
    return count


def _header(
    rows: list[Row], place: int
) -> tuple[int, dict[int, tuple[str | None, str]], dict[int, tuple[Cell, Label]]] | None:
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
    if not any(label.field("form") in ("project", "unit_or_project") for _, label in labels.values()):
        return None
    if below is not None and all(is_level(cell.text) for cell in below.texts) and len(below.texts) >= _LEVELS:
        levels = {
            cell.column: (
                next((group.text for group in groups if covers(group, cell.column)), None),
                cell.text,
            )
            for cell in below.texts
        }
        return 2, levels, labels
    return (
        (1, {cell.column: (None, cell.text) for cell in groups}, labels) if len(groups) >= _LEVELS else None
    )


def _take_row(
    document: OpenDocument,
    row: Row,
    levels: dict[int, tuple[str | None, str]],
    labels: dict[int, tuple[Cell, Label]],
    cells: dict[int, Cell],
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
    document.end_form()
    form = document.form_at(row.own[0].locator)
    form.has_header = True
    for column, (printed, label) in labels.items():
        cell = cells[column]
        note_label(form, label)
        if label.field("form") == "unit_or_project":
            form.take("project", cell, printed.text)
        else:
            take_value(form, printed, label, cell)
    for column, (level1, level2) in levels.items():
        cell = cells.get(column)
        if cell is None or not cell.text:
            continue
        if is_blank_amount(cell.text) or is_filler(cell.text):
            form.account.leave_out(cell, "filler")
            continue
        form.account.use(cell)
        name, target = split_name_and_target(cell.text)
        row_read = indicator_of_text(level1, level2, name, target, cell.locator)
        # Where nothing shows the end of the name, the whole text is both, and a person should look.
        doubts = ("level3", "target_text") if name == target else ()
        form.indicators.add(row_read._replace(needs_review=doubts))
    form.account.close(row.own, "indicator_row")
