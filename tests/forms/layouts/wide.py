"""Many projects in one table: a row an indicator, the project's cells merged, repeated or blank below; sums between."""

from __future__ import annotations

from typing import Any

from tests.forms.layouts.content import Project
from tests.forms.layouts.grids import Block, Put, block, label, value
from tests.forms.layouts.indicators import body_rows, columns_of, number_row
from tests.forms.layouts.making import Making

WIDE = {
    # What a wide table cannot have, or has in its own manner.
    "pairs": "left", "columns": "three_levels", "fillers": "no", "sums": "no", "header": "one_row",
    "level_points": "no", "below": "nothing", "indicator_frame": "no", "together": "tables", "year_in": "title",
    "person": "no", "unknown": "0", "departments": "one", "project_levels": "one", "heading": "no", "between": "nothing",
    "ditto_target": "no", "header_again": "no",
}  # fmt: skip


def wide_layout(layout: dict[str, str]) -> dict[str, str]:
    """The layout with what a wide table allows."""
    made = {**layout, **WIDE}
    if made["level_cells"] in ("own_rows", "ditto"):
        made["level_cells"] = "repeated"
    if made["kind"].startswith("department"):
        made["kind"] = "objective"
    if made["periods"] == "blocks":
        made["periods"] = "one"
    if made["unit_in"] in ("frame", "unit_line"):
        made["unit_in"] = "label"
    if made["title"] == "none":
        made["title"] = "row"
    return made


def wide_block(making: Making, projects: tuple[Project, ...]) -> tuple[Block, list[dict[str, Any]]]:
    """The table and the truth of its forms."""
    columns = columns_of(making)
    first = _first_columns(making)
    truths: list[dict[str, Any]] = []
    rows = [[*(_label(making, name) for name in first), *(making.label(name) for name in columns)]]
    if making.choice("wide_sums") == "yes":
        total = sum(project.money.budget for project in projects)
        rows.append(_sum_row(making, first, columns, "合计", total))
    rows[1:1] = number_row(making, len(rows[0]))
    for number, project in enumerate(projects, 1):
        making.truth = _empty_form()
        cells = {name: _project_cell(making, name, project, number) for name in first}
        if making.choice("wide_sums") == "unit_rows":
            making.truth["unit_name"] = project.unit
            unit_row = [value(project.unit) if name == "project_name" else Put("", "empty") for name in first]
            rows.append([*unit_row, *(Put("", "empty") for _ in columns)])
        body = body_rows(making, columns, project)
        for place, row in enumerate(body):
            rows.append([*_repeated(making, [cells[name] for name in first], place, len(body)), *row])
        making.truth["budget_yuan"] = str(project.money.budget)
        truths.append(making.truth)
    return block(rows), truths


def _empty_form() -> dict[str, Any]:
    names = ("project_code", "project_name", "unit_name", "unit_code", "department", "budget", "fiscal", "other",
             "project_total", "purpose", "objective", "objective_mid_term", "objective_actual", "total_score")  # fmt: skip
    return dict.fromkeys(names)


def _first_columns(making: Making) -> list[str]:
    found = ["unit_name", "project_name", "budget", "objective"]
    if making.choice("money") in ("pairs", "turned") and not making.is_evaluation:
        found[3:3] = ["fiscal", "other"]
    if making.is_evaluation:
        found[2:3] = ["full_year", "executed"]
    if making.choice("order") != "usual":
        found.remove("unit_name")
        found.insert(1, "unit_name")
    if making.choice("wide_sums") == "unit_rows":
        found.remove("unit_name")
    if making.choice("code") == "own":
        found.insert(found.index("project_name"), "project_code")
    return (
        ["number", *found] if making.choice("unknown") == "0" and making.choice("purpose") == "yes" else found
    )


def _label(making: Making, name: str) -> Put:
    if name == "number":
        return label("序号")
    if name == "project_code":
        return label("项目编码")
    if name == "project_name" and making.choice("wide_sums") == "unit_rows":
        return label("单位名称、项目名称")
    is_money = name in ("budget", "fiscal", "other", "full_year", "executed")
    return making.label(name, note=making.amount_note if is_money else "")


def _project_cell(making: Making, name: str, project: Project, number: int) -> Put:
    money, truth = project.money, making.truth
    amounts = {"budget": money.budget, "fiscal": money.fiscal, "other": money.other}
    if name == "number":
        return Put(str(number), "empty")
    if name == "full_year":
        return making.amount(money.budget, "budget")
    if name == "executed":
        return making.amount(money.executed, "executed")
    if name in amounts:
        return making.amount(amounts[name], name)
    text = {
        "unit_name": project.unit,
        "project_name": project.name,
        "project_code": project.code,
        "objective": project.objective,
    }[name]
    truth[name] = text
    return value(text)


def _repeated(making: Making, cells: list[Put], place: int, count: int) -> list[Put]:
    manner = making.choice("wide_cells")
    if manner == "repeated" or (place == 0 and manner == "blank"):
        return cells
    if manner == "blank":
        return [Put("", "empty") for _ in cells]
    return [Put(cell.text, cell.role, rows=count) for cell in cells] if place == 0 else []


def _sum_row(making: Making, first: list[str], columns: list[str], name: str, total: int) -> list[Put]:
    """The sum of all projects; it is no project."""
    cells = []
    for column in first:
        if column == first[0]:
            cells.append(Put(name, "aside"))
        elif column in ("budget", "full_year"):
            cells.append(Put(making.printed(total)[0], "aside"))
        else:
            cells.append(Put("", "empty"))
    return [*cells, *(Put("", "empty") for _ in columns)]
