"""stdout and stderr of every program of ours: Chinese text whatever the locale says, and no control character of others.

Any room may import it; it imports nothing heavy.
"""

from __future__ import annotations

import io
import os
import sys
from typing import IO

from flows.base.characters import escaped


def prepare_streams() -> None:
    """Let stdout and stderr print Chinese text, whatever the locale says, and write out control characters.

    For the beginning of every program of ours; what is printed later, by whom ever, goes through it. Messages that cannot be
    written, as stderr is closed or on a full disk, are left out: they decide nothing. Data on stdout that cannot be written
    are an OSError.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:  # closed by the caller: the next file that is opened must not take its place
            os.open(os.devnull, os.O_RDWR)
    # Python has None for what was closed when it started.
    stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    stderr = sys.stderr or os.fdopen(2, "w", closefd=False)
    sys.stdout, sys.stderr = _prepared(stdout, _Stream), _prepared(stderr, _Messages)


def _prepared(stream: IO[str], kind: type[_Stream]) -> IO[str]:
    if not isinstance(stream, io.TextIOWrapper) or isinstance(stream, _Stream):
        return stream
    stream.flush()
    prepared = kind(
        stream.buffer,
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
    prepared.behind = stream
    return prepared


class _Stream(io.TextIOWrapper):
    """Text in which only line ends and tabs are control characters."""

    behind: IO[str]
    """What it took the place of, which would close the file if nobody had it any more."""

    def write(self, text: str, /) -> int:
        self.write_styled(escaped(text, keeps_lines=True))
        return len(text)

    def write_styled(self, text: str) -> int:
        """Write what has control characters of our own."""
        return super().write(text)

    @property
    def rich_proxied_file(self) -> _Styled:
        """Where consoles of rich write: their control characters are their own."""
        return _Styled(self)


class _Messages(_Stream):
    """The same for stderr; once it cannot be written, all goes nowhere."""

    def write_styled(self, text: str) -> int:
        try:
            return super().write_styled(text)
        except OSError:
            self._give_up()
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            self._give_up()

    def _give_up(self) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


class _Styled:
    """The same stream for what a console made."""

    def __init__(self, stream: _Stream) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write_styled(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
