"""Rows of sums below or between indicators (小计, 分值合计, 总分): of them only the total score is kept."""

from __future__ import annotations

from flows.forms.cells.amounts import is_amount
from flows.forms.cells.inline import inline_pairs
from flows.forms.open_form import OpenForm
from flows.forms.regions.columns import Columns
from flows.forms.regions.grid import Row
from flows.labels import Label, find_certain_label, is_blank_amount
from flows.readers import Cell

_LABEL_AND_VALUE = 2


def take_sum_row(form: OpenForm, columns: Columns, row: Row) -> bool:
    """Read a row of sums; False if the row is none."""
    texts = row.texts
    label = find_certain_label(texts[0].text)
    if label is None or not is_sum(label):
        return False
    names = ("level3", "target", "actual", "target_mid_term")
    if any(
        cell.text
        and columns.fields.get(cell.column) in names
        and not is_amount(cell.text.rstrip("分"))
        and not is_blank_amount(cell.text)
        for cell in texts[1:]
    ):
        return False
    form.account.leave_out(texts[0], "sum")
    score = _total_score(columns, texts, label)
    if score is not None:
        form.take("total_score", score, texts[0].text)
    for cell in texts[1:]:
        for pair in inline_pairs(cell.text):
            if pair.label.field("form") == "total_score" and pair.value:
                form.account.use(cell)
                form.take_text("total_score", pair.value, cell.locator)  # 小计 | 90 | 89.65 | 总分：99.42
        form.account.leave_out(cell, "sum")
    return True


def is_sum(label: Label) -> bool:
    """Whether a label begins a row of sums."""
    return (
        label.concept in ("total_score", "subtotal")
        or label.text in ("合计", "总计")
        or (label.concept in ("sum", "score") and bool(label.classes & {"points"}))
    )


def _total_score(columns: Columns, texts: list[Cell], label: Label) -> Cell | None:
    if label.concept == "subtotal":
        return None
    score = next((cell for cell in texts[1:] if columns.fields.get(cell.column) == "score"), None)
    if (
        score is None
        and len(texts) == _LABEL_AND_VALUE
        and columns.fields.get(texts[1].column) != "points"
        and label.concept == "total_score"
    ):
        score = texts[1]
    return score if score is not None and is_amount(score.text.rstrip("分")) else None
