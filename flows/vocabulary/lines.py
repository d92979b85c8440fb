"""The lines of one CSV file of vocabulary, each with the place to which an error leads."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.base.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Line:
    """One line of vocabulary: column → text, and where it stands."""

    values: dict[str, str]
    file: Path
    number: int

    @property
    def place(self) -> str:
        """The file and the line, for a message."""
        return f"{self.file}, line {self.number}"

    def key(self, columns: Sequence[str]) -> tuple[str, ...]:
        """Its values in the columns."""
        return tuple(self.values[column] for column in columns)


@cache
def read_lines(file: Path, columns: tuple[str, ...]) -> tuple[Line, ...]:
    """The lines of a file that has these columns, in its order.

    Raises FileNotFoundError where there is no such file, SettingsError where it is no CSV in UTF-8, has other columns, or a
    line has more or fewer cells than these.
    """
    reader = csv.reader(io.StringIO(_text(file), newline=""), strict=True)
    lines: list[Line] = []
    number, is_header = 1, True
    try:
        for cells in reader:
            if is_header:
                _require_columns(file, cells, columns)
                is_header = False
            elif cells:  # an empty line is none
                lines.append(Line(_by_column(cells, columns, file, number), file, number))
            number = reader.line_num + 1
    except csv.Error as error:
        raise SettingsError(f"{file}, line {number}: this is no line of CSV: {error}") from error
    if is_header:
        _require_columns(file, [], columns)
    return tuple(lines)


def _text(file: Path) -> str:
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig")  # Excel begins a CSV in UTF-8 with a mark
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            f"{file}, line {line}: the text is not UTF-8. Save the file as CSV in UTF-8"
        ) from error


def _require_columns(file: Path, cells: Sequence[str], columns: Sequence[str]) -> None:
    if list(cells) != list(columns):
        raise SettingsError(
            f"{file}, line 1: {file.name} needs the columns of the seed, in their order: {','.join(columns)}"
        )


def _by_column(cells: Sequence[str], columns: Sequence[str], file: Path, number: int) -> dict[str, str]:
    if len(cells) != len(columns):
        raise SettingsError(
            f"{file}, line {number}: the line needs {len(columns)} cells, as the header has: {','.join(columns)}"
        )
    return dict(zip(columns, cells, strict=True))
