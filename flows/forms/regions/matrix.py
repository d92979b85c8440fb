"""A matrix of money: 年度资金总额, 财政拨款 … against 年初预算数, 全年预算数, 执行数, 分值, 得分; either way round."""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.forms.account import unknown_header, unknown_label
from flows.forms.cells.amounts import is_amount
from flows.forms.open_form import OpenForm
from flows.forms.readings.money import reviewed
from flows.forms.regions.frames import Frames
from flows.forms.regions.grid import Row, end_of
from flows.forms.regions.pairs import note_label
from flows.labels import Label, find_certain_label, find_label, is_blank_amount
from flows.readers import Cell

_MAKE_A_MATRIX = {"initial", "executed", "rate", "amount", "executed_so_far", "rate_so_far", "forecast"}
_TASKS = {"task", "cost_item"}
_SOURCES = {"fiscal", "other", "source"}
_MEASURES = {"initial", "executed", "rate", "points", "score", "executed_so_far", "rate_so_far", "forecast"}


@dataclass(slots=True)
class _Heads:
    """The header of a matrix: grid column → what the column holds."""

    columns: dict[int, str] = field(default_factory=dict)
    labels: dict[int, Label | None] = field(default_factory=dict)
    printed: dict[int, str] = field(default_factory=dict)
    units: dict[int, str | None] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    first: int = 0
    height: int = 1
    inferred: set[str] = field(default_factory=set)
    tied: set[str] = field(default_factory=set)
    """Measures that the labels of several rows name, or could."""
    kind: str = "measures"  # measures, roles (turned by 90 degrees), tasks


def take_matrix(form: OpenForm, rows: list[Row], place: int, frames: Frames) -> int:
    """Read the matrix whose header is the row at `place`; returns how many rows it has, 0 if there is none."""
    items = [cell for cell in rows[place].own if not frames.holds(cell)]
    heads = _heads(form, rows, place, items)
    if heads is None:
        return 0
    body = [row for row in rows[place + heads.height :] if frames.end is None or row.number < frames.end]
    if heads.kind == "roles":
        heads.tied = _tied_measures(heads, body)
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
    for cell in heads.cells:
        note_label(form, find_label(cell.text))
    return count


def _heads(form: OpenForm, rows: list[Row], place: int, items: list[Cell]) -> _Heads | None:
    below = rows[place + 1] if place + 1 < len(rows) else None
    texts = [cell for cell in items if cell.text]
    if below is None or len(texts) < 2 or any(is_amount(cell.text) for cell in texts):  # noqa: PLR2004
        return None
    labels = {cell.column: find_label(cell.text) for cell in texts}
    known = [label for label in labels.values() if label is not None and (label.is_certain or label.inferred)]
    if len(known) < 2:  # noqa: PLR2004
        return None
    if tasks := _of_tasks(rows, place, items):
        return tasks
    # 年度资金总额 is a row and a column: what stands beside it tells which way round the matrix is.
    sources = [label for label in known if (label.field("money") or label.guess("money")) in _SOURCES]
    if sources and not any(
        (label.field("measure") or label.guess("measure")) in _MEASURES for label in known
    ):
        return _of_roles(items, labels, below)
    return _of_measures(form, items, labels, below)


def _of_measures(
    form: OpenForm, items: list[Cell], labels: dict[int, Label | None], below: Row
) -> _Heads | None:
    """Columns of measures; the first column without one names the rows."""
    under = {cell.column: cell for cell in below.own}
    heads = _Heads(cells=[cell for cell in items if cell.text])
    years = {label.year for label in labels.values() if label and label.year}
    this_year = form.year or max(years, default=None)
    for cell in items:
        label = labels.get(cell.column)
        value = under.get(cell.column)
        if not cell.text or (not heads.columns and _is_corner(label, value, below)):
            continue
        heads.labels[cell.column] = label
        heads.printed[cell.column] = "".join(cell.text.split())
        heads.units[cell.column] = label.money_unit if label else None
        measure = _measure_of(label)
        if label is not None and label.year and label.year != this_year:
            measure = "aside"
        heads.columns[cell.column] = (
            measure if measure not in heads.columns.values() or measure in ("", "aside") else ""
        )
    _infer_measures(heads)
    found = {measure for measure in heads.columns.values() if measure in _MAKE_A_MATRIX}
    if not found or (found == {"amount"} and len(heads.columns) < 3 and not _names_amounts(heads, below)):  # noqa: PLR2004
        return None
    heads.first = min(heads.columns)
    has_row_labels = any(cell.text and end_of(cell) <= heads.first for cell in below.own)
    is_alone = not has_row_labels and heads.first == items[0].column
    return None if is_alone and len(found) < 2 else heads  # noqa: PLR2004


def _names_amounts(heads: _Heads, below: Row) -> bool:
    """Whether the row below a single column of amounts (资金来源 | 金额) begins with a source and has an amount there."""
    if not below.texts or len(below.texts) < 2:  # noqa: PLR2004
        return False
    name, amount = below.texts[:2]
    label = find_certain_label(name.text)
    return (
        label is not None
        and label.field("money") is not None
        and heads.columns.get(amount.column) == "amount"
        and is_amount(amount.text)
    )


def _is_corner(label: Label | None, value: Cell | None, below: Row) -> bool:
    """Whether a cell left of the measures heads none of them: no value stands below it, or nothing below no measure.

    What certainly heads a measure heads any text that is no label: 若干万元 is an amount that cannot be read.
    """
    if (
        value is not None
        and value.text
        and _measure_of(label) in _MEASURES
        and find_label(value.text) is None
    ):
        return False
    if value is None or not _is_value_cell(value, below):
        return True
    return not value.text and not _measure_of(label) and (label is None or not label.guess("measure"))


def _infer_measures(heads: _Heads) -> None:
    """A column whose label has a word that nobody knows is of the measure that its head names, if no other column is."""
    guesses = {
        column: label.guess("measure")
        for column, label in heads.labels.items()
        if label is not None and not heads.columns[column]
    }
    for column, guess in guesses.items():
        if guess and guess not in heads.columns.values() and list(guesses.values()).count(guess) == 1:
            heads.columns[column] = guess
            heads.inferred.add(guess)


def _measure_of(label: Label | None) -> str:
    if label is None or label.unknown:
        return "aside" if label is not None and label.field("form") == "aside" else ""
    measure = label.field("measure")
    if measure is not None:
        return measure
    return "aside" if label.field("form", "column") is not None else ""


def _is_value_cell(cell: Cell | None, below: Row) -> bool:
    """Whether a cell below a header holds an amount, a rate, a mark for nothing, or nothing right of the row's label."""
    if cell is None:
        return False
    first = next((one for one in below.texts if one.column > cell.column), None)
    if not cell.text and first is not None and below.texts[0] is first and find_label(first.text) is not None:
        return False
    return is_blank_amount(cell.text) or is_amount(cell.text.rstrip("%％分"))


def _of_roles(items: list[Cell], labels: dict[int, Label | None], below: Row) -> _Heads | None:
    """年度资金总额 | 其中：财政拨款 | 其他资金 over rows 年初预算数, 全年预算数 …."""
    first = below.texts[0] if below.texts else None
    row_label = find_label(first.text) if first is not None else None
    heads = _Heads(kind="roles", cells=[cell for cell in items if cell.text])
    for cell in items:
        label = labels.get(cell.column)
        if label is None or not cell.text or (first is not None and cell.column <= first.column):
            continue
        heads.columns[cell.column] = label.field("money") or label.guess("money") or ""
        heads.labels[cell.column] = label
        heads.printed[cell.column] = cell.text
        heads.units[cell.column] = label.money_unit
    if sum(1 for role in heads.columns.values() if role) < 2:  # noqa: PLR2004
        return None
    if (
        row_label is None
        or (row_label.field("measure") or row_label.guess("measure")) is None
        or first is None
    ):
        return None
    heads.first = min(heads.columns)
    return heads if end_of(first) <= heads.first else None


def _of_tasks(rows: list[Row], place: int, items: list[Cell]) -> _Heads | None:
    """任务名称 | 主要内容 | 总额 | 财政拨款 of a department; 成本构成 | 金额 | 测算依据. The header may have two rows."""
    height = (
        2 if any(cell.row_span > 1 for cell in items) and any(cell.row_span == 1 for cell in items) else 1
    )
    cells = list(items)
    if height == 2 and place + 1 < len(rows):  # noqa: PLR2004
        cells = [cell for cell in items if cell.row_span > 1] + list(rows[place + 1].own)
    heads = _Heads(kind="tasks", height=height, cells=[*items, *cells])
    for cell in sorted(cells, key=lambda one: one.column):
        label = find_certain_label(cell.text)
        form_field = label.field("form") if label else None
        role = label.field("money") if label else None
        heads.columns[cell.column] = (
            form_field if form_field in _TASKS else role or ("aside" if label else "")
        )
        heads.labels[cell.column] = label
        heads.printed[cell.column] = "".join(cell.text.split())
        heads.units[cell.column] = label.money_unit if label else None
    kinds = set(heads.columns.values())
    if not kinds & _TASKS or not kinds & {"total", "fiscal", "other", "source"}:
        return None
    heads.first = min(heads.columns)
    return heads


def _take_row(form: OpenForm, heads: _Heads, row: Row, *, is_first: bool) -> bool:
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
    ):
        return False
    if named is None and not any(cell.text for cell in values.values()):
        return True
    if heads.kind == "roles":
        return _take_measures_of_roles(form, heads, named, label, values)
    _take_measures(form, heads, named, label, values, is_first=is_first)
    return True


def _has_the_shape(heads: _Heads, values: dict[int, Cell]) -> bool:
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
    heads: _Heads,
    named: Cell | None,
    label: Label | None,
    values: dict[int, Cell],
    *,
    is_first: bool,
) -> None:
    role = label.field("money") if label is not None and label.is_certain else None
    if (
        role is None
        and label is not None
        and (guess := label.guess("money"))
        and not form.money.has_role(guess)
    ):
        role = guess
        form.doubts.append(reviewed(guess))
    form.doubts += [reviewed(measure) for measure in heads.inferred]
    if named is None:
        role = "total" if is_first and not form.money.has_total else None
        if role is None:
            for cell in values.values():
                form.account.reject("amount", cell, "the row of the table of money has no label")
            return
        form.doubts.append("budget")
    else:
        form.account.use(named)
        note_label(form, label)
    cells: dict[str, Cell] = {}
    for column, cell in values.items():
        measure = heads.columns[column]
        if measure == "aside":
            form.account.leave_out(cell, "aside")
        elif measure:
            cells[measure] = cell
        elif cell.text:
            form.account.reject("amount", cell, unknown_header(heads.printed[column], "measure"))
    unit = next((unit for unit in heads.units.values() if unit), None)
    text = named.text if named is not None else ""
    place = named or next(iter(values.values()))
    form.money.add(
        text, role or "source", cells, place.locator, (label.money_unit if label else None) or unit
    )


def _tied_measures(heads: _Heads, body: list[Row]) -> set[str]:
    """Measures that a row's label could mean beside that of another row (首次预算, 追加后预算): they do not count there."""
    measures: list[str] = []
    for row in body:
        label = find_label(row.texts[0].text) if row.texts and end_of(row.texts[0]) <= heads.first else None
        measure = (label.field("measure") or label.guess("measure")) if label is not None else None
        if measure is None:
            break
        measures.append(measure)
    return {measure for measure in measures if measures.count(measure) > 1}


def _take_measures_of_roles(
    form: OpenForm, heads: _Heads, named: Cell | None, label: Label | None, values: dict[int, Cell]
) -> bool:
    measure = (label.field("measure") or label.guess("measure")) if label is not None else None
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


def _take_task(form: OpenForm, heads: _Heads, row: Row, values: dict[int, Cell]) -> bool:
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
    name = next((cell for column, cell in values.items() if heads.columns[column] in _TASKS), None)
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
