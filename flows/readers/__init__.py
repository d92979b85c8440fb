"""Bytes → Document. One module a format; the format is told by the content, never by the extension."""

from flows.readers.document import Block, Cell, Document, LeftOut, Paragraph, Table, UnreadableError
from flows.readers.sniff import read_document

__all__ = ["Block", "Cell", "Document", "LeftOut", "Paragraph", "Table", "UnreadableError", "read_document"]
