"""The values of one row of an indicator table, put together from its cells and taken apart."""

from __future__ import annotations

from collections.abc import Mapping

from flows.forms.regions.choices import chosen
from flows.forms.regions.columns import Columns
from flows.labels import find_certain_label, is_qualitative_mark, split_score
from flows.readers import Cell

IDENTIFYING = (
    "level3",
    "description",
    "target",
    "target_initial",
    "actual",
    "target_mid_term",
    "mid_year_actual",
    "mid_year_forecast",
)
"""Fields that say which indicator a row is, and what of it."""
_SAYING = {"level1", "level2", *IDENTIFYING}


def joined(operator: str | None, value: str | None, unit: str | None) -> str | None:
    """≥95% of ≥ | 95 | %. An operator before mere words says nothing (＝ 有效缓解), 定性 is none."""
    if value is None or not (operator or unit):
        return value
    says_nothing = is_qualitative_mark(operator or "") or not any(character.isdigit() for character in value)
    return f"{'' if says_nothing else operator or ''}{value}{unit or ''}"


def answer(columns: Columns, fields: Mapping[str, Cell], texts: Mapping[str, str], name: str) -> str | None:
    """What a field says that may have a column for each answer, a line an answer."""
    if name not in columns.answered:
        return texts.get(name)
    said = (
        chosen(columns.printed[cell.column], cell.text)
        for key, cell in fields.items()
        if key.startswith(f"{name}@") and cell.text
    )
    return "\n".join(filter(None, said)) or None


def take_scores_apart(fields: dict[str, Cell], texts: dict[str, str]) -> None:
    """The score and its explanation that one column holds (20, 13；受降雨影响), each under its name; both are changed."""
    cell, text = fields.pop("score_and_deviation"), texts.pop("score_and_deviation")
    score, rest = split_score(text) or ("", text)
    for name, part in (("score", score), ("deviation", rest)):
        if part:
            fields[name] = cell._replace(text=part)
            texts[name] = part


def says_labels(texts: Mapping[str, str]) -> bool:
    """Whether a row holds labels of several columns (三级指标 | 指标值): no indicator is called so and promises that."""
    labels = [
        label
        for name, text in texts.items()
        if (label := find_certain_label(text)) is not None and name in _SAYING
    ]
    if len(labels) < 2:  # noqa: PLR2004
        return False
    return len({label.field("column") for label in labels} - {None, "aside", "note"}) > 1
