"""The binary Word file (97–2003): its streams, its text by pieces, and the properties its pages keep.

Rules: [MS-DOC], 2.4.1 (retrieving text), 2.4.6 (applying properties), 2.5 (the file information block).
Offsets (fc) count bytes of the stream WordDocument, character positions (cp) count characters of the text.
"""

from __future__ import annotations

import itertools
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from flows.readers.compound_file import CompoundFile
from flows.readers.document import UnreadableError

SAVE_AS = "Open it in Word, save it as .docx, and load that."

_MAGIC = 0xA5EC
_OLD_MAGICS = (0xA5DC, 0xA5DB, 0xA59B)
_ENCRYPTED = 0x0100
_TABLE_1 = 0x0200
_FLAGS_AT = 0x0A
_LENGTHS_AT = (
    0x4C  # of the text's parts: main text, footnotes, headers, (macros), comments, endnotes, text boxes
)
_PAIRS_AT = 0x9A  # offset and length of the structures in the table stream
_COMPRESSED = 0x4000_0000
_PAGE = 512
_PAGE_NUMBER = 0x3F_FFFF
_MAX_PIECES = 1_000_000  # a text saved piece by piece for years has some thousands

# Places of the structures in the list of pairs.
STYLES, CHARACTER_PAGES, PARAGRAPH_PAGES, FONTS, PIECES, LISTS, LIST_OVERRIDES = 1, 12, 13, 15, 33, 73, 74


class Piece(NamedTuple):
    """A run of text that stands in one place of the file: characters `start` … `end`, from byte `offset`."""

    start: int
    end: int
    offset: int
    bytes_each: int


class Run(NamedTuple):
    """Bytes of the text that share properties: `properties` as they are stored, from byte `start` to before `end`."""

    start: int
    end: int
    properties: bytes


class DocFile:
    """An open binary Word file. Raises UnreadableError where it is encrypted, too old, damaged or cut off."""

    def __init__(self, content: bytes) -> None:
        file = CompoundFile(content)
        self._word = file.read("WordDocument")
        magic, flags = self._at("<H", 0)[0], self._at("<H", _FLAGS_AT)[0]
        if magic in _OLD_MAGICS:
            raise UnreadableError(f"the file was written by Word 95 or older, which is not read. {SAVE_AS}")
        if magic != _MAGIC:
            raise UnreadableError(f"the file does not begin as a Word document does. {SAVE_AS}")
        if flags & _ENCRYPTED:
            raise UnreadableError(
                "the file is encrypted by a password. Ask its publisher for a copy without one."
            )
        self._table = file.read("1Table" if flags & _TABLE_1 else "0Table")
        self._data = file.read("Data") if "Data" in file else b""
        self.lengths: tuple[int, ...] = self._at("<7i", _LENGTHS_AT)
        self.pieces = tuple(_pieces(self.structure(PIECES)))
        self._piece_starts = [piece.start for piece in self.pieces]
        # Each byte holds one character at most: pieces that say more lie over one another, as no program writes them.
        if not self.pieces or self.pieces[-1].end > len(self._word):
            raise UnreadableError(f"the table of the Word document's text is damaged. {SAVE_AS}")

    def structure(self, place: int) -> bytes:
        """The bytes of a structure of the table stream; empty where the file has none."""
        offset, length = self._at("<II", _PAIRS_AT + 8 * place)
        if length and offset + length > len(self._table):
            raise UnreadableError(f"a table of the Word document is cut off. {SAVE_AS}")
        return self._table[offset : offset + length]

    def from_structure(self, place: int) -> bytes:
        """A structure and what follows it: some are continued there, whatever length they declare."""
        offset, length = self._at("<II", _PAIRS_AT + 8 * place)
        return self._table[offset:] if length else b""

    def long_properties(self, offset: int) -> bytes:
        """Properties too long for their page, which stand in the stream Data."""
        if not 0 <= offset <= len(self._data) - 2:
            raise UnreadableError(
                f"properties of a paragraph are not where the Word document says. {SAVE_AS}"
            )
        (length,) = struct.unpack_from("<H", self._data, offset)
        return self._data[offset + 2 : offset + 2 + length]

    def text(self) -> str:
        """All text of the file: the main text, then its other parts."""
        return "".join(self._piece_text(piece) for piece in self.pieces)

    def piece(self, position: int) -> Piece:
        """The piece in which a character stands."""
        return self.pieces[bisect_right(self._piece_starts, position) - 1]

    def stretches(self, runs: Iterable[Run]) -> Iterator[tuple[int, int, Run]]:
        """The stretches of text (first position, position after the last) that runs of bytes hold."""
        ordered = sorted(runs, key=lambda run: run.start)
        starts = [run.start for run in ordered]
        for piece in self.pieces:
            end = piece.offset + (piece.end - piece.start) * piece.bytes_each
            for place in range(max(0, bisect_right(starts, piece.offset) - 1), bisect_left(starts, end)):
                run = ordered[place]
                first, last = max(run.start, piece.offset), min(run.end, end)
                if first < last:
                    start = piece.start + (first - piece.offset) // piece.bytes_each
                    yield start, piece.start + (last - piece.offset) // piece.bytes_each, run

    def character_runs(self, is_wanted: Callable[[bytes], bool]) -> Iterator[Run]:
        """Runs of characters whose properties are wanted. The runs of a page share a few sets of properties."""
        for page, count, bounds in self._pages(CHARACTER_PAGES):
            places = page[4 * (count + 1) : 4 * (count + 1) + count]
            stored = {place: _character_properties(page, place) for place in set(places)}
            wanted = {place for place, properties in stored.items() if is_wanted(properties)}
            if wanted:
                for number, place in enumerate(places):
                    if place in wanted:
                        yield Run(bounds[number], bounds[number + 1], stored[place])

    def paragraph_runs(self) -> Iterator[Run]:
        """Paragraphs with their properties (the number of their style first)."""
        for page, count, bounds in self._pages(PARAGRAPH_PAGES):
            places = page[4 * (count + 1) :: 13]
            if len(places) < count:
                raise UnreadableError(f"a page of the Word document's paragraphs is damaged. {SAVE_AS}")
            for start, end, place in zip(bounds, bounds[1:], places, strict=False):
                at = 2 * place
                length = 2 * page[at] - 1 if place else 0
                if length < 0:  # longer properties write their length into a second byte
                    at += 1
                    length = 2 * page[at]
                yield Run(start, end, page[at + 1 : at + 1 + length])

    def _pages(self, place: int) -> Iterator[tuple[bytes, int, tuple[int, ...]]]:
        """Pages of properties: the page, the number of runs, and their bounds."""
        table = self.structure(place)
        count = max(0, (len(table) - 4) // 8)
        for (entry,) in struct.iter_unpack("<I", table[4 * (count + 1) : 4 * (count + 1) + 4 * count]):
            start = (entry & _PAGE_NUMBER) * _PAGE
            page = self._word[start : start + _PAGE]
            if len(page) == _PAGE:
                yield page, page[-1], struct.unpack_from(f"<{page[-1] + 1}I", page)

    def _piece_text(self, piece: Piece) -> str:
        end = piece.offset + (piece.end - piece.start) * piece.bytes_each
        data = self._word[piece.offset : end]
        if len(data) < end - piece.offset:
            raise UnreadableError(f"the text of the file is cut off. {SAVE_AS}")
        if piece.bytes_each == 1:
            return data.decode("cp1252", "replace")
        text = data.decode("utf-16-le", "replace")
        if 2 * len(text) == len(data):
            return text
        # A character beyond the first plane is two positions: both halves stay, so that positions stay what they are.
        return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data)))

    def _at(self, layout: str, offset: int) -> tuple[int, ...]:
        try:
            return struct.unpack_from(layout, self._word, offset)
        except struct.error as error:
            raise UnreadableError(f"the head of the Word document is cut off. {SAVE_AS}") from error


def _character_properties(page: bytes, place: int) -> bytes:
    """The properties that stand at a place (in words) of a page; none at 0."""
    start = 2 * place
    length = page[start] if place else 0
    return page[start + 1 : start + 1 + length]


def _pieces(table: bytes) -> Iterator[Piece]:
    """The piece table, behind what fast saving may have put before it."""
    place = 0
    while table[place : place + 1] == b"\x01":
        place += 3 + struct.unpack_from("<H", table, place + 1)[0]
    if table[place : place + 1] != b"\x02":
        raise UnreadableError(f"the table of the Word document's text is missing. {SAVE_AS}")
    table = table[place + 5 :]
    count = (len(table) - 4) // 12
    if not 0 <= count <= _MAX_PIECES:
        raise UnreadableError(f"the table of the Word document's text is damaged. {SAVE_AS}")
    bounds = struct.unpack_from(f"<{count + 1}I", table)
    if bounds[0] != 0 or any(start >= end for start, end in itertools.pairwise(bounds)):
        raise UnreadableError(f"the table of the Word document's text is out of order. {SAVE_AS}")
    for number in range(count):
        (place,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
        compressed = bool(place & _COMPRESSED)
        offset = place & (_COMPRESSED - 1)
        yield Piece(
            bounds[number], bounds[number + 1], offset // 2 if compressed else offset, 1 if compressed else 2
        )
