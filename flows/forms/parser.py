"""Document → forms, block by block. It knows labels, never coordinates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows.forms.by_region import RegionColumns, Regions, find_region_columns, project, with_shares
from flows.forms.cells.inline import inline_pairs
from flows.forms.left_out import with_left_out
from flows.forms.model import ParsedDocument
from flows.forms.open_document import OpenDocument
from flows.forms.regions.grid import rows_of
from flows.forms.regions.kinds import has_title
from flows.forms.regions.tables import TableReader
from flows.labels import find_certain_label, is_heading, is_of_transfer
from flows.readers import Block, Cell, Document, Paragraph, Table


def parse_document(document: Document) -> ParsedDocument:
    """All forms of a document as printed, in its order. Never raises: what is not understood is rejected text."""
    opened = OpenDocument()
    tables: list[Regions] = []
    for section in _sections(document.blocks):
        columns = _region_columns(section)
        if columns is None:
            for block in section:
                _take(opened, block)
        else:
            tables.append(_take_regions(opened, section, columns))
    parsed = with_shares(opened.finish(document.format), tables)
    return with_left_out(parsed, document.left_out)


def _take(opened: OpenDocument, block: Block) -> None:
    if isinstance(block, Paragraph):
        opened.take_paragraph(block)
    else:
        _take_table(opened, block)


def _take_table(opened: OpenDocument, table: Table) -> None:
    """Read a table: forms, rows that go on, or a table of another kind."""
    TableReader(opened, table).read()
    if table.ends_abruptly and opened.open is not None:
        opened.open.account.reject_text(
            "indicator_row",
            table.cells[-1].locator,
            table.cells[-1].text,
            "the file ends inside this cell, without a line break: it is cut off. Fetch it again; if the document "
            "really ends here, end the file with an empty line",
            is_cut_off=True,
        )


# -- forms with a column a region


def _sections(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """The blocks from one title to the next."""
    section: list[Block] = []
    for block in blocks:
        begins = (
            is_heading(block.text)
            if isinstance(block, Paragraph)
            else any(isinstance(one, Table) for one in section) and has_title(rows_of(block))
        )
        if begins and section:
            yield section
            section = []
        section.append(block)
    if section:
        yield section


def _region_columns(section: list[Block]) -> dict[int, RegionColumns] | None:
    """Place of a table in a section → its regions; None if no table has a column a region."""
    found = {}
    is_transfer = False
    for place, block in enumerate(section):
        if isinstance(block, Paragraph):
            is_transfer = is_transfer or is_of_transfer(block.text)
            continue
        if not block.is_grid:
            continue
        is_transfer = is_transfer or any(_says_transfer(cell.text) for cell in block.cells)
        columns = find_region_columns(rows_of(block), is_transfer=is_transfer)
        if columns is not None:
            found[place] = columns
    return found or None


def _says_transfer(text: str) -> bool:
    label = find_certain_label(text) if "转移支付" in text else None
    return is_of_transfer(text) or (label is not None and label.field("form") == "project")


def _take_regions(opened: OpenDocument, section: list[Block], found: dict[int, RegionColumns]) -> Regions:
    """Read the blocks once for each region; the tables that have no column a region are printed for all."""
    regions = Regions()
    first = next(iter(found.values()))
    is_first = True
    money_of_all: dict[str, Cell] = {}
    for region in first.regions:
        blocks: list[Block] = []
        says_something = False
        for place, block in enumerate(section):
            columns = found.get(place)
            mine = (
                None
                if columns is None
                else next((one for one in columns.regions if one.name.text == region.name.text), None)
            )
            if isinstance(block, Paragraph):
                blocks += [block] if is_first or _is_of_the_form(block) else []
            elif columns is None or mine is None:
                blocks.append(replace(block, cells=tuple(cell._replace() for cell in block.cells)))
            else:
                projection = project(block, columns, mine)
                says_something = says_something or projection.says_something
                blocks.append(projection.table)
                money_of_all |= {cell.locator: cell for cell in projection.money_of_all}
        if not says_something:
            opened.account.leave_out_text(region.name.text, region.name.locator, "context")
            continue
        before = opened.form_count
        opened.begin_region(None if region.is_total else region.name)
        for block in blocks:
            _take(opened, block)
        opened.end_form()
        is_first = False
        numbers = range(before + 1, opened.form_count + 1)
        regions.numbers += numbers
        if region.is_total and numbers:
            opened.account.leave_out_text(region.name.text, region.name.locator, "context")
            regions.total = regions.total or numbers[0]
    opened.begin_region(None)
    if regions.total is None:
        for cell in money_of_all.values():
            opened.account.reject_text(
                "form",
                cell.locator,
                cell.text,
                "this money is of all regions together, and no column is: it is no region's budget",
            )
    return regions


def _is_of_the_form(paragraph: Paragraph) -> bool:
    """Whether a line above the table says what each of its forms is about (项目名称：…)."""
    return any(
        pair.label.field("form") in ("project", "project_code") for pair in inline_pairs(paragraph.text)
    )
