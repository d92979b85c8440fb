"""The publications before the present one, kept so that one of them can be published again.

Each is the file as it was: a hard link if the file system allows one, else a copy.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from flows.base.database import reading
from flows.base.errors import UnusableFileError
from flows.base.files import replace_durably, sync
from flows.base.paths import Warehouse


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept publication, and the load that published it."""

    load_no: int
    file: Path


def kept_publications(warehouse: Warehouse) -> tuple[Kept, ...]:
    """The kept publications, the latest first; what has another name than theirs is none."""
    kept = [
        Kept(int(file.stem), file)
        for file in warehouse.publications.glob("*.duckdb")
        if file.stem.isdecimal()
    ]
    return tuple(sorted(kept, key=lambda each: -each.load_no))


def latest_number(warehouse: Warehouse) -> int:
    """The number of the latest kept publication, 0 if there is none: the next load has a later one in any case."""
    return max((kept.load_no for kept in kept_publications(warehouse)), default=0)


def keep_present(warehouse: Warehouse, number: int) -> None:
    """Keep the published file among the publications before it is replaced, unless `number`, how many to keep, is 0.

    A file without a log of loads is not kept: an earlier version made it. Raises OSError if there is no room.
    """
    load_no = published_by(warehouse.published)
    if not number or load_no is None:
        return
    warehouse.publications.mkdir(exist_ok=True)
    partial = warehouse.publications / f"{load_no}.partial"
    partial.unlink(missing_ok=True)  # of a load that was killed
    present = Path(os.path.realpath(warehouse.published))
    try:
        os.link(present, partial)
    except OSError:  # another file system, or one without links
        shutil.copyfile(present, partial)
    kept = warehouse.publications / f"{load_no}.duckdb"
    if kept.exists() and kept.samefile(partial):
        partial.unlink()  # renaming one link to another of the same file does nothing
    else:
        replace_durably(partial, kept)


def forget_older(warehouse: Warehouse, number: int) -> None:
    """Remove the oldest kept publications until `number` before the present one are left."""
    present = published_by(warehouse.published)
    earlier = [kept for kept in kept_publications(warehouse) if kept.load_no != present]
    for kept in earlier[number:]:
        kept.file.unlink()
    for left in warehouse.publications.glob("*.partial"):
        left.unlink()
    if warehouse.publications.is_dir():
        sync(warehouse.publications)


def published_by(published: Path) -> int | None:
    """The load, or rollback, that published a file; None if there is no such file, or it does not say so."""
    if not published.exists():
        return None
    try:
        with reading(published) as connection:
            row = connection.execute(
                "select max(load_no) from operations.load_log where outcome <> 'refused'"
            ).fetchone()
    except UnusableFileError:
        return None
    return row[0] if row else None
