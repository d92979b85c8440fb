"""The reading view: pages of HTML that open from disk and load nothing, neither from elsewhere nor from beside them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.base.errors import CouldNotRunError, UsageError
from flows.base.files import replace_durably
from flows.commands.read.as_html.cells import Account, account_of
from flows.commands.read.as_html.fields import FormShown, Group, fields_of
from flows.commands.read.as_html.pages import Block, blocks_of, paged
from flows.commands.read.reading import Reading
from flows.forms import Explained
from flows.raw.descriptions import DESCRIPTIONS

_FOLDER = Path(__file__).parent
_GENERATOR = "Jixiao reading view"
_MARK = f'<meta name="generator" content="{_GENERATOR}">'.encode()
_MARK_WITHIN = 2_048  # bytes of a page


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what of the document stands on it, and the fields that were read there."""

    number: int
    file: str
    blocks: tuple[Block, ...]
    forms: tuple[FormShown, ...]


def write_view(reading: Reading, explained: Explained, out: Path | None) -> list[Path]:
    """Write the pages of a reading; returns their files, the first one first.

    `out` is the first page, or a folder for it; without one it is `NAME.reading.html` in the folder of work. Further pages
    stand beside it (`NAME.reading-2.html`); those that an earlier, longer view left there are removed. Raises UsageError if
    it would replace a file that is no such page, or would lie below raw/, CouldNotRunError if it cannot be written.
    """
    first = _file_of(reading.file, out)
    account = account_of(explained)
    pages = _pages(reading, explained, account, first)
    files = [first.with_name(page.file) for page in pages]
    for file in files:
        _check_free(file)
    try:
        for text, file in zip(_rendered(pages, reading, account), files, strict=True):
            partial = file.with_name(f".{file.name}.partial")
            partial.write_text(text, encoding="utf-8")
            replace_durably(partial, file)
        for file in _left_behind(first, len(pages)):
            file.unlink()
    except OSError as error:
        raise CouldNotRunError(f"{first} cannot be written: {error.strerror}") from error
    return files


def _file_of(file: Path, out: Path | None) -> Path:
    name = f"{file.stem}.reading.html"
    first = Path(name) if out is None else out / name if out.is_dir() else out
    if not first.parent.is_dir():
        raise UsageError(f"there is no folder {first.parent}. Make it, or name another file")
    folder = first.resolve().parent
    if any((above / DESCRIPTIONS).is_file() for above in (folder, *folder.parents)):
        raise UsageError(
            f"{first} would lie below raw/, and the next load would read it as a document. Name a file elsewhere: "
            "jixiao read FILE OUT --html"
        )
    return first


def _check_free(file: Path) -> None:
    """Raises UsageError if a file is there that this command did not write."""
    if file.exists() and not _is_ours(file):
        raise UsageError(
            f"{file} is there and is no reading view. Name another file: jixiao read FILE OUT --html"
        )


def _is_ours(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        return _MARK in opened.read(_MARK_WITHIN)


def _numbered(first: Path, number: int) -> str:
    return first.name if number == 1 else f"{first.stem}-{number}{first.suffix}"


def _left_behind(first: Path, pages: int) -> Iterator[Path]:
    """Pages of an earlier view of the same name that had more of them."""
    number = pages + 1
    while _is_ours(file := first.with_name(_numbered(first, number))):
        yield file
        number += 1


def _pages(reading: Reading, explained: Explained, account: Account, first: Path) -> list[Page]:
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
    return [
        Page(
            number,
            _numbered(first, number),
            tuple(blocks_of(found, account)),
            tuple(shown.get(number, ())),
        )
        for number, found in enumerate(lines, 1)
    ]


def _page_of(group: Group, on_page: dict[str, int]) -> int:
    """The page of the group's own place; else of the last of its cells, since what is inherited stands above."""
    if group.locator in on_page:
        return on_page[group.locator]
    return max((cell.page for cell in group.cells), default=1)


def _rendered(pages: list[Page], reading: Reading, account: Account) -> Iterator[str]:
    """Each page as HTML. Whatever the document or its name says is escaped."""
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
    counts = _counts(account)
    for page in pages:
        yield template.render(
            page=page,
            pages=pages,
            reading=reading,
            account=account,
            counts=counts,
            style=style,
            script=script,
            policy=policy,
            generator=_GENERATOR,
            to_page=lambda other, anchor="": quote(other.file) + anchor,
            to_field=lambda taken, page=page: _link(
                page, pages, account.pages[taken.fields[0]], taken.fields[0]
            ),
            to_cell=lambda taken, page=page: _link(page, pages, taken.page, taken.anchor),
        )


def _link(page: Page, pages: list[Page], number: int, anchor: str) -> str:
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
