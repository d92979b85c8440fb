"""Binary workbooks out of records that a test writes down ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.readers.binary_word import compound_file

STRUCK_OUT, PLAIN = 0x08, 0
RAISED = 1


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def font(flags: int = PLAIN, script: int = 0) -> bytes:
    return record(0x31, struct.pack("<HHHHHBBBB", 200, flags, 0, 400, script, 0, 0, 0, 0) + b"\x01\x00A")


def style(font_no: int = 0, format_no: int = 0) -> bytes:
    return record(0xE0, struct.pack("<HH16x", font_no, format_no))


def text(string: str, runs: Sequence[tuple[int, int]] = ()) -> bytes:
    """A shared string; `runs` are (first character, number of its font)."""
    head = struct.pack("<HB", len(string), 0x09 if runs else 0x01)
    head += struct.pack("<H", len(runs)) if runs else b""
    return head + string.encode("utf-16-le") + b"".join(struct.pack("<HH", first, no) for first, no in runs)


def string_cell(row: int, column: int, index: int, style_no: int = 0) -> bytes:
    return record(0xFD, struct.pack("<HHHI", row, column, style_no, index))


def number_cell(row: int, column: int, number: float, style_no: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style_no, number))


def error_cell(row: int, column: int, code: int) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, 0, code, 1))


def hidden_row(row: int) -> bytes:
    return record(0x208, struct.pack("<HHHHHHI", row, 0, 9, 255, 0, 0, 0x20))


def workbook(
    *sheets: bytes,
    strings: Sequence[bytes] = (),
    fonts: Sequence[bytes] = (),
    styles: Sequence[bytes] = (),
    names: Sequence[str] = (),
    states: Sequence[int] = (),
) -> bytes:
    """The bytes of a workbook whose sheets hold these records."""
    begin = record(0x809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    head = begin + b"".join([font(), *fonts]) + b"".join([style(), *styles])
    count = len(strings)
    shared = record(0xFC, struct.pack("<II", count, count) + b"".join(strings))
    end = record(0x0A)
    listed = [
        (names[no] if no < len(names) else f"S{no + 1}", states[no] if no < len(states) else 0)
        for no in range(len(sheets))
    ]
    sizes = sum(4 + 6 + 2 + 2 * len(name) for name, _ in listed)
    start = len(head) + sizes + len(shared) + len(end)
    bounds = b""
    streams = b""
    for (name, state), sheet in zip(listed, sheets, strict=True):
        place = start + len(streams)
        bounds += record(
            0x85, struct.pack("<IBBBB", place, state, 0, len(name), 1) + name.encode("utf-16-le")
        )
        streams += record(0x809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + sheet + end
    return compound_file({"Workbook": head + bounds + shared + end + streams})
