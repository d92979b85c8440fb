"""Rows of labels with their values: beside the label, below it, or in the same cell."""

from __future__ import annotations

from flows.forms.account import UNEXPLAINED, unknown_label
from flows.forms.cells.amounts import begins_with_an_amount, is_amount, split_unit_code
from flows.forms.cells.inline import Inline, bare_pair, inline_pairs, is_note, money_sentence
from flows.forms.cells.one_cell import holds_indicators, read_one_cell
from flows.forms.open_form import REVIEWED, OpenForm
from flows.forms.readings.money import reviewed
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
    may_say_a_label,
    place_of_value,
    says_its_label,
    values_stand_below,
)
from flows.labels import (
    Label,
    is_blank_amount,
    is_filler,
    is_level,
    known_words,
    money_unit_of,
)
from flows.readers import Cell

_TOTAL = "资金总额"
"""What an amount is of that only a frame (申报资金) stands before."""
_ASIDE = Label("", {"form": "aside"})
SENTENCES = {
    "objective",
    "objective_initial",
    "objective_overall",
    "objective_mid_term",
    "purpose",
}
_GOALS = {"goal", "overall_goal", "target", "status"}


def take_pairs(form: OpenForm, rows: list[Row], place: int, frames: Frames) -> int:
    """Read the row of labels at `place`, and the row below it if the values stand there; returns how many rows."""
    row = rows[place]
    form.periods = period_columns(row) or form.periods
    items = [cell for cell in row.own if not frames.holds(cell)]
    labels = [label_of(cell) for cell in items]
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
    count = 1
    for row in rows_from(rows, place + 1):
        cells = [cell for cell in row.own if not frames.holds(cell)]
        if not cells or not _goes_on(cells, heads, count, rows[place], row, frames, has_corner=has_corner):
            break
        for cell in cells:
            if cell.column in heads:
                head, label = heads[cell.column]
                take_value(form, head, label, cell)
            elif has_corner and cell.column == items[0].column:
                form.account.leave_out(cell, "aside")
            elif form.account.is_open(cell):
                form.account.reject("form", cell, UNEXPLAINED)
        count += 1
    return count


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


def note_label(form: OpenForm, label: Label | None) -> None:
    """A label may carry the form's unit of money, the points of the execution, a month, or say 转移支付."""
    if label is None:
        return
    form.through = form.through or label.through
    form.is_transfer = form.is_transfer or (
        "transfer" in label.classes and label.field("form", "money") in ("project", "project_parent")
    )
    if label.money_unit and (
        label.field("money", "measure", "frame") is not None
        or label.guess("money", "measure", "frame") is not None
    ):
        form.money_unit = form.money_unit or label.money_unit
    if label.points and (
        label.concept in ("rate", "situation", "points", "status")
        and "execution" in label.classes | ({"execution"} if label.classes & {"rate", "budget"} else set())
    ):
        form.money.execution_points = form.money.execution_points or label.points


def take_value(form: OpenForm, printed: Cell, label: Label | None, value: Cell) -> None:
    """Keep the value of the label that is printed in a cell."""
    if label is None:
        return
    field, role, measure = label.field("form"), label.field("money"), label.field("measure")
    is_money = role is not None or measure is not None
    if is_money and field not in (None, "aside", "contact") and value.text:
        is_money = is_amount(value.text) or is_blank_amount(value.text)  # 调整后 | 改造道路38公里
    if holds_indicators(value.text):
        take_one_cell(form, value)
    elif is_money and label.year is not None and form.year not in (None, label.year):
        form.account.leave_out(value, "aside")
    elif is_money:
        _take_money(form, printed, label, role or "total", measure or "amount", value)
    elif field is not None:
        _take_field(form, printed, field, value)
    elif sentence := money_sentence(value.text):
        form.account.use(value)
        take_sentence(form, sentence, value)
    elif label.field("frame") is not None:
        _take_framed(form, printed, label, value)
    elif value.text:
        _take_guess(form, printed, label, value)


def _take_framed(form: OpenForm, printed: Cell, label: Label, value: Cell) -> None:
    """What stands beside a frame is not kept; but 85.6万元（…） beside 申报资金 is the total, for a person to look at."""
    if begins_with_an_amount(value.text):
        form.doubts.append(reviewed("total"))
        _take_money(form, printed, label, "total", "amount", value)
    else:
        form.account.leave_out(value, "aside")


def _take_field(form: OpenForm, printed: Cell, field: str, value: Cell) -> None:
    if not value.text:
        form.blanks.add(field)
    elif field == "contact":
        form.account.leave_out(value, "contact")
    elif field == "aside":
        form.account.leave_out(value, "aside")
    elif is_filler(value.text):
        form.account.leave_out(value, "filler")
    elif field in SENTENCES and (known_words(value.text) is not None or is_level(value.text)):
        # 年度目标 | 调整前 | …: words that only labels consist of are no objective.
        form.account.reject("form", value, "all of its words are those of labels")
    else:
        form.take(field, value, " ".join(printed.text.split()))


def _take_guess(form: OpenForm, printed: Cell, label: Label, value: Cell) -> None:
    """The value of a label without a meaning: of the field that its head names, to be looked at; else it is rejected."""
    text = " ".join(printed.text.split())
    name, role, measure = label.guess("form"), label.guess("money"), label.guess("measure")
    if (role or measure) and (is_amount(value.text) or is_blank_amount(value.text)):
        form.money.guess_pair(
            printed.text, role or "total", measure or "amount", value, printed.column, label.money_unit
        )
    elif name is not None and name not in ("aside", "contact") and not role:
        form.take_guess(name, value, text)
    elif label.meanings:
        form.account.reject("form", value, f"its label «{''.join(text.split())}» heads a column elsewhere")
    else:
        form.account.reject("form", value, unknown_label(text))


def _take_money(form: OpenForm, printed: Cell, label: Label, role: str, measure: str, value: Cell) -> None:
    if _may_be_a_sentence(value.text):
        # 项目预算 | 2356万元，其中：财政拨款2300万元: the label beside it is that of the first amount.
        texts = (text + value.text for text in ("", label.text, _TOTAL))
        if sentence := next(filter(None, map(money_sentence, texts)), None):
            form.account.use(value)
            take_sentence(form, sentence, value)
            return
    if measure in {"score", "points"}:
        role = "total"
    form.money.take_pair(printed.text, role, measure, value, printed.column, label.money_unit)


def _may_be_a_sentence(text: str) -> bool:
    """Whether a text of money is no amount alone: it says more, or has parts in brackets (85.6万元（财政拨款80万元）)."""
    if is_blank_amount(text):
        return False
    _, bracket, inside = text.replace("（", "(").partition("(")
    return not is_amount(text) or (bool(bracket) and any(map(str.isdigit, inside)))


def take_sentence(form: OpenForm, sentence: list[Inline], cell: Cell) -> None:
    """The amounts of a sentence of money; what stands in brackets are parts of what stands before them."""
    above: list[str] = []
    for one in sentence:
        value = cell._replace(text=one.value)
        role = one.label.field("money") or "total"
        measure = one.label.field("measure") or "amount"
        above = [*above[: one.depth], role]
        if one.depth > 0 and one.depth < len(above) and above[one.depth - 1] != "total":
            role = "part"
        form.money.take_pair(one.printed, role, measure, value, cell.column, one.label.money_unit)


def take_one_cell(form: OpenForm, cell: Cell) -> None:
    """Read a cell that holds all indicators of a project."""
    form.account.use(cell)
    form.has_header = True
    rows, rest = read_one_cell(cell.text, cell.locator)
    for row in rows:
        form.indicators.add(row)
    for text in rest:
        form.account.reject_text(
            "indicator_row", cell.locator, text, "it is no indicator with its target in brackets", kind="row"
        )


def _take_unlabelled(form: OpenForm, cells: list[Cell], frames: Frames, *, beside_label: bool) -> None:
    """Cells without a label: `单位：万元`, the unit beside it, `label：value`, or the text of a frame."""
    money_units = [cell for cell in cells if money_unit_of(cell.text)]
    for cell in money_units:
        form.money_unit = money_unit_of(cell.text)
        form.account.use(cell)
        form.put_place("money_unit", cell.text, cell.locator)
    for cell in cells:
        if cell in money_units or take_inline(form, cell):
            continue
        may_be_unit = "unit" not in form.fields and not form.has_project and not beside_label
        if may_be_unit and (money_units or split_unit_code(cell.text)[0]):
            form.take("unit", cell, "")
        elif is_filler(cell.text):
            form.account.leave_out(cell, "filler")
        elif is_note(cell.text):
            form.account.leave_out(cell, "note")
        elif (
            not beside_label
            and (name := frames.waiting(form)) is not None
            and not _is_of_the_kind(name, cell)
        ):
            form.take(name, cell, "")
        else:
            form.account.reject("form", cell, UNEXPLAINED)


def _is_of_the_kind(name: str, cell: Cell) -> bool:
    """Whether a text is itself a label of what it would be the value of (全周期绩效目标 as an objective)."""
    label = label_of(cell)
    if label is None:
        return False
    return label.is_certain or (name.startswith("objective") and label.concept in _GOALS)


def take_inline(form: OpenForm, cell: Cell) -> bool:
    """Read labels with their values in one cell; False if it has none."""
    if holds_indicators(cell.text):
        take_one_cell(form, cell)
        return True
    text = cell.text
    if sentence := money_sentence(text):
        form.account.use(cell)
        for one in sentence:
            note_label(form, one.label)
        take_sentence(form, sentence, cell)
        return True
    pair = bare_pair(text)
    pairs = (pair,) if pair else inline_pairs(text)
    if not pairs:
        return False
    form.account.use(cell)
    for one in pairs:
        note_label(form, one.label)
        if not one.value:
            form.blanks.add(one.label.field("form") or "")
        else:
            take_value(form, cell._replace(text=one.printed), one.label, cell._replace(text=one.value))
    return True
