"""A document as evidence: its reading view, and where on it each place, form and value of the document is shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.commands.read.as_html.rendering import view_of
from flows.commands.read.reading import Reading
from flows.forms import explain_forms


@dataclass(frozen=True, slots=True)
class Evidence:
    """The pages by file name, and links to them (`a-2.html#c12`): by locator, by form, and by form, row and field."""

    pages: dict[str, str]
    places: dict[str, str]
    forms: dict[int, str]
    values: dict[tuple[int, int, str], str]


def evidence_of(content: bytes, path: str, fiscal_year: int | None, first: str) -> Evidence:
    """The view of a document's bytes. `path` heads its pages, `first` is the file name of the first one.

    Raises UnreadableError if the bytes cannot be read.
    """
    explained = explain_forms(content)
    view = view_of(Reading(Path(path), fiscal_year, explained.parsed), explained, first)
    texts = zip((page.file for page in view.pages), view.texts(), strict=True)
    return Evidence(dict(texts), view.places(), view.forms(), view.values())
