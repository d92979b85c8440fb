"""What the properties of a binary Word file say of characters, paragraphs and rows of tables.

Rules: [MS-DOC], 2.6 (single property modifiers, "sprm": a number that says what is changed, and its operand).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

# Operand sizes by the three upper bits of a sprm; the sixth has a length byte.
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_VARIABLE = 6
_TABLE_DEFINITION, _TAB_STOPS = 0xD608, 0xC615

_IS_DELETED, _IS_HIDDEN, _ENDS_HIDDEN = 0x0800, 0x083C, 0x0818
_IS_STRUCK_OUT, _IS_STRUCK_OUT_TWICE, _SCRIPT = 0x0837, 0x2A53, 0x2A48
_RAISED = 1
_CHARACTER_STYLE, _SYMBOL, _FONT, _PLAIN = 0x4A30, 0x6A09, 0x4A4F, 0x2A33

_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL_END, _INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_STYLE, _LIST, _LEVEL = 0x4600, 0x460B, 0x260A
_LONG = (0x6645, 0x6646, 0x646B)

_VERTICAL_MERGE, _MERGE, _SPLIT, _WIDTH, _INSERT, _DELETE = 0xD62B, 0x5624, 0x5625, 0x7623, 0x7621, 0x5622
_OF_TABLE = frozenset({_TABLE_DEFINITION, _VERTICAL_MERGE, _MERGE, _SPLIT})
_CELL_BYTES = 20
_MAX_CELLS = 63  # of a row, by [MS-DOC]
_GOES_ON_ACROSS = 1
_VERTICAL_BITS, _VERTICAL_SHIFT = 0b11, 5
GOES_ON_DOWN = 1
"""The vertical merge of a cell that goes on with the one above; 3 begins a merged area, 0 is no part of one."""

STYLE_SAYS, STYLE_SAYS_NOT = 0x80, 0x81
"""Switches of characters can be given as those of the style, or their opposite."""


def modifiers(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """Each sprm of stored properties with its operand; what is cut off at the end is left out."""
    place, end = 0, len(properties)
    while place + 2 <= end:
        code = properties[place] | properties[place + 1] << 8
        place += 2
        kind = code >> 13
        if code == _TABLE_DEFINITION:
            size = int.from_bytes(properties[place : place + 2], "little") - 1
            place += 2
        elif kind != _VARIABLE:
            size = _SIZES[kind]
        elif code == _TAB_STOPS and properties[place : place + 1] == b"\xff":
            deleted = properties[place + 1] if place + 1 < end else 0
            added = place + 2 + 4 * deleted
            size = 2 + 4 * deleted + (3 * properties[added] if added < end else 0)
            place += 1
        else:
            size = properties[place] if place < end else 0
            place += 1
        if size < 0 or place + size > end:
            return
        yield code, properties[place : place + size]
        place += size


def _number(operand: bytes, *, signed: bool = False) -> int:
    return int.from_bytes(operand, "little", signed=signed)


@dataclass(frozen=True, slots=True)
class CharacterProperties:
    """Of a run: `hidden` and `struck` are 0, 1, as the style (0x80), its opposite (0x81), None where nothing is said."""

    is_deleted: bool = False
    hidden: int | None = None
    struck: int | None = None
    is_raised: bool | None = None
    style: int | None = None
    symbol: tuple[int, int] | None = None
    """number of the font, code of the character"""
    font: int | None = None


def character_properties(properties: bytes) -> CharacterProperties:
    """Reads a run's properties."""
    said = CharacterProperties()
    for code, operand in modifiers(properties):
        if code == _IS_DELETED:
            said = replace(said, is_deleted=operand != b"\0")
        elif code in (_IS_HIDDEN, _ENDS_HIDDEN):
            said = replace(said, hidden=operand[0])
        elif code == _IS_STRUCK_OUT or (code == _IS_STRUCK_OUT_TWICE and operand != b"\0"):
            said = replace(said, struck=operand[0])
        elif code == _SCRIPT:
            said = replace(said, is_raised=operand[0] == _RAISED)
        elif code == _CHARACTER_STYLE:
            said = replace(said, style=_number(operand))
        elif code == _SYMBOL:
            said = replace(said, symbol=(_number(operand[:2]), _number(operand[2:])))
        elif code == _FONT:
            said = replace(said, font=_number(operand))
        elif code == _PLAIN:
            said = CharacterProperties(is_deleted=said.is_deleted)
    return said


@dataclass(frozen=True, slots=True)
class CellDefinition:
    """A cell of a row: its right edge (twips), whether it goes on across, and its vertical merge (0, 1 or 3)."""

    right: int
    goes_on_across: bool = False
    vertical: int = 0


@dataclass(frozen=True, slots=True)
class RowDefinition:
    """Where the cells of a row stand: the left edge of the first (twips), then each cell."""

    left: int = 0
    cells: tuple[CellDefinition, ...] = ()


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """Of a paragraph: its style, the tables around it, what its mark ends, and the list it is counted in."""

    style: int = 0
    depth: int = 0
    """0 outside of tables, 1 in a table, 2 in a table inside of a table …"""
    ends_inner_cell: bool = False
    ends_row: bool = False
    list_key: int | None = None
    level: int | None = None
    row: RowDefinition = field(default_factory=RowDefinition)


def paragraph_properties(properties: bytes) -> ParagraphProperties:
    """Reads properties of a paragraph without the style number before them."""
    style, in_table = 0, 0
    ends_inner_cell = ends_row = False
    depth: int | None = None
    list_key: int | None = None
    level: int | None = None
    table: list[tuple[int, bytes]] = []
    for code, operand in modifiers(properties):
        if code == _IN_TABLE:
            in_table = in_table or int(operand != b"\0")
        elif code == _DEPTH:
            depth = max(0, _number(operand, signed=True))
        elif code in (_ROW_END, _INNER_ROW_END):
            ends_row = operand != b"\0"
        elif code == _INNER_CELL_END:
            ends_inner_cell = operand != b"\0"
        elif code == _STYLE:
            style = _number(operand)
        elif code == _LIST:
            list_key = _number(operand, signed=True)
        elif code == _LEVEL:
            level = operand[0]
        elif code in _OF_TABLE:
            table.append((code, operand))
    row = _row_definition(table)
    depth = in_table if depth is None else depth
    return ParagraphProperties(style, depth, ends_inner_cell, ends_row, list_key, level, row)


def long_offset(properties: bytes) -> int | None:
    """Where in the stream Data more properties stand; None where there are none."""
    return next((_number(operand) for code, operand in modifiers(properties) if code in _LONG), None)


def _row_definition(said: Iterable[tuple[int, bytes]]) -> RowDefinition:
    row = RowDefinition()
    for code, operand in said:
        if code == _TABLE_DEFINITION:
            row = _defined(operand)
        elif code == _VERTICAL_MERGE and len(operand) >= 2 and operand[0] < len(row.cells):  # noqa: PLR2004
            row = _changed(row, operand[0], operand[0] + 1, vertical=operand[1])
        elif code == _MERGE:
            row = _changed(row, operand[0] + 1, operand[1], goes_on_across=True)
        elif code == _SPLIT:
            row = _changed(row, operand[0], operand[1], goes_on_across=False)
    return row


def _changed(row: RowDefinition, first: int, limit: int, **values: int | bool) -> RowDefinition:
    cells = tuple(
        replace(cell, **values) if first <= number < limit else cell for number, cell in enumerate(row.cells)
    )
    return RowDefinition(row.left, cells)


def _defined(operand: bytes) -> RowDefinition:
    """A table definition: the number of cells, their edges from left to right, then what is known of each cell."""
    count = min(operand[0], _MAX_CELLS) if operand else 0
    edges_end = 1 + 2 * (count + 1)
    if not count or len(operand) < edges_end:
        return RowDefinition()
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    cells = []
    for number in range(count):
        flags = _number(operand[edges_end + _CELL_BYTES * number :][:2])
        cells.append(
            CellDefinition(
                edges[number + 1],
                goes_on_across=flags & 0b11 == _GOES_ON_ACROSS,
                vertical=flags >> _VERTICAL_SHIFT & _VERTICAL_BITS,
            )
        )
    return RowDefinition(edges[0], tuple(cells))
