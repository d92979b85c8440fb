"""Web archives (.mht, .mhtml; RFC 2557) → Document: the page in them, read as a page of its own.

A browser saves a page with its images as such a file; Word and Excel do, too. A workbook is a frame
around sheets, each a page.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from email.message import Message

from flows.readers.document import Block, Document, LeftOut, Paragraph, Table, UnreadableError
from flows.readers.grid import check_slots
from flows.readers.web.html import read_html

_MOST_PARTS = 500
_DEEPEST = 10
_PAGES = ("text/html", "application/xhtml+xml")
_FRAMES = re.compile(rb"<frameset\b", re.IGNORECASE)
_HAS_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_NOTHING = "the web archive has no page in it. Fetch it again from its publisher, or open it in a browser and save the page."


def read_archive(content: bytes) -> Document:
    """Read the page of a web archive; of a frame around pages all of them that have a table.

    Raises UnreadableError if it has no page, or far too many parts, and as the reader of pages does.
    """
    if content.lower().count(b"content-type:") > _MOST_PARTS:
        raise UnreadableError(
            f"the web archive has more than {_MOST_PARTS} parts: that is no yearly document. Save the page alone."
        )
    try:
        pages = [*_pages_of(email.message_from_bytes(content, policy=email.policy.compat32), 0)]
    except (RecursionError, LookupError, ValueError) as error:
        raise UnreadableError(
            f"the web archive is damaged ({error}). Fetch it again from its publisher."
        ) from error
    if not pages:
        raise UnreadableError(_NOTHING)
    if not _FRAMES.search(pages[0]):
        return replace(read_html(pages[0]), format="mht")
    blocks: list[Block] = []
    left_out: list[LeftOut] = []
    for number, page in enumerate(pages[1:], 2):
        read = read_html(page)
        if not any(isinstance(block, Table) for block in read.blocks):
            continue
        blocks += [_placed(block, f"part {number}") for block in read.blocks]
        left_out += [replace(item, locator=f"part {number}, {item.locator}") for item in read.left_out]
        check_slots(sum(len(block.cells) for block in blocks if isinstance(block, Table)), "the web archive")
    return Document("mht", tuple(blocks), tuple(left_out))


def _pages_of(message: Message, depth: int) -> list[bytes]:
    """The pages in a message; the one that it says is its root comes first."""
    if depth > _DEEPEST:
        raise ValueError("its parts are nested too deeply")
    if not message.is_multipart():
        return [_page_of(message)] if message.get_content_type() in _PAGES else []
    parts = [part for part in message.get_payload() if isinstance(part, Message)]
    root = message.get_param("start")
    parts.sort(key=lambda part: root is None or part.get("Content-ID") != root)
    if message.get_content_type() == "multipart/alternative":
        found = [_pages_of(part, depth + 1) for part in parts]
        return next((pages for pages in reversed(found) if pages), [])
    return [page for part in parts for page in _pages_of(part, depth + 1)]


def _page_of(message: Message) -> bytes:
    """The bytes of a page; in UTF-8 with a mark if the archive says in which encoding they are."""
    content = message.get_payload(decode=True)
    if not isinstance(content, bytes):
        return b""
    charset = (message.get_content_charset() or "").replace("gb2312", "gb18030").replace("gbk", "gb18030")
    try:
        return content.decode(charset).encode("utf-8-sig") if charset else content
    except (LookupError, UnicodeError):
        return content  # the archive is wrong about it: the page's own words and bytes tell


def _placed(block: Block, part: str) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, locator=f"{part}, {block.locator}")
    cells = tuple(cell._replace(locator=f"{part}, {cell.locator}") for cell in block.cells)
    return replace(block, cells=cells, locator=f"{part}, {block.locator}")
