"""A whole document out of its choices: the parts in their order, and the truth of all of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.forms.layouts.around import below_block, other_table
from tests.forms.layouts.choices import Layout
from tests.forms.layouts.content import Project, projects
from tests.forms.layouts.grids import (
    Block,
    Grid,
    Part,
    Placed,
    Put,
    Text,
    block,
    label,
    split,
    stacked,
    value,
)
from tests.forms.layouts.heads import head_block, head_pairs, objective_block
from tests.forms.layouts.indicators import columns_of, header_rows, indicator_blocks
from tests.forms.layouts.making import Making
from tests.forms.layouts.money import money_block
from tests.forms.layouts.wide import wide_block, wide_layout

YEAR = 2024
_TITLES = {
    "objective": ("项目支出绩效目标表", "项目绩效目标申报表", "专项资金绩效目标表"),
    "self_evaluation": ("项目支出绩效自评表", "项目绩效自评情况表", "项目支出绩效目标自评表"),
    "department": ("部门整体支出绩效目标表", "整体支出绩效目标申报表"),
    "department_evaluation": ("部门整体支出绩效自评表", "部门整体绩效自评情况表"),
}


@dataclass(frozen=True, slots=True)
class Made:
    """A document before it has a format, and its truth."""

    parts: tuple[Part, ...]
    truth: dict[str, Any]
    layout: dict[str, str]


def made(layout: Layout, seed: int, spellings: dict[str, str] | None = None) -> Made:
    """The same document for the same layout and seed; `spellings` sets the label of a field."""
    layout = _possible(dict(layout))
    rng = Random(f"content {seed}")
    contents = projects(rng, int(layout["forms"]), YEAR)
    making = Making(rng, layout, YEAR, spellings=dict(spellings or {}))
    parts, forms = _wide(making, contents) if layout["frame"] == "wide" else _blocks(making, contents)
    if layout["other_table"] == "before":
        parts = [*other_table(rng, "一"), *parts]
    if layout["other_table"] == "after":
        parts = [*parts, *other_table(rng, "二")]
    kind = layout["kind"]
    truth = {
        "form_kind": "department" if kind.startswith("department") else kind,
        "fiscal_year": YEAR,
        "forms": [{"form_no": number, **form} for number, form in enumerate(forms, 1)],
        "account": account_of_parts(parts),
    }
    return Made(tuple(parts), truth, layout)


def _possible(layout: dict[str, str]) -> dict[str, str]:
    """Choices that exclude each other, resolved."""
    if layout["frame"] == "wide":
        layout = wide_layout(layout)
    if layout["kind"].startswith("department") and layout["title"] == "none":
        layout["title"] = "paragraph"
    if layout["format"] != "xlsx" and layout["together"] == "sheets":
        layout["together"] = "tables"
    if layout["together"] == "one_table" and layout["title"] == "paragraph" and layout["forms"] != "1":
        layout["title"] = "row"
    if layout["format"] == "pdf" and layout["goes_on"] != "no":
        layout["goes_on"] = "no"  # pages break by themselves
    if layout["unit_in"] == "frame" and (layout["money"] == "sentence" or layout["pairs"] == "paragraphs"):
        layout["unit_in"] = "line"
    return layout


def _title(making: Making) -> str:
    """One of the names of the kind, the same in all forms of a document."""
    names = _TITLES[making.choice("kind")]
    name = names[len(making.spell("objective")) % len(names)]
    return f"{making.year}年度{name}" if making.choice("year_in") == "title" else name


def _title_lines(making: Making) -> list[str]:
    lines = [_title(making)] if making.choice("title") != "none" else []
    if making.choice("year_in") == "line":
        lines.append(f"（{making.year}年度）")
    if making.choice("unit_in") == "line":
        lines.append(f"金额单位：{making.choice('money_unit')}")
    return lines


def _blocks(making: Making, contents: tuple[Project, ...]) -> tuple[list[Part], list[dict[str, Any]]]:
    """A form a table, or all forms below each other in one."""
    parts: list[Part] = []
    forms: list[dict[str, Any]] = []
    all_blocks: list[Block] = []
    for project in contents:
        making.truth = {}
        paragraphs, blocks, indicators = _form(making, project)
        forms.append(making.truth)
        if making.choice("together") == "one_table":
            parts += paragraphs
            all_blocks += blocks
            continue
        sheet = project.name[:20] if making.choice("together") == "sheets" else "绩效表"
        parts += [*paragraphs, *_continued(making, stacked(blocks, making.rng, sheet), blocks, indicators)]
    return [*parts, *([stacked(all_blocks, making.rng)] if all_blocks else [])], forms


def _form(making: Making, project: Project) -> tuple[list[Part], list[Block], Block]:
    """Paragraphs above the form, its blocks from top to bottom, and which of them has the indicators."""
    lines = _title_lines(making)
    pairs = head_pairs(making, project)
    if making.choice("sums") == "above" and making.is_evaluation:
        pairs.append((label("自评总分（分）"), value(project.total_score)))
    named = []
    if making.choice("pairs") == "paragraphs" and making.choice("together") != "one_table":
        named, pairs = pairs[:2], pairs[2:]
    head = [head_block(making, pairs)] if pairs else []
    money = money_block(making, project)
    objective = objective_block(making, project)
    indicators = indicator_blocks(making, project)
    if making.choice("sums") == "above" and making.is_evaluation:
        making.truth["total_score"] = project.total_score
    middle = _ordered(making, [money] if money else [], [objective], indicators)
    under = below_block(making, project)
    top: list[Block] = []
    paragraphs: list[Part] = []
    if making.choice("title") == "row":
        top = [block([[Put(line, "title")]]) for line in lines]
    else:
        paragraphs = [Text(line) for line in lines]
    paragraphs += [Text(_inside(*pair), "value") for pair in named]
    return paragraphs, [*top, *head, *middle, *([under] if under else [])], indicators[-1]


def _inside(name: Put, content: Put) -> str:
    return f"{name.text.rstrip('：').replace(chr(10), '')}：{content.text}"


def _ordered(
    making: Making, money: list[Block], objective: list[Block], indicators: list[Block]
) -> list[Block]:
    order = making.choice("order")
    if order == "objective_first":
        return [*objective, *money, *indicators]
    if order == "indicators_first":
        return [*money, *indicators, *objective]
    if order == "shuffled":
        groups = [money, objective, indicators]
        making.rng.shuffle(groups)
        return [part for group in groups for part in group]
    return [*money, *objective, *indicators]


def _continued(making: Making, grid: Grid, blocks: list[Block], indicators: Block) -> list[Part]:
    """The table, or what it goes on in: a second one without a header, with it, or with 续表 above."""
    manner = making.choice("goes_on")
    before = blocks[: next(place for place, part in enumerate(blocks) if part is indicators)]
    top = sum(part.height for part in before)
    height = len(header_rows(making, columns_of(making)))
    rows = indicators.height - height
    if manner == "no" or rows < 2:
        return [grid]
    cut = top + height + making.rng.randint(1, rows - 1)
    first, second = split(grid, cut)
    if making.choice("together") == "sheets":
        second = Grid(second.cells, second.width, second.height, sheet=first.sheet[:17] + "（续）")
    if manner == "bare":
        return [first, second]
    again = _with_header(grid, second, top, height)
    return [first, *([Text("（续表）")] if manner == "with_title" else []), again]


def _with_header(grid: Grid, second: Grid, top: int, height: int) -> Grid:
    """The second table with the header's cells above it."""
    header = [
        Placed(cell.text, cell.role, cell.row - top, cell.column, min(cell.rows, height), cell.columns)
        for cell in grid.cells
        if top <= cell.row < top + height
    ]
    rest = [Placed(c.text, c.role, c.row + height, c.column, c.rows, c.columns) for c in second.cells]
    return Grid((*header, *rest), second.width, second.height + height, sheet=second.sheet)


def _wide(making: Making, contents: tuple[Project, ...]) -> tuple[list[Part], list[dict[str, Any]]]:
    lines = _title_lines(making)
    table, forms = wide_block(making, contents)
    if making.choice("unit_in") != "value":
        for form in forms:
            form["money_unit"] = making.choice("money_unit")
    if making.choice("title") == "row":
        return [stacked([*(block([[Put(line, "title")]]) for line in lines), table], making.rng)], forms
    return [*(Text(line) for line in lines), stacked([table], making.rng)], forms


def account_of_parts(parts: Iterable[Part]) -> dict[str, list[str]]:
    """What each text of the document is; texts that are several things are left out."""
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for part in parts:
        for piece in [part] if isinstance(part, Text) else part.cells:
            if piece.text.strip():
                roles[piece.text].add(piece.role)
    names = {
        "labels": ("label", "title"),
        "others": ("other",),
        "asides": ("aside",),
        "fillers": ("filler",),
        "persons": ("person",),
    }
    return {
        name: sorted(text for text, found in roles.items() if found <= set(wanted))
        for name, wanted in names.items()
    }
