"""What a reader left out of a document, as rejected text of its forms: nothing is lost without a word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from flows.forms.model import Area, Form, ParsedDocument, Rejection
from flows.readers.document import LeftOut, LeftOutKind

_REASONS: Mapping[LeftOutKind, str] = MappingProxyType(
    {
        "struck_out": "it is struck out",
        "note_mark": "it is a raised mark that leads to a note",
        "deleted": "a tracked change took it away",
        "hidden": "it is hidden",
        "placeholder": "it asks to be filled in",
        "error": "the formula of the cell failed: the value is missing. Ask the publisher for it",
        "no_result": "the result of the formula is not in the file. Open the workbook in an office program and save it",
        "turned": "it stands at another angle than the page, as a watermark does",
        "invisible": "it is drawn without being seen",
    }
)
_MISSING = ("error", "no_result")
_CELL = re.compile(r"(?P<table>.*)!(?P<column>[A-Z]+)(?P<row>[0-9]+)", re.DOTALL)


def with_left_out(parsed: ParsedDocument, left_out: tuple[LeftOut, ...]) -> ParsedDocument:
    """The document with what was left out as rejected text; a value that is missing is one of the form it stands in."""
    if not left_out:
        return parsed
    forms = list(parsed.forms)
    outside = list(parsed.rejected)
    for item in left_out:
        place, area = _place(forms, item.locator) if item.kind in _MISSING else (None, "document")
        rejection = Rejection(area, item.locator, item.text, _REASONS[item.kind])
        if place is None:
            outside.append(rejection)
        else:
            forms[place] = replace(forms[place], rejected=(*forms[place].rejected, rejection))
    return replace(parsed, forms=tuple(forms), rejected=tuple(outside))


def _place(forms: list[Form], locator: str) -> tuple[int | None, Area]:
    """The form in which a cell of a sheet stands, and what is read there: the last one that begins above it."""
    table, row = _row(locator)
    found = None
    for number, form in enumerate(forms):
        begins_in, begins_at = _row(form.locator)
        if begins_in == table and begins_at <= row:
            found = number
    if found is None:
        return None, "document"
    if any(_row(line.locator) == (table, row) for line in forms[found].rows):
        return found, "indicator_row"
    if any(_row(line.locator) == (table, row) for line in forms[found].funding):
        return found, "amount"
    return found, "form"


def _row(locator: str) -> tuple[str, int]:
    match = _CELL.fullmatch(locator)
    return (match["table"], int(match["row"])) if match else (locator, 0)
