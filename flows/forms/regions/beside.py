"""Two blocks of indicators side by side, under the same labels twice: read as if the right one stood below the left one."""

from __future__ import annotations

from flows.forms.regions.grid import Row, end_of
from flows.labels import find_label
from flows.vocabulary.seeds import fold

_FEWEST = 4  # labels of a header that stands twice
_OF_SEVERAL_YEARS = {"objective_mid_term", "objective_overall", "mid_term"}


def unfolded(rows: list[Row]) -> list[Row]:
    """The rows; of two blocks side by side (类型 | 指标名称 | 指标值 twice) first the left one's, then the right one's.

    Blocks of two periods (中期目标 | 年度目标) stay side by side: they are two targets of one indicator.
    """
    for place, row in enumerate(rows):
        start = _start_of_second(row)
        if start is not None and not _is_of_periods(rows[: place + 1]):
            end = next(
                (other for other in range(place + 1, len(rows)) if _is_across(rows[other], start)), len(rows)
            )
            block = rows[place:end]
            if _repeats_names(block):
                return rows
            return [
                *rows[:place],
                *(_part(one, 0, start) for one in block),
                *(_part(one, start, None) for one in block),
                *rows[end:],
            ]
    return rows


def _start_of_second(row: Row) -> int | None:
    """The grid column at which the labels of a header begin again; None of any other row."""
    texts = row.texts
    half = len(texts) // 2
    if len(texts) < _FEWEST or len(texts) % 2 or texts[0].text != texts[half].text:
        return None
    if row.label_count < len(texts) or not len(texts) == len(row.own) == len(row.cells):
        return None  # beside merged cells it is the last row of a header of several: 指标名称 | 指标值 below each level
    if [fold(cell.text) for cell in texts[:half]] != [fold(cell.text) for cell in texts[half:]]:
        return None
    fields = {label.field("column") for label in row.labels[:half] if label is not None}
    return texts[half].column if {"level3", "target"} <= fields else None


def _is_of_periods(rows: list[Row]) -> bool:
    """Whether a label above says that something is of several years: then a block may be."""
    labels = (find_label(cell.text) for row in rows for cell in row.texts)
    return any(
        "long" in label.classes or label.field("form", "frame") in _OF_SEVERAL_YEARS
        for label in labels
        if label is not None
    )


def _repeats_names(block: list[Row]) -> bool:
    """Whether the indicators on the right are those on the left: two targets of the same, whatever stands above."""
    texts, labels = block[0].texts, block[0].labels
    half = len(texts) // 2
    place = next(
        number
        for number, label in enumerate(labels)
        if label is not None and label.field("column") == "level3"
    )
    left, right = texts[place].column, texts[place + half].column
    names = [{cell.column: fold(cell.text) for cell in row.cells if cell.text} for row in block[1:]]
    both = [(row[left], row[right]) for row in names if left in row and right in row]
    return sum(one == other for one, other in both) * 2 > len(both)


def _is_across(row: Row, start: int) -> bool:
    """Whether a cell of a row reaches over both blocks, or the row stands in one of them only."""
    return not row.own or any(cell.column < start < end_of(cell) for cell in row.own)


def _part(row: Row, first: int, end: int | None) -> Row:
    def of_part(column: int) -> bool:
        return column >= first and (end is None or column < end)

    return Row(
        row.number,
        tuple(cell for cell in row.own if of_part(cell.column)),
        tuple(cell for cell in row.cells if of_part(cell.column)),
    )
