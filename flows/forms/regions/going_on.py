"""An indicator table that goes on in the next table, page or sheet without a header."""

from __future__ import annotations

from flows.forms.regions.columns import Columns
from flows.forms.regions.grid import Row
from flows.forms.regions.sums import is_sum
from flows.labels import (
    ends_as_going_on,
    find_certain_label,
    find_label,
    is_comparator,
    is_ditto,
    is_level,
    is_level1,
)
from flows.readers import Table

_SEEN_ROWS = 8
_LEVELS = ("level1", "level2")
_TARGETS = ("target", "comparator")
_SIGNS = "≥≤≧≦=＝><＞＜"


def columns_that_go_on(columns: Columns, table: Table, rows: list[Row]) -> Columns | None:
    """The columns of the table before at the places of this one; None if this one is no rest of it."""
    row = next((row for row in rows if len(row.texts) > 1 and not _holds_sums(row)), None)
    if row is None or _heads_levels(row) or not (_says_that_it_goes_on(table) or _continues(columns, row)):
        return None
    starts = sorted({cell.column for cell in table.cells})
    placed = _as_in_the_sheet(columns, table, rows) if columns.sheet_columns and table.columns else None
    if placed is not None or len(starts) == len(columns.starts):
        return placed or columns.moved_to(starts)
    if table.is_grid and len(starts) < len(columns.starts):
        left = _columns_missing_left(columns, starts, rows)
        if left is not None and (left or starts[0] != columns.starts[0]):
            right = len(columns.starts) - left - len(starts)
            return columns.moved_to(
                [
                    *range(starts[0] - left, starts[0]),
                    *starts,
                    *range(starts[-1] + 1, starts[-1] + 1 + right),
                ]
            )
    if columns.target in starts and (
        set(columns.starts) <= set(starts) or (set(starts) <= set(columns.starts) and table.is_grid)
    ):
        return columns
    return None


def _heads_levels(row: Row) -> bool:
    """Whether a row heads a table of another kind: 预算执行 | 产出指标 | 效益指标 | 满意度指标 | 总分."""
    return sum(is_level1(cell.text) for cell in row.texts) > 2  # noqa: PLR2004


def _as_in_the_sheet(columns: Columns, table: Table, rows: list[Row]) -> Columns | None:
    """The columns at the places that they have in the sheet, if each text of this one stands below one of them.

    An inner column without any text (度量单位 of a form that needs none) has no place in the grid.
    """
    own = {column: place for place, column in enumerate(table.columns)}
    places = {
        start: own[columns.sheet_columns[start]]
        for start in columns.starts
        if columns.sheet_columns[start] in own
    }
    known = {place: start for start, place in places.items()}
    if not all(cell.column in known for row in rows[:_SEEN_ROWS] for cell in row.texts if len(row.texts) > 1):
        return None
    is_rest = _says_that_it_goes_on(table) or _fit(known, columns, rows) > 0
    return columns.placed(places) if is_rest else None


def _says_that_it_goes_on(table: Table) -> bool:
    """Whether the sheet's name ends with 续, and its first row is no header of its own."""
    return table.name is not None and ends_as_going_on(table.name)


def _holds_sums(row: Row) -> bool:
    label = find_certain_label(row.texts[0].text)
    return label is not None and is_sum(label)


def _columns_missing_left(columns: Columns, starts: list[int], rows: list[Row]) -> int | None:
    """How many of the columns of its header a table lacks at its left (empty ones are not printed); the rest at its right.

    None if nothing tells, or several places do.
    """
    fits = {
        left: _fit(dict(zip(starts, columns.starts[left:], strict=False)), columns, rows)
        for left in range(len(columns.starts) - len(starts) + 1)
    }
    best = max(fits.values())
    found = [left for left, fit in fits.items() if fit == best]
    return found[0] if best > 0 and (len(found) == 1 or 0 in found) else None


def _fit(places: dict[int, int], columns: Columns, rows: list[Row]) -> int:
    """How well rows stand below a header, by the header's column of each of theirs.

    Levels stand below levels, and what begins with a sign, or is an operator, below targets.
    """
    fit = 0
    for row in rows[:_SEEN_ROWS]:
        for cell in row.texts:
            field = columns.fields.get(places.get(cell.column, -1), "")
            if is_level(cell.text):
                fit += 1 if field in _LEVELS else -1
            elif cell.text[0] in _SIGNS or is_comparator(cell.text):
                fit += 1 if field.startswith(_TARGETS) else -1
    return fit


def _continues(columns: Columns, row: Row) -> bool:
    texts = row.texts
    labels = [find_label(cell.text) for cell in texts]
    if any(label is not None and label.is_certain and label.meanings for label in labels[:2]):
        first = labels[0]
        if not is_level(texts[0].text) and first is not None and first.is_certain:
            return False
    if is_ditto(texts[0].text):
        return True
    if columns.is_wide:
        return not any(
            label is not None and label.is_certain and label.field("form") == "project" for label in labels
        )
    if not columns.has_levels:
        return not any(label is not None and label.is_certain and label.meanings for label in labels)
    if any(cell.text[0] in _SIGNS for cell in texts) and not any(labels[:1]):
        return True  # a level that nobody knows, and a target
    first_column = texts[0].column
    return is_level(texts[0].text) or first_column > row.cells[0].column or not row.cells[0].text
