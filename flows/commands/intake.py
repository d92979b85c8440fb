"""`jixiao add`, `jixiao withdraw`: documents into raw/, and out of the marts, with what documents.csv says of them.

Both only say what the next load does; each is undone by the other, or by hand in documents.csv.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.base.errors import NotFoundError, UsageError
from flows.base.files import replace_durably
from flows.base.paths import Warehouse
from flows.commands.read import read_file
from flows.raw.listing import DESCRIPTIONS, check_folder, is_document, path_below_raw, read_descriptions
from flows.raw.register import describe
from flows.warehouse.state import read_documents


@dataclass(frozen=True, slots=True)
class Origin:
    """What documents.csv is told of added documents; None leaves what stands there."""

    publisher: str | None = None
    jurisdiction: str | None = None
    source_url: str | None = None
    published_on: dt.date | None = None


def add(files: Sequence[Path], raw: Path, year: int, origin: Origin, *, replace: bool) -> None:
    """Copy documents into raw/YEAR/ and describe them; says how many forms are read in each.

    Raises NotFoundError if a file is missing; UsageError if it has no form, or if other bytes are at its place already
    and `replace` is not given. Nothing is copied then.
    """
    read_descriptions(raw / DESCRIPTIONS)  # whatever is wrong with it is said before anything is copied
    places = [(file, f"{year}/{file.name}") for file in files]
    doubled = {path for _, path in places if sum(path == other for _, other in places) > 1}
    if doubled:
        raise UsageError(f"several files are named {', '.join(sorted(doubled))}; rename one")
    for file, path in places:
        if not is_document(raw / path, raw):
            raise UsageError(f"a load takes no file named {file.name} for a document; rename it")
    forms = [_forms(file, raw / path, year, replace=replace) for file, path in places]
    for (file, path), number in zip(places, forms, strict=True):
        _copy(file, raw / path)
        said = {
            "publisher": origin.publisher,
            "jurisdiction": origin.jurisdiction,
            "source_url": origin.source_url,
            "published_on": origin.published_on.isoformat() if origin.published_on else None,
        }
        given = {column: text for column, text in said.items() if text is not None}
        describe(raw, path, {"fiscal_year": str(year), **given, "withdrawn_because": None})
        sys.stdout.write(f"{raw / path}: {number} forms. Described in {raw / DESCRIPTIONS}.\n")
    sys.stderr.write(f"Not loaded yet: jixiao load --raw {raw}\n")


def _forms(file: Path, place: Path, year: int, *, replace: bool) -> int:
    """How many forms the file prints, when it may be put at its place."""
    if not file.is_file():
        raise NotFoundError(f"there is no file {file}")
    if place.exists() and not replace and place.read_bytes() != file.read_bytes():
        raise UsageError(
            f"{place} is there already, with other bytes. If the document was restated, add it with --replace; "
            "else give the file another name"
        )
    number = len(read_file(file, year).parsed.forms)
    if not number:
        raise NotFoundError(
            f"{file} has no form of performance objectives (绩效目标表) that could be read; see: jixiao read {file}"
        )
    return number


def _copy(file: Path, place: Path) -> None:
    if place.exists() and place.samefile(file):
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    partial = place.with_name(f".{place.name}.partial")
    shutil.copyfile(file, partial)
    replace_durably(partial, place)


def withdraw(path: str, raw: Path, warehouse: Warehouse, reason: str) -> None:
    """Say in documents.csv that the document at `path` (below raw/) is withdrawn: the next load takes it out of the marts.

    It may be gone from raw/ already. Raises NotFoundError if no document of that path is known, UsageError
    without a reason.
    """
    if not reason.strip():
        raise UsageError("the reason is empty; --reason says why, and is published")
    check_folder(raw)
    path = path_below_raw(path)
    known = (
        (raw / path).is_file() or path in read_descriptions(raw / DESCRIPTIONS) or _is_loaded(path, warehouse)
    )
    if not known:
        raise NotFoundError(
            f"no document {path} is below {raw} or in {warehouse.folder}; give its path below raw/, as jixiao status does"
        )
    describe(raw, path, {"withdrawn_because": reason})
    sys.stdout.write(f"{path} is withdrawn ({reason}), said in {raw / DESCRIPTIONS}.\n")
    sys.stderr.write(
        f"The next load takes it out of the marts: jixiao load --raw {raw}\n"
        f"To undo it, clear withdrawn_because in its line of {raw / DESCRIPTIONS}.\n"
    )


def _is_loaded(path: str, warehouse: Warehouse) -> bool:
    return warehouse.published.exists() and any(
        document.path == path for document in read_documents(warehouse.published)
    )
