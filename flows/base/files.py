"""Files and folders that are there whole or not at all, whatever happens meanwhile, and one load at a time in a warehouse.

Any room may import it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from flows.base.errors import BusyError, CouldNotRunError, UsageError
from flows.base.paths import Warehouse


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


@contextmanager
def replaced_folder(destination: Path, mark: str) -> Generator[Path]:
    """An empty folder to write into, which takes the place of `destination` at the end.

    `mark` is the name of a file that tells a folder of ours. Raises UsageError where `destination` is a file, or a
    folder that holds anything and has no such file: nothing of others is removed.
    """
    if destination.exists() and not destination.is_dir():
        raise UsageError(f"{destination} is a file. Name a folder: --to DIR")
    if destination.is_dir() and any(destination.iterdir()) and not (destination / mark).exists():
        raise UsageError(
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


@contextmanager
def locked(warehouse: Warehouse) -> Generator[None]:
    """Hold the warehouse's lock. The system frees it when the process ends, however it ends.

    Raises BusyError where another process holds it, CouldNotRunError where the folder cannot be written.
    """
    try:
        warehouse.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(warehouse.lock, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise CouldNotRunError(f"{warehouse.folder} cannot be written: {error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(
                f"another load is at work in {warehouse.folder}. Wait until it ends, then start again"
            ) from error
        yield
    finally:
        os.close(descriptor)
