"""The account: each text of a document ends in a field, in what is known and not kept, or in what is rejected."""

from __future__ import annotations

from collections.abc import Iterable

from flows.forms.model import Area, LeftOut, LeftOutKind, Rejection, RejectionKind
from flows.labels import find_label
from flows.readers import Cell

UNEXPLAINED = "no known label stands before this text"
OF_SEVERAL = "it is printed beside several projects, and says what they are together"


class Account:
    """Where the texts of one form, or of what stands between forms, have gone.

    A cell is used once; what nobody has used is rejected by `close`, so that no text is in no place.
    `used` holds the cells by identity and is shared by all accounts of a document.
    """

    def __init__(self, used: dict[int, Cell], *, keeps_places: bool = False) -> None:
        self._used = used  # with the cells themselves: an identity lasts as long as its cell
        self.keeps_places = keeps_places
        """Whether rows say where each of their fields was read: a load, which reads thousands, needs none of it."""
        self.rejected: list[Rejection] = []
        self.left_out: list[LeftOut] = []
        self._unknown_labels: set[str] = set()

    def is_open(self, cell: Cell) -> bool:
        """Whether a cell has a text that is in no place yet."""
        return bool(cell.text) and id(cell) not in self._used

    def use(self, *cells: Cell) -> None:
        """The texts of these cells are labels, or are in fields."""
        used = self._used
        for cell in cells:
            used[id(cell)] = cell

    def leave_out(self, cell: Cell, kind: LeftOutKind) -> None:
        """A text is known and not kept."""
        if self.is_open(cell):
            self._used[id(cell)] = cell
            self.leave_out_text(cell.text, cell.locator, kind)

    def leave_out_text(self, text: str, locator: str, kind: LeftOutKind) -> None:
        """A text that is no cell of its own is known and not kept."""
        found = LeftOut(kind, locator, None if kind == "contact" else text)
        if kind != "contact" or found not in self.left_out[-4:]:  # 填表人：… 联系电话：… in one paragraph
            self.left_out.append(found)

    def reject(
        self, area: Area, cell: Cell, reason: str, kind: RejectionKind = "other", *, label: Cell | None = None
    ) -> None:
        """A cell's text is in no field; nor is that of its `label`, if nobody knows that."""
        if not self.is_open(cell):
            return
        self._used[id(cell)] = cell
        self.reject_text(area, cell.locator, cell.text, reason, kind=kind)
        if label is not None:
            self.leave_out_label(label)

    def leave_out_label(self, cell: Cell) -> None:
        """A label that nobody knows is kept nowhere, and said once, however many values stand below it."""
        if cell.locator not in self._unknown_labels:
            self._unknown_labels.add(cell.locator)
            self.leave_out_text(cell.text, cell.locator, "aside")

    def reject_text(
        self,
        area: Area,
        locator: str,
        text: str,
        reason: str,
        *,
        is_cut_off: bool = False,
        others: Iterable[str] = (),
        kind: RejectionKind = "other",
    ) -> None:
        """A text that is no cell of its own is in no field; `others` are further cells that it is put together from."""
        further = tuple(dict.fromkeys(other for other in others if other != locator))
        self.rejected.append(Rejection(area, locator, text, reason, is_cut_off, kind, further))

    def close(self, cells: Iterable[Cell], area: Area = "form", reason: str = UNEXPLAINED) -> None:
        """Reject what of these cells nobody has used."""
        used = self._used
        for cell in cells:
            if cell.text and id(cell) not in used:
                self.reject(area, cell, reason, "row" if area == "indicator_row" else "other")


def unknown_header(printed: str, block: str) -> str:
    """Why a text below a header is in no field, and the line that would teach the header."""
    core = "".join(printed.split())
    if not core:
        return "no header stands above this text"
    return (
        f"the header «{core}» is not known: the line «{core},{block},…,» in the seed form_labels teaches it"
    )


def unknown_label(printed: str) -> str:
    """Why the value of a label is in no field: what nobody knows of it, and the line that would teach it."""
    label = find_label(printed)
    core = "".join(printed.split())
    unknown = f" (nobody knows «{label.unknown}» in it)" if label is not None and label.unknown else ""
    field = (label.guess("form", "money") if label is not None else None) or "…"
    block = "money" if label is not None and label.guess("form") is None and label.guess("money") else "form"
    return f"the label «{core}» is not known{unknown}: the line «{core},{block},{field},» in the seed form_labels teaches it"
