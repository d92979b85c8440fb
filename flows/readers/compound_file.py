"""Compound files (OLE), the container of binary Office files (doc, xls): their streams, or why they cannot be had."""

from __future__ import annotations

import io
import struct

import olefile

from flows.readers.document import UnreadableError

_FETCH_AGAIN = (
    "Fetch it again from its publisher, or open it in an office program and save it as .docx or .xlsx."
)
# What olefile is seen to raise on damaged files, apart from its own errors (which are OSErrors).
_DAMAGED = (
    OSError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    AttributeError,
    RecursionError,
    struct.error,
)


class CompoundFile:
    """The streams at the top of one compound file. Raises UnreadableError where the file is damaged."""

    def __init__(self, content: bytes) -> None:
        self._size = len(content)
        try:
            self._file = olefile.OleFileIO(io.BytesIO(content))
            self.names = tuple(path[0] for path in self._file.listdir() if len(path) == 1)
        except _DAMAGED as error:
            raise UnreadableError(
                f"the binary Office file is damaged or cut off ({error}). {_FETCH_AGAIN}"
            ) from error

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """The bytes of a stream."""
        try:
            # A stream cannot be longer than its file; where it says so, its chain of sectors is a circle.
            size = self._file.get_size(name)
            data = b"" if size > self._size else self._file.openstream(name).read()
        except _DAMAGED as error:
            raise UnreadableError(
                f"the stream {name} of the file is damaged ({error}). {_FETCH_AGAIN}"
            ) from error
        if len(data) != size:
            raise UnreadableError(f"the stream {name} of the file is cut off. {_FETCH_AGAIN}")
        return data
