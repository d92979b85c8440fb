"""Which columns of a table are of which region, told by the header of its indicators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.forms.by_region.words import is_region, is_total, may_be_region
from flows.forms.model import PrintedText
from flows.forms.regions.grid import Row, covers, end_of
from flows.labels import find_certain_label
from flows.readers import Cell

_LEVELS = ("level1", "level2", "level3")
_VALUES = {"target", "target_initial", "actual", "mid_year_actual", "mid_year_forecast", "score", "points"}
_TARGET = "指标值"
_FEWEST_CELLS = 3  # a name, and two regions or a group of them


@dataclass(frozen=True, slots=True)
class Region:
    """A region and its columns: grid column → the label of what stands there (指标值, 实际完成值)."""

    name: PrintedText
    is_total: bool
    labels: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Column:
    column: int
    name: Cell
    label: str
    is_total: bool


@dataclass(frozen=True, slots=True)
class RegionColumns:
    """The header of a table with a column a region: its rows, its regions from left to right, where they begin and end."""

    row: int
    height: int
    regions: tuple[Region, ...]
    levels: tuple[int, ...]
    """The grid columns of levels 1 and 2."""
    first: int
    end: int

    def is_named(self, cell: Cell) -> bool:
        """Whether a cell has the name of the region that its column is of."""
        return any(
            cell.column in region.labels and cell.text == region.name.text for region in self.regions
        ) or is_total(cell.text)


def find_region_columns(rows: list[Row], *, is_transfer: bool) -> RegionColumns | None:
    """The regions that head columns of a table; None if none do.

    Names of regions are known by their words; below 指标值 of a form of transfer payments any names will do.
    """
    for place, row in enumerate(rows):
        if len(row.own) < _FEWEST_CELLS:
            continue
        fields = {
            cell.column: label.field("column")
            for cell in row.own
            if (label := find_certain_label(cell.text)) is not None
        }
        named = [column for column, field in fields.items() if field in _LEVELS]
        if len(named) < 2 and "level3" not in fields.values():  # noqa: PLR2004
            continue
        last = next(cell for cell in row.own if cell.column == max(named))
        below = rows[place + 1] if place + 1 < len(rows) else None
        if below is not None and any(cell.text for cell in below.own if cell.column < end_of(last)):
            below = None
        found = _columns(row, below, end_of(last), is_transfer=is_transfer)
        regions = _regions(found)
        if len(regions) > 1 and any(not region.is_total for region in regions):
            columns = [column for region in regions for column in region.labels]
            return RegionColumns(
                row.number,
                2 if below is not None and any(cell.text for cell in below.own) else 1,
                regions,
                tuple(column for column, field in fields.items() if field in _LEVELS[:2]),
                min(columns),
                max(columns) + 1,
            )
    return None


def _columns(row: Row, below: Row | None, begin: int, *, is_transfer: bool) -> list[_Column]:
    """The columns that are of a region, from left to right."""
    found: list[_Column] = []
    plain: list[_Column] = []
    for column, top, bottom in _heads(row, below, begin):
        if bottom is not None:
            found += _of_two_cells(column, top, bottom, is_transfer=is_transfer)
        elif (split := _split(top)) is not None:
            found.append(_Column(column, split[0], split[1], is_total(split[0].text)))
        elif _is_value(top.text) and top.column_span == 1:
            plain.append(_Column(column, top, top.text, is_total=True))
    if not plain or not found:
        return found
    # 指标值 | 甲县 | 乙县: the first is that of all, in a form of transfer payments; else the others are remarks.
    return [plain[0], *found] if is_transfer and len(plain) == 1 else []


def _heads(row: Row, below: Row | None, begin: int) -> Iterator[tuple[int, Cell, Cell | None]]:
    """Grid column, the cell of the header's first row over it, and that of its second row; a blank cell goes on."""
    lower = {cell.column: cell for cell in below.own if cell.text} if below is not None else {}
    heads = [cell for cell in row.own if cell.column >= begin]
    group: Cell | None = None
    for column in sorted({cell.column for cell in heads} | {column for column in lower if column >= begin}):
        top = next((cell for cell in heads if covers(cell, column)), None)
        if top is not None and top.text:
            group = top
        elif top is None or column not in lower:
            continue
        if group is not None:
            yield column, group, lower.get(column)


def _of_two_cells(column: int, top: Cell, bottom: Cell, *, is_transfer: bool) -> Iterator[_Column]:
    """指标值 over 甲县 | 乙县, or 甲县 over 指标值 | 实际完成值."""
    for name, value in ((bottom, top), (top, bottom)):
        is_name = is_region(name.text) or is_total(name.text) or (is_transfer and may_be_region(name.text))
        if is_name and _is_value(value.text):
            yield _Column(column, name, value.text, is_total(name.text))


def _split(cell: Cell) -> tuple[Cell, str] | None:
    """甲县 is the target of 甲县, 甲县目标值 the same with its label."""
    if is_region(cell.text) or is_total(cell.text):
        return cell, _TARGET
    for end in range(2, len(cell.text)):
        if is_region(cell.text[:end]) and _is_value(cell.text[end:]):
            return cell._replace(text=cell.text[:end]), cell.text[end:]
    return None


def _is_value(text: str) -> bool:
    label = find_certain_label(text)
    return label is not None and label.field("column") in _VALUES


def _regions(found: list[_Column]) -> tuple[Region, ...]:
    """Regions by name, from left to right."""
    by_name: dict[str, Region] = {}
    for each in sorted(found, key=lambda one: one.column):
        region = by_name.setdefault(
            "".join(each.name.text.split()),
            Region(PrintedText(each.name.text, each.name.locator), each.is_total, {}),
        )
        region.labels[each.column] = each.label
    return tuple(by_name.values())
