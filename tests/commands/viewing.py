"""A reading view, opened without a browser: what stands on its pages and where its links lead."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import html

from flows.commands.read.as_html import write_view
from flows.commands.read.reading import Reading
from flows.forms import Explained, explain_document
from flows.readers import Document, read_document
from tests.places import REAL_DOCUMENT, ROOT

FOLDER = ROOT / "tests" / "documents"
DOCUMENTS = [
    REAL_DOCUMENT,
    *(
        file
        for folder in ("2024", "publishers", "kinds", "made", "cases")
        for file in sorted((FOLDER / folder).iterdir())
        if file.suffix != ".json" and file.name != "encrypted.pdf"
    ),
]
"""All documents of the tests that can be read: each format, each kind of form, each formatting that sets text apart."""


@dataclass(frozen=True, slots=True)
class Link:
    """A field of a page: its anchor, what it is called, its text, and where its link leads."""

    anchor: str
    name: str
    text: str
    to: str


class View:
    """The pages of a reading."""

    def __init__(self, explained: Explained, files: list[Path]) -> None:
        self.explained = explained
        self.files = files
        self.pages = {file.name: html.fromstring(file.read_bytes()) for file in files}
        self._by_id = {
            (name, found.get("id", "")): found
            for name, page in self.pages.items()
            for found in page.xpath("//*[@id]")
        }

    def shown(self) -> list[tuple[str, str, str]]:
        """Locator, role and text of each cell and paragraph of the document, as it is shown."""
        return [
            (found.get("title", ""), found.get("class", ""), _own_text(found))
            for page in self.pages.values()
            for found in page.xpath("//main//*[starts-with(@id, 'c')]")
        ]

    def fields(self) -> list[Link]:
        """The fields beside the document."""
        return [
            Link(
                found.get("id", ""),
                found.findtext("dt", "").strip(),
                "".join(found.xpath("./dd/a/text() | ./dd/text()")).strip(),
                f"{name}{to}" if to.startswith("#") else unquote(to),
            )
            for name, page in self.pages.items()
            for found in page.xpath("//aside//dl/div")
            for to in [*found.xpath("./dd/a/@href"), ""][:1]
        ]

    def at(self, link: str) -> html.HtmlElement:
        """What a link leads to: `page.html#c12`."""
        name, _, anchor = link.partition("#")
        return self._by_id[name, anchor]

    def links_of_cells(self) -> list[str]:
        """Where the links of cells lead."""
        return [
            f"{name}{to}" if to.startswith("#") else unquote(to)
            for name, page in self.pages.items()
            for to in page.xpath("//main//*[starts-with(@id, 'c')]/a/@href")
        ]


def view_of(document: Document, out: Path) -> View:
    """The view of a document, written to a file."""
    explained = explain_document(document)
    return View(explained, write_view(Reading(out, 2024, explained.parsed), explained, out))


def view_of_file(file: Path, folder: Path) -> View:
    return view_of(read_document(file.read_bytes()), folder / f"{file.name}.html")


def text_at(found: html.HtmlElement) -> str:
    return _own_text(found)


def _own_text(found: html.HtmlElement) -> str:
    """The text of the document in a cell, without what the page says of it."""
    return "".join(found.xpath("./text() | ./a/text()")).strip()
