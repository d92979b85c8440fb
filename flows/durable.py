"""Files that are there whole or not at all, whatever happens meanwhile: the crash of a program or of the machine."""

from __future__ import annotations

import os
from pathlib import Path


def replace_durably(partial: Path, destination: Path) -> None:
    """Put a written file in the place of another; who reads `destination` sees the old file or the new one.

    The order matters when power fails: the bytes are on disk before the name points at them, the name before this returns.
    """
    _sync(partial)
    partial.replace(destination)
    _sync(destination.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
