"""A file is read, and shown in the way that was asked for."""

from __future__ import annotations

import sys
from pathlib import Path

from flows.base.errors import UsageError
from flows.commands.read.as_json import reading_as_json
from flows.commands.read.as_tables import print_reading, print_view
from flows.commands.read.reading import Reading, explain_file, read_file


def show_file(file: Path, out: Path | None, year: int | None, *, as_json: bool, as_html: bool) -> Reading:
    """Print tables or JSON, or write pages to `out`; returns the reading.

    Raises UsageError for ways that exclude one another, and what `read_file` and `write_view` raise.
    """
    if out is not None and not as_html:
        raise UsageError(f"{out}: give one file, or --html to write a page there")
    if as_html and as_json:
        raise UsageError("--html writes a page and --json prints: give one of them")
    if as_html:
        from flows.commands.read.as_html import write_view  # noqa: PLC0415 (brings the templates)

        reading, explained = explain_file(file, year)
        print_view(reading, write_view(reading, explained, out))
        return reading
    reading = read_file(file, year)
    if as_json:
        sys.stdout.write(reading_as_json(reading) + "\n")
    else:
        print_reading(reading)
    return reading
