"""Folders that are written as a whole: who looks into one sees the old one or the new one, never a half."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from flows.errors import ConfigurationError


@contextmanager
def replaced_folder(destination: Path, mark: str) -> Generator[Path]:
    """An empty folder to write into, which takes the place of `destination` at the end.

    `mark` is the name of a file that tells a folder of ours. Raises ConfigurationError where `destination` is a file, or a
    folder that holds anything and has no such file: nothing of others is removed.
    """
    if destination.exists() and not destination.is_dir():
        raise ConfigurationError(f"{destination} is a file. Name a folder: --to DIR")
    if destination.is_dir() and any(destination.iterdir()) and not (destination / mark).exists():
        raise ConfigurationError(
            f"{destination} holds files that are none of ours, which would be lost. Name another folder: --to DIR"
        )
    destination.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{destination.name}-", dir=destination.parent) as beside:
        new, old = Path(beside) / "new", Path(beside) / "old"
        new.mkdir()
        yield new
        if destination.exists():
            destination.rename(old)
        try:
            new.rename(destination)
        except OSError:
            if old.exists():
                old.rename(destination)
            raise
        shutil.rmtree(old, ignore_errors=True)
