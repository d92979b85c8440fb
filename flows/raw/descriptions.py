"""documents.csv: what the files below raw/ do not say of themselves.

A line that is wrong holds back its own document alone, wherever it is certain which document that is: it is not read, and
what was loaded of it stays as it was. (Read without its line, it would lose its publisher and jurisdiction, or come back
after it was withdrawn.) What leaves that open stops the load: another encoding, an unknown column, a line without a path,
or one whose cells do not fit the header.
"""

from __future__ import annotations

import csv
import datetime as dt
import errno
import io
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from flows.base.characters import escaped, has_controls, without_controls
from flows.base.errors import CouldNotRunError, SettingsError, UsageError
from flows.base.files import kind_of

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

YEAR = re.compile("|".join(map(str, YEARS)))
# A backslash separates as Windows writes it, unless it begins a character that is written out, as in \u001b.
_SEPARATOR = re.compile(r"\\(?!u[0-9a-f]{4})")
_DRIVE = re.compile("[A-Za-z]:")


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
class Descriptions:
    """The lines by path; `wrong` says what is wrong with the other paths' lines, `remarks` what was left out of texts."""

    lines: Mapping[str, Description] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


class _WrongLineError(Exception):
    """What is wrong with a line whose path is certain."""


def path_below_raw(path: str, raw: Path) -> str:
    r"""A document's path as its identity is written, `2024/a.txt`; `2024\a.txt`, as Windows writes it, is the same.

    Raises UsageError if it leads out of raw/.
    """
    path = escaped(path)
    if not os.path.lexists(raw / path):  # there may be a file that has a backslash in its name
        path = _SEPARATOR.sub("/", path)
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or _DRIVE.match(path):
        raise UsageError(f"{path} leads out of raw/; give the path below it")
    return str(PurePosixPath(path))


def read_descriptions(raw: Path) -> Descriptions:
    """The lines of raw/documents.csv; none where there is no such file.

    Raises SettingsError, with the line where it is one, where it is uncertain what the file says of which document: it
    is no plain file, no CSV in UTF-8, has unknown columns, or a line has no path, one that leads out of raw/, or more cells
    than the header before a path that is none.
    """
    file = raw / DESCRIPTIONS
    lines: dict[str, Description] = {}
    wrong: dict[str, str] = {}
    remarks: list[str] = []
    try:
        reader = csv.DictReader(io.StringIO(content_of(file).decode("utf-8-sig"), newline=""), strict=True)
        _check_header(file, reader.fieldnames)
        for line in reader:
            place = f"{file}, line {reader.line_num}"
            if not any(filter(None, line.values())):
                continue  # Excel leaves lines of commas: they say nothing of any document
            path = _path(line, raw, place)
            try:
                lines[path] = _description(path, line, is_twice=path in lines or path in wrong)
            except _WrongLineError as error:
                lines.pop(path, None)
                wrong[path] = f"{place}: {error}"
            if odd := [
                name for name, text in line.items() if name and name != "path" and has_controls(text or "")
            ]:
                remarks.append(f"{place}: control characters of {', '.join(odd)} were left out")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} is no CSV file in UTF-8: {error}. Save it as «CSV UTF-8»") from error
    except csv.Error as error:
        raise SettingsError(f"{file} is no CSV file in UTF-8: {error}") from error
    return Descriptions(lines, wrong, tuple(remarks))


def content_of(file: Path) -> bytes:
    """The bytes of documents.csv; the header alone where there is no such file.

    Raises SettingsError if it is no plain file (nothing of a pipe, a device or a link is read), CouldNotRunError if it
    cannot be read.
    """
    descriptor = None
    try:
        # Not blocking, so that a pipe without a writer does not hang; not following, so that no other file is read for it.
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise _no_file(file, kind_of(mode))
        with open(descriptor, "rb", closefd=False) as content:
            return content.read()
    except FileNotFoundError:
        return f"{','.join(COLUMNS[:-1])}\n".encode()
    except OSError as error:
        if os.path.islink(file):  # noqa: PTH114 (it does not raise where the folder may not be looked into)
            raise _no_file(file, "a link") from error
        if error.errno == errno.ENXIO:
            raise _no_file(file, "a socket") from error
        raise CouldNotRunError(f"{file} cannot be read: {error.strerror}") from error
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _no_file(file: Path, what: str) -> SettingsError:
    return SettingsError(f"{file} is {what}; put a plain file there, or remove it")


def _check_header(file: Path, header: object) -> None:
    names = list(header) if isinstance(header, (list, tuple)) else []
    if "path" not in names or not set(names) <= set(COLUMNS) or len(set(names)) < len(names):
        raise SettingsError(
            f"{file}, line 1: the columns are {', '.join(names) or 'missing'}; "
            f"they may be {', '.join(COLUMNS)}, each once, and path must be among them"
        )


def _path(line: Mapping[str | None, str | None], raw: Path, place: str) -> str:
    """The path of a line. Raises SettingsError where it is uncertain which document the line means."""
    text = (line.get("path") or "").strip()
    if not text:
        raise SettingsError(f"{place}: the path is empty; give it as it stands below raw/")
    try:
        path = path_below_raw(text, raw)
    except UsageError as error:
        raise SettingsError(f"{place}: {error}") from error
    if None in line and not os.path.lexists(raw / path):
        raise SettingsError(f"{place}: {_TOO_MANY}")  # the comma too many may stand in the path
    return path


_TOO_MANY = "the line has more cells than the header; quote texts that hold commas"


def _description(path: str, line: Mapping[str | None, str | None], *, is_twice: bool) -> Description:
    if is_twice:
        raise _WrongLineError(f"{path} stands there twice; keep one line")
    if None in line:
        raise _WrongLineError(_TOO_MANY)
    texts = {name: without_controls(text or "") or None for name, text in line.items()}
    year, day = texts.get("fiscal_year"), texts.get("published_on")
    if year is not None and not YEAR.fullmatch(year):
        raise _WrongLineError(f"the fiscal year is «{year}»; write it as 2024")
    try:
        published_on = dt.date.fromisoformat(day) if day else None
    except ValueError as error:
        raise _WrongLineError(f"published_on is «{day}»; write it as 2024-02-29") from error
    return Description(
        path=path,
        fiscal_year=int(year) if year else None,
        publisher=texts.get("publisher"),
        jurisdiction=texts.get("jurisdiction"),
        source_url=texts.get("source_url"),
        published_on=published_on,
        withdrawn_because=texts.get("withdrawn_because"),
    )
