"""What a reader is made to do in tests."""

from __future__ import annotations

import os
import signal


def do(content: bytes) -> object:
    """What the content says in Python; a trivial document, which it is not, has one line."""
    return len(content.splitlines()) if content == "项目名称\n".encode() else eval(content)  # noqa: S307


def crash(_content: bytes) -> None:
    """End the process as an engine does that finds itself broken."""
    os.abort()


def end_from_outside(_content: bytes) -> None:
    """End the process as somebody else would."""
    os.kill(os.getpid(), signal.SIGTERM)
