"""Files and folders that are there whole or not at all, whatever happens meanwhile, and one load at a time in a warehouse.

Any room may import it.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from flows.base.errors import BusyError, CouldNotRunError, UsageError
from flows.base.paths import WRITTEN_IN_PLACE, Warehouse

_AT_WORK = b"a load is at work\n"


def behind_link(file: Path) -> Path:
    """The file that is replaced where `file` is to be: itself, or what it leads to if it is a link.

    Raises UsageError for a link to itself, or into a folder that is not there.
    """
    if not file.is_symlink():
        return file
    target = Path(os.path.realpath(file))
    if target.is_symlink():
        raise UsageError(f"{file} is a link that leads to itself. Remove it")
    if not target.parent.is_dir():
        raise UsageError(
            f"{file} is a link to {target}, and there is no folder {target.parent}. Make the folder, or remove the link"
        )
    return target


_KINDS = ((stat.S_ISREG, "a file"), (stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe (FIFO)"))


def kind_of(mode: int) -> str:
    """`a file`, `a folder`, `a pipe (FIFO)` or `a device`, of the mode of what stands at a path."""
    return next((what for is_one, what in _KINDS if is_one(mode)), "a device")


def check_kind(place: Path, wanted: str = "a file") -> None:
    """Raises CouldNotRunError if something else is at a place of ours, or behind its link: a pipe would be waited on."""
    try:
        found = kind_of(place.stat().st_mode)
    except OSError:
        return  # nothing is there, or it may not be seen, which is said by whoever opens it
    if found != wanted:
        raise CouldNotRunError(
            f"{place} is {found}, where {wanted} of the warehouse should be. Move it away, and start again"
        )


def check_places(warehouse: Warehouse) -> None:
    """The same for every file and folder that a load opens."""
    for file in (*warehouse.duckdb_files, warehouse.last_load, warehouse.lock):
        check_kind(file)
    for folder in warehouse.folders:
        check_kind(folder, "a folder")


def wals_of(file: Path) -> tuple[Path, ...]:
    """The write-ahead logs that are beside a DuckDB file, or beside the file that it is a link to.

    DuckDB reads one into whatever file has its name, at the next start.
    """
    behind, beside = Path(f"{os.path.realpath(file)}.wal"), Path(f"{file}.wal")
    # Both are one where only the folder is written otherwise: as a relative path, or through a link.
    places = {Path(os.path.realpath(wal.parent), wal.name): wal for wal in (behind, beside)}
    return tuple(wal for wal in places.values() if wal.is_symlink() or wal.exists())


def is_held(file: Path) -> bool:
    """Whether another process has a DuckDB file open for writing. No connection of this process may have it open."""
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except OSError:
        return False  # nobody can hold what is not there
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    finally:
        os.close(descriptor)
    return False


def move_aside(file: Path, why: str) -> Path:
    """Give a file another name in its folder, `jixiao.duckdb.wal.foreign-20260131T060000Z`; `why` is a word of it.

    Returns the new name.
    """
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    aside = file.with_name(f"{file.name}.{why}-{moment}")
    number = 1
    while aside.exists() or aside.is_symlink():
        number += 1
        aside = file.with_name(f"{file.name}.{why}-{moment}-{number}")
    file.rename(aside)
    return aside


def replace_durably(partial: Path, destination: Path) -> None:
    """Put a written file in the place of another; who reads `destination` sees the old file or the new one.

    The order matters when power fails: the bytes are on disk before the name points at them, the name before this returns.
    """
    sync(partial)
    partial.replace(destination)
    sync(destination.parent)


def sync(path: Path) -> None:
    """Let the disk have what was written to a file, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def replaced_folder(destination: Path, mark: str) -> Generator[Path]:
    """An empty folder to write into, which takes the place of `destination` at the end.

    `mark` is the name of a file that tells a folder of ours. Raises UsageError if `destination` is a file, or a
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
def locked(warehouse: Warehouse) -> Generator[bool]:
    """Hold the warehouse's lock. The system frees it when the process ends, however it ends.

    Yields whether the one who held it before was killed: what is left beside the files that loads write is its own then.
    Raises BusyError if another process holds it, CouldNotRunError if the folder cannot be written.
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
        was_killed = os.pread(descriptor, 1, 0) != b""
        os.pwrite(descriptor, _AT_WORK, 0)
        try:
            yield was_killed
        finally:
            written = (warehouse.folder / name for name in WRITTEN_IN_PLACE)
            if not any(wals_of(file) for file in written):
                os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)
