"""What the value of a label is put into: a field of the form, its money, its account."""

from __future__ import annotations

from flows.forms.account import unknown_label
from flows.forms.cells.amounts import begins_with_an_amount, is_amount
from flows.forms.cells.inline import Inline, bare_pair, inline_pairs, money_sentence
from flows.forms.cells.one_cell import holds_indicators, read_one_cell
from flows.forms.open_form import SENTENCES, OpenForm
from flows.forms.readings.measures import is_rate
from flows.forms.readings.money import reviewed
from flows.labels import (
    Label,
    find_certain_label,
    find_label,
    is_blank_amount,
    is_filler,
    is_level,
    known_words,
)
from flows.readers import Cell

_TOTAL = "资金总额"
"""What an amount is of that only a frame (申报资金) stands before."""


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
    """What stands beside a frame is not kept; but an amount beside 申报资金 is the total, for a person to look at."""
    if begins_with_an_amount(value.text) or (label.concept == "funds" and is_amount(value.text)):
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
        if (label := find_label(printed.text)) is not None and not label.is_certain:
            form.account.leave_out_label(printed)  # 数字展厅上线时间 | 9月30日前: it may be no label
    elif is_filler(value.text):
        form.account.leave_out(value, "filler")
    elif field in SENTENCES and (known_words(value.text) is not None or is_level(value.text)):
        # 年度目标 | 调整前 | …: words that only labels consist of are no objective.
        form.account.reject("form", value, "all of its words are those of labels")
    elif field in SENTENCES and (pair := _with_its_label(value)) is not None:
        form.account.use(value)
        inner = pair.label.field("form") or field
        form.take_text(inner if inner == "objective_mid_term" else field, pair.value, value.locator)
    else:
        form.take(field, value, " ".join(printed.text.split()))


def _with_its_label(value: Cell) -> Inline | None:
    """年初设定目标：… beside 年度总体目标: the sentence, apart from the label that it begins with."""
    pairs = inline_pairs(value.text)
    return pairs[0] if len(pairs) == 1 and pairs[0].label.field("form") in SENTENCES else None


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
        reason = f"its label «{''.join(text.split())}» heads a column elsewhere"
        form.account.reject("form", value, reason, label=printed)
    else:
        form.account.reject("form", value, unknown_label(text), label=printed)


def _take_money(form: OpenForm, printed: Cell, label: Label, role: str, measure: str, value: Cell) -> None:
    if _take_lines(form, printed, value):
        return
    if _may_be_a_sentence(value.text) and not is_rate(value.text):
        # 项目预算 | 2356万元，其中：财政拨款2300万元: the label beside it is that of the first amount.
        texts = (text + value.text for text in ("", label.text, _TOTAL))
        if sentence := next(filter(None, map(money_sentence, texts)), None):
            form.account.use(value)
            take_sentence(form, sentence, value)
            return
    if measure in {"score", "points"}:
        role = "total"
    form.money.take_pair(printed.text, role, measure, value, printed.column, label.money_unit)


def _take_lines(form: OpenForm, printed: Cell, value: Cell) -> bool:
    """财政拨款 / 其他资金 beside 160 / 50, or a line each: as many amounts as labels, in their order. False for others."""
    labels = [find_certain_label(text) for text in _parts(printed.text)]
    amounts = _parts(value.text)
    if len(labels) < 2 or len(labels) != len(amounts):  # noqa: PLR2004
        return False
    roles = [label.field("money") for label in labels if label is not None]
    if len(roles) < len(labels) or None in roles:
        return False
    if not all(is_amount(text) or is_blank_amount(text) for text in amounts):
        return False
    form.account.use(value)
    for text, label, role, amount in zip(_parts(printed.text), labels, roles, amounts, strict=True):
        unit = label.money_unit if label is not None else None
        form.money.take_pair(text, role or "", "amount", value._replace(text=amount), printed.column, unit)
    return True


def _parts(text: str) -> list[str]:
    """The lines of a text; of a single line what stands between slashes."""
    parts = text.splitlines() if "\n" in text.strip() else text.replace("／", "/").split("/")
    return [part.strip() for part in parts if part.strip()]


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
