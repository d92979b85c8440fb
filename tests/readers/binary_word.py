"""Writes small binary Word files, so that tests can say in a few words what stands in them ([MS-DOC], [MS-CFB])."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SECTOR = 512
STREAM_BYTES = 4096  # shorter streams would have to stand in a stream of small streams
FREE, END_OF_CHAIN, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
TEXT_AT = 2048

IN_TABLE, DEPTH, ROW_END, INNER_CELL, INNER_ROW = 0x2416, 0x6649, 0x2417, 0x244B, 0x244C
LIST, LEVEL, LONG = 0x460B, 0x260A, 0x6646
STRUCK_OUT, STRUCK_OUT_TWICE, SCRIPT = 0x0837, 0x2A53, 0x2A48
DELETED, HIDDEN, SYMBOL, STYLE, FONT = 0x0800, 0x083C, 0x6A09, 0x4A30, 0x4A4F
ROW_DEFINITION, MERGE_ACROSS, MERGE_DOWN = 0xD608, 0x5624, 0xD62B


def sprm(code: int, operand: bytes) -> bytes:
    return struct.pack("<H", code) + operand


@dataclass
class Run:
    text: str
    properties: bytes = b""


@dataclass
class Par:
    """A paragraph: its runs, its mark, its properties, and those of its mark."""

    runs: Sequence[Run]
    mark: str = "\r"
    properties: bytes = b""
    mark_properties: bytes = b""
    style: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs) + self.mark


def par(
    *runs: str | Run, mark: str = "\r", properties: bytes = b"", mark_properties: bytes = b"", style: int = 0
) -> Par:
    return Par(
        [Run(run) if isinstance(run, str) else run for run in runs], mark, properties, mark_properties, style
    )


def at_depth(depth: int) -> bytes:
    return sprm(IN_TABLE, b"\1") + sprm(DEPTH, struct.pack("<i", depth))


def cell(*lines: str | Par, depth: int = 1) -> list[Par]:
    """The paragraphs of a cell."""
    pars = [line if isinstance(line, Par) else par(line) for line in lines]
    for line in pars:
        if not line.properties:
            line.properties = at_depth(depth)
    last = pars[-1]
    if depth == 1:
        last.mark = "\x07"
    else:
        last.properties += sprm(INNER_CELL, b"\1")
    return pars


def row(
    edges: Sequence[int], *cells: list[Par], depth: int = 1, flags: Sequence[int] = (), more: bytes = b""
) -> list[Par]:
    """A row: its cells, then the mark with its definition. `edges` in twips, `flags` those of [MS-DOC] TCGRF."""
    if edges:
        count = len(edges) - 1
        operand = struct.pack(f"<B{count + 1}h", count, *edges)
        operand += b"".join(struct.pack("<HH16x", flag, 0) for flag in [*flags, *[0] * count][:count])
        definition = sprm(ROW_DEFINITION, struct.pack("<H", len(operand) + 1) + operand) + more
    else:
        definition = more
    if depth == 1:
        end = par(mark="\x07", properties=at_depth(1) + sprm(ROW_END, b"\1") + definition)
    else:
        end = par(properties=at_depth(depth) + sprm(INNER_ROW, b"\1") + definition)
    return [paragraph for one in cells for paragraph in one] + [end]


@dataclass
class BinaryWord:
    """What the file shall hold beside its text."""

    flags: int = 0x0200
    magic: int = 0xA5EC
    boxes: Sequence[Par] = ()
    headers: Sequence[Par] = ()
    styles: bytes = b""
    fonts: bytes = b""
    lists: bytes = b""
    lists_length: int | None = None
    lists_in_use: bytes = b""
    data: bytes = b""
    pieces: int = 1
    narrow: bool = False
    more: dict[str, bytes] = field(default_factory=dict)

    def write(self, pars: Sequence[Par]) -> bytes:
        """The file's bytes. The text stands in so many pieces, in the file from the last to the first."""
        everything = [*pars, *self.headers, *self.boxes]
        text = "".join(one.text for one in everything)
        encoded = text.encode("cp1252" if self.narrow else "utf-16-le")
        each = 1 if self.narrow else 2
        bounds = [len(encoded) // each * number // self.pieces for number in range(self.pieces + 1)]
        offsets: list[int] = []
        stored = b""
        for first, last in reversed(list(itertools.pairwise(bounds))):
            offsets.insert(0, TEXT_AT + len(stored))
            stored += encoded[first * each : last * each]
        word = bytearray(b"\0" * TEXT_AT + stored)
        word.extend(b"\0" * (-len(word) % SECTOR))
        stretches = [Stretch(*found) for found in zip(bounds, bounds[1:], offsets, strict=False)]
        paragraph_pages, character_pages = _property_pages(word, everything, stretches, each)
        table = bytearray(b"\0" * 4)

        def put(place: int, structure: bytes, length: int | None = None) -> None:
            if structure:
                struct.pack_into("<II", word, 0x9A + 8 * place, len(table), length or len(structure))
                table.extend(structure)

        put(1, self.styles)
        put(12, _table_of_pages(character_pages, len(word)))
        put(13, _table_of_pages(paragraph_pages, len(word)))
        put(15, self.fonts)
        put(33, _piece_table(bounds, offsets, narrow=self.narrow))
        put(73, self.lists, self.lists_length)
        put(74, self.lists_in_use)
        struct.pack_into("<HH", word, 0, self.magic, 0xC1)
        struct.pack_into("<H", word, 0x0A, self.flags)
        main = sum(_units(one.text) for one in pars)
        headers = sum(_units(one.text) for one in self.headers)
        struct.pack_into("<7i", word, 0x4C, main, 0, headers, 0, 0, 0, bounds[-1] - main - headers)
        streams = {
            "WordDocument": bytes(word),
            "1Table": bytes(table),
            **({"Data": self.data} if self.data else {}),
        }
        return compound_file(streams | self.more)


@dataclass
class Stretch:
    """Characters `first` … `last` stand in the file from byte `offset`."""

    first: int
    last: int
    offset: int


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _property_pages(
    word: bytearray, pars: Sequence[Par], stretches: Sequence[Stretch], each: int
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Puts a page of properties for each paragraph and each run behind the text; where they stand."""
    paragraph_pages: list[tuple[int, int]] = []
    character_pages: list[tuple[int, int]] = []

    def put(pages: list[tuple[int, int]], first: int, last: int, place: int, properties: bytes) -> None:
        for stretch in stretches:
            start, end = max(first, stretch.first), min(last, stretch.last)
            if start < end:
                begins = stretch.offset + (start - stretch.first) * each
                pages.append((begins, len(word) // SECTOR))
                word.extend(_page(begins, begins + (end - start) * each, place, properties))

    position = 0
    for one in pars:
        start = position
        for run in [*one.runs, Run(one.mark, one.mark_properties)]:
            end = position + _units(run.text)
            put(character_pages, position, end, 16, bytes([len(run.properties)]) + run.properties)
            position = end
        stored = struct.pack("<H", one.style) + one.properties
        stored += b"\0" * (len(stored) % 2)
        put(paragraph_pages, start, position, 24, bytes([0, len(stored) // 2]) + stored)
    return paragraph_pages, character_pages


def _page(first: int, last: int, place: int, properties: bytes) -> bytes:
    page = bytearray(SECTOR)
    struct.pack_into("<II", page, 0, first, last)
    page[8] = place // 2
    page[place : place + len(properties)] = properties
    page[-1] = 1
    if len(page) > SECTOR:
        raise ValueError("the properties of a paragraph do not fit a page")
    return bytes(page)


def _table_of_pages(pages: list[tuple[int, int]], end: int) -> bytes:
    ordered = sorted(pages)
    starts = [first for first, _ in ordered]
    return struct.pack(f"<{len(starts) + 1}I", *starts, end) + struct.pack(
        f"<{len(starts)}I", *(no for _, no in ordered)
    )


def _piece_table(bounds: list[int], offsets: list[int], *, narrow: bool) -> bytes:
    places = (offset * 2 | 0x40000000 if narrow else offset for offset in offsets)
    pieces = b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    table = struct.pack(f"<{len(bounds)}I", *bounds) + pieces
    return b"\x01\x02\x00ab" + b"\x02" + struct.pack("<I", len(table)) + table


def style(kind: int, name: str, *properties: bytes, based_on: int = 0xFFF) -> bytes:
    """A style for `style_sheet`: kind 1 is of paragraphs (properties of paragraphs, then of characters), 2 of characters."""
    parts = (
        [struct.pack("<H", 0) + properties[0], *properties[1:]]
        if kind == 1 and properties
        else list(properties)
    )
    stored = struct.pack("<5H", 0, kind | based_on << 4, len(parts), 0, 0)
    stored += struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0\0"
    for part in parts:
        stored += struct.pack("<H", len(part)) + part + b"\0" * (len(part) % 2)
    return struct.pack("<H", len(stored)) + stored


def style_sheet(*styles: bytes) -> bytes:
    return struct.pack("<3H", 4, len(styles), 10) + b"".join(styles)


def fonts(*names: str) -> bytes:
    entries = [b"\0" * 39 + name.encode("utf-16-le") + b"\0\0" for name in names]
    return struct.pack("<HH", len(names), 0) + b"".join(bytes([len(entry)]) + entry for entry in entries)


def level(start: int, number_format: int, text: str, follow: int = 2) -> bytes:
    """A level of a list; characters 0 … 8 of `text` stand for the counts of levels."""
    return (
        struct.pack("<iBB9xB8xBBxx", start, number_format, 0, follow, 0, 0)
        + struct.pack("<H", len(text))
        + text.encode("utf-16-le")
    )


def list_definitions(*lists: tuple[int, Sequence[bytes]]) -> tuple[bytes, int]:
    """Definitions (number, levels: one or nine), and the length that Word declares for them."""
    heads = b"".join(struct.pack("<i22xBx", no, 1 if len(levels) == 1 else 0) for no, levels in lists)
    heads = struct.pack("<H", len(lists)) + heads
    return heads + b"".join(b"".join(levels) for _, levels in lists), len(heads)


def lists_in_use(*definitions: tuple[int, bytes]) -> bytes:
    """Lists in use: the number of the definition, and what is overridden (each 8 bytes, or more with a level)."""
    heads = b"".join(struct.pack("<i8xB3x", no, 1 if override else 0) for no, override in definitions)
    return (
        struct.pack("<i", len(definitions))
        + heads
        + b"".join(b"\xff\xff\xff\xff" + more for _, more in definitions)
    )


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of version 3 whose streams stand in sectors of their own."""
    padded = {name: data.ljust(STREAM_BYTES, b"\0") for name, data in streams.items()}
    sectors: list[bytes] = []
    chains: list[int] = []
    entries = [_entry("Root Entry", 5, END_OF_CHAIN, 0, child=1)]
    for number, (name, data) in enumerate(padded.items(), 1):
        start = len(sectors)
        pieces = [data[place : place + SECTOR].ljust(SECTOR, b"\0") for place in range(0, len(data), SECTOR)]
        sectors.extend(pieces)
        chains.extend([*range(start + 1, start + len(pieces)), END_OF_CHAIN])
        follower = number + 1 if number < len(padded) else FREE
        entries.append(_entry(name, 2, start, len(data), follower=follower))
    directory = b"".join(entries)
    directory += b"\0" * (-len(directory) % SECTOR)
    directory_at = len(sectors)
    count = len(directory) // SECTOR
    sectors.extend(directory[place : place + SECTOR] for place in range(0, len(directory), SECTOR))
    chains.extend([*range(directory_at + 1, directory_at + count), END_OF_CHAIN])
    fat_at = len(sectors)
    fat_count = 1
    while (len(chains) + fat_count) * 4 > fat_count * SECTOR:
        fat_count += 1
    chains.extend([FAT_SECTOR] * fat_count)
    fat = struct.pack(f"<{len(chains)}I", *chains).ljust(fat_count * SECTOR, b"\xff")
    header = struct.pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0,
        fat_count, directory_at, 0, STREAM_BYTES, END_OF_CHAIN, 0, END_OF_CHAIN, 0,
    )  # fmt: skip
    difat = [fat_at + number for number in range(fat_count)]
    header += struct.pack(f"<{len(difat)}I", *difat)
    return header.ljust(SECTOR, b"\xff") + b"".join(sectors) + fat


def _entry(name: str, kind: int, start: int, size: int, *, follower: int = FREE, child: int = FREE) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return encoded.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xIQQIQ", len(encoded), kind, 1, FREE, follower, child, 0, 0, 0, start, size
    )
