"""The published documents below raw/, each with what documents.csv says of it, and what below raw/ could not be read."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath, PurePosixPath

from flows.base.characters import escaped
from flows.base.errors import CouldNotRunError, JixiaoError, NotFoundError, SettingsError
from flows.raw.descriptions import YEAR, Description, Descriptions, read_descriptions
from flows.raw.litter import is_of_ours, kind_of_litter

_ITSELF = "."


@dataclass(frozen=True, slots=True)
class RawFile:
    """One document below raw/. `sha256` is None where it is listed in documents.csv but is not there, or cannot be read.

    `problem` says why its bytes are not to be read (a link that leads out of the folder); `sha256` is then that of the
    problem. `name` is what the file is called below raw/ where that is not its path, in which control characters are
    written out. `is_unread` says that nobody knows what stands at its path now.
    """

    description: Description
    is_listed: bool
    sha256: str | None
    problem: str | None = None
    name: str | None = None
    is_unread: bool = False

    @property
    def path(self) -> str:
        """Its posix path below raw/, which is its identity through all versions."""
        return self.description.path


@dataclass(frozen=True, slots=True)
class Unread:
    """A file or folder below raw/ that this load could not read, and why; what was loaded from there stays as it was."""

    path: str
    reason: str

    def covers(self, path: str) -> bool:
        """Whether a document's path is this one or lies in this folder."""
        return path == self.path or path.startswith(f"{self.path}/")


@dataclass(frozen=True, slots=True)
class RawFolder:
    """The documents ordered by path, what could not be read, how many files of each kind of litter were skipped, remarks."""

    files: tuple[RawFile, ...]
    unread: tuple[Unread, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def list_raw(folder: Path) -> RawFolder:
    """Every document below `folder`, with the SHA-256 of its bytes.

    A file takes its fiscal year from documents.csv, else from its folder (`raw/2024/…`: the year that is planned or
    evaluated). Hidden files, documents.csv, README files and litter are no documents; what cannot be read safely has a
    problem. A document that the system does not let us read, or whose line in documents.csv is wrong, is `unread`.

    Raises NotFoundError if the folder is missing; SettingsError if documents.csv cannot be used, or every document has a
    wrong line there; CouldNotRunError if documents.csv, or all that is below `folder`, cannot be read.
    """
    root = folder.resolve()
    described = _described(folder)
    files, unread = [], list(described.unread)
    for file, place in described.files:
        if place is None:
            files.append(file)
            continue
        try:
            sha256, problem = _digest(place, root)
        except OSError as error:
            unread.append(Unread(file.path, _reason(error)))
            if file.is_listed:
                files.append(replace(file, is_unread=True))
        else:
            files.append(replace(file, sha256=sha256, problem=problem))
    if unread and all(file.sha256 is None for file in files):
        raise _nothing_readable(folder, unread, described.wrong)
    return RawFolder(
        tuple(files),
        tuple(sorted(unread, key=lambda each: each.path)),
        described.skipped,
        described.remarks,
    )


def fiscal_years(folder: Path) -> tuple[int, ...]:
    """The fiscal years of the documents below `folder`, in order, without a look into them. Raises as list_raw does."""
    years = {file.description.fiscal_year for file, _ in _described(folder).files}
    return tuple(sorted(year for year in years if year is not None))


def check_folder(folder: Path) -> None:
    """Raises NotFoundError if there is no such folder of documents, CouldNotRunError if that cannot be seen."""
    try:
        is_there = folder.is_dir()
    except OSError as error:
        raise CouldNotRunError(f"{folder} cannot be read: {_reason(error)}") from error
    if not is_there:
        raise NotFoundError(
            f"there is no folder {folder}. Say where the documents are: jixiao load --raw DIR"
        )


def year_of_folder(path: PurePath) -> int | None:
    """2025 of `2025/objectives.txt` and of `/srv/2023/raw/2025/objectives.txt`: the innermost folder that is a year."""
    return next((int(part) for part in path.parts[-2::-1] if YEAR.fullmatch(part)), None)


@dataclass(frozen=True, slots=True)
class _Described:
    """Each document that is there or listed, with its place where it is there; `wrong` are the paths of wrong lines."""

    files: tuple[tuple[RawFile, Path | None], ...]
    unread: tuple[Unread, ...]
    wrong: frozenset[str]
    skipped: Mapping[str, int]
    remarks: tuple[str, ...]


def _described(folder: Path) -> _Described:
    check_folder(folder)
    found = _Walk(folder)
    if any(each.path == _ITSELF for each in found.unread):
        raise _nothing_readable(folder, found.unread, frozenset())
    # Only now: what is put into raw/ is described first (`jixiao add`), so that nothing found is not yet described.
    descriptions = read_descriptions(folder)
    skipped = Counter(found.litter.values())
    # What is listed by hand is a document, whatever its name.
    for path in found.litter.keys() & descriptions.lines.keys():
        skipped[found.litter[path]] -= 1
        found.documents[path] = found.names[path]
    unread = [*found.unread, *(Unread(path, reason) for path, reason in descriptions.wrong.items())]
    return _Described(
        files=tuple(_files(folder, found.documents, descriptions, unread)),
        unread=tuple(unread),
        wrong=frozenset(descriptions.wrong),
        skipped={kind: number for kind, number in sorted(skipped.items()) if number},
        remarks=descriptions.remarks,
    )


def _files(
    folder: Path, names: Mapping[str, str], descriptions: Descriptions, unread: list[Unread]
) -> Iterator[tuple[RawFile, Path | None]]:
    for path in sorted((descriptions.lines.keys() | names.keys()) - descriptions.wrong.keys()):
        description = descriptions.lines.get(path, Description(path))
        if description.fiscal_year is None:
            description = replace(description, fiscal_year=year_of_folder(PurePosixPath(path)))
        name = names.get(path)
        file = RawFile(
            description,
            is_listed=path in descriptions.lines,
            sha256=None,
            name=None if name == path else name,
            is_unread=name is None and any(each.covers(path) for each in unread),
        )
        yield file, folder / name if name is not None else None


class _Walk:
    """What stands below a folder, by path: names of documents and of litter, and what could not be listed."""

    def __init__(self, folder: Path) -> None:
        self.documents: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.litter: dict[str, str] = {}
        self.unread: list[Unread] = []
        folders = [""]
        while folders:
            parent = folders.pop()
            try:
                with os.scandir(folder / parent) as entries:
                    for entry in entries:
                        name = f"{parent}/{entry.name}" if parent else entry.name
                        if self._is_folder_to_list(entry, name):
                            folders.append(name)
            except OSError as error:
                self.unread.append(Unread(_told(parent) or _ITSELF, _reason(error)))

    def _is_folder_to_list(self, entry: os.DirEntry[str], name: str) -> bool:
        kind, is_folder = kind_of_litter(entry.name), entry.is_dir(follow_symlinks=False)
        path = _told(name)
        if is_of_ours(entry.name, is_folder=is_folder):
            return False
        if kind:
            self.litter[path], self.names[path] = kind, name
        elif not is_folder:
            self.documents[path] = name
        return is_folder and not kind


def _told(name: str) -> str:
    """A path as it is told and kept: control characters, and bytes that are no UTF-8, are written out."""
    return escaped(name.encode(errors="backslashreplace").decode())


def _nothing_readable(folder: Path, unread: list[Unread], wrong: frozenset[str]) -> JixiaoError:
    reasons = "; ".join(
        each.reason if each.path in wrong else f"{folder / each.path}: {each.reason}" for each in unread[:3]
    )
    if all(each.path in wrong for each in unread):
        return SettingsError(reasons)
    return CouldNotRunError(
        f"nothing below {folder} can be read ({reasons}). What was loaded stays; mend this and start again"
    )


def _reason(error: OSError) -> str:
    words = error.strerror or str(error)
    return f"{words[:1].lower()}{words[1:]}"


def _digest(path: Path, root: Path) -> tuple[str, str | None]:
    """The SHA-256 of a file's bytes, or of the problem with it, and that problem. Raises OSError where it cannot be read."""
    problem = _problem(path, root)
    if problem is not None:
        return hashlib.sha256(problem.encode()).hexdigest(), problem
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest(), None


def _problem(path: Path, root: Path) -> str | None:
    """Why a file is not to be opened at all. Raises OSError where that cannot be seen."""
    if not _is_utf8(str(path)):
        return "its name is no UTF-8 (GBK, as Windows wrote it?); rename the file"
    try:
        real = path.resolve()
    except (OSError, RuntimeError):  # until Python 3.12 a loop is a RuntimeError
        return "it is a link that leads to itself; remove it"
    if not real.is_relative_to(root):
        return f"the file is a link that leads out of {root}; put the document itself there"
    try:
        mode = path.stat().st_mode
    except OSError:
        if path.is_symlink() and not os.path.lexists(real):
            return "it is a link that leads to nothing; remove it"
        raise
    return None if stat.S_ISREG(mode) else "it is no file; remove it"


def _is_utf8(name: str) -> bool:
    return name == name.encode(errors="replace").decode()
