"""What stands below a header says more of a column than its label, if the two contradict each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flows.forms.regions.columns import Columns
from flows.forms.regions.grid import Row
from flows.labels import (
    find_label,
    is_comparator,
    is_direction,
    is_level,
    is_level1,
    is_qualitative_mark,
)

_SEEN_ROWS = 12
_NO_FIELD = ("", "aside")


def settled(columns: Columns, rows: list[Row]) -> Columns:
    """The columns of a header, each as the cells of `rows` below it say.

    指标方向 or 指标值类型 over ≥, ≤ holds operators; 指标性质 over 正向, 反向 holds directions; a column without a label, or
    one that is never kept (类型), over 数量指标, 质量指标 holds levels; 得分及偏差原因分析 without another column of scores
    holds both (13；受降雨影响).
    """
    texts = _texts_below(columns, rows)
    fields = dict(columns.fields)
    for column, name in columns.fields.items():
        found = texts.get(column)
        if found and (other := _other_field(name, found, set(fields.values()))):
            fields[column] = other
        elif (
            name == "deviation" and "score" not in fields.values() and _names_scores(columns.printed[column])
        ):
            fields[column] = "score_and_deviation"
    return columns if fields == columns.fields else replace(columns, fields=fields)


def _other_field(name: str, texts: list[str], taken: set[str]) -> str | None:
    """What a column named `name` holds, by its texts; None if its name may stand."""
    other = None
    if name in ("polarity_printed", *_NO_FIELD) and _most(texts, is_comparator):
        other = "comparator_printed"
    elif name == "comparator_printed" and _most(texts, is_direction):
        other = "polarity_printed"
    elif name in _NO_FIELD and _most(texts, is_level):
        other = "level1" if _most(texts, is_level1) else "level2"
    elif name == "level1" and _most(texts, is_level) and not _most(texts, is_level1):
        other = "level2"
    return other if other is not None and other not in taken else None


def _names_scores(printed: str) -> bool:
    label = find_label(printed)
    return label is not None and "points" in label.classes


def _most(texts: list[str], holds: Callable[[str], bool]) -> bool:
    """Whether more than half of the texts are of a kind; words for qualitative targets say nothing of it."""
    counted = [text for text in texts if not is_qualitative_mark(text)]
    return sum(map(holds, counted)) * 2 > len(counted)


def _texts_below(columns: Columns, rows: list[Row]) -> dict[int, list[str]]:
    """Grid column → the texts that begin in it below the header, until another header."""
    texts: dict[int, list[str]] = {}
    for row in rows[:_SEEN_ROWS]:
        if sum(find_label(cell.text) is not None for cell in row.texts) > max(2, len(row.texts) // 2):
            break
        for cell in row.texts:
            if cell.column in columns.fields:
                texts.setdefault(cell.column, []).append(cell.text)
    return texts
