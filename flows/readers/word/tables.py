"""Tables of Word's two formats: where they stand, and grids from rows whose cells may be merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.readers.document import Cell, LeftOut, LeftOutKind, Table, UnreadableError
from flows.readers.grid import check_slots, without_empty_edges

MAX_NESTED_TABLES = 16
"""Pages hold two or three tables inside one another; what nests deeper is made to exhaust its reader."""
MAX_COLUMNS = 1_000
"""Word allows 63 columns; other programs write more."""


@dataclass(slots=True)
class Found:
    """What the tables of a document have so far: grid places, and texts that its page does not say."""

    slots: int = 0
    left_out: list[LeftOut] = field(default_factory=list)


@dataclass(slots=True)
class TablePlace:
    """Where tables are counted: the page (`table 3`), or the cells of a table (`table 3.1`)."""

    prefix: str = ""
    depth: int = 0
    found: Found = field(default_factory=Found)
    tables: int = 0

    def next_table(self) -> TablePlace:
        """The next table here. Raises UnreadableError where it stands inside too many others."""
        self.tables += 1
        place = TablePlace(f"{self.prefix}{self.tables}.", self.depth + 1, self.found)
        if place.depth > MAX_NESTED_TABLES:
            raise UnreadableError(
                f"{place.locator} stands inside more than {MAX_NESTED_TABLES} other tables: that is no yearly document. "
                "Open it in Word and save its text anew."
            )
        return place

    @property
    def locator(self) -> str:
        """Such as `table 3.1`."""
        return f"table {self.prefix.removesuffix('.')}"


@dataclass(slots=True)
class RowCell:
    """A cell as its row has it. `goes_on_down` and `goes_on_across`: it is part of the cell above, or before.

    Once its table has taken it, it has its place there, and the rows and cells that follow may make it longer.
    """

    text: str
    column: int
    span: int
    goes_on_down: bool = False
    goes_on_across: bool = False
    row: int = 0
    row_span: int = 1
    locator: str = ""
    left_out: Sequence[tuple[LeftOutKind, str]] = ()
    """What it holds, and its page does not say."""


class TableRows:
    """Takes the rows of one table from top to bottom. Merged cells show the text of their first, and no other."""

    def __init__(self, place: TablePlace) -> None:
        self._found = place.found
        self._locator = place.locator
        self._cells: list[RowCell] = []
        self._above: dict[int, RowCell] = {}  # column → the cell in the row before
        self._rows = 0

    def has_above(self, column: int, span: int) -> bool:
        """Whether the row before has a cell of just these columns, with which one of the next row can be merged."""
        above = self._above.get(column)
        return above is not None and above.span == span

    def add(self, row: Sequence[RowCell]) -> None:
        """Adds a row, whose cells are its own from then on. Raises UnreadableError where it is absurdly wide."""
        placed: dict[int, RowCell] = {}
        last: RowCell | None = None
        slots = 0
        locator = f"{self._locator}, row {self._rows + 1}, cell "
        for number, cell in enumerate(row, 1):
            column, span = cell.column, cell.span
            slots += span
            if cell.left_out:
                self._found.left_out += [
                    LeftOut(kind, f"{locator}{number}", text) for kind, text in cell.left_out
                ]
            if column + span > MAX_COLUMNS:
                raise UnreadableError(
                    f"{locator}{number} lies beyond column {MAX_COLUMNS:,}: that is no yearly document, "
                    "or it is damaged. Open it in Word and save it again."
                )
            if cell.goes_on_across and last:
                last.span += span
                continue
            if cell.goes_on_down and self.has_above(column, span):
                last = self._above[column]
                last.row_span += 1
            else:
                cell.row, cell.locator = self._rows, f"{locator}{number}"
                self._cells.append(cell)
                last = cell
            placed[column] = last
        self._above = placed
        self._rows += 1
        self._found.slots += slots
        check_slots(self._found.slots, f"{self._locator}, row {self._rows},")

    def table(self) -> Table | None:
        """The rows as a grid; None where nothing is printed in it."""
        printed = without_empty_edges(
            [Cell(c.text, c.row, c.column, c.locator, c.row_span, c.span) for c in self._cells]
        )
        return Table(printed, self._locator) if printed else None
