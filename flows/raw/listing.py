"""The published documents below raw/, and what documents.csv says of them."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath

from flows.base.errors import NotFoundError, SettingsError, UsageError

DESCRIPTIONS = "documents.csv"
COLUMNS = (
    "path",
    "fiscal_year",
    "publisher",
    "jurisdiction",
    "source_url",
    "published_on",
    "withdrawn_because",
)
YEARS = range(2000, 2100)
"""What is taken for a fiscal year."""

_YEAR = re.compile("|".join(map(str, YEARS)))


@dataclass(frozen=True, slots=True)
class Description:
    """A line of documents.csv: what a file does not say of itself."""

    path: str
    fiscal_year: int | None = None
    publisher: str | None = None
    jurisdiction: str | None = None
    source_url: str | None = None
    published_on: dt.date | None = None
    withdrawn_because: str | None = None


@dataclass(frozen=True, slots=True)
class RawFile:
    """One document below raw/. `sha256` is None where it is listed in documents.csv but is not there.

    `problem` says why its bytes are not to be read (a link that leads out of the folder, no permission); `sha256` is
    then that of the problem.
    """

    description: Description
    is_listed: bool
    sha256: str | None
    problem: str | None = None

    @property
    def path(self) -> str:
        """Its posix path below raw/, which is its identity through all versions."""
        return self.description.path


def list_raw(folder: Path) -> tuple[RawFile, ...]:
    """Every document below `folder`, ordered by path, with the SHA-256 of its bytes.

    A file takes its fiscal year from documents.csv, else from its folder (`raw/2024/…`: the year that is planned or
    evaluated). Hidden files, documents.csv and README files are no documents; what cannot be read safely has a problem.
    Raises NotFoundError if the folder is missing, SettingsError for a documents.csv that cannot be used.
    """
    root = folder.resolve()
    files = []
    for description, is_listed, file in _described(folder):
        sha256, problem = _digest(file, root) if file else (None, None)
        files.append(RawFile(description, is_listed, sha256, problem))
    return tuple(files)


def fiscal_years(folder: Path) -> tuple[int, ...]:
    """The fiscal years of the documents below `folder`, in order, without a look into them. Raises as list_raw does."""
    years = {description.fiscal_year for description, _, _ in _described(folder)}
    return tuple(sorted(year for year in years if year is not None))


def _described(folder: Path) -> Iterator[tuple[Description, bool, Path | None]]:
    """Each document that is there or listed: its description, whether it is listed, and its file."""
    check_folder(folder)
    descriptions = read_descriptions(folder / DESCRIPTIONS)
    present = {
        _relative(path, folder): path for path in sorted(folder.rglob("*")) if is_document(path, folder)
    }
    for path in sorted(descriptions.keys() | present.keys()):
        description = descriptions.get(path, Description(path))
        if description.fiscal_year is None:
            description = _with_year_of_folder(description)
        yield description, path in descriptions, present.get(path)


def check_folder(folder: Path) -> None:
    """Raises NotFoundError where there is no such folder of documents."""
    if not folder.is_dir():
        raise NotFoundError(
            f"there is no folder {folder}. Say where the documents are: jixiao load --raw DIR"
        )


def year_of_folder(path: PurePath) -> int | None:
    """2025 of `2025/objectives.txt` and of `/srv/2023/raw/2025/objectives.txt`: the innermost folder that is a year."""
    return next((int(part) for part in path.parts[-2::-1] if _YEAR.fullmatch(part)), None)


def path_below_raw(path: str) -> str:
    """A document's path as its identity is written, `2024/a.txt`. Raises UsageError where it leads out of raw/."""
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise UsageError(f"{path} leads out of raw/; give the path below it")
    return str(PurePosixPath(path))


def is_document(path: Path, folder: Path) -> bool:
    """Whether what stands at `path` below `folder` is taken for a document: no hidden file, documents.csv or README."""
    relative = path.relative_to(folder)
    is_hidden = any(part.startswith((".", "~$")) for part in relative.parts)
    return not (
        is_hidden
        or path.name == DESCRIPTIONS
        or path.stem.upper() == "README"
        or (path.is_dir() and not path.is_symlink())
    )


def read_descriptions(file: Path) -> dict[str, Description]:
    """The lines of documents.csv by path; empty where there is no such file.

    Raises SettingsError with the line for unknown columns, a path twice, a year or date that is none.
    """
    if not file.exists():
        return {}
    descriptions: dict[str, Description] = {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            header = reader.fieldnames or []
            unknown = [name for name in header if name not in COLUMNS]
            if unknown or "path" not in header:
                raise SettingsError(
                    f"{file}, line 1: the columns are {', '.join(header) or 'missing'}; "
                    f"they may be {', '.join(COLUMNS)}, and path must be among them"
                )
            for line in reader:
                description = _description(line, f"{file}, line {reader.line_num}")
                if description.path in descriptions:
                    raise SettingsError(
                        f"{file}, line {reader.line_num}: {description.path} stands there twice; keep one line"
                    )
                descriptions[description.path] = description
    except (UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"{file} is no CSV file in UTF-8: {error}") from error
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from error
    return descriptions


def _description(line: dict[str, str | None], place: str) -> Description:
    if None in line:
        raise SettingsError(
            f"{place}: the line has more cells than the header; quote texts that hold commas"
        )
    texts = {name: (text or "").strip() or None for name, text in line.items()}
    path = texts.get("path")
    if path is None:
        raise SettingsError(f"{place}: the path is empty; give it as it stands below raw/")
    try:
        path = path_below_raw(path)
    except UsageError as error:
        raise SettingsError(f"{place}: {error}") from error
    year, day = texts.get("fiscal_year"), texts.get("published_on")
    if year is not None and not _YEAR.fullmatch(year):
        raise SettingsError(f"{place}: the fiscal year is «{year}»; write it as 2024")
    try:
        published_on = dt.date.fromisoformat(day) if day else None
    except ValueError as error:
        raise SettingsError(f"{place}: published_on is «{day}»; write it as 2024-02-29") from error
    return Description(
        path=path,
        fiscal_year=int(year) if year else None,
        publisher=texts.get("publisher"),
        jurisdiction=texts.get("jurisdiction"),
        source_url=texts.get("source_url"),
        published_on=published_on,
        withdrawn_because=texts.get("withdrawn_because"),
    )


def _with_year_of_folder(description: Description) -> Description:
    return replace(description, fiscal_year=year_of_folder(PurePosixPath(description.path)))


def _relative(path: Path, folder: Path) -> str:
    """The path below `folder`; bytes of a name that are no UTF-8 are written out, so that it can be told and kept."""
    return path.relative_to(folder).as_posix().encode(errors="backslashreplace").decode()


def _digest(path: Path, root: Path) -> tuple[str, str | None]:
    """The SHA-256 of a file's bytes, or of the problem with it, and that problem."""
    problem = _problem(path, root)
    if problem is None:
        try:
            with path.open("rb") as content:
                return hashlib.file_digest(content, "sha256").hexdigest(), None
        except OSError as error:
            problem = f"the file cannot be opened: {error.strerror}"
    return hashlib.sha256(problem.encode()).hexdigest(), problem


def _problem(path: Path, root: Path) -> str | None:
    """Why a file is not to be opened at all."""
    if not _is_utf8(str(path)):
        return "its name is no UTF-8 (GBK, as Windows wrote it?); rename the file"
    try:
        real = path.resolve()
    except (OSError, RuntimeError):  # until Python 3.12 a loop is a RuntimeError
        return "it is a link that leads to itself; remove it"
    if not real.is_relative_to(root):
        return f"the file is a link that leads out of {root}; put the document itself there"
    return None if path.is_file() else "it is no file; remove it"


def _is_utf8(name: str) -> bool:
    return name == name.encode(errors="replace").decode()
