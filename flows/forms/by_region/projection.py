"""A table with a column a region, as the table of one of them: what is printed for all, and its own columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flows.forms.by_region.columns import Region, RegionColumns
from flows.forms.by_region.words import is_total
from flows.forms.cells.amounts import is_amount
from flows.forms.cells.inline import inline_pairs
from flows.forms.regions.grid import Row, covers, end_of, rows_of
from flows.labels import find_certain_label, find_label, is_blank_amount
from flows.readers import Cell, Table


@dataclass(frozen=True, slots=True)
class Projection:
    """The table of one region; `money_of_all` are the amounts that are printed for all regions together."""

    table: Table
    says_something: bool
    """Whether the region has a target or an amount of its own."""
    money_of_all: tuple[Cell, ...]


def project(table: Table, columns: RegionColumns, region: Region) -> Projection:
    """The table as it would be for one region alone.

    Rows with a cell a region keep the region's; a row of indicators that is blank for the region and not for others is
    none of its; money that is printed for all regions together stays with the column of their sum.
    """
    own = set(region.labels)
    cells: list[Cell] = []
    money: list[Cell] = []
    says_something = False
    for row in rows_of(table):
        in_area = [cell for cell in row.cells if cell.column < columns.end and end_of(cell) > columns.first]
        beside = [cell for cell in row.own if cell not in in_area]
        if columns.row <= row.number < columns.row + columns.height:
            cells += beside
            if row.number == columns.row:
                cells += _header(columns, region, row)
        elif _is_of_names(columns, in_area):
            cells += [cell for cell in beside if not is_total(cell.text)]
        elif _is_a_cell_a_region(columns, in_area, row):
            of_all = _of_all_regions(columns, region, row, beside)
            money += of_all
            beside = [cell for cell in beside if cell not in of_all]
            mine = [cell for cell in in_area if cell.column in own and cell.row == row.number]
            is_of_mine = any(not is_blank_amount(cell.text) for cell in mine)
            says_something = says_something or (is_of_mine and not _are_labels(mine))
            is_indicator = row.number > columns.row
            if is_indicator and not is_of_mine and any(not is_blank_amount(cell.text) for cell in in_area):
                cells += _of_no_indicator(columns, row, beside, min(own))
            else:
                cells += [*beside, *mine]
        elif row.number > columns.row and _is_merged_over_regions(row, in_area):
            mine = [cell for cell in in_area if covers(cell, min(own)) and cell.row == row.number]
            is_of_mine = any(not is_blank_amount(cell.text) for cell in mine)
            says_something = says_something or is_of_mine
            if is_of_mine:
                cells += [*beside, *(cell._replace(column=min(own), column_span=1) for cell in mine)]
            else:
                cells += _of_no_indicator(columns, row, beside, min(own))
        elif not region.is_total and row.number < columns.row and is_money(row):
            money += row.texts
        else:
            cells += row.own
    copies = tuple(Cell(*cell) for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return Projection(replace(table, cells=copies), says_something, tuple(money))


def _of_all_regions(columns: RegionColumns, region: Region, row: Row, beside: list[Cell]) -> list[Cell]:
    """The amounts left of the regions' money: 合计 stands there, and has no column among the indicators."""
    if region.is_total or row.number > columns.row:
        return []
    return [cell for cell in beside if is_amount(cell.text)]


def _of_no_indicator(columns: RegionColumns, row: Row, beside: list[Cell], column: int) -> list[Cell]:
    """A row that is none of the region's: its levels hold for the rows below."""
    levels = [cell for cell in beside if cell.column in columns.levels]
    return [*levels, Cell("", row.number, column, row.own[0].locator)]


def without_money(table: Table) -> tuple[Table, tuple[Cell, ...]]:
    """A table that is printed for all regions, without its rows of money, and the texts of those."""
    rows = rows_of(table)
    cells = tuple(Cell(*cell) for row in rows if not is_money(row) for cell in row.own)
    return replace(table, cells=cells), tuple(cell for row in rows if is_money(row) for cell in row.texts)


def _header(columns: RegionColumns, region: Region, row: Row) -> list[Cell]:
    place = next(cell for cell in row.own if end_of(cell) > columns.first)
    height = columns.height if any(cell.row_span >= columns.height for cell in row.own) else 1
    return [
        Cell(label, columns.row, column, place.locator, height, 1) for column, label in region.labels.items()
    ]


def _is_of_names(columns: RegionColumns, in_area: list[Cell]) -> bool:
    """Whether a row repeats the names of the regions (above their money)."""
    texts = [cell for cell in in_area if cell.text]
    return len(texts) > 1 and all(columns.is_named(cell) for cell in texts)


def _is_a_cell_a_region(columns: RegionColumns, in_area: list[Cell], row: Row) -> bool:
    """Whether each region has cells of its own in a row: values, or the same labels."""
    texts = [cell for cell in in_area if cell.text]
    if not texts or not all(_is_of_one_region(columns, cell) for cell in texts):
        return False
    if _are_labels(texts):
        of_each = [
            tuple("".join(cell.text.split()) for cell in texts if cell.column in region.labels)
            for region in columns.regions
        ]
        return len(set(of_each)) == 1
    if row.number > columns.row:
        first = find_certain_label(row.texts[0].text)
        return first is None or first.field("form", "money") is None or len(texts) > 1
    return len(texts) > 1


def _is_of_one_region(columns: RegionColumns, cell: Cell) -> bool:
    covered = [region for region in columns.regions if any(covers(cell, column) for column in region.labels)]
    return len(covered) == 1


def _are_labels(cells: list[Cell]) -> bool:
    return any(
        (label := find_certain_label(cell.text)) is not None and bool(label.meanings) for cell in cells
    )


def _is_merged_over_regions(row: Row, in_area: list[Cell]) -> bool:
    """Whether a row of indicators has one value for several regions."""
    texts = [cell for cell in in_area if cell.text]
    labels = [find_certain_label(cell.text) for cell in (*texts, *row.texts[:1])]
    return len(texts) > 0 and not any(label is not None and label.field("form", "money") for label in labels)


def is_money(row: Row) -> bool:
    """Whether a row has a label of money and an amount."""
    has_label = any(
        (label := find_label(cell.text)) is not None and label.field("money", "measure") for cell in row.texts
    )
    return (has_label and any(is_amount(cell.text) for cell in row.texts)) or any(
        pair.label.field("money", "measure") and is_amount(pair.value)
        for cell in row.texts
        for pair in inline_pairs(cell.text)
    )
