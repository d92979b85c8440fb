"""The blocks from one title to the next, once for each region of a table with a column a region."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows.forms.by_region.columns import Region, RegionColumns, find_region_columns
from flows.forms.by_region.projection import project, without_money
from flows.forms.by_region.words import may_name_regions
from flows.forms.cells.amounts import is_amount
from flows.forms.cells.inline import inline_pairs
from flows.forms.regions.grid import rows_of
from flows.labels import (
    find_certain_label,
    form_kind,
    is_blank_amount,
    is_heading,
    is_of_transfer,
    may_say_transfer,
)
from flows.readers import Block, Cell, Paragraph, Table

_ROWS_OF_A_TITLE = 5


@dataclass(frozen=True, slots=True)
class View:
    """What a region's form is read of."""

    region: Region
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Views:
    """The regions that say something, from left to right; those that do not; amounts that are of all together; the rest."""

    views: tuple[View, ...]
    silent: tuple[Region, ...]
    money_of_all: tuple[Cell, ...]
    known: tuple[Cell, ...]
    """Cells that no region's form shows, and that say nothing else: names of regions above their money, labels, dashes."""
    beside: tuple[Cell, ...]
    """Texts below the regions' header that stand in no region's column."""


def sections(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """The blocks from one title to the next."""
    section: list[Block] = []
    for block in blocks:
        begins = (
            is_heading(block.text)
            if isinstance(block, Paragraph)
            else any(isinstance(one, Table) for one in section) and _has_title(block)
        )
        if begins and section:
            yield section
            section = []
        section.append(block)
    if section:
        yield section


def _has_title(table: Table) -> bool:
    """Whether the first rows have the title of a form."""
    last = table.cells[0].row + _ROWS_OF_A_TITLE if table.cells else 0
    for cell in table.cells:
        if cell.row >= last:
            return False
        if form_kind(cell.text):
            return True
    return False


def views_of(section: list[Block]) -> Views | None:
    """The blocks as each region's form prints them; None if no table has a column a region."""
    found = _region_columns(section)
    if not found:
        return None
    views: list[View] = []
    silent: list[Region] = []
    money: dict[str, Cell] = {}
    for region in next(iter(found.values())).regions:
        blocks, says_something = _blocks_of(section, found, region, money, is_first=not views)
        if says_something:
            views.append(View(region, tuple(blocks)))
        else:
            silent.append(region)
    if not views:
        return None
    has_total = any(view.region.is_total for view in views)
    of_all = () if has_total else tuple(money.values())
    known, beside = _in_no_view(section, found, views, of_all)
    return Views(tuple(views), tuple(silent), of_all, known, beside)


def _in_no_view(
    section: list[Block], found: dict[int, RegionColumns], views: list[View], of_all: tuple[Cell, ...]
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """The texts of tables with a column a region that no region's form shows: those that are known, and the others."""
    placed = {
        cell.locator
        for view in views
        for block in view.blocks
        if isinstance(block, Table)
        for cell in block.cells
        if cell.text
    } | {cell.locator for cell in of_all}
    known: list[Cell] = []
    beside: list[Cell] = []
    for place, columns in found.items():
        table = section[place]
        for cell in table.cells if isinstance(table, Table) else ():
            if cell.text and cell.locator not in placed:
                (known if _says_nothing_else(columns, cell) else beside).append(cell)
    return tuple(known), tuple(beside)


def _says_nothing_else(columns: RegionColumns, cell: Cell) -> bool:
    """Whether a cell is of the header, names a region again, or is a label or a dash."""
    return (
        columns.row <= cell.row < columns.row + columns.height
        or columns.is_named(cell)
        or is_blank_amount(cell.text)
        or find_certain_label(cell.text) is not None
    )


def _region_columns(section: list[Block]) -> dict[int, RegionColumns]:
    """Place of a table in a section → its regions."""
    found = {}
    is_transfer = False
    for place, block in enumerate(section):
        if isinstance(block, Paragraph):
            is_transfer = is_transfer or is_of_transfer(block.text)
        elif block.is_grid:
            texts = "\n".join([cell.text for cell in block.cells])
            if not is_transfer and may_say_transfer(texts):
                is_transfer = any(_says_transfer(cell.text) for cell in block.cells)
            if not is_transfer and not may_name_regions(texts):
                continue
            columns = find_region_columns(rows_of(block), is_transfer=is_transfer)
            if columns is not None:
                found[place] = columns
    return found


def _says_transfer(text: str) -> bool:
    label = find_certain_label(text)
    return is_of_transfer(text) or (
        label is not None and "transfer" in label.classes and label.field("form") == "project"
    )


def _blocks_of(
    section: list[Block],
    found: dict[int, RegionColumns],
    region: Region,
    money: dict[str, Cell],
    *,
    is_first: bool,
) -> tuple[list[Block], bool]:
    """A region's blocks, and whether they say something of it; amounts that are none of its are added to `money`."""
    blocks: list[Block] = []
    says_something = False
    for place, block in enumerate(section):
        if isinstance(block, Paragraph):
            blocks += [block] if is_first or _is_of_the_form(block) else []
            continue
        regions = found[place].regions if place in found else ()
        mine = next((one for one in regions if one.name.text == region.name.text), None)
        of_all: tuple[Cell, ...] = ()
        if mine is not None:
            projection = project(block, found[place], mine)
            says_something = says_something or projection.says_something
            blocks.append(projection.table)
            of_all = projection.money_of_all
        elif region.is_total:
            blocks.append(replace(block, cells=tuple(Cell(*cell) for cell in block.cells)))
        else:
            table, of_all = without_money(block)
            blocks.append(table)
        money |= {cell.locator: cell for cell in of_all if is_amount(cell.text) or inline_pairs(cell.text)}
    return blocks, says_something


def _is_of_the_form(paragraph: Paragraph) -> bool:
    """Whether a line above the table says what each of its forms is about (项目名称：…)."""
    return any(
        pair.label.field("form") in ("project", "project_code") for pair in inline_pairs(paragraph.text)
    )
