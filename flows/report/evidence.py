"""The documents themselves as evidence: a reading view of each, to which the numbers of the report lead."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.base.settings import read_settings
from flows.commands.read.as_html.evidence import Evidence
from flows.readers import UnreadableError
from flows.targets.words import check_vocabulary
from flows.warehouse.fingerprint import code_version
from flows.workers.reader import AttemptError, Reader
from flows.workers.serve import Limits
from flows.workers.side_by_side import read_each

MOST = 100
"""Documents that have views, unless it is said how many: some seconds for the first report, next to nothing afterwards."""
FOLDER = "evidence"
_BESIDE_TARGETS = {"actual_text", "mid_year_text", "forecast_text"}
"""Values of a row whose place no mart names: a row's locator is that of its target."""
_FUNCTION = "flows.commands.read.as_html.evidence:evidence_of"
_OF_ACCEPTED, _OF_SET_ASIDE = "current", "set_aside"


@dataclass(frozen=True, slots=True)
class Views:
    """Where the documents are shown; links lead from the report's own folder."""

    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By document_id: the link of each locator, of each form (`form 3`), of values that have no locator of their own
    (`form 3 row 2 actual_text`), and of the first page (an empty text)."""
    left_out: int = 0
    """Documents beyond the number that was asked for."""
    missing: tuple[str, ...] = ()
    """Why a document has no view, each with its path."""

    def place(self, document_id: str | None, locator: str | None) -> str | None:
        """The link of a place in a document; of a part of a cell (`page 2, line 3, right`) that of the cell."""
        links = self.links.get(document_id or "")
        if links is None:
            return None
        text = locator or ""
        return links.get(text) or links.get(text.rpartition(",")[0]) or links[""]

    def form(self, document_id: str, form_no: int) -> str | None:
        """The link of a form's fields."""
        return self.place(document_id, f"form {form_no}")

    def value(self, row: Mapping[str, Any], *names: str) -> str | None:
        """The link of the first of these fields that a row of a form prints; else that of the row."""
        links = self.links.get(row["document_id"], {})
        keys = (f"form {row['form_no']} row {row['row_no']} {name}" for name in names)
        return next((links[key] for key in keys if key in links), None) or self.place(
            row["document_id"], row["locator"]
        )


@dataclass(frozen=True, slots=True)
class _Document:
    """A document that is shown, and what its views are a function of."""

    document_id: str
    path: str
    sha256: str
    fiscal_year: int | None
    made_by: str

    @property
    def first(self) -> str:
        """The file name of its first page."""
        return f"{self.document_id}.html"

    @property
    def links(self) -> str:
        """The name of the file that says what is shown where: the next report takes the views over if it can."""
        return f"{self.document_id}.json"


def write_views(
    documents: Sequence[Mapping[str, Any]], kept: Path, folder: Path, earlier: Path, most: int
) -> Views:
    """Write the views of accepted documents, then of those set aside, latest year first, into `folder`.

    `documents` are rows of dim_document, `kept` is the folder of their bytes. Views of the report before, in `earlier`,
    are taken over if document and code are the same. A document that cannot be shown is said. Raises SettingsError if a
    line of the vocabulary is wrong, OSError if the disk takes no more.
    """
    code = code_version()
    shown = [
        _Document(
            row["document_id"],
            row["path"],
            row["sha256"],
            row["fiscal_year"],
            hashlib.sha256(repr((code, row["path"], row["fiscal_year"])).encode()).hexdigest(),
        )
        for status in (_OF_ACCEPTED, _OF_SET_ASIDE)
        for row in documents
        if row["status"] == status
    ]
    folder.mkdir()
    links: dict[str, dict[str, str]] = {}
    missing: list[str] = []
    new: list[_Document] = []
    for document in shown[:most]:
        found = _take_over(document, earlier, folder)
        if found is None:
            new.append(document)
        else:
            links[document.document_id] = found
    with closing(_read(new, kept)) as read:
        for document, made in read:
            if isinstance(made, str):
                missing.append(f"{document.path}: {made}")
            else:
                links[document.document_id] = _write(document, made, folder)
    return Views(links, max(len(shown) - most, 0), tuple(missing))


def _read(documents: list[_Document], kept: Path) -> Generator[tuple[_Document, Evidence | str]]:
    """Each document with its view, or why it has none."""
    check_vocabulary()
    settings = read_settings()

    def read(document: _Document, reader: Reader) -> tuple[_Document, Evidence | str]:
        try:
            content = (kept / document.sha256).read_bytes()
        except OSError as error:
            return document, f"its bytes are not in {kept}: {error.strerror}"
        if hashlib.sha256(content).hexdigest() != document.sha256:
            return document, f"its bytes in {kept} are damaged"
        try:
            made = reader.read(_FUNCTION, content, document.path, document.fiscal_year, document.first)
        except (UnreadableError, AttemptError) as error:
            return document, str(error)
        return document, made

    limits = Limits(settings.document_seconds, settings.document_memory)
    return read_each(documents, read, limits, settings.reading_processes)


def _write(document: _Document, made: Evidence, folder: Path) -> dict[str, str]:
    for name, text in made.pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    links = {
        "": document.first,
        **made.places,
        **{f"form {number}": link for number, link in made.forms.items()},
        **{
            f"form {number} row {row_no} {name}": link
            for (number, row_no, name), link in made.values.items()
            if name in _BESIDE_TARGETS
        },
    }
    known = {"made_by": document.made_by, "pages": list(made.pages), "links": links}
    (folder / document.links).write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
    return _from_the_report(links)


def _take_over(document: _Document, earlier: Path, folder: Path) -> dict[str, str] | None:
    """The links of the views that the report before has of a document, which are copied; None if there are none to take."""
    try:
        known = json.loads((earlier / document.links).read_text(encoding="utf-8"))
        if known["made_by"] != document.made_by:
            return None
        for name in (*known["pages"], document.links):
            shutil.copyfile(earlier / Path(name).name, folder / Path(name).name)
        return _from_the_report(known["links"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None  # none, or not as we wrote it: it is made again


def _from_the_report(links: Mapping[str, str]) -> dict[str, str]:
    return {locator: f"{FOLDER}/{link}" for locator, link in links.items()}
