"""An indicator table that goes on in the next table, page or sheet without a header."""

from __future__ import annotations

from flows.forms.regions.columns import Columns
from flows.forms.regions.grid import Row
from flows.forms.regions.sums import is_sum
from flows.labels import find_certain_label, find_label, is_ditto, is_level
from flows.readers import Table

_SEEN_ROWS = 8
_LEVELS = ("level1", "level2")
_TARGETS = ("target", "comparator")
_SIGNS = "≥≤≧≦=＝><＞＜"


def columns_that_go_on(columns: Columns, table: Table, rows: list[Row]) -> Columns | None:
    """The columns of the table before at the places of this one; None if this one is no rest of it."""
    row = next((row for row in rows if len(row.texts) > 1 and not _holds_sums(row)), None)
    if row is None or not _continues(columns, row):
        return None
    starts = sorted({cell.column for cell in table.cells})
    if starts == list(columns.starts):
        return columns
    if len(starts) == len(columns.starts):
        return columns.moved_to(starts)
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


def _holds_sums(row: Row) -> bool:
    label = find_certain_label(row.texts[0].text)
    return label is not None and is_sum(label)


def _columns_missing_left(columns: Columns, starts: list[int], rows: list[Row]) -> int | None:
    """How many of the columns of its header a table lacks at its left (empty ones are not printed); the rest at its right.

    Levels stand below levels, and what begins with a sign below targets. None if nothing tells, or several places do.
    """
    fits: dict[int, int] = {}
    for left in range(len(columns.starts) - len(starts) + 1):
        fields = dict(zip(starts, columns.starts[left:], strict=False))
        fit = 0
        for row in rows[:_SEEN_ROWS]:
            for cell in row.texts:
                field = columns.fields.get(fields.get(cell.column, -1), "")
                if is_level(cell.text):
                    fit += 1 if field in _LEVELS else -1
                elif cell.text[0] in _SIGNS:
                    fit += 1 if field.startswith(_TARGETS) else -1
        fits[left] = fit
    best = max(fits.values())
    found = [left for left, fit in fits.items() if fit == best]
    return found[0] if best > 0 and (len(found) == 1 or 0 in found) else None


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
