"""What each cell and paragraph of a document was taken for, out of the parser's own account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from flows.forms import Explained, Rejection
from flows.forms.model import LeftOut
from flows.readers import Cell, Paragraph

Role = Literal["value", "label", "left_out", "rejected", "person", "empty", "unexplained"]

LEFT_OUT = {
    "aside": ("no field keeps this", "不采集"),
    "contact": ("a person: not shown", "联系人、签字：不显示"),
    "sum": ("a sum", "合计"),
    "filler": ("nothing is filled in", "未填"),
    "note": ("a note", "说明"),
    "layout": ("layout", "版式"),
    "other_table": ("another kind of table", "其他表格"),
    "context": ("a line between or above projects", "项目之间或之上的文字"),
}
"""What is known and not kept, in words."""


@dataclass(slots=True, eq=False)
class Taken:
    """One cell or paragraph with what became of its text."""

    number: int
    cell: Cell | Paragraph
    fields: list[str] = field(default_factory=list)
    """Anchors of the fields that were read here."""
    names: dict[str, None] = field(default_factory=dict)
    """What these fields are called; ordered, each once."""
    rejected: list[Rejection] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    is_known: bool = False
    """The parser has put the text in a place, if only as a label."""
    page: int = 1

    @property
    def anchor(self) -> str:
        """Where links lead to."""
        return f"c{self.number}"

    @property
    def is_person(self) -> bool:
        """Whether it names a person: of that only place and kind are shown."""
        return any(item.text is None for item in self.left_out)

    @property
    def role(self) -> Role:
        """What the text is; of a text with several parts what a person should look at first."""
        if not self.cell.text.strip() and not self.rejected:
            return "empty"
        if self.rejected:
            return "rejected"
        if self.fields:
            return "value"
        if self.is_person:
            return "person"
        if self.left_out:
            return "left_out"
        return "label" if self.is_known else "unexplained"

    @property
    def left_out_as(self) -> Iterator[tuple[str, str]]:
        """Why parts of it are known and not kept, each reason once."""
        for kind in dict.fromkeys(item.kind for item in self.left_out):
            yield LEFT_OUT.get(kind, (kind, ""))


@dataclass(slots=True)
class Account:
    """All cells and paragraphs of a document, and what stands in the file and in none of them."""

    taken: list[Taken] = field(default_factory=list)
    """In the order of the document."""
    beside: list[Rejection] = field(default_factory=list)
    """Rejected texts that no cell of the page shows: hidden rows and sheets, texts struck out, turned or invisible."""
    pages: dict[str, int] = field(default_factory=dict)
    """On which page each field is shown, by its anchor."""
    _by_piece: dict[int, Taken] = field(default_factory=dict)
    _by_locator: dict[str, list[Taken]] = field(default_factory=dict)

    def add(self, piece: Cell | Paragraph, *, is_known: bool) -> None:
        """Put in the next cell or paragraph."""
        one = Taken(len(self.taken) + 1, piece, is_known=is_known)
        self.taken.append(one)
        self._by_piece[id(piece)] = one  # the document keeps its pieces as long as the account is used
        self._by_locator.setdefault(piece.locator, []).append(one)

    def of(self, piece: Cell | Paragraph) -> Taken:
        """What became of a cell or paragraph of the document."""
        return self._by_piece[id(piece)]

    def at(self, locator: str, text: str = "") -> Taken | None:
        """The cell at a locator; of several, as the parts of a page header, the one that has the text."""
        found = self._by_locator.get(locator, [])
        return next((one for one in found if text in one.cell.text), found[0] if found else None)


def account_of(explained: Explained) -> Account:
    """What became of each text, but for the fields, which are linked later."""
    account = Account()
    for block in explained.document.blocks:
        for piece in (block,) if isinstance(block, Paragraph) else block.cells:
            account.add(piece, is_known=isinstance(piece, Paragraph) or piece.locator in explained.cells)
    for rejection in _rejected(explained):
        places = [
            place
            for locator in (rejection.locator, *rejection.others)
            if (place := _part_of(account, locator, rejection.text))
        ]
        for place in places:
            place.rejected.append(rejection)
        if not places:
            account.beside.append(rejection)
    for item in _left_out(explained):
        if place := _part_of(account, item.locator, item.text or ""):
            place.left_out.append(item)
    return account


def _part_of(account: Account, locator: str, text: str) -> Taken | None:
    """The cell at a locator, or the one that a part of it (`page 2, line 3, right`) stands in."""
    return account.at(locator, text) or account.at(locator.rpartition(",")[0], text)


def _rejected(explained: Explained) -> Iterable[Rejection]:
    yield from explained.parsed.rejected
    for form in explained.parsed.forms:
        yield from form.rejected


def _left_out(explained: Explained) -> Iterable[LeftOut]:
    yield from explained.parsed.left_out
    for form in explained.parsed.forms:
        yield from form.left_out
