"""Files that cost seconds to make, kept for later loads of this user in the folder of caches of the operating system.

A file is kept under a key, which says everything that made it, and with the digest of its bytes. What does not fit, is
damaged or cannot be kept is as if it were not there: the caller makes it again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import platformdirs

_KEPT = 4
"""Files of one name that stay; the ones longest unused go."""


def cache_folder() -> Path:
    """Where files are kept: `jixiao` in XDG_CACHE_HOME, or in what the operating system has in its place."""
    return platformdirs.user_cache_path("jixiao", appauthor=False)


def keep(name: str, key: str, file: Path) -> None:
    """Keep a copy of a file. Nothing is kept if the folder cannot be written."""
    folder = cache_folder()
    if not folder.is_absolute():  # this user has no home
        return
    partial = folder / f".{name}.{os.getpid()}.partial"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = file.read_bytes()
        partial.write_bytes(hashlib.sha256(content).digest() + content)
        partial.replace(_place(name, key))
        _drop_oldest(name)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def take(name: str, key: str, destination: Path) -> bool:
    """Write what is kept under the key to `destination`, in place of what is there. False if there is nothing that fits.

    Raises OSError if `destination` cannot be written.
    """
    place = _place(name, key)
    try:
        kept = place.read_bytes()
    except OSError:
        return False
    size = hashlib.sha256().digest_size
    digest, content = kept[:size], kept[size:]
    if not content or hashlib.sha256(content).digest() != digest:
        with contextlib.suppress(OSError):
            place.unlink()
        return False
    with contextlib.suppress(OSError):
        place.touch()
    partial = destination.with_suffix(f".{os.getpid()}.partial")
    partial.write_bytes(content)
    partial.replace(destination)
    return True


def _place(name: str, key: str) -> Path:
    return cache_folder() / f"{name}-{hashlib.sha256(key.encode()).hexdigest()}"


def _drop_oldest(name: str) -> None:
    kept = sorted(cache_folder().glob(f"{name}-*"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in kept[_KEPT:]:
        file.unlink(missing_ok=True)
