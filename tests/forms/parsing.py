"""Forms out of tables that a test writes down."""

from __future__ import annotations

from decimal import Decimal

from flows.forms import Form, ParsedDocument, parse_document
from flows.readers import Cell, Document, Paragraph, Table

HEADER = ("一级指标", "二级指标", "三级指标", "指标值")


def table(*rows: tuple[str, ...], is_grid: bool = True) -> Table:
    cells = tuple(
        Cell(text, row, column, f"row {row + 1}, cell {column + 1}")
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Table(cells, "table", is_grid=is_grid)


def amount(form: Form, role: str) -> Decimal | None:
    return next((line.amount.value for line in form.funding if line.role == role and line.amount), None)


def parse(*blocks: Paragraph | Table) -> ParsedDocument:
    return parse_document(Document("test", blocks))
