"""`jixiao add`, `jixiao withdraw`: documents into raw/, and out of the marts, with what documents.csv says of them.

Both only say what the next load does; each is undone by the other, or by hand in documents.csv.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.base.characters import has_controls
from flows.base.errors import NotFoundError, UsageError
from flows.base.files import replace_durably
from flows.base.paths import Warehouse
from flows.commands.read import read_file
from flows.raw.descriptions import DESCRIPTIONS, path_below_raw, read_descriptions
from flows.raw.listing import check_folder
from flows.raw.litter import PARTIAL, is_of_ours, kind_of_litter
from flows.raw.register import describe, edited_alone
from flows.warehouse.state import read_documents


@dataclass(frozen=True, slots=True)
class Origin:
    """What documents.csv is told of added documents; None leaves what stands there."""

    publisher: str | None = None
    jurisdiction: str | None = None
    source_url: str | None = None
    published_on: dt.date | None = None


def add(files: Sequence[Path], raw: Path, year: int, origin: Origin, *, replace: bool) -> None:
    """Describe documents, then put them into raw/YEAR/; says how many forms are read in each.

    Whenever it is killed, no document is in raw/ that is not described, and none is there in part. Several such calls work
    one after another. Raises NotFoundError if a file is missing; UsageError if it has no form, or if other bytes are at its
    place already and `replace` is not given; nothing is described or copied then.
    """
    read_descriptions(raw)  # whatever is wrong with it is said before a document is read
    places = {f"{year}/{file.name}": file for file in files}
    if len(places) < len(files):
        names = [file.name for file in files]
        doubled = sorted({name for name in names if names.count(name) > 1})
        raise UsageError(f"several files are named {', '.join(doubled)}; rename one")
    for file in files:
        if kind_of_litter(file.name) or is_of_ours(file.name, is_folder=False) or has_controls(file.name):
            raise UsageError(f"a load takes no file named {file.name} for a document; rename it")
    for path, file in places.items():
        _check_place(file, raw / path, replace=replace)
    forms = {path: _forms(file, year) for path, file in places.items()}
    said = {
        "fiscal_year": str(year),
        "publisher": origin.publisher,
        "jurisdiction": origin.jurisdiction,
        "source_url": origin.source_url,
        "published_on": origin.published_on.isoformat() if origin.published_on else None,
    }
    fields = {column: text for column, text in said.items() if text is not None} | {"withdrawn_because": None}
    with edited_alone(raw), _folder_for_copies(raw / str(year)) as folder:
        for path, file in places.items():  # another call may have added it meanwhile
            _check_place(file, raw / path, replace=replace)
        new = {path: file for path, file in places.items() if not _is_itself(file, raw / path)}
        copies = {path: folder / f".{number}{PARTIAL}" for number, path in enumerate(new)}
        for path, copy in copies.items():
            shutil.copyfile(new[path], copy)
        describe(raw, dict.fromkeys(places, fields))
        for path, copy in copies.items():
            replace_durably(copy, raw / path)
    for path, number in forms.items():
        sys.stdout.write(f"{raw / path}: {number} forms. Described in {raw / DESCRIPTIONS}.\n")
    sys.stderr.write(f"Not loaded yet: jixiao load --raw {raw}\n")


def _check_place(file: Path, place: Path, *, replace: bool) -> None:
    """Raises NotFoundError if the file is missing, UsageError if it may not be put at its place."""
    if not file.is_file():
        raise NotFoundError(f"there is no file {file}")
    if place.exists() and not replace and place.read_bytes() != file.read_bytes():
        raise UsageError(
            f"{place} is there already, with other bytes. If the document was restated, add it with --replace; "
            "else give the file another name"
        )


def _forms(file: Path, year: int) -> int:
    """How many forms the file prints. Raises UsageError if it prints none."""
    number = len(read_file(file, year).parsed.forms)
    if not number:
        raise UsageError(
            f"{file} has no form of performance objectives (绩效目标表) that could be read; see: jixiao read {file}"
        )
    return number


@contextmanager
def _folder_for_copies(folder: Path) -> Generator[Path]:
    """A folder below raw/ for copies that a load does not look at; none is left there, not of killed calls either."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _remove_partials(folder)
        yield folder
    finally:
        _remove_partials(folder)


def _remove_partials(folder: Path) -> None:
    for left in folder.glob(f".*{PARTIAL}"):
        left.unlink()


def _is_itself(file: Path, place: Path) -> bool:
    return place.exists() and place.samefile(file)


def withdraw(path: str, raw: Path, warehouse: Warehouse, reason: str) -> None:
    """Say in documents.csv that the document at `path` (below raw/) is withdrawn: the next load takes it out of the marts.

    It may be gone from raw/ already. Raises NotFoundError if no document of that path is known, UsageError
    if no reason is given.
    """
    if not reason.strip():
        raise UsageError("the reason is empty; --reason says why, and is published")
    check_folder(raw)
    path = path_below_raw(path, raw)
    known = (raw / path).is_file() or path in read_descriptions(raw).lines or _is_loaded(path, warehouse)
    if not known:
        raise NotFoundError(
            f"no document {path} is below {raw} or in {warehouse.folder}; give its path below raw/, as jixiao status does"
        )
    with edited_alone(raw):
        describe(raw, {path: {"withdrawn_because": reason}})
    sys.stdout.write(f"{path} is withdrawn ({reason}), said in {raw / DESCRIPTIONS}.\n")
    sys.stderr.write(
        f"The next load takes it out of the marts: jixiao load --raw {raw}\n"
        f"To undo it, clear withdrawn_because in its line of {raw / DESCRIPTIONS}.\n"
    )


def _is_loaded(path: str, warehouse: Warehouse) -> bool:
    return warehouse.published.exists() and any(
        document.path == path for document in read_documents(warehouse.published)
    )
