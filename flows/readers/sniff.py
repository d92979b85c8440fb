"""Which format the bytes are, and the reader for it."""

from __future__ import annotations

from flows.readers.document import Document, UnreadableError
from flows.readers.text import read_text

_NOT_READ_YET = (
    (b"PK\x03\x04", "a zip package (Word .docx or Excel .xlsx)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a binary Office file (Word .doc or Excel .xls)"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "a rich text file"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)
_MAX_BYTES = 64 * 1024 * 1024


def read_document(content: bytes) -> Document:
    """Read the bytes of one published file.

    Raises UnreadableError, with what is wrong and what to do, for an empty file, a format that this version does
    not read, text in no known encoding, text cut off inside a character, and files over 64 MiB.
    """
    if not content.strip():
        raise UnreadableError(
            "the file is empty. Fetch the document again from its publisher, or remove the file."
        )
    if len(content) > _MAX_BYTES:
        raise UnreadableError(
            f"the file has {len(content):,} bytes, more than the limit of {_MAX_BYTES:,}. "
            "A yearly document is far smaller: check that this is one."
        )
    start = content[:256].lstrip().lower()
    for magic, what in _NOT_READ_YET:
        if content.startswith(magic) or start.startswith(magic):
            raise UnreadableError(
                f"the file is {what}; this version reads extracted text only. "
                "Open it, save it as plain text (UTF-8) with table cells kept, and load that."
            )
    return read_text(content)
