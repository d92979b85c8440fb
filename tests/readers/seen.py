"""What a reader saw, in a form that a test compares."""

from __future__ import annotations

import pytest

from flows.readers import Document, Paragraph, Table, UnreadableError, read_document


def texts(document: Document) -> list[str]:
    """Each paragraph, and each table as its cells' texts with | between them."""
    return [
        block.text if isinstance(block, Paragraph) else "|".join(cell.text for cell in block.cells)
        for block in document.blocks
    ]


def cells(document: Document) -> list[tuple[str, int, int, int, int]]:
    """text, row, column, row span, column span of the cells of the first table."""
    first = next(block for block in document.blocks if isinstance(block, Table))
    return [(c.text, c.row, c.column, c.row_span, c.column_span) for c in first.cells]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows()]


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        read_document(content)
    return str(error.value)
