"""What kind of table or row one is: of a form, or another (收支总表, navigation, layout)."""

from __future__ import annotations

from itertools import pairwise

from flows.forms.cells.amounts import is_amount
from flows.forms.cells.inline import inline_pairs
from flows.forms.open_form import BEGIN_A_FORM, OBJECTIVES, OpenForm
from flows.forms.regions.columns import Columns
from flows.forms.regions.grid import Row, end_of
from flows.forms.regions.header import find_header
from flows.labels import find_certain_label, find_label, form_kind, is_level, numbers_a_level
from flows.readers import Cell, Table

_MAKE_A_FORM = {
    *BEGIN_A_FORM,
    "objective",
    "objective_initial",
    "objective_overall",
    "objective_mid_term",
    "objective_actual",
    "purpose",
    "total_score",
    "unit_or_project",
    "task",
    "contact",
    "aside",
}
_ROWS_OF_A_TITLE = 5


def has_title(rows: list[Row]) -> bool:
    """Whether the first rows have the title of a form."""
    return any(form_kind(cell.text) for row in rows[:_ROWS_OF_A_TITLE] for cell in row.texts)


def is_of_a_form(table: Table) -> bool:
    """Whether a table has a label of a form, or a title; else it is layout, navigation or a footer."""
    for cell in table.cells:
        label = find_label(cell.text)
        if label is not None and (label.meanings or label.inferred):
            return True
        if form_kind(cell.text) or inline_pairs(cell.text):
            return True
    return False


def makes_a_form(rows: list[Row]) -> bool:
    """Whether a table has a label that only forms have, a title, or the header of indicators."""
    if find_header(rows, 0, {}, None) is not None:
        return True
    for row in rows:
        for label in row.labels:
            if label is not None and (label.field("form") or label.guess("form")) in _MAKE_A_FORM:
                return True
    if any(form_kind(cell.text) or inline_pairs(cell.text) for row in rows for cell in row.texts):
        return True
    return any(find_header(rows, place, {}, None) for place in range(1, len(rows)))


def heads_other_rows(row: Row) -> bool:
    """Whether more than half of a row's texts, and three at least, are labels: the header of a matrix of money."""
    return row.label_count > max(2, len(row.texts) // 2)


def begins_a_form(texts: list[Cell]) -> bool:
    """Whether a row has a label that the beginning of a form has."""
    return any(
        label.field("form") in BEGIN_A_FORM for cell in texts if (label := find_certain_label(cell.text))
    )


def is_plain_row(columns: Columns, row: Row) -> bool:
    """Most rows below a header: a known level, or a cell right of the levels, and as many cells as columns."""
    texts = row.texts
    if len(texts) < 2:  # noqa: PLR2004
        return False
    first = texts[0]
    if columns.fields.get(first.column) not in ("level1", "level2") or not is_level(first.text):
        return False
    # 预算执行 names a level, and may stand beside the header of the money.
    return find_label(first.text) is None or not heads_other_rows(row)


def reaches_over_names_and_target(columns: Columns, cell: Cell) -> bool:
    """Whether a cell covers a column of levels or names and that of the targets: no indicator has such a cell."""
    covered = {name for column, name in columns.fields.items() if cell.column <= column < end_of(cell)}
    return bool(covered & {"level1", "level2", "level3"}) and bool(covered & {"target", "actual"})


def is_level_of_its_own(columns: Columns, rows: list[Row], place: int, *, is_grid: bool) -> bool:
    """Whether a numbered text alone in its row is a level 1 that nobody knows (一、履职效果), above rows of levels 2."""
    names = columns.fields.values()
    text = rows[place].texts[0].text
    below = rows[place + 1] if place + 1 < len(rows) else None
    return (
        "level1" not in names
        and "level2" in names
        and below is not None
        and len(below.texts) > 1
        and numbers_a_level(text)
        and not (is_grid and len(below.cells) < len(columns.starts))
    )


def resumes(columns: Columns, row: Row) -> bool:
    """Whether the indicators above go on below a row of another kind: a known level, and the header's cells."""
    has_shape = all(cell.column in columns.fields for cell in row.own) and len(row.cells) >= len(
        columns.starts
    )
    return has_shape and not columns.is_wide and is_plain_row(columns, row)


def begins_with_a_header(rows: list[Row]) -> bool:
    """Whether a table begins with indicators, or, below its title, with the header of many projects.

    Its first rows may be of the project above.
    """
    headers = (find_header(rows, place, {}, None) for place in range(min(4, len(rows))))
    return any(header is not None and (header.is_wide or place == 0) for place, header in enumerate(headers))


def has_a_meaning(cell: Cell) -> bool:
    """Whether a cell is a label of a field; 总体工作完成率 has only words that labels consist of."""
    label = find_certain_label(cell.text)
    return label is not None and bool(label.meanings)


def is_above_a_title(rows: list[Row], place: int) -> bool:
    """Whether a title stands below a row, before any indicators: the row belongs to the form of that title."""
    for below in range(place + 1, min(place + 8, len(rows))):
        texts = rows[below].texts
        if texts and form_kind(texts[0].text) is not None:
            return True
        if find_header(rows, below, {}, None) is not None:
            return False
    return False


def says_again(form: OpenForm, row: Row) -> bool:
    """Whether a row below indicators says the objective or the budget of a form that has another one: it is the next's."""
    if not form.indicators.has_rows:
        return False
    for cell, value in pairwise(row.texts):
        label = find_certain_label(cell.text)
        if label is None:
            continue
        known = form.fields.get(label.field("form") or "")
        if label.field("form") in OBJECTIVES and known is not None and known.text != value.text:
            return True
        is_total = label.concept in ("budget", "sum") and label.field("money") == "total"
        if is_total and is_amount(value.text) and form.money.has_another_total(value.text):
            return True
    return False
