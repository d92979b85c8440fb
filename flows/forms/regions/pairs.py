"""Rows of labels with their values: beside the label, below it, or in the same cell."""

from __future__ import annotations

import re

from flows.forms.account import UNEXPLAINED
from flows.forms.cells.amounts import is_amount, split_unit_code
from flows.forms.cells.inline import is_note
from flows.forms.open_form import REVIEWED, SENTENCES, OpenForm
from flows.forms.printed_year import year_of_line
from flows.forms.regions.frames import Frames
from flows.forms.regions.grid import Row, rows_from
from flows.forms.regions.header import find_header, period_columns
from flows.forms.regions.labels_and_values import (
    NAMES,
    amounts_that_follow,
    is_certain,
    is_label_here,
    is_of_money,
    label_of,
    labels_of,
    may_say_a_label,
    place_of_value,
    says_its_label,
    values_stand_below,
)
from flows.forms.regions.naming import TARGETS
from flows.forms.regions.values import (
    note_label,
    take_inline,
    take_value,
)
from flows.labels import (
    Label,
    is_filler,
    money_unit_of,
)
from flows.readers import Cell

_ASIDE = Label("", {"form": "aside"})
_LONGEST_SOURCE = 20
_NUMBERED_GOAL = re.compile(r"目标[0-9０-９一二三四五六七八九十]{1,2}")
_POINTS = {"points", "score"}
_SENTENCES = {*SENTENCES, "objective_actual"}
_HEADING = Label("", {"column": "aside"})
_GOALS = {"goal", "overall_goal", "target", "status"}


def take_pairs(form: OpenForm, rows: list[Row], place: int, frames: Frames) -> int:
    """Read the row of labels at `place`, and the row below it if the values stand there; returns how many rows."""
    row = rows[place]
    form.periods = period_columns(row) or form.periods
    items = [cell for cell in row.own if not frames.holds(cell)]
    labels = labels_of(form, items)
    below = rows[place + 1] if place + 1 < len(rows) else None
    if (
        below is not None
        and values_stand_below(items, labels, below)
        and find_header(rows, place + 1, {}, None) is None
    ):
        return _take_below(form, rows, place, items, labels, frames)
    _take_beside(form, items, labels, frames)
    return 1


def _take_below(
    form: OpenForm, rows: list[Row], place: int, items: list[Cell], labels: list[Label | None], frames: Frames
) -> int:
    """Labels over values; of a table of another kind (拨付合规性 | … | …) each further row, too."""
    heads: dict[int, tuple[Cell, Label | None]] = {
        cell.column: (cell, label) for cell, label in zip(items, labels, strict=True) if cell.text
    }
    form.account.use(*(cell for cell, _ in heads.values()))
    for _, label in heads.values():
        note_label(form, label)
    has_corner = bool(items) and not items[0].text
    if _is_of_another_kind(heads):
        heads = {
            column: (cell, label if label is not None and label.field("form") == "contact" else _ASIDE)
            for column, (cell, label) in heads.items()
        }
    if any(label is not None and _is_of_indicators(label) for _, label in heads.values()):
        # A header of indicators that was not understood: 分值 and 得分 in it are not those of the execution.
        heads = {
            column: (cell, label if label is None or label.field("column") not in _POINTS else _HEADING)
            for column, (cell, label) in heads.items()
        }
    count = 1
    for row in rows_from(rows, place + 1):
        cells = [cell for cell in row.own if not frames.holds(cell)]
        goes_on = bool(cells) and _goes_on(
            cells, heads, count, rows[place], row, frames, has_corner=has_corner
        )
        if not goes_on or (count > 1 and find_header(rows, place + count, {}, None) is not None):
            break
        corner = items[0].column if has_corner else None
        _take_row_below(form, heads, cells, corner, is_further=count > 1)
        count += 1
    return count


def _take_row_below(
    form: OpenForm,
    heads: dict[int, tuple[Cell, Label | None]],
    cells: list[Cell],
    corner: int | None,
    *,
    is_further: bool,
) -> None:
    """A row of values below labels; `corner` is the column of an empty cell left of them."""
    is_aside = _is_of_another_year(form, heads, cells)
    for cell in cells:
        if is_aside or cell.column == corner:
            form.account.leave_out(cell, "aside")
        elif cell.column in heads:
            _take_below_head(form, *heads[cell.column], cell, is_further=is_further)
        elif form.account.is_open(cell):
            form.account.reject("form", cell, UNEXPLAINED)


def _is_of_another_year(
    form: OpenForm, heads: dict[int, tuple[Cell, Label | None]], cells: list[Cell]
) -> bool:
    """Whether a row below 年度 | 合计 | 省级财政 … is of a year that the form is not of, as its cell below 年度 says."""
    years = (
        year_of_line(cell.text)
        for cell in cells
        if (head := heads.get(cell.column)) is not None
        and head[1] is not None
        and head[1].field("form") == "year"
    )
    year = next(years, None)
    return year is not None and form.year is not None and year != form.year


def _is_of_indicators(label: Label) -> bool:
    """Whether a label heads the targets or actual values of indicators, and nothing else."""
    return label.field("form", "money", "measure", "frame") is None and label.field("column") in TARGETS


def _take_below_head(
    form: OpenForm, head: Cell, label: Label | None, cell: Cell, *, is_further: bool
) -> None:
    field = label.field("form") if label is not None else None
    if is_further and field in _SENTENCES and field in form.fields and form.account.is_open(cell):
        form.extend(field, cell)  # 序号 | 预期目标 | 实际完成情况: an objective a row
    elif label is None and form.money.has_total and is_amount(cell.text):
        form.money.take_unknown_source(head, cell)
    else:
        take_value(form, head, label, cell)


def _is_of_another_kind(heads: dict[int, tuple[Cell, Label | None]]) -> bool:
    """实施内容 | 开始时间 | 完成时间: a schedule; what it says of contents is not the purpose of the money."""
    fields = [label.field("form") for _, label in heads.values() if label is not None]
    return len(fields) > 1 and set(fields) <= {"purpose", "aside", "contact"} and "aside" in fields


def _goes_on(
    cells: list[Cell],
    heads: dict[int, tuple[Cell, Label | None]],
    count: int,
    header: Row,
    row: Row,
    frames: Frames,
    *,
    has_corner: bool,
) -> bool:
    """The first row below labels is theirs; a further one if it stands in the same frame and begins with no label."""
    if count == 1:
        return True
    first = next((cell for cell in cells if cell.text), None)
    if first is None or not frames.same(header, row):
        return False
    if has_corner:
        return first.column not in heads and any(cell.column in heads for cell in cells)
    if first.column not in heads or label_of(first) is not None:
        return False
    return all(cell.column in heads for cell in cells)


def _take_beside(form: OpenForm, items: list[Cell], labels: list[Label | None], frames: Frames) -> None:
    unlabelled: list[Cell] = []
    has_label = False
    position = 0
    while position < len(items):
        cell, label = items[position], labels[position]
        position += 1
        if label is None or (not label.is_certain and not is_label_here(items, labels, position - 1)):
            if form.account.is_open(cell):
                unlabelled.append(cell)
            continue
        has_label = True
        note_label(form, label)
        position = place_of_value(items, position)
        following = items[position] if position < len(items) else None
        is_value = following is not None and (
            labels[position] is None or not is_label_here(items, labels, position)
        )
        if not is_value and not label.is_certain:
            form.account.leave_out(cell, "aside")  # what ends as a label does, and has no value, may be none
        form.account.use(cell)
        if (
            following is not None
            and is_value
            and not (says_its_label(following) and not may_say_a_label(cell, label))
        ):
            if is_certain(labels[position]):
                form.doubts += [REVIEWED[name] for name in [label.field("form") or ""] if name in REVIEWED]
            further = amounts_that_follow(items, labels, position) if is_of_money(label) else []
            if further and is_amount(following.text):
                reject_columns(form, cell, [following, *further])
            else:
                take_value(form, cell, label, following)
            position += 1 + len(further)
        elif label.field("form") in NAMES and position + 1 == len(items) and following is not None:
            form.account.reject(
                "form",
                following,
                f"it stands where the value of «{''.join(cell.text.split())}» does, and is a label itself",
            )
            position += 1
        elif label.field("group", "form") and following is not None:
            frames.wait(label)
    _take_unlabelled(form, unlabelled, frames, beside_label=has_label)


def reject_columns(form: OpenForm, printed: Cell, amounts: list[Cell]) -> None:
    """年度资金总额 | 1200 | 1500 | 300 below no header that is known: nothing tells which of them is the year's."""
    form.doubts.append("budget")
    for cell in amounts:
        form.account.reject(
            "amount",
            cell,
            f"beside «{''.join(printed.text.split())}» stand several amounts, and no known label is above them",
        )


def _take_unlabelled(form: OpenForm, cells: list[Cell], frames: Frames, *, beside_label: bool) -> None:
    """Cells without a label: `单位：万元`, the unit beside it, `label：value`, or the text of a frame."""
    texts = [cell for cell in cells if cell.text]
    if not beside_label and len(texts) == 2 and _take_two(form, *texts, frames):  # noqa: PLR2004
        return
    money_units = [cell for cell in cells if money_unit_of(cell.text)]
    for cell in money_units:
        form.money_unit = money_unit_of(cell.text)
        form.account.use(cell)
        form.put_place("money_unit", cell.text, cell.locator)
    for cell in cells:
        if cell in money_units or take_inline(form, cell):
            continue
        may_be_unit = "unit" not in form.fields and not form.has_project and not beside_label
        is_name = ":" not in cell.text and "：" not in cell.text  # 监控时段：2025年1-6月
        if may_be_unit and is_name and (money_units or split_unit_code(cell.text)[0]):
            form.take("unit", cell, "")
        elif is_filler(cell.text):
            form.account.leave_out(cell, "filler")
        elif is_note(cell.text):
            form.account.leave_out(cell, "note")
        elif not beside_label and len(texts) == 1 and (name := frames.sentence(form)) is not None:
            form.extend(name, cell)
        elif (
            not beside_label
            and (name := frames.waiting(form)) is not None
            and not _is_of_the_kind(name, cell)
        ):
            form.take(name, cell, "")
        else:
            form.account.reject("form", cell, UNEXPLAINED)


def _take_numbered_goal(form: OpenForm, number: Cell, goal: Cell, frames: Frames) -> bool:
    """目标1 | …, 目标2 | … in rows below one another beside 年度目标: one objective, each part with its number."""
    if not _NUMBERED_GOAL.fullmatch(number.text.strip()):
        return False
    field = frames.sentence(form) or frames.waiting(form)
    if field not in _SENTENCES:
        return False
    for cell in (number, goal):
        form.account.use(cell)
        if field in form.fields:
            form.extend(field, cell)
        else:
            form.take_text(field, cell.text, cell.locator)
    return True


def _take_two(form: OpenForm, first: Cell, second: Cell, frames: Frames) -> bool:
    """Two texts alone in a row: a source that nobody knows with its amount, or a numbered part of the objective."""
    is_source = len(first.text) <= _LONGEST_SOURCE and not is_amount(first.text) and is_amount(second.text)
    if is_source and form.money.has_total:
        form.money.take_unknown_source(first, second)
        return True
    return _take_numbered_goal(form, first, second, frames)


def _is_of_the_kind(name: str, cell: Cell) -> bool:
    """Whether a text is itself a label of what it would be the value of (全周期绩效目标 as an objective)."""
    label = label_of(cell)
    if label is None:
        return False
    return label.is_certain or (name.startswith("objective") and label.concept in _GOALS)
