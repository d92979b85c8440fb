"""stdout and stderr of every program of ours: Chinese text whatever the locale says, and no control character of others.

Any room may import it; it imports nothing heavy.
"""

from __future__ import annotations

import io
import sys
from typing import IO

from flows.base.characters import escaped


def prepare_streams() -> None:
    """Let stdout and stderr print Chinese text, whatever the locale says, and write out control characters.

    For the beginning of every program of ours; what is printed later, by whom ever, goes through it.
    """
    sys.stdout, sys.stderr = _prepared(sys.stdout), _prepared(sys.stderr)


def _prepared(stream: IO[str]) -> IO[str]:
    if not isinstance(stream, io.TextIOWrapper) or isinstance(stream, _Stream):
        return stream
    stream.flush()
    return _Stream(
        stream.buffer,
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


class _Stream(io.TextIOWrapper):
    """Text in which only line ends and tabs are control characters."""

    def write(self, text: str, /) -> int:
        super().write(escaped(text, keeps_lines=True))
        return len(text)

    @property
    def rich_proxied_file(self) -> _Styled:
        """Where consoles of rich write: their control characters are their own."""
        return _Styled(self)


class _Styled:
    """The same stream for what a console made."""

    def __init__(self, stream: _Stream) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return io.TextIOWrapper.write(self._stream, text)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
