"""A matrix of money: 年度资金总额, 财政拨款 … against 年初预算数, 全年预算数, 执行数, 分值, 得分; either way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.forms.account import unknown_header, unknown_label
from flows.forms.cells.amounts import is_amount
from flows.forms.open_form import OpenForm
from flows.forms.readings.money import reviewed
from flows.forms.regions.frames import Frames
from flows.forms.regions.grid import Row, end_of
from flows.forms.regions.header import find_header
from flows.forms.regions.matrix_header import (
    SOURCES,
    TASKS,
    Heads,
    find_heads,
    is_of_another_year,
    tied_measures,
)
from flows.forms.regions.values import note_label
from flows.labels import Label, find_certain_label, find_label
from flows.readers import Cell


def take_matrix(form: OpenForm, rows: list[Row], place: int, frames: Frames) -> int:
    """Read the matrix whose header is the row at `place`; returns how many rows it has, 0 if there is none."""
    if rows[place].label_count < 2:  # noqa: PLR2004
        return 0
    items = [cell for cell in rows[place].own if not frames.holds(cell)]
    heads = find_heads(form, rows, place, items)
    if heads is None:
        return 0
    body: Iterable[Row] = _before_a_header(rows, place + heads.height, frames.end)
    if heads.kind == "roles":
        body = list(body)
        heads.tied = tied_measures(heads, body)
    count = heads.height
    taken = 0
    for row in body:
        if not _take_row(form, heads, row, is_first=taken == 0):
            break
        taken += 1
        count += 1
    if not taken:
        return 0
    for cell in heads.cells:
        if heads.columns.get(cell.column) == "aside":
            form.account.leave_out(cell, "aside")
    form.account.use(*heads.cells)
    _note_labels(form, heads)
    return count


def _note_labels(form: OpenForm, heads: Heads) -> None:
    for cell in heads.cells:
        label = find_label(cell.text)
        note_label(form, label)
        if label is not None and label.concept == "score" and label.points:
            form.money.execution_points = form.money.execution_points or label.points  # 得分（10分）


def _before_a_header(rows: list[Row], place: int, end: int | None) -> Iterator[Row]:
    """The rows from `place` to the header of an indicator table, or to the grid row `end`."""
    for number in range(place, len(rows)):
        if find_header(rows, number, {}, None) is not None or (
            end is not None and rows[number].number >= end
        ):
            return
        yield rows[number]


def _take_row(form: OpenForm, heads: Heads, row: Row, *, is_first: bool) -> bool:
    """Read one row of a matrix; False if it is none of it."""
    values = {cell.column: cell for cell in row.own if cell.column in heads.columns}
    if heads.kind == "tasks":
        return _take_task(form, heads, row, values)
    named = next((cell for cell in row.own if cell.text and end_of(cell) <= heads.first), None)
    label = find_label(named.text) if named is not None else None
    begins = row.own[0]
    if not _has_the_shape(heads, values) or (
        named is None and begins.column < heads.first and end_of(begins) > heads.first
    ):
        return False
    if (
        label is not None
        and label.is_certain
        and label.field("money", "measure") is None
        and label.field("form")
        and not (heads.kind == "roles" and is_of_another_year(label))
    ):
        return False
    if named is None and not any(cell.text for cell in values.values()):
        return True
    if heads.kind == "roles":
        return _take_measures_of_roles(form, heads, named, label, values)
    _take_measures(form, heads, named, label, values, is_first=is_first)
    return True


def _has_the_shape(heads: Heads, values: dict[int, Cell]) -> bool:
    """Whether cells stand below the measures, and none of them is a label."""
    return (
        bool(values)
        and len(values) >= min(2, len(heads.columns))
        and any(
            measure not in ("", "aside") and column in values for column, measure in heads.columns.items()
        )
        and all(_fits(heads.columns[column], cell) for column, cell in values.items())
    )


def _fits(measure: str, cell: Cell) -> bool:
    if measure in ("", "aside", "points", "score"):
        return measure not in ("points", "score") or find_certain_label(cell.text) is None
    return find_certain_label(cell.text) is None


def _take_measures(
    form: OpenForm,
    heads: Heads,
    named: Cell | None,
    label: Label | None,
    values: dict[int, Cell],
    *,
    is_first: bool,
) -> None:
    role = _role_of(form, label)
    form.doubts += [reviewed(measure) for measure in sorted(heads.inferred)]
    if named is None:
        role = "total" if is_first and not form.money.has_total else None
        if role is None:
            for cell in values.values():
                form.account.reject("amount", cell, "the row of the table of money has no label")
            return
        form.doubts.append("budget")
        sources = _sources_among_measures(heads, values)
        values = {column: cell for column, cell in values.items() if column not in sources}
    else:
        sources = {}
        form.account.use(named)
        note_label(form, label)
    cells: dict[str, Cell] = {}
    others: list[str] = []
    for column, cell in values.items():
        measure = heads.columns[column]
        if measure == "aside":
            form.account.leave_out(cell, "aside")
        elif measure:
            cells[measure] = cell
        elif cell.text:
            form.account.reject("amount", cell, unknown_header(heads.printed[column], "measure"))
            others.append(cell.text)
    if "amount" in cells and any(is_amount(text) and text != cells["amount"].text for text in others):
        form.doubts.append(reviewed(role or "source"))  # 本次 | 上会数: nobody knows which of them holds
    unit = (label.money_unit if label else None) or next(filter(None, heads.units.values()), None)
    _add_line(form, named or next(iter(values.values()))._replace(text=""), role or "source", cells, unit)
    for printed, part, measure, cell in sources.values():
        form.money.add(printed, part, {measure: cell}, cell.locator, unit)


def _role_of(form: OpenForm, label: Label | None) -> str | None:
    """Whose money a row is of; a guess, to be looked at, if no other row is of that."""
    if label is None:
        return None
    role, guess = label.field("money") if label.is_certain else None, label.guess("money")
    if role is None and guess and not form.money.has_role(guess):
        form.doubts.append(reviewed(guess))
        return guess
    return role


def _sources_among_measures(heads: Heads, values: dict[int, Cell]) -> dict[int, tuple[str, str, str, Cell]]:
    """年初预算数 | 其中：财政拨款 | 执行数 over one row without a label: a source is part of the amount left of it.

    Column → what is printed over it, whose money it is, of which measure, and its cell.
    """
    found: dict[int, tuple[str, str, str, Cell]] = {}
    measure = None
    for column, known in sorted(heads.columns.items()):
        label = heads.labels.get(column)
        role = label.field("money") if label is not None and label.is_certain and not known else None
        if known:
            measure = known if known in ("initial", "amount") else None
        elif role in SOURCES and measure and column in values:
            found[column] = (heads.printed[column], role, measure, values[column])
    return found


def _add_line(form: OpenForm, named: Cell, role: str, cells: dict[str, Cell], unit: str | None) -> None:
    """The amounts of a row; 项目总投资 | 2025年度安排 are the money of all years beside the year's, source by source."""
    if (of_project := cells.pop("project_total", None)) is not None:
        whole = "project_total" if role == "total" else "project_part"
        form.money.add(named.text, whole, {"amount": of_project}, of_project.locator, unit)
    form.money.add(named.text, role, cells, named.locator, unit)


def _take_measures_of_roles(
    form: OpenForm, heads: Heads, named: Cell | None, label: Label | None, values: dict[int, Cell]
) -> bool:
    measure = (label.field("measure") or label.guess("measure")) if label is not None else None
    if named is not None and label is not None and is_of_another_year(label):
        for cell in (named, *values.values()):
            form.account.leave_out(cell, "aside")
        return True
    if named is None or measure is None or label is None:
        return False
    if not label.meanings and measure in heads.tied:
        form.account.use(named)
        for cell in values.values():
            form.account.reject("amount", cell, unknown_label(named.text))
        return True
    form.doubts += [reviewed(measure)] if not label.meanings else []
    form.doubts += [
        reviewed(heads.columns[column]) for column, one in heads.labels.items() if one and not one.meanings
    ]
    form.account.use(named)
    note_label(form, label)
    form.money.turned(
        measure, {heads.printed[column]: (heads.columns[column], cell) for column, cell in values.items()}
    )
    return True


def _take_task(form: OpenForm, heads: Heads, row: Row, values: dict[int, Cell]) -> bool:
    """A task with its money, or the row of sums, which is the form's money."""
    total = next(
        (
            cell
            for cell in row.own
            if (label := find_certain_label(cell.text))
            and label.concept in ("sum", "")
            and label.field("money") == "total"
        ),
        None,
    )
    name = next((cell for column, cell in values.items() if heads.columns[column] in TASKS), None)
    is_cost = "cost_item" in heads.columns.values()
    if total is not None:
        form.account.use(total)
        for column, cell in values.items():
            role = heads.columns[column]
            if column < total.column:
                continue
            if role in ("total", "fiscal", "other", "source"):
                form.money.add(total.text, role, {"amount": cell}, cell.locator, heads.units[column])
            else:
                form.account.leave_out(cell, "aside")
        return True
    money = next(
        (
            cell
            for column, cell in values.items()
            if heads.columns[column] == "total" and (name is None or column > name.column)
        ),
        None,
    )
    if name is None or not name.text or money is None:
        return False
    # 其他支出 is a label elsewhere; here it stands in the column of names, with its money.
    is_label = find_certain_label(name.text) is not None
    if is_label and not (is_cost and is_amount(money.text) and row.texts[0] is name):
        return False
    if is_cost:
        form.account.leave_out(name, "aside")
        form.account.leave_out(money, "aside")
    else:
        form.account.use(name)
        unit = next((unit for unit in heads.units.values() if unit), None)
        form.money.add(name.text, "task", {"amount": money}, money.locator, unit, name)
    for cell in values.values():
        form.account.leave_out(cell, "aside")
    return True
