"""Document → forms, block by block. It knows labels, never coordinates."""

from __future__ import annotations

from dataclasses import dataclass

from flows.forms.left_out import with_left_out
from flows.forms.model import ParsedDocument
from flows.forms.open_document import OpenDocument
from flows.forms.regions.tables import TableReader
from flows.readers import Document, Paragraph, Table


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
    for block in document.blocks:
        if isinstance(block, Paragraph):
            opened.take_paragraph(block)
        else:
            _take_table(opened, block)
    parsed = with_left_out(opened.finish(document.format), document.left_out)
    return Explained(document, parsed, opened.explained if keeps_places else frozenset())


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
