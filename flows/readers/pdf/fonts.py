"""The font that pdfium takes if a PDF brings none of its own, so that no machine's fonts decide what is read.

A font that a PDF only names (宋体, STSong-Light) pdfium looks for on the machine. If it finds none, Chinese characters
have no shape, and pdfium's text page silently leaves out every piece of text without a width: each text of a single
character. Reading needs no shapes: characters come from codes, places from the widths that the PDF states. So pdfium
gets one font, made here, in which every character is a box.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

Bytes: TypeAlias = "ctypes.Array[ctypes.c_char]"
"""What pdfium gives the address of."""

_EM = 1_000  # units of the font's height
_ASCENT, _DESCENT = 880, -120  # of 宋体
_NARROW, _WIDE = 100, _EM
"""Widths of the boxes. pdfium takes a character to be as wide as its box at least: no western letter is narrower."""
_ADVANCE = 556  # of a western letter, for fonts that break the rule to state their widths
_WIDE_GLYPH = 2
_CHINESE_FROM = 0x2E80
_GLYPHS = 0xFFFF
"""One for each code: a character that has no Unicode pdfium looks up by the number that the PDF states."""
_HANDLE = 1  # what the font is asked for by; any but 0
_VERSION = 2  # of the structure: without a list of fonts
_BUILT_IN = (b"Helvetica", b"Courier", b"Times")
"""Standard fonts, which need not state their widths. pdfium holds them itself, and others by their names (Arial)."""


@cache
def use_own_font() -> None:
    """Give pdfium the font of boxes and nothing of the machine's, for as long as the process lives."""
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(_system_fonts()))


@cache
def _system_fonts() -> ctypes.Structure:
    """The functions that pdfium asks for fonts; kept, as pdfium keeps their addresses."""
    fonts = pdfium.FPDF_SYSFONTINFO()
    fonts.version = _VERSION
    types: dict[str, Any] = {name: kind for name, kind, *_ in pdfium.FPDF_SYSFONTINFO._fields_}
    for name, answer in {
        "Release": lambda _fonts: None,
        "MapFont": _font_for,
        "GetFont": lambda _fonts, _face: _HANDLE,
        "GetFontData": _copy,
        "GetFaceName": lambda *_asked: 0,
        "GetFontCharset": lambda _fonts, _font: pdfium.FXFONT_DEFAULT_CHARSET,
        "DeleteFont": lambda _fonts, _font: None,
    }.items():
        setattr(fonts, name, types[name](answer))
    return fonts


def _font_for(
    _fonts: object, _weight: int, _italic: int, _charset: int, _pitch: int, face: Bytes, _exact: object
) -> int | None:
    name = ctypes.cast(face, ctypes.c_char_p).value or b""
    return None if name.startswith(_BUILT_IN) else _HANDLE


def _copy(_fonts: object, _font: object, table: int, buffer: Bytes | None, size: int) -> int:
    """The length of the font's file, which is copied if the buffer has room for it; it has no single tables to give."""
    if table:
        return 0
    content = box_font()
    if buffer and size >= len(content):
        ctypes.memmove(buffer, content, len(content))
    return len(content)


@cache
def box_font() -> bytes:
    """A TrueType font (OpenType 1.9, chapters 4 and 5) of boxes, wide ones for Chinese characters."""
    glyphs = [_box(_NARROW)] * _GLYPHS
    glyphs[_WIDE_GLYPH] = _box(_WIDE)
    length = len(glyphs[0])
    height = _ASCENT - _DESCENT
    groups = struct.pack(">6I", 0, _CHINESE_FROM - 1, 1, _CHINESE_FROM, 0x10FFFF, _WIDE_GLYPH)
    tables = {
        b"cmap": struct.pack(">4HI2H3I", 0, 1, 3, 10, 12, 13, 0, 16 + len(groups), 0, 2) + groups,
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(
            ">4I2H2q4h2H3h",
            *(0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, _DESCENT, _EM, _ASCENT, 0, 8, 2, 1, 0),
        ),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, _ASCENT, _DESCENT, 0, _EM, *(0, 0, _EM, 1), *(0,) * 7, 1),
        b"hmtx": struct.pack(">Hh", _ADVANCE, 0) + bytes(2 * (_GLYPHS - 1)),
        b"loca": struct.pack(f">{_GLYPHS + 1}I", *range(0, length * (_GLYPHS + 1), length)),
        b"maxp": struct.pack(">I14H", 0x10000, _GLYPHS, 4, 1, 0, 0, 2, *(0,) * 8),
        b"post": struct.pack(">2I2h5I", 0x30000, 0, -height // 10, height // 20, 0, 0, 0, 0, 0),
    }
    header = struct.pack(">I4H", 0x10000, len(tables), 128, 3, 0)
    content = b""
    for tag, table in tables.items():
        header += struct.pack(">4s3I", tag, 0, 12 + 16 * len(tables) + len(content), len(table))
        content += table + bytes(-len(table) % 4)
    return header + content


def _box(width: int) -> bytes:
    """A glyph: an outline of four points."""
    box = struct.pack(">5h2H4B", 1, 0, _DESCENT, width, _ASCENT, 3, 0, 1, 1, 1, 1)
    return box + struct.pack(">8h", 0, width, 0, -width, _DESCENT, 0, _ASCENT - _DESCENT, 0)
