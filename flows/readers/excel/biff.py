"""Records of binary workbooks (BIFF8, [MS-XLS] 2.1.4), and the strings in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from flows.readers.document import UnreadableError

_HEADER = struct.Struct("<HH")
_LENGTH = struct.Struct("<H")
_RUN = struct.Struct("<HH")
_LONG = struct.Struct("<I")
_IS_WIDE = 0x01
_WIDE = (2, "utf-16-le")  # bytes of a character, and their meaning
_NARROW = (1, "latin-1")
_HAS_EXTENSION = 0x04
_HAS_RUNS = 0x08


class Kind(IntEnum):
    """The kinds of records that are read ([MS-XLS] 2.3.1); all others are passed over."""

    FORMULA = 0x0006
    EOF = 0x000A
    HEADER = 0x0014
    DATEMODE = 0x0022
    FILEPASS = 0x002F
    FONT = 0x0031
    CONTINUE = 0x003C
    COLINFO = 0x007D
    BOUNDSHEET = 0x0085
    MULRK = 0x00BD
    XF = 0x00E0
    MERGEDCELLS = 0x00E5
    SST = 0x00FC
    LABELSST = 0x00FD
    NUMBER = 0x0203
    LABEL = 0x0204
    BOOLERR = 0x0205
    STRING = 0x0207
    ROW = 0x0208
    RK = 0x027E
    FORMAT = 0x041E
    BOF = 0x0809


@dataclass(frozen=True, slots=True)
class Record:
    """One record, and the records that continue it: where its data is too long for one (8,224 bytes)."""

    kind: int
    pieces: tuple[bytes, ...]

    @property
    def data(self) -> bytes:
        """The bytes of the record itself."""
        return self.pieces[0]


def records(stream: bytes, start: int) -> Iterator[Record]:
    """The records from the byte `start` on. Raises UnreadableError where the stream ends inside of one."""
    place = start
    kind: int | None = None
    pieces: list[bytes] = []
    while place + _HEADER.size <= len(stream):
        next_kind, length = _HEADER.unpack_from(stream, place)
        place += _HEADER.size
        data = stream[place : place + length]
        if len(data) < length:
            raise damaged(f"it ends inside a record (byte {place:,})")
        place += length
        if next_kind == Kind.CONTINUE and kind is not None:
            pieces.append(data)
            continue
        if kind is not None:
            yield Record(kind, tuple(pieces))
        kind, pieces = next_kind, [data]
    if kind is not None:
        yield Record(kind, tuple(pieces))


class Strings:
    """Reads one string after another from a record and what continues it.

    Where the characters of a string go on in the next piece, that begins with a byte of its own: their width may change.
    """

    def __init__(self, pieces: tuple[bytes, ...], start: int = 0) -> None:
        self._pieces = pieces
        self._piece = 0
        self._place = start

    def short(self) -> str:
        """A string whose length is one byte (names of sheets)."""
        return self._characters(self._take(1)[0], self._take(1)[0])

    def plain(self) -> str:
        """A string without runs (formats, results of formulas)."""
        (length,) = _LENGTH.unpack(self._take(2))
        return self._characters(length, self._take(1)[0])

    def rich(self) -> tuple[str, list[tuple[int, int]]]:
        """A string of the shared table, and where its fonts change: (first character, number of the font)."""
        (length,) = _LENGTH.unpack(self._take(2))
        flags = self._take(1)[0]
        count = _LENGTH.unpack(self._take(2))[0] if flags & _HAS_RUNS else 0
        extension = _LONG.unpack(self._take(4))[0] if flags & _HAS_EXTENSION else 0
        text = self._characters(length, flags)
        runs = list(_RUN.iter_unpack(self._bytes(4 * count)))
        self._bytes(extension)  # phonetic guides
        return text, runs

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is left to read."""
        self._turn()
        return self._piece >= len(self._pieces)

    def _characters(self, count: int, flags: int) -> str:
        texts: list[str] = []
        while count:
            self._turn()
            if texts:
                flags = self._take(1)[0]
            width, codec = _WIDE if flags & _IS_WIDE else _NARROW
            here = min(count, (len(self._current()) - self._place) // width)
            if here == 0:
                raise damaged("a string is cut off")
            texts.append(self._take(here * width).decode(codec, "surrogatepass"))
            count -= here
        return "".join(texts)

    def _take(self, count: int) -> bytes:
        self._turn()
        data = self._current()[self._place : self._place + count]
        if len(data) < count:
            raise damaged("a string is cut off")
        self._place += count
        return data

    def _bytes(self, count: int) -> bytes:
        """Bytes that may go on in the next piece without more ado."""
        taken: list[bytes] = []
        while count:
            self._turn()
            here = self._current()[self._place : self._place + count]
            if not here:
                raise damaged("a string is cut off")
            self._place += len(here)
            count -= len(here)
            taken.append(here)
        return b"".join(taken)

    def _current(self) -> bytes:
        return self._pieces[self._piece] if self._piece < len(self._pieces) else b""

    def _turn(self) -> None:
        while self._piece < len(self._pieces) and self._place >= len(self._pieces[self._piece]):
            self._piece += 1
            self._place = 0


def damaged(what: str) -> UnreadableError:
    """The error of a workbook that is not whole: `what` says where."""
    return UnreadableError(
        f"the workbook is damaged: {what}. Fetch it again from its publisher, or open it in an office program and save "
        "it as .xlsx."
    )
