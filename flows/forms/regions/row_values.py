"""The values of one row of an indicator table, put together from its cells and taken apart."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows.forms.regions.choices import chosen
from flows.forms.regions.columns import Columns
from flows.labels import (
    find_certain_label,
    find_label,
    is_blank_amount,
    is_level,
    is_level1,
    is_qualitative_mark,
    split_levels,
    split_score,
    without_numbering,
)
from flows.readers import Cell

_BARE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_LEVEL_OF_NAME = re.compile(r"\s*[【\[](?P<level>[^】\]]{2,12})[】\]]\s*(?P<name>\S.*)", re.DOTALL)
_LEVEL_BEFORE = re.compile(r"(?P<level>[^\s—–\-－:：/。，,；;]{2,10})\s*(?:[—–\-－]{1,2}|[:：/])\s*(?=\S)")
_POINTS_OF_NAME = re.compile(r"[(（](?P<points>[0-9]{1,3}(?:\.[0-9]+)?)分[)）]\s*$")
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
    """≥95% of ≥ | 95 | %.

    An operator before mere words says nothing (＝ 有效缓解); 定性 and a mark for nothing (—) are none.
    """
    if value is None or not (operator or unit):
        return value
    says_nothing = is_qualitative_mark(operator or "") or not any(character.isdigit() for character in value)
    printed_before = "" if says_nothing or is_blank_amount(operator or "") else operator
    printed_after = "" if is_blank_amount(unit or "") or value.endswith(unit or "") else unit  # 12月15日 | 日
    return f"{printed_before}{value}{printed_after}"


def joined_if_bare(operator: str | None, value: str | None, unit: str | None) -> str | None:
    """As `joined` for a further value of the row that is only a number: its operator and unit are those of the target."""
    return joined(operator, value, unit) if value is not None and _BARE.fullmatch(value) else value


def between(columns: Columns, cell: Cell) -> str:
    """The field of a cell that begins between two columns: the one that it lies in, if nothing else does."""
    before = [column for column in columns.starts if column < cell.column]
    return columns.fields.get(before[-1], "") if before and cell.column < columns.end else ""


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


def is_subtotal(texts: Mapping[str, str]) -> bool:
    """Whether a row is a sub-total inside a level (小计): no level, and no indicator."""
    if "target" in texts or "actual" in texts:
        return False
    labels = (find_label(texts.get(name, "")) for name in ("level1", "level2", "level3"))
    return any(label is not None and label.concept == "subtotal" for label in labels)


def take_levels_apart(fields: dict[str, Cell], texts: dict[str, str]) -> None:
    """Both levels that one cell holds (产出指标/数量指标), each under its name; both are changed."""
    names = [name for name in ("level1", "level2") if name in texts]
    if len(names) == 1 and (levels := split_levels(texts[names[0]])) is not None:
        cell = fields[names[0]]
        for name, text in zip(("level1", "level2"), levels, strict=True):
            fields[name] = cell._replace(text=text)
            texts[name] = text


def take_level_of_name(fields: dict[str, Cell], texts: dict[str, str]) -> None:
    """The levels before a name (【数量】整治村屯, 产出—数量—维修台站), if no column has them; both are changed."""
    if "level2" in fields or "level3" not in texts:
        return
    parts = _levels_and_name(texts["level3"])
    names = ("level1", "level2", "level3")[-len(parts) :]
    if len(parts) > 1 and not (len(parts) > 2 and "level1" in fields):  # noqa: PLR2004
        for name, part in zip(names, parts, strict=True):
            texts[name] = part
            fields[name] = fields["level3"]._replace(text=part)


def _levels_and_name(text: str) -> list[str]:
    """产出, 数量 and 维修台站 of `产出—数量—维修台站`; the text alone if no level stands before a name."""
    if found := _LEVEL_OF_NAME.fullmatch(text):
        return [found["level"].strip(), found["name"].strip()] if is_level(found["level"]) else [text]
    levels: list[str] = []
    rest = text.strip()
    while (found := _LEVEL_BEFORE.match(rest)) and len(levels) < 2 and is_level(found["level"]):  # noqa: PLR2004
        levels.append(without_numbering(found["level"]))
        rest = rest[found.end() :].strip()
    return [*levels, rest] if levels and rest and (len(levels) == 1 or is_level1(levels[0])) else [text]


def take_points_of_name(fields: dict[str, Cell], texts: dict[str, str]) -> None:
    """The points of 新增湿地科普点（8分）, if no column has them; both are changed. The name stays as it is printed."""
    if "points" in fields or (found := _POINTS_OF_NAME.search(texts.get("level3", ""))) is None:
        return
    fields["points"] = fields["level3"]._replace(text=found["points"])
    texts["points"] = found["points"]


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
