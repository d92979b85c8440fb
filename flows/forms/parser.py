"""Document → forms, block by block. It knows labels, never coordinates."""

from __future__ import annotations

from dataclasses import dataclass

from flows.forms.by_region import Regions, Views, sections, views_of, with_shares
from flows.forms.left_out import with_left_out
from flows.forms.model import ParsedDocument
from flows.forms.open_document import OpenDocument
from flows.forms.regions.tables import TableReader
from flows.readers import Block, Document, Paragraph, Table


@dataclass(frozen=True, slots=True)
class Explained:
    """A document, what its forms print, and which of its cells the parser has put in a place."""

    document: Document
    parsed: ParsedDocument
    cells: frozenset[str]
    """Locators: what of them is in no field, not left out and not rejected is a label."""


def parse_document(document: Document, *, keeps_places: bool = False) -> ParsedDocument:
    """All forms of a document as printed, in its order; `keeps_places` if the rows say where each field was read.

    Never raises: what is not understood is rejected text.
    """
    return _explained(document, keeps_places=keeps_places).parsed


def explain_document(document: Document) -> Explained:
    """As `parse_document`, with what every cell was taken for."""
    return _explained(document, keeps_places=True)


def _explained(document: Document, *, keeps_places: bool) -> Explained:
    opened = OpenDocument(keeps_places=keeps_places)
    tables: list[Regions] = []
    for section in sections(document.blocks):
        views = views_of(section)
        if views is not None:
            opened.end_lines()
            tables.append(_take_views(opened, views))
            continue
        for block in section:
            _take(opened, block)
    opened.end_lines()
    parsed = with_shares(opened.finish(document.format), tables)
    parsed = with_left_out(parsed, document.left_out)
    return Explained(document, parsed, opened.explained if keeps_places else frozenset())


def _take(opened: OpenDocument, block: Block) -> None:
    if isinstance(block, Paragraph):
        opened.take_paragraph(block)
    else:
        _take_table(opened, block)


def _take_table(opened: OpenDocument, table: Table) -> None:
    """Read a table: forms, rows that go on, or a table of another kind."""
    opened.end_lines()
    opened.announced.end_sentence()
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


def _take_views(opened: OpenDocument, found: Views) -> Regions:
    """A form for each region, from left to right, and that of their sum."""
    regions = Regions()
    for view in found.views:
        name = view.region.name
        before = opened.form_count
        opened.begin_region(None if view.region.is_total else name)
        for block in view.blocks:
            _take(opened, block)
        opened.end_form()
        numbers = range(before + 1, opened.form_count + 1)
        regions.numbers += numbers
        if view.region.is_total and numbers:
            opened.account.leave_out_text(name.text, name.locator, "sum")
            regions.total = regions.total or numbers[0]
    opened.begin_region(None)
    for region in found.silent:
        opened.account.leave_out_text(region.name.text, region.name.locator, "context")
    opened.account.use(*found.known)
    for cell in found.beside:
        opened.account.reject("form", cell, "it stands below the names of regions, and in no region's column")
    for cell in found.money_of_all:
        opened.account.reject_text(
            "form",
            cell.locator,
            cell.text,
            "this money is of all regions together, and no column is: it is no region's budget",
        )
    return regions
