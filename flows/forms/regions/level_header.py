"""The header of a table with levels as columns: 产出指标 over 数量指标 over 指标名称 | 指标值, beside labels merged down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.forms.regions.grid import Row, bottom_of, covers, end_of
from flows.forms.regions.two_rows import column_field, is_of_money, leaf_below
from flows.labels import Label, find_certain_label, find_label, is_level, is_level1, may_be_level2
from flows.readers import Cell

NAMES = ("project", "unit_or_project")
_TALLEST = 4  # 绩效指标 over 产出指标 over 数量指标 over 指标名称
_PAIRS = 2  # levels that a header has at least, with columns of their own for names and targets
_LEVELS = 3  # levels that it has at least if they head the indicators themselves

Grid = dict[int, dict[int, Cell]]
"""Row of the header → grid column → the cell that stands there, as if the header were merged."""


@dataclass(slots=True)
class Group:
    """The columns of one indicator below its levels, `fields` without any if names and targets share a column."""

    level1: str | None
    level2: str | None
    first: int
    fields: dict[int, str] = field(default_factory=dict)
    printed: dict[int, str] = field(default_factory=dict)

    @property
    def name(self) -> int | None:
        """The column of the names; None if the header has none for them, and nothing below it can be read."""
        named = [column for column, found in self.fields.items() if found == "level3"]
        return named[0] if named else None if self.fields else self.first


@dataclass(frozen=True, slots=True)
class LevelHeader:
    """Groups of indicators, left to right, and the columns of the project with their labels."""

    height: int
    groups: tuple[Group, ...]
    labels: Mapping[int, tuple[Cell, Label]]
    above: tuple[Label, ...]
    """Labels over several of the project's columns (预算金额 over 合计 | 财政拨款)."""
    printed: Mapping[int, str]
    end: int

    @property
    def names(self) -> list[int]:
        """The columns that name the project."""
        return [column for column, (_, label) in self.labels.items() if label.field("form") in NAMES]


def level_header(rows: list[Row], place: int) -> LevelHeader | None:
    """The header that begins at `place`; None if none does.

    It names the project, and has two levels at least with 指标名称 | 指标值 below each, or three over the indicators.
    """
    height = _height(rows, place)
    if height is None:
        return None
    stacks = _stacks([rows[place + number] for number in range(height)])
    groups: list[Group] = []
    labels: dict[int, tuple[Cell, Label]] = {}
    above: list[Label] = []
    last: tuple[str, ...] = ()
    for column, stack in sorted(stacks.items()):
        levels = tuple(cell.text for cell in stack if is_level(cell.text))
        if levels:
            if levels != last or _begins_another(groups[-1], stack):
                groups.append(_group(levels, column))
            _put(groups[-1], stack, column)
        elif (label := _label_of(stack)) is not None and _is_sure(label, stack, labels.get(column - 1)):
            labels[column] = (stack[-1], label)
            above += [one for cell in stack[:-1] if (one := find_label(cell.text)) is not None]
        last = levels
    header = LevelHeader(
        height,
        tuple(groups),
        labels,
        tuple(above),
        {column: "".join(stack[-1].text.split()) for column, stack in stacks.items()},
        max(end_of(cell) for cell in rows[place].cells),
    )
    return header if header.names and _is_enough(groups) else None


def _is_enough(groups: list[Group]) -> bool:
    found = [(group.level1, group.level2) for group in groups if group.name is not None]
    has_pairs = any(group.fields for group in groups)
    return len(set(found)) >= (_PAIRS if has_pairs else _LEVELS)


def _height(rows: list[Row], place: int) -> int | None:
    """How many rows a header has: as many as the label of the project is merged over, else those that have labels only."""
    name = _name(rows, place)
    if name is None:
        return None
    first = rows[place].number
    top = [row for row in rows[place : place + _TALLEST] if row.number - first < _TALLEST]
    if not any(sum(is_level(cell.text) for cell in row.own) >= _PAIRS for row in top):
        return None
    if name.row_span > 1:
        height = bottom_of(name) - first
    else:
        height = 1
        while height < len(top) and _is_of_the_header(top[height], name):
            height += 1
    are_there = [row.number for row in top[:height]] == list(range(first, first + height))
    return height if are_there else None


def _name(rows: list[Row], place: int) -> Cell | None:
    """The label of the project in the first row of a header, or in the second below another label (项目信息)."""
    for row in rows[place : place + 2]:
        for cell, label in zip(row.own, row.labels, strict=True):
            if label is None or label.field("form") not in NAMES:
                continue
            above = next((one for one in rows[place].own if covers(one, cell.column)), cell)
            if above is cell or find_certain_label(above.text) is not None:
                return cell
    return None


def _is_of_the_header(row: Row, name: Cell) -> bool:
    """Whether a row below the label of the project is of the header: labels and levels, and no name of a project."""
    if row.number <= name.row:
        return True
    under = next((cell.text for cell in row.cells if covers(cell, name.column)), "")
    known = sum(is_level(cell.text) or find_certain_label(cell.text) is not None for cell in row.texts)
    return under in ("", name.text) and known * 2 > len(row.texts) > 1


def _stacks(rows: list[Row]) -> dict[int, list[Cell]]:
    """Grid column → the texts of a header over it, top down, each once; of a cell over several columns at its first."""
    grid = _grid(rows)
    stacks: dict[int, list[Cell]] = {}
    for column in sorted({column for line in grid.values() for column in line}):
        stack: list[Cell] = []
        for row in rows:
            cell = grid[row.number].get(column)
            if cell is not None and cell.text and not (stack and stack[-1].text == cell.text):
                stack.append(cell)
        lowest = grid[rows[-1].number].get(column)
        is_first = lowest is None or not lowest.text or lowest.column == column
        if stack and is_first:
            stacks[column] = stack
    return stacks


def _grid(rows: list[Row]) -> Grid:
    """A level or label that is not merged reaches over the empty cells right of it that have texts below them."""
    grid: Grid = {}
    for row in rows:
        line = {
            column: cell
            for cell in row.cells
            if cell.row >= rows[0].number
            for column in range(cell.column, end_of(cell))
        }
        grid[row.number] = line
    for number, row in enumerate(rows[:-1]):
        line = grid[row.number]
        above = grid[rows[number - 1].number] if number else {}
        for column in sorted(line):
            left = line.get(column - 1)
            if (
                not line[column].text
                and left is not None
                and left.text
                and left.column_span == left.row_span == 1
                and above.get(column) is above.get(column - 1)
                and all(_has_below(grid, rows[number + 1 :], one) for one in (column - 1, column))
            ):
                line[column] = left
    return grid


def _has_below(grid: Grid, rows: list[Row], column: int) -> bool:
    return any(cell is not None and cell.text for row in rows for cell in [grid[row.number].get(column)])


def _group(levels: tuple[str, ...], column: int) -> Group:
    if len(levels) > 1:
        return Group(levels[0], levels[-1], column)
    is_first = is_level1(levels[0]) and not may_be_level2(levels[0])
    return Group(levels[0] if is_first else None, None if is_first else levels[0], column)


def _field_of(stack: list[Cell]) -> str | None:
    """The field of a column below levels: None if the indicators stand right below the level, '' if nobody knows."""
    if is_level(stack[-1].text):
        return None
    label = find_certain_label(stack[-1].text)
    if label is not None and label.concept == "name" and not label.meanings:
        return "level3"  # 名称 | 值
    name = column_field(label)
    return "level3" if name == "indicator_content" else name or ""


def _begins_another(group: Group, stack: list[Cell]) -> bool:
    """Whether a column is of the next indicator of the same level: 指标名称 | 指标值 | 指标名称 | 指标值."""
    name = _field_of(stack)
    return name is None or (name in ("level3", "target") and name in group.fields.values())


def _put(group: Group, stack: list[Cell], column: int) -> None:
    name = _field_of(stack)
    if name is not None:
        group.fields[column] = "" if name in group.fields.values() else name
        group.printed[column] = "".join(stack[-1].text.split())


def _is_sure(label: Label, stack: list[Cell], left: tuple[Cell, Label] | None) -> bool:
    """Whether a score of the project is that of the execution, below or right of money; 得分 elsewhere may be the total."""
    if label.field("form", "money") or label.field("measure") not in ("points", "score"):
        return True
    is_right_of_money = left is not None and left[1].field("measure") is not None
    is_below_money = len(stack) > 1 and is_of_money(find_label(stack[0].text))
    return "execution" in label.classes or is_right_of_money or is_below_money


def _label_of(stack: list[Cell]) -> Label | None:
    label = leaf_below(stack[-1], stack[-2]).label if len(stack) > 1 else find_label(stack[-1].text)
    return label if label is not None and label.field("form", "money", "measure") else None
