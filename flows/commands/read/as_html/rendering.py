"""A reading as pages of HTML: each loads nothing, neither from elsewhere nor from beside it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.commands.read.as_html.cells import Account, account_of
from flows.commands.read.as_html.fields import FormShown, Group, fields_of
from flows.commands.read.as_html.pages import Block, blocks_of, paged
from flows.commands.read.reading import Reading
from flows.forms import Explained

GENERATOR = "Jixiao reading view"
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what of the document stands on it, and the fields that were read there."""

    number: int
    file: str
    blocks: tuple[Block, ...]
    forms: tuple[FormShown, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The pages of a reading, not yet written."""

    reading: Reading
    account: Account
    pages: tuple[Page, ...]

    def texts(self) -> Iterator[str]:
        """Each page as HTML. Whatever the document or its name says is escaped."""
        return _rendered(self)

    def places(self) -> dict[str, str]:
        """Locator → the page and the place on it where a text of the document is shown (`a.html#c12`)."""
        return {
            taken.cell.locator: self._link(taken.page, taken.anchor)
            for taken in reversed(self.account.taken)
            if taken.cell.text
        }

    def forms(self) -> dict[int, str]:
        """Number of a form → the page and the place on it where its fields begin."""
        found: dict[int, str] = {}
        for page in self.pages:
            for form in page.forms:
                if form.number is not None:
                    found.setdefault(form.number, self._link(page.number, form.anchor))
        return found

    def values(self) -> dict[tuple[int, int, str], str]:
        """Number of a form, number of a row in it, name of a field → where the cell that prints it is shown."""
        return {
            (form.number, group.row_no, one.name): self._link(one.cells[0].page, one.cells[0].anchor)
            for page in self.pages
            for form in page.forms
            for group in form.groups
            for one in group.fields
            if form.number is not None and group.row_no is not None and one.cells
        }

    def _link(self, number: int, anchor: str) -> str:
        return f"{quote(self.pages[number - 1].file)}#{anchor}"


def view_of(reading: Reading, explained: Explained, first: str) -> View:
    """The pages of a reading; `first` is the name of the first file, and further ones are numbered (`a-2.html`)."""
    account = account_of(explained)
    forms = fields_of(reading, account)
    begin = {form.locator for form in explained.parsed.forms}
    lines = paged(explained.document, begin)
    on_page: dict[str, int] = {}
    for number, found in enumerate(lines, 1):
        for line in found:
            for piece in [line.paragraph] if line.paragraph else line.cells:
                on_page[piece.locator] = account.of(piece).page = number
    shown: dict[int, list[FormShown]] = {}
    for form in forms:
        groups: dict[int, list[Group]] = {}
        for group in form.groups:
            groups.setdefault(_page_of(group, on_page), []).append(group)
        for number, found in groups.items():
            shown.setdefault(number, []).append(replace(form, groups=tuple(found)))
            for one in (one for group in found for one in group.fields):
                account.pages[one.anchor] = number
    pages = (
        Page(
            number,
            numbered(first, number),
            tuple(blocks_of(found, account)),
            tuple(shown.get(number, ())),
        )
        for number, found in enumerate(lines, 1)
    )
    return View(reading, account, tuple(pages))


def numbered(first: str, number: int) -> str:
    """The name of a page: `a.html`, `a-2.html`."""
    name = Path(first)
    return first if number == 1 else f"{name.stem}-{number}{name.suffix}"


def _page_of(group: Group, on_page: dict[str, int]) -> int:
    """The page of the group's own place; else of the last of its cells, since what is inherited stands above."""
    if group.locator in on_page:
        return on_page[group.locator]
    return max((cell.page for cell in group.cells), default=1)


def _rendered(view: View) -> Iterator[str]:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("page.html.jinja")
    style, script = _own("page.css"), _own("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    pages, account = view.pages, view.account
    counts = _counts(account)
    for page in pages:
        yield template.render(
            page=page,
            pages=pages,
            reading=view.reading,
            account=account,
            counts=counts,
            style=style,
            script=script,
            policy=policy,
            generator=GENERATOR,
            to_page=lambda other, anchor="": quote(other.file) + anchor,
            to_field=lambda taken, page=page: _link(
                page, pages, account.pages[taken.fields[0]], taken.fields[0]
            ),
            to_cell=lambda taken, page=page: _link(page, pages, taken.page, taken.anchor),
        )


def _link(page: Page, pages: tuple[Page, ...], number: int, anchor: str) -> str:
    return f"#{anchor}" if number == page.number else f"{quote(pages[number - 1].file)}#{anchor}"


def _counts(account: Account) -> dict[str, int]:
    counts = dict.fromkeys(("value", "label", "left_out", "person", "rejected", "empty", "unexplained"), 0)
    for taken in account.taken:
        counts[taken.role] += 1
    return counts


def _own(name: str) -> Markup:
    """A text of ours as it goes into a page; it has nothing of a document."""
    return Markup((_FOLDER / name).read_text(encoding="utf-8"))  # noqa: S704


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
