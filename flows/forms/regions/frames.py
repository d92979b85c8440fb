"""Frames: labels merged down beside the rows that they are about (项目资金, 总体目标, 绩效指标)."""

from __future__ import annotations

from flows.forms.open_form import SENTENCES, OpenForm
from flows.forms.regions.grid import Row, bottom_of, end_of
from flows.labels import Label, find_certain_label, find_label
from flows.readers import Cell


class Frames:
    """The frames of one table, row by row."""

    def __init__(self) -> None:
        self._own: set[int] = set()
        self._reaching: list[tuple[Cell, Label]] = []
        self._waiting: Label | None = None

    def enter(self, row: Row) -> list[tuple[Cell, Label]]:
        """Go to a row; returns the frames that begin in it."""
        if not self._reaching and all(cell.row_span == 1 for cell in row.own):
            self._own = set()
            return []
        self._own = set()
        begun: list[tuple[Cell, Label]] = []
        left = next((place for place, cell in enumerate(row.own) if cell.text), 0)  # a margin is no cell
        for place, cell in enumerate(row.own[left:], left):
            if cell.row_span == 1 or not cell.text or len(begun) < place - left:
                break  # a frame stands left of all else
            label = find_label(cell.text)
            right = _right_of(cell, label, row.own[place + 1 :])
            if right is None or right.row_span >= cell.row_span:
                continue
            if label is not None:
                begun.append((cell, label))
                self._own.add(id(cell))
            elif place == left and _heads_money(row.own[place + 1 :]):
                self._own.add(id(cell))  # a frame that nobody knows (年度资金申请): its text is rejected
        reaching = [(cell, label) for cell, label in self._reaching if bottom_of(cell) > row.number]
        if begun or len(reaching) < len(self._reaching):
            self._waiting = None
        self._reaching = [*reaching, *begun]
        return begun

    def holds(self, cell: Cell) -> bool:
        """Whether a cell of the row is a frame that begins in it."""
        return id(cell) in self._own

    @property
    def end(self) -> int | None:
        """The grid row below the innermost frame; None outside of frames."""
        return bottom_of(self._reaching[-1][0]) if self._reaching else None

    @property
    def labels(self) -> list[Label]:
        """The frames that the row stands in, the outer ones first."""
        return [label for _, label in self._reaching]

    def same(self, one: Row, other: Row) -> bool:
        """Whether two rows stand in the same frames."""
        return all(
            (cell.row <= one.number) and (bottom_of(cell) > other.number) for cell, _ in self._reaching
        )

    def wait(self, label: Label) -> None:
        """A label with no value of its own, before other labels: a text below that has no label may be its value."""
        self._waiting = label

    def sentence(self, form: OpenForm) -> str | None:
        """The field of the innermost frame if that holds sentences, and one of its rows has been read already.

        目标1, 目标2 and 目标3 in rows of their own beside 年度总体目标 are one objective.
        """
        if not self.labels:
            return None
        field = self.labels[-1].field("form")
        return field if field in SENTENCES and field in form.fields else None

    def waiting(self, form: OpenForm) -> str | None:
        """The field that a text without a label is the value of: that of the label that waits, or of the frame."""
        for label in filter(None, (self._waiting, *reversed(self.labels))):
            field = label.field("group", "form")
            if field is not None and field not in ("aside", "contact") and field not in form.fields:
                if label is self._waiting:
                    self._waiting = None
                return field
        return None


def _right_of(cell: Cell, label: Label | None, others: tuple[Cell, ...]) -> Cell | None:
    """The cell right of a frame; frames as high as it stand between (项目基本情况 | 目标完成情况 | 年度目标 | 完成情况)."""
    is_frame = label is not None and "frame" in label.meanings
    for other in others:
        if other.column < end_of(cell):
            continue
        is_inner = is_frame and other.row_span == cell.row_span and find_label(other.text) is not None
        if not is_inner:
            return other
    return None


def _heads_money(cells: tuple[Cell, ...]) -> bool:
    """Whether cells are two labels or more, each of money: what stands left of them, merged down, is no value."""
    labels = [find_certain_label(cell.text) for cell in cells if cell.text]
    return len(labels) > 1 and all(
        label is not None and label.field("money", "measure") is not None for label in labels
    )
