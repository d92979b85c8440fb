"""The rows of a table, each with the cells that begin in it and those that reach into it from above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from flows.labels import Label, find_label
from flows.readers import Cell, Table
from flows.vocabulary.seeds import fold

_ROW, _COLUMN = attrgetter("row"), attrgetter("column")
_FEWEST_NUMBERS = 3
_LONGEST_NUMBER = 4


@dataclass(slots=True)
class Row:
    """One row of a grid: `own` cells begin in it, `cells` are all that cover it, left to right."""

    number: int
    own: tuple[Cell, ...]
    cells: tuple[Cell, ...]
    texts: list[Cell] = field(init=False)
    """The own cells that have a text."""
    _labels: list[Label | None] | None = field(init=False, default=None)
    _label_count: int | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.texts = [cell for cell in self.own if cell.text]

    @property
    def labels(self) -> list[Label | None]:
        """The label that each of the own cells is, or None; they are looked up once."""
        if self._labels is None:
            self._labels = [find_label(cell.text) for cell in self.own]
        return self._labels

    @property
    def label_count(self) -> int:
        """How many of the own cells are labels."""
        if self._label_count is None:
            self._label_count = sum([label is not None for label in self.labels])
        return self._label_count

    def numbers_the_columns(self) -> bool:
        """Whether it is a row of consecutive numbers under a header: 1 | 2 | 3, or 3 | 4 | 5 beside merged cells."""
        if len(self.texts) < _FEWEST_NUMBERS or len(self.texts[0].text) > _LONGEST_NUMBER:
            return False
        # ① and （1） number columns, too.
        begins = fold(self.texts[0].text).strip("()")
        if not begins.isdecimal():
            return False
        return all(
            fold(cell.text).strip("()") == str(number) for number, cell in enumerate(self.texts, int(begins))
        )


def rows_of(table: Table) -> list[Row]:
    """The rows of a table in which a cell begins. In extracted text no cell reaches into another row."""
    by_row = {number: tuple(cells) for number, cells in groupby(table.cells, _ROW)}
    if not table.is_grid:
        return [Row(number, cells, cells) for number, cells in by_row.items()]
    tall = [cell for cell in table.cells if cell.row_span > 1]
    covering: dict[int, list[Cell]] = {}
    for cell in tall:
        for number in range(cell.row + 1, cell.row + cell.row_span):
            if number in by_row:
                covering.setdefault(number, []).append(cell)
    rows = []
    for number in sorted(by_row):
        own = by_row[number]
        above = covering.get(number)
        if above is None:
            rows.append(Row(number, own, own))
        else:
            rows.append(Row(number, own, tuple(sorted((*own, *above), key=_COLUMN))))
    return rows


def rows_from(rows: list[Row], place: int) -> Iterator[Row]:
    """The rows from `place`, of which mostly a few are looked at: none is copied."""
    for number in range(place, len(rows)):
        yield rows[number]


def end_of(cell: Cell) -> int:
    """The grid column after a cell."""
    return cell.column + cell.column_span


def bottom_of(cell: Cell) -> int:
    """The grid row below a cell."""
    return cell.row + cell.row_span


def covers(cell: Cell, column: int) -> bool:
    """Whether a cell covers a grid column."""
    return cell.column <= column < cell.column + cell.column_span
