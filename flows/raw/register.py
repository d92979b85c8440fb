"""Lines of documents.csv, written one at a time: every other byte of the file stays as it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from flows.base.errors import UsageError
from flows.base.files import replace_durably
from flows.raw.listing import COLUMNS, DESCRIPTIONS, path_below_raw, read_descriptions

_BOM = "\N{BYTE ORDER MARK}"


def describe(raw: Path, path: str, fields: Mapping[str, str | None]) -> None:
    """Write the line of `path` in raw/documents.csv, with `fields` (column → text, None for a blank) replaced.

    Makes the file, its header's missing columns and the line where they are not there. Raises UsageError where the
    file is none that a load could use, or a text is more than one line.
    """
    for column, told in fields.items():
        if told is not None and not told.isprintable():
            raise UsageError(
                f"the {column} «{told}» has line breaks or control characters; write it in one line"
            )
    file = raw / DESCRIPTIONS
    read_descriptions(file)  # whatever is wrong with it is said before anything is written
    text = file.read_bytes().decode("utf-8") if file.exists() else ""
    mark, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    end = "\r\n" if "\r\n" in text else "\n"
    records = _records(text) or [",".join(COLUMNS[:-1]) + end]
    header = _cells(records[0])
    added = [column for column in fields if column not in header and fields[column] is not None]
    if added:
        header += added
        records[0] = _record(header, end)
    place = next(
        (number for number, record in enumerate(records) if number and _path_of(record, header) == path), None
    )
    cells = dict(zip(header, _cells(records[place]), strict=False)) if place else {"path": path}
    cells.update({column: text or "" for column, text in fields.items() if column in header})
    line = _record([cells.get(column, "") for column in header], end)
    if place:
        records[place] = line
    else:
        if not records[-1].endswith("\n"):
            records[-1] += end
        records.append(line)
    partial = file.with_suffix(".partial")
    partial.write_bytes((mark + "".join(records)).encode())
    replace_durably(partial, file)


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


def _path_of(record: str, header: list[str]) -> str | None:
    path = dict(zip(header, _cells(record), strict=False)).get("path", "").strip()
    return path_below_raw(path) if path else None


def _record(cells: list[str], end: str) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator=end).writerow(cells)
    return line.getvalue()
