"""What stands below a header says more of a column than its label, if the two contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from flows.forms.regions.columns import IDENTIFY, Columns, target_column
from flows.forms.regions.grid import Row
from flows.forms.regions.kinds import heads_other_rows
from flows.labels import (
    find_certain_label,
    find_label,
    is_blank_amount,
    is_comparator,
    is_direction,
    is_level,
    is_level1,
    is_qualitative_mark,
    split_levels,
)
from flows.readers import Cell

_SEEN_ROWS = 12
_NO_FIELD = ("", "aside")
_TARGETS = {"target", "target_initial", "target_mid_term", "actual", "mid_year_actual", "mid_year_forecast"}


def settled(columns: Columns, rows: list[Row], place: int) -> Columns:
    """The columns of a header, each as the cells of the rows below it say, which begin at `place`.

    指标方向 or 指标值类型 over ≥, ≤ holds operators; 指标性质 over 正向, 反向 holds directions; a column without a label, or
    one that is never kept (类型), over 数量指标, 质量指标 holds levels; 得分及偏差原因分析 without another column of scores
    holds both (13；受降雨影响); 绩效标准 without another column of targets holds these, if it has numbers.
    """
    texts = _texts_below(columns, rows[place : place + _SEEN_ROWS])
    fields = dict(columns.fields)
    for column, name in columns.fields.items():
        found = texts.get(column)
        if found and (other := _other_field(name, found, set(fields.values()))) is not None:
            fields[column] = other
        elif (
            name == "deviation" and "score" not in fields.values() and _names_scores(columns.printed[column])
        ):
            fields[column] = "score_and_deviation"
    fields |= _of_the_project(columns, rows[place:])
    fields |= _names_beside_levels(columns, fields, texts)
    if not _TARGETS & set(fields.values()):
        fields |= _target_by_contents(fields, texts)
    if fields == columns.fields:
        return columns
    # If what stands under 符号 is no operator, it is rejected, and what the target is remains to be seen.
    lost = (
        {"target"}
        if _has(columns, "comparator_printed") and "comparator_printed" not in fields.values()
        else set()
    )
    return replace(columns, fields=fields, target=target_column(fields), inferred=columns.inferred | lost)


def _of_the_project(columns: Columns, rows: list[Row]) -> dict[int, str]:
    """得分 merged down beside all indicators of each project of a wide table is no indicator's: it may be any score."""
    names = [column for column, label in columns.form_fields.items() if label.field("form") in IDENTIFY]
    spans = [
        {cell.column: cell.row_span for cell in row.own}
        for row in rows
        if any(cell.column in names and cell.row_span > 1 for cell in row.own)
    ]
    return {
        column: ""
        for column, name in columns.fields.items()
        if name in ("points", "score")
        and spans
        and all(one.get(column) == next(one[place] for place in names if place in one) for one in spans)
    }


def _names_beside_levels(
    header: Columns, fields: Mapping[int, str], texts: Mapping[int, list[str]]
) -> dict[int, str]:
    """内容 over 数量, 质量 left of 指标名称 holds levels, and what would be a remark to it holds the names."""
    columns = {name: column for column, name in fields.items()}
    levels, names = columns.get("level3"), columns.get("description")
    if levels is None or names is None or "level2" in columns or levels > names:
        return {}
    label = find_label(header.printed.get(names, ""))
    if label is None or label.field("column") != "level3":
        return {}
    if not _most(texts.get(levels, []), is_level) or _most(texts.get(names, []), is_level):
        return {}
    return {levels: "level2", names: "level3"} if texts.get(levels) and texts.get(names) else {}


def _target_by_contents(fields: Mapping[int, str], texts: Mapping[int, list[str]]) -> dict[int, str]:
    """绩效标准 over ≥6个, 100% holds the targets, if no other column does."""
    found = [
        column
        for column, name in fields.items()
        if name in ("description", "note") and _most(texts.get(column, []), _has_digits)
    ]
    return {found[0]: "target"} if len(found) == 1 else {}


def _has_digits(text: str) -> bool:
    return any(map(str.isdigit, text))


def _has(columns: Columns, name: str) -> bool:
    return name in columns.fields.values()


def _other_field(name: str, texts: list[str], taken: set[str]) -> str | None:
    """What a column named `name` holds, by its texts; None if its name may stand."""
    other = None
    if name in ("polarity_printed", *_NO_FIELD) and _most(texts, is_comparator):
        other = "comparator_printed"
    elif name == "comparator_printed" and _most(texts, is_direction):
        other = "polarity_printed"
    elif (name == "comparator_printed" and _most(texts, _is_no_comparator)) or (
        name == "level3" and all(map(str.isdigit, texts))
    ):
        return ""
    elif name in _NO_FIELD and _most(texts, _are_two_levels):
        other = "level1"
    elif name in _NO_FIELD and _most(texts, is_level):
        other = "level1" if _most(texts, is_level1) else "level2"
    elif name == "level1" and _most(texts, is_level) and not _most(texts, is_level1):
        other = "level2"
    return other if other is not None and other not in taken else None


def _are_two_levels(text: str) -> bool:
    return split_levels(text) is not None


def _is_no_comparator(text: str) -> bool:
    return not is_comparator(text) and not is_blank_amount(text)


def _names_scores(printed: str) -> bool:
    label = find_label(printed)
    return label is not None and "points" in label.classes


def _most(texts: list[str], holds: Callable[[str], bool]) -> bool:
    """Whether more than half of the texts are of a kind; words for qualitative targets say nothing of it."""
    counted = [text for text in texts if not is_qualitative_mark(text)]
    return sum(map(holds, counted)) * 2 > len(counted)


def _begins_pairs(cell: Cell) -> bool:
    """Whether a row begins with a label of the form, not with a level that is called like one."""
    label = find_certain_label(cell.text)
    return label is not None and label.field("form") is not None and not is_level(cell.text)


def _texts_below(columns: Columns, rows: list[Row]) -> dict[int, list[str]]:
    """Grid column → the texts that begin in it below the header, until rows of another kind."""
    texts: dict[int, list[str]] = {}
    for row in rows:
        if not row.texts or row.numbers_the_columns():
            continue
        if len(row.texts) == 1 and is_level(row.texts[0].text):
            continue
        if len(row.texts) == 1 or heads_other_rows(row) or _begins_pairs(row.texts[0]):
            break
        for cell in row.texts:
            if cell.column in columns.fields:
                texts.setdefault(cell.column, []).append(cell.text)
    return texts
