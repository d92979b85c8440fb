"""What the readers see in one file, and what a person should know of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from flows.base.errors import CouldNotRunError, NotFoundError, RefusedError, UsageError
from flows.base.settings import read_settings
from flows.forms import Explained, IndicatorRow, ParsedDocument
from flows.raw.listing import year_of_folder
from flows.readers import UnreadableError
from flows.targets import Target, read_target
from flows.targets.names import unit_printed_elsewhere
from flows.targets.words import check_vocabulary
from flows.workers.reader import AttemptError, Reader
from flows.workers.serve import Limits

_NO_FORM = (
    "no form was found: no table has the labels of one (项目名称, 一级指标 … 指标值). "
    "A new spelling of a label is a line in dbt_project/seeds/form_labels.csv"
)
_IN_TEXT = (
    "the file is plain text: a table in it has a tab before each cell and a cell a line (Word saves it so), or commas or "
    "tabs between its cells (.csv). If it has none, load the document that the text was taken from"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as read: the forms it prints and the fiscal year in which its dates are resolved."""

    file: Path
    fiscal_year: int | None
    parsed: ParsedDocument

    def target(self, row: IndicatorRow) -> Target:
        """The reading of a row's target, with the unit that is printed beside it or in the name."""
        value = row.target or ""
        unit = unit_printed_elsewhere(
            value, unit_column=row.unit_printed, comparator_text=row.comparator_printed, name=row.level3
        )
        return read_target(
            value, unit_text=unit, comparator_text=row.comparator_printed or "", fiscal_year=self.fiscal_year
        )

    def number(self, text: str | None) -> Decimal | None:
        """The number of a text that says what was or will be reached, as printed."""
        return read_target(text, fiscal_year=self.fiscal_year).value if text else None

    def warnings(self) -> tuple[str, ...]:
        """What a person should know before relying on this reading."""
        found = []
        if not self.parsed.forms:
            found += [_NO_FORM, _IN_TEXT] if self.parsed.format == "text" else [_NO_FORM]
        if self.fiscal_year is None:
            found.append("no fiscal year is known, so dates without a year are not resolved: give --year")
        return tuple(found)


def read_file(file: Path, year: int | None) -> Reading:
    """Read one file. The fiscal year is `year`, else the folder's (`…/2024/…`), else the one the document prints.

    Raises NotFoundError if the file is missing, UsageError if it cannot be opened, SettingsError if a line of the
    vocabulary is wrong, RefusedError if the file cannot be read, CouldNotRunError if the reader could not try, or failed by
    an error of ours.
    """
    parsed = _read(file, "flows.forms:read_forms_with_places")
    return _reading(file, year, parsed)


def explain_file(file: Path, year: int | None) -> tuple[Reading, Explained]:
    """As `read_file`, with the document itself and what every cell of it was taken for."""
    explained = _read(file, "flows.forms:explain_forms")
    return _reading(file, year, explained.parsed), explained


def _reading(file: Path, year: int | None, parsed: ParsedDocument) -> Reading:
    return Reading(file, year or year_of_folder(file.resolve()) or parsed.printed_year, parsed)


def _read(file: Path, function: str) -> Any:  # noqa: ANN401 (what the function returns)
    if not file.is_file():
        raise NotFoundError(f"there is no file {file}")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be opened: {error.strerror}") from error
    check_vocabulary()
    try:
        settings = read_settings()
        with Reader(Limits(settings.document_seconds, settings.document_memory)) as reader:
            return reader.read(function, content)
    except UnreadableError as error:
        raise RefusedError(f"{file}: {str(error).removesuffix('.')}") from error
    except AttemptError as error:
        raise CouldNotRunError(f"{file}: {error}") from error
