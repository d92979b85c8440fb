"""One load at a time in one warehouse folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager

from flows.errors import BusyError, CouldNotRunError
from flows.paths import Warehouse


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
