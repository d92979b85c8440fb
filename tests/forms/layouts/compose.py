"""A whole document out of its choices: the parts in their order, and the truth of all of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.forms.layouts.around import below_block, between_block, other_table, prose
from tests.forms.layouts.choices import Layout, plainest
from tests.forms.layouts.content import Project, projects
from tests.forms.layouts.grids import (
    Block,
    Grid,
    Part,
    Placed,
    Put,
    Text,
    block,
    in_first_cells,
    label,
    split,
    stacked,
    value,
    with_margin,
)
from tests.forms.layouts.heads import head_pairs, head_rows, objective_block
from tests.forms.layouts.indicators import columns_of, header_rows, indicator_blocks
from tests.forms.layouts.making import Making, in_one_cell
from tests.forms.layouts.money import money_block
from tests.forms.layouts.traps import with_lookalikes
from tests.forms.layouts.wide import wide_block, wide_layout

YEAR = 2024
_TITLES = {
    "objective": ("项目支出绩效目标表", "项目绩效目标申报表", "专项资金绩效目标表"),
    "self_evaluation": ("项目支出绩效自评表", "项目绩效自评情况表", "项目支出绩效目标自评表"),
    "department": ("部门整体支出绩效目标表", "整体支出绩效目标申报表"),
    "department_evaluation": ("部门整体支出绩效自评表", "部门整体绩效自评情况表"),
}


AS_TEXT = {
    # Extracted text has no spans: what a row is follows from labels with their values, and from the header.
    "frame": "blocks", "together": "tables", "decoration": "plain", "title": "paragraph", "order": "usual",
    "pairs": "left", "pairs_in_row": "1", "money": "pairs", "money_frame": "no", "unit_in": "label", "objective": "pair",
    "columns": "three_levels", "level_cells": "blank", "header": "one_row", "periods": "one", "indicator_frame": "no",
    "goes_on": "no", "below": "nothing", "sums": "no", "other_table": "no", "unknown": "0", "person": "no", "zero": "zero",
    "labels": "plain", "departments": "one", "project_levels": "one", "between": "nothing",
    "spans": "merged", "margin": "no", "prose": "no", "also": "nothing", "blanks": "no",
    "header_again": "no", "column_numbers": "no",
}  # fmt: skip


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
    if layout["names_like_labels"] == "yes":
        contents = with_lookalikes(contents)
    parts, forms = _wide(making, contents) if layout["frame"] == "wide" else _blocks(making, contents)
    kinds = {KINDS[layout["kind"]]}
    for form in forms:
        form["form_kind"] = KINDS[layout["kind"]]
    if layout["also"] != "nothing":
        more = _also(layout, seed)
        parts, forms = [*parts, *more.parts], [*forms, *more.truth["forms"]]
        kinds.add(more.truth["form_kind"])
    if layout["prose"] == "yes":
        parts = [*prose(rng, contents[0].department), *parts]
    if layout["other_table"] == "before":
        parts = [*other_table(rng, "一"), *parts]
    if layout["other_table"] == "after":
        parts = [*parts, *other_table(rng, "二")]
    parts = [_shown(part, layout) if isinstance(part, Grid) else part for part in parts]
    truth = {
        "form_kind": kinds.pop() if len(kinds) == 1 else "mixed",
        "fiscal_year": YEAR,
        "forms": [{**form, "form_no": number} for number, form in enumerate(forms, 1)],
        "account": account_of_parts(parts),
    }
    return Made(tuple(parts), truth, layout)


KINDS = {
    "objective": "objective",
    "self_evaluation": "self_evaluation",
    "department": "department",
    "department_evaluation": "department",
}


def _also(layout: dict[str, str], seed: int) -> Made:
    """A form of another kind in the same file, in the plainest layout."""
    other = plainest() | {"kind": layout["also"], "format": layout["format"]}
    return made(other, seed + 1_000_000)


def _shown(grid: Grid, layout: dict[str, str]) -> Grid:
    if layout["spans"] == "first_cell":
        grid = in_first_cells(grid)
    return with_margin(grid) if layout["margin"] == "yes" else grid


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
    if layout["columns"] == "two_levels":
        layout["names_like_labels"] = "no"  # a name could not be told from a level
    if layout["kind"].startswith("department") or layout["title"] == "row":
        layout["heading"] = "no"  # it would name a project
    if layout["unit_in"] == "unit_line" and layout["kind"].startswith("department"):
        layout["unit_in"] = "line"
    if layout["format"] == "pdf" and layout["goes_on"] != "no":
        layout["goes_on"] = "no"  # pages break by themselves
    layout |= _of_text(layout) if layout["format"] == "txt" else {}
    layout |= _of_one_cell(layout) if layout["columns"] == "one_cell" else {}
    if layout["unit_in"] == "frame" and (layout["money"] == "sentence" or layout["pairs"] == "paragraphs"):
        layout["unit_in"] = "line"
    return layout


def _of_text(layout: dict[str, str]) -> dict[str, str]:
    plans = {"self_evaluation": "objective", "department_evaluation": "department"}
    return AS_TEXT | {"kind": plans.get(layout["kind"], layout["kind"])}


def _of_one_cell(layout: dict[str, str]) -> dict[str, str]:
    """Only targets of plans stand in one cell."""
    if layout["kind"].endswith("evaluation"):
        return {"columns": "three_levels"}
    return {
        "goes_on": "no",
        "periods": "one",
        "target": "joined",
        "points": "no",
        "names": "plain",
        "fillers": "no",
        "unfilled": "no",
        "ditto_target": "no",
    }


def _title(making: Making, project: Project) -> str:
    """One of the names of the kind, the same in all forms of a document."""
    names = _TITLES[making.choice("kind")]
    name = names[len(making.spell("objective")) % len(names)]
    if making.choice("title_names") == "department":
        name = project.department + name
    return f"{making.year}年度{name}" if making.choice("year_in") == "title" else name


def _title_lines(making: Making, project: Project) -> list[str]:
    lines = [_title(making, project)] if making.choice("title") != "none" else []
    if making.choice("title_names") == "table_number" and lines:
        lines.insert(0, making.rng.choice(("附件3", "公开表14", "预算05-2表")))
    if making.choice("year_in") == "line":
        lines.append(f"（{making.year}年度）")
    if making.choice("unit_in") == "line":
        lines.append(f"金额单位：{making.choice('money_unit')}")
    if making.choice("unit_in") == "unit_line":
        lines.append(f"填报单位：{project.unit}　　单位：{making.choice('money_unit')}")
    return lines


def _blocks(making: Making, contents: tuple[Project, ...]) -> tuple[list[Part], list[dict[str, Any]]]:
    """A form a table, or all forms below each other in one."""
    parts: list[Part] = []
    forms: list[dict[str, Any]] = []
    all_blocks: list[Block] = []
    for number, project in enumerate(contents, 1):
        making.truth = {}
        paragraphs, blocks, indicators = _form(making, project, number)
        forms.append(making.truth)
        if making.choice("together") == "one_table":
            parts += paragraphs
            all_blocks += blocks
            continue
        sheet = project.name[:20] if making.choice("together") == "sheets" else "绩效表"
        parts += [*paragraphs, *_continued(making, stacked(blocks, sheet), blocks, indicators)]
    return [*parts, *([stacked(all_blocks)] if all_blocks else [])], forms


def _form(making: Making, project: Project, number: int) -> tuple[list[Part], list[Block], Block]:
    """Paragraphs above the form, its blocks from top to bottom, and which of them has the indicators."""
    lines = _title_lines(making, project)
    if making.choice("heading") == "numbered":
        lines.insert(0, f"{number}.{project.name}绩效表")
    pairs = head_pairs(making, project)
    if making.choice("sums") == "above" and making.is_evaluation:
        pairs.append((label("自评总分（分）"), value(project.total_score)))
    named = []
    if making.choice("pairs") == "paragraphs" and making.choice("together") != "one_table":
        named, pairs = pairs[:2], pairs[2:]
    head = head_rows(making, pairs)
    money = money_block(making, project)
    objective = objective_block(making, project)
    indicators = indicator_blocks(making, project)
    if making.choice("sums") == "above" and making.is_evaluation:
        making.truth["total_score"] = project.total_score
    between = between_block(making)
    middle = _ordered(making, [part for part in (money, between) if part], [objective], indicators)
    under = below_block(making, project)
    top: list[Block] = []
    paragraphs: list[Part] = []
    if making.choice("title") == "row":
        top = [block([[Put(line, "title")]]) for line in lines]
    else:
        paragraphs = [Text(line) for line in lines]
    paragraphs += [Text(in_one_cell(*pair).text, "value") for pair in named]
    return paragraphs, [*top, *head, *middle, *([under] if under else [])], indicators[-1]


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
    lines = _title_lines(making, contents[0])
    table, forms = wide_block(making, contents)
    if making.choice("unit_in") != "value":
        for form in forms:
            form["money_unit"] = making.choice("money_unit")
    above = [block([[Put(line, "title")]]) for line in lines] if making.choice("title") == "row" else []
    paragraphs = [] if above else [Text(line) for line in lines]
    grid = stacked([*above, table])
    return [*paragraphs, *_wide_continued(making, grid, len(above))], forms


def _wide_continued(making: Making, grid: Grid, top: int) -> list[Part]:
    """The wide table, or two: the second begins with any row, with a header or without."""
    manner = making.choice("goes_on")
    if manner == "no" or grid.height < top + 4:
        return [grid]
    first, second = split(grid, making.rng.randint(top + 2, grid.height - 1))
    if manner == "bare":
        return [first, second]
    again = _with_header(grid, second, top, 1)
    return [first, *([Text("（续表）")] if manner == "with_title" else []), again]


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
