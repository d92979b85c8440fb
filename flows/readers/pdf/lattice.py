"""Ruled lines of a page → lattices: grids whose cells are what lines enclose, however many grid places that is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from typing import NamedTuple

from flows.readers.grid import check_slots
from flows.readers.pdf.objects import Rule

# In points. A row of small print is 8 points high, a border at most 3 thick (two lines of half a point, or one of 3).
_SNAP = 3.0  # lines closer than this stand at one place
_BRIDGE = 3.0  # pieces of a line that are farther apart are two lines
_SHORTEST = 4.0  # what is shorter is a corner or a stroke of a glyph
_OVERHANG = 5.0  # lines that reach farther beyond the last line across them enclose cells that are open there


class Box(NamedTuple):
    """A cell's place in the grid: rows and columns, the ends outside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table on one page."""

    xs: list[float]
    """The lines between columns, with the outer ones: one more than there are columns."""
    ys: list[float]
    boxes: list[Box]
    """The cells, ordered by row and column."""
    owners: list[list[int]]
    """For each row and column the number of the cell that covers it; -1 where none does."""

    def box_at(self, x: float, y: float) -> int:
        """The number of the cell at a point of the page; -1 where the point is in none."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= row < len(self.owners) and 0 <= column < len(self.xs) - 1:
            return self.owners[row][column]
        return -1


class _Line(NamedTuple):
    at: float
    start: float
    end: float


def find_lattices(rules: Iterable[Rule], where: str) -> list[Lattice]:
    """The ruled tables of a page, smallest first, so that a table in a cell of another comes before it.

    Raises UnreadableError where lines cross too often; `where` names the page.
    """
    horizontal = _lines(rule for rule in rules if not rule.is_vertical)
    vertical = _lines(rule for rule in rules if rule.is_vertical)
    check_slots(len(horizontal) * len(vertical), where)
    lattices = [
        lattice
        for lines, columns in _connected(horizontal, vertical)
        if (lattice := _lattice(lines, columns, where)) is not None
    ]
    return sorted(
        lattices, key=lambda lattice: (lattice.xs[-1] - lattice.xs[0]) * (lattice.ys[-1] - lattice.ys[0])
    )


def _lines(rules: Iterable[Rule]) -> list[_Line]:
    """Lines that nearly coincide snapped to one place, and their pieces joined; ordered by place."""
    lines: list[_Line] = []
    for group in _snapped(sorted(rules, key=lambda rule: rule.at)):
        at = sum(rule.at for rule in group) / len(group)
        pieces = sorted((rule.start, rule.end) for rule in group)
        start, end = pieces[0]
        for piece_start, piece_end in pieces:
            if piece_start > end + _BRIDGE:
                lines.append(_Line(at, start, end))
                start, end = piece_start, piece_end
            end = max(end, piece_end)
        lines.append(_Line(at, start, end))
    return [line for line in lines if line.end - line.start >= _SHORTEST]


def _snapped(rules: list[Rule]) -> Iterator[list[Rule]]:
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[0].at > _SNAP:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _connected(horizontal: list[_Line], vertical: list[_Line]) -> list[tuple[list[_Line], list[_Line]]]:
    """Lines that meet, directly or through others."""
    group_of = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while group_of[index] != index:
            group_of[index] = group_of[group_of[index]]
            index = group_of[index]
        return index

    places = [line.at for line in vertical]
    for index, line in enumerate(horizontal):
        first, last = bisect_left(places, line.start - _SNAP), bisect_right(places, line.end + _SNAP)
        for other in range(first, last):
            if vertical[other].start - _SNAP <= line.at <= vertical[other].end + _SNAP:
                group_of[root(index)] = root(len(horizontal) + other)
    groups: dict[int, tuple[list[_Line], list[_Line]]] = {}
    for index, line in enumerate([*horizontal, *vertical]):
        groups.setdefault(root(index), ([], []))[index >= len(horizontal)].append(line)
    return [group for group in groups.values() if all(group)]


def _lattice(horizontal: list[_Line], vertical: list[_Line], where: str) -> Lattice | None:
    xs, open_left, open_right = _places(vertical, horizontal)
    ys, open_top, open_bottom = _places(horizontal, vertical)
    columns, rows = len(xs) - 1, len(ys) - 1
    check_slots(rows * columns, where)
    beside = _walls(vertical, xs, ys)  # (line between columns, row)
    above = _walls(horizontal, ys, xs)  # (line between rows, column)
    # A side without a line of its own (tables of the web style, tables cut by the end of a page) is closed as a whole.
    beside |= {(0, row) for row in range(rows) if open_left} | {
        (columns, row) for row in range(rows) if open_right
    }
    above |= {(0, column) for column in range(columns) if open_top}
    above |= {(rows, column) for column in range(columns) if open_bottom}
    boxes: list[Box] = []
    for region in _regions(rows, columns, beside, above):
        boxes += _rectangles(region)
    if len(boxes) < 2:  # noqa: PLR2004 - one box is a frame around text, no table
        return None
    boxes.sort()
    owners = [[-1] * columns for _ in range(rows)]
    for number, box in enumerate(boxes):
        for row in range(box.top, box.bottom):
            owners[row][box.left : box.right] = [number] * (box.right - box.left)
    return Lattice(xs, ys, boxes, owners)


def _places(lines: list[_Line], across: list[_Line]) -> tuple[list[float], bool, bool]:
    """Where `lines` stand, with the ends of the lines `across` them where these reach beyond; and whether they do."""
    places = sorted({line.at for line in lines})
    first, last = min(line.start for line in across), max(line.end for line in across)
    is_open_before, is_open_behind = first < places[0] - _OVERHANG, last > places[-1] + _OVERHANG
    return [first] * is_open_before + places + [last] * is_open_behind, is_open_before, is_open_behind


def _walls(lines: list[_Line], places: list[float], across: list[float]) -> set[tuple[int, int]]:
    """(number of the place, number of the stretch between two lines across) wherever a line closes the stretch."""
    numbers = {place: number for number, place in enumerate(places)}
    middles = [(first + second) / 2 for first, second in pairwise(across)]
    return {
        (numbers[line.at], stretch)
        for line in lines
        for stretch in range(bisect_left(middles, line.start), bisect_right(middles, line.end))
    }


def _regions(
    rows: int, columns: int, beside: set[tuple[int, int]], above: set[tuple[int, int]]
) -> Iterator[list[tuple[int, int]]]:
    """The (row, column) places of each region that lines enclose; what is open to the outside is none."""
    seen: set[tuple[int, int]] = set()
    for start in product(range(rows), range(columns)):
        if start in seen:
            continue
        seen.add(start)
        region, is_closed = [start], True
        for row, column in region:  # grows while it is walked
            ways = (
                ((column, row) in beside, (row, column - 1)),
                ((column + 1, row) in beside, (row, column + 1)),
                ((row, column) in above, (row - 1, column)),
                ((row + 1, column) in above, (row + 1, column)),
            )
            for is_walled, neighbour in ways:
                if is_walled:
                    continue
                if not (0 <= neighbour[0] < rows and 0 <= neighbour[1] < columns):
                    is_closed = False
                elif neighbour not in seen:
                    seen.add(neighbour)
                    region.append(neighbour)
        if is_closed:
            yield region


def _rectangles(region: list[tuple[int, int]]) -> list[Box]:
    """The region as one cell; where it is no rectangle (a line is missing), as few as its rows allow."""
    rows: dict[int, list[int]] = defaultdict(list)
    for row, column in sorted(region):
        rows[row].append(column)
    boxes: list[Box] = []
    open_boxes: dict[tuple[int, int], Box] = {}  # those that end at the row before, by their sides
    for row, columns in rows.items():
        stretches = set(columns)
        starts = [column for column in columns if column - 1 not in stretches]
        ends = [column + 1 for column in columns if column + 1 not in stretches]
        going_on: dict[tuple[int, int], Box] = {}
        for sides in zip(starts, ends, strict=True):
            above = open_boxes.pop(sides, None)
            top = above.top if above and above.bottom == row else row
            going_on[sides] = Box(top, sides[0], row + 1, sides[1])
        boxes += open_boxes.values()
        open_boxes = going_on
    return [*boxes, *open_boxes.values()]
