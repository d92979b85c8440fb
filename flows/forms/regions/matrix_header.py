"""The header of a matrix of money: what each of its columns holds, and which way round it lies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flows.forms.cells.amounts import is_amount
from flows.forms.open_form import OpenForm
from flows.forms.regions.grid import Row, end_of
from flows.labels import Label, find_certain_label, find_label, is_blank_amount
from flows.readers import Cell

_MAKE_A_MATRIX = {"initial", "executed", "rate", "amount", "executed_so_far", "rate_so_far", "forecast"}
_YEAR_ALONE = re.compile(r"(20[0-9]{2})年?度?(?:[(（](?:[十百千万亿]*元|本年度?|当年)[)）])?")
TASKS = {"task", "cost_item"}
SOURCES = {"fiscal", "other", "source"}
_SCORES = {"points", "score"}
_MEASURES = {"initial", "executed", "rate", "points", "score", "executed_so_far", "rate_so_far", "forecast"}


@dataclass(slots=True)
class Heads:
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


def find_heads(form: OpenForm, rows: list[Row], place: int, items: list[Cell]) -> Heads | None:
    """What the columns of the row at `place` hold; None if it heads no matrix. `items` are its cells outside frames."""
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
    sources = [label for label in known if (label.field("money") or label.guess("money")) in SOURCES]
    if sources and not any(
        (label.field("measure") or label.guess("measure")) in _MEASURES - _SCORES for label in known
    ):
        return _of_roles(items, labels, below)
    return _of_measures(form, items, labels, below)


def _of_measures(
    form: OpenForm, items: list[Cell], labels: dict[int, Label | None], below: Row
) -> Heads | None:
    """Columns of measures; the first column without one names the rows."""
    under = {cell.column: cell for cell in below.own}
    heads = Heads(cells=[cell for cell in items if cell.text])
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
        _add_column(heads, cell.column, measure)
    _choose_year(heads, form.year)
    _infer_measures(heads)
    found = {measure for measure in heads.columns.values() if measure in _MAKE_A_MATRIX}
    if not found or (found == {"amount"} and len(heads.columns) < 3 and not _names_amounts(heads, below)):  # noqa: PLR2004
        return None
    heads.first = min(heads.columns)
    has_row_labels = any(cell.text and end_of(cell) <= heads.first for cell in below.own)
    is_alone = not has_row_labels and heads.first == items[0].column
    return None if is_alone and len(found) < 2 else heads  # noqa: PLR2004


def _add_column(heads: Heads, column: int, measure: str) -> None:
    """A measure is that of its first column; but what was approved (核定数) counts beside what was applied for (申请数)."""
    label = heads.labels[column]
    before = next((place for place, known in heads.columns.items() if known == measure), None)
    if before is None or measure in ("", "aside"):
        heads.columns[column] = measure
        return
    other = heads.labels[before]
    if label is not None and label.concept == "approved":
        heads.columns[before] = "aside"  # 审核数 | 批复数: the last word counts
        heads.columns[column] = measure
    else:
        heads.columns[column] = "aside" if other is not None and other.concept == "approved" else ""


def _choose_year(heads: Heads, this_year: int | None) -> None:
    """2025年 | 2026年 | 2027年 | 合计: the year's column has its amounts, and the sum is that of several years.

    Without a year of the form nobody knows which of them is the year's: they are rejected.
    """
    years = {
        column: int(year.group(1))
        for column, printed in heads.printed.items()
        if (year := _YEAR_ALONE.fullmatch(printed))
    }
    if len(years) < 2:  # noqa: PLR2004
        return
    for column, measure in heads.columns.items():
        if column in years and this_year in years.values():
            heads.columns[column] = "amount" if years[column] == this_year else "aside"
        elif measure == "amount":
            heads.columns[column] = "project_total"


def _names_amounts(heads: Heads, below: Row) -> bool:
    """Whether the row below a single column of amounts (资金来源 | 金额) begins with a source and has an amount there."""
    if not below.texts:
        return False
    label = find_certain_label(below.texts[0].text)
    amounts = [cell for cell in below.texts[1:] if heads.columns.get(cell.column) == "amount"]
    return (
        label is not None
        and label.field("money") is not None
        and any(is_amount(cell.text) for cell in amounts)
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


def _infer_measures(heads: Heads) -> None:
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
    if label.field("money") == "project_total":
        return "project_total"
    return "aside" if label.field("form", "column") is not None else ""


def _is_value_cell(cell: Cell | None, below: Row) -> bool:
    """Whether a cell below a header holds an amount, a rate, a mark for nothing, or nothing right of the row's label."""
    if cell is None:
        return False
    first = next((one for one in below.texts if one.column > cell.column), None)
    if not cell.text and first is not None and below.texts[0] is first and find_label(first.text) is not None:
        return False
    return is_blank_amount(cell.text) or is_amount(cell.text.rstrip("%％分"))


def _of_roles(items: list[Cell], labels: dict[int, Label | None], below: Row) -> Heads | None:
    """年度资金总额 | 其中：财政拨款 | 其他资金 over rows 年初预算数, 全年预算数 …."""
    first = below.texts[0] if below.texts else None
    row_label = find_label(first.text) if first is not None else None
    heads = Heads(kind="roles", cells=[cell for cell in items if cell.text])
    under = {cell.column: cell.text for cell in below.own}
    for cell in items:
        label = labels.get(cell.column)
        if not cell.text or (first is not None and cell.column <= first.column):
            continue
        if label is not None and label.field("measure") in _SCORES:
            continue  # 合计 | 财政拨款 | 分值 | 得分: what stands below is no money
        role = (label.field("money") or label.guess("money")) if label is not None else None
        if role is None and not is_amount(under.get(cell.column, "")):
            if label is None:
                continue
            role = ""
        heads.columns[cell.column] = (
            role if role is not None else "source"
        )  # 东西部协作资金, as it is printed
        heads.labels[cell.column] = label
        heads.printed[cell.column] = cell.text
        heads.units[cell.column] = label.money_unit if label is not None else None
    if sum(1 for role in heads.columns.values() if role) < 2:  # noqa: PLR2004
        return None
    if (
        row_label is None
        or first is None
        or not ((row_label.field("measure") or row_label.guess("measure")) or is_of_another_year(row_label))
    ):
        return None
    heads.first = min(heads.columns)
    return heads if end_of(first) <= heads.first else None


def is_of_another_year(label: Label) -> bool:
    """Whether a row of a matrix is of a year that the form is not of: 上年预算 above 本年预算."""
    return label.field("form") == "aside" and bool(label.classes & {"previous", "next"})


def _of_tasks(rows: list[Row], place: int, items: list[Cell]) -> Heads | None:
    """任务名称 | 主要内容 | 总额 | 财政拨款 of a department; 成本构成 | 金额 | 测算依据. The header may have two rows."""
    height = (
        2 if any(cell.row_span > 1 for cell in items) and any(cell.row_span == 1 for cell in items) else 1
    )
    cells = list(items)
    if height == 2 and place + 1 < len(rows):  # noqa: PLR2004
        cells = [cell for cell in items if cell.row_span > 1] + list(rows[place + 1].own)
    heads = Heads(kind="tasks", height=height, cells=[*items, *cells])
    for cell in sorted(cells, key=lambda one: one.column):
        label = find_certain_label(cell.text)
        form_field = label.field("form") if label else None
        role = label.field("money") if label else None
        heads.columns[cell.column] = form_field if form_field in TASKS else role or ("aside" if label else "")
        heads.labels[cell.column] = label
        heads.printed[cell.column] = "".join(cell.text.split())
        heads.units[cell.column] = label.money_unit if label else None
    kinds = set(heads.columns.values())
    if not kinds & TASKS or not kinds & {"total", "fiscal", "other", "source"}:
        return None
    heads.first = min(heads.columns)
    return heads


def tied_measures(heads: Heads, body: list[Row]) -> set[str]:
    """Measures that a row's label could mean beside that of another row (首次预算, 追加后预算): they do not count there."""
    measures: list[str] = []
    for row in body:
        label = find_label(row.texts[0].text) if row.texts and end_of(row.texts[0]) <= heads.first else None
        measure = (label.field("measure") or label.guess("measure")) if label is not None else None
        if label is not None and is_of_another_year(label):
            continue
        if measure is None:
            break
        measures.append(measure)
    return {measure for measure in measures if measures.count(measure) > 1}
