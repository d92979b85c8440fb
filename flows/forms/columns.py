"""The header of an indicator table: which grid column holds which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.labels import Label, find_column, find_label
from flows.readers import Cell

# Fields of a header that make it an indicator table's.
_TARGETS = {"target", "target_initial", "actual"}
# Fields that a wide table of many projects prints in columns beside the indicators.
_OF_THE_FORM = {"form", "money"}
_DECIDES_PERIOD = {"objective_mid_term": "mid_term", "objective": "annual"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Grid column → field. `cells` are those of the header, `form_fields` the columns that describe the project."""

    fields: Mapping[int, str]
    cells: Mapping[int, Cell]
    form_fields: Mapping[int, Label]
    first: int
    end: int
    target: int
    """The column of the target (of the actual value, where the form prints no target)."""
    is_mid_term: bool
    """The whole block below this header is of the mid-term, beside a label that says so (中期绩效指标)."""


def header_columns(row: tuple[Cell, ...], periods: Mapping[int, str]) -> Columns | None:
    """The columns of a header row; None where the row is no header.

    A header has the label of a target or an actual value and at least one other column label. `periods` says which
    grid columns stand below a mid-term label and which below an annual one (中期目标 | 年度目标). An unknown label has
    the field '': what stands below it is rejected text, never dropped.
    """
    found = _labels_of_header(row)
    known = {label.field for _, label in found if label and label.block == "column"}
    if len(known) < 2 or not known & _TARGETS:  # noqa: PLR2004
        return None
    columns = [
        (cell, label)
        for cell, label in found
        if not (label and label.block in ("frame", "group")) and not _is_frame(cell, label, row)
    ]
    names = _names(columns, periods)
    return Columns(
        fields=names,
        cells={cell.column: cell for cell, _ in columns},
        form_fields={
            cell.column: label for cell, label in columns if label is not None and label.block in _OF_THE_FORM
        },
        first=columns[0][0].column,
        end=max(cell.column + cell.column_span for cell, _ in columns),
        target=next(
            column for name in ("target", "actual") for column, field in names.items() if field == name
        ),
        is_mid_term=any(
            label is not None
            and label.field in ("mid_term", "objective_mid_term")
            and cell not in dict(columns)
            for cell, label in found
        ),
    )


def _labels_of_header(row: tuple[Cell, ...]) -> list[tuple[Cell, Label | None]]:
    """Each cell with its label; a label that may frame a table (绩效指标) does so beside the column's own label."""
    found = [(cell, find_column(cell.text)) for cell in row]
    found = [(cell, _of_the_project(cell, label, found)) for cell, label in found]
    fields = [label.field for _, label in found if label and label.block == "column"]
    return [
        (cell, find_label(cell.text) if label and fields.count(label.field) > 1 else label)
        for cell, label in found
    ]


def _of_the_project(cell: Cell, label: Label | None, found: list[tuple[Cell, Label | None]]) -> Label | None:
    """In a wide table 单位 left of the project or of the levels is the unit that spends, not the unit of measure."""
    if label is None or label.field != "unit_printed":
        return label
    as_field = find_label(cell.text)
    is_left = any(
        other is not None and other.field in ("project", "level1", "level3") and place.column > cell.column
        for place, other in found
    )
    is_wide = any(other is not None and other.field == "project" for _, other in found)
    return as_field if is_wide and is_left else label


def _is_frame(cell: Cell, label: Label | None, row: tuple[Cell, ...]) -> bool:
    """A label merged down beside the rows below the header (年度绩效目标1) is no column of it."""
    own_row = max(other.row for other in row)
    return label is not None and label.block == "form" and cell.row + cell.row_span > own_row + 1


def _names(columns: list[tuple[Cell, Label | None]], periods: Mapping[int, str]) -> dict[int, str]:
    names = {
        cell.column: label.field if label is not None and label.block == "column" else ""
        for cell, label in columns
        if not (label is not None and label.block in _OF_THE_FORM)
    }
    if "target" not in names.values():
        # Where only the initial target is printed, it is the target.
        names = {column: "target" if field == "target_initial" else field for column, field in names.items()}
    targets = [column for column, field in names.items() if field == "target"]
    if len(targets) > 1:
        annual = next((column for column in targets if periods.get(column) == "annual"), targets[-1])
        names = _of_two_periods(names, annual)
    return names


def _of_two_periods(names: dict[int, str], annual: int) -> dict[int, str]:
    """Two blocks side by side: the annual block's fields keep their names, the other's target is a second value."""
    blocks: list[dict[int, str]] = [{}]
    for column, field in sorted(names.items()):
        if field and field != "level1" and field in blocks[-1].values():
            blocks.append({})
        blocks[-1][column] = field
    renamed: dict[int, str] = {}
    for block in blocks:
        is_annual = annual in block
        for column, field in block.items():
            other = field if field in ("level1", "") else f"{field}_mid_term"
            renamed[column] = field if is_annual else other
    return renamed


def period_columns(row: tuple[Cell, ...]) -> dict[int, str]:
    """Grid column → mid_term or annual, for the columns that a row's labels of the two periods cover."""
    periods: dict[int, str] = {}
    for cell in row:
        label = find_label(cell.text)
        if label is not None and label.field in _DECIDES_PERIOD:
            for column in range(cell.column, cell.column + cell.column_span):
                periods[column] = _DECIDES_PERIOD[label.field]
    return periods if len(set(periods.values())) > 1 else {}
