"""Lines of documents.csv, written by one program at a time: every other byte of the file stays as it is."""

from __future__ import annotations

import contextlib
import csv
import fcntl
import io
import os
import shutil
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flows.base.characters import has_controls
from flows.base.errors import CouldNotRunError, SettingsError, UsageError
from flows.base.files import replace_durably
from flows.raw.descriptions import DESCRIPTIONS, content_of, path_below_raw, read_descriptions
from flows.raw.litter import LOCK, PARTIAL

_BOM = "\N{BYTE ORDER MARK}"
Fields = Mapping[str, str | None]
"""What a line is to say, column → text; None for a blank."""


@contextmanager
def edited_alone(raw: Path) -> Generator[None]:
    """Wait until no other program of ours edits documents.csv or puts documents into raw/, and keep others waiting.

    The system frees the lock when the process ends, however it ends. Makes the folder where it is missing. Raises
    CouldNotRunError where it cannot be written.
    """
    try:
        raw.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(raw / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise CouldNotRunError(f"{raw} cannot be written: {error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write(f"Another jixiao add or withdraw is at work in {raw}; waiting until it ends.\n")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def describe(raw: Path, lines: Mapping[str, Fields]) -> None:
    """Write the line of each path in raw/documents.csv, with its fields replaced; the caller holds `edited_alone`.

    Makes the file, its header's missing columns and the lines where they are not there; all of it is written at once. Raises
    SettingsError if the file is none that a load could use or one of these lines is wrong as it stands, UsageError if a text
    is more than one line.
    """
    for fields in lines.values():
        for column, told in fields.items():
            if told is not None and (has_controls(told) or not told.isprintable()):
                raise UsageError(
                    f"the {column} «{told}» has line breaks or control characters; write it in one line"
                )
    file = raw / DESCRIPTIONS
    wrong = read_descriptions(raw).wrong  # whatever is wrong is said before anything is written
    if held_back := [reason for path, reason in wrong.items() if path in lines]:
        raise SettingsError("; ".join(held_back))
    text = content_of(file).decode("utf-8")
    for path, fields in lines.items():
        text = _with_line(text, raw, path, fields)
    partial = raw / f".{DESCRIPTIONS}{PARTIAL}"
    partial.write_bytes(text.encode())
    with contextlib.suppress(FileNotFoundError):  # there is none yet
        shutil.copymode(file, partial)
    replace_durably(partial, file)


def _with_line(text: str, raw: Path, path: str, fields: Fields) -> str:
    mark, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    end = "\r\n" if "\r\n" in text else "\n"
    records = _records(text)
    header = _cells(records[0])
    added = [column for column in fields if column not in header and fields[column] is not None]
    if added:
        header += added
        records[0] = _record(header, end)
    place = next(
        (number for number, record in enumerate(records) if number and _path_of(record, header, raw) == path),
        None,
    )
    cells = dict(zip(header, _cells(records[place]), strict=False)) if place else {"path": path}
    cells.update({column: told or "" for column, told in fields.items() if column in header})
    line = _record([cells.get(column, "") for column in header], end)
    if place:
        records[place] = line
    else:
        if not records[-1].endswith("\n"):
            records[-1] += end
        records.append(line)
    return mark + "".join(records)


def _records(text: str) -> list[str]:
    """The physical text of each record, line ends and quoted line breaks included."""
    lines = [*io.StringIO(text, newline="")]  # as read_descriptions does: by \n and \r alone
    reader = csv.reader(lines)
    records, start = [], 0
    for _ in reader:
        records.append("".join(lines[start : reader.line_num]))
        start = reader.line_num
    return records


def _cells(record: str) -> list[str]:
    return next(csv.reader(io.StringIO(record)), [])


def _path_of(record: str, header: list[str], raw: Path) -> str | None:
    path = (dict(zip(header, _cells(record), strict=False)).get("path") or "").strip()
    return path_below_raw(path, raw) if path else None


def _record(cells: list[str], end: str) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator=end).writerow(cells)
    return line.getvalue()
