"""Tables that provinces have their departments publish, and what the integrated budget system exports.

A row an indicator with the project repeated in each, a hierarchy column, level 1 as groups of columns, the target over
three years, a name column for unit and project.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from tests.forms.layouts.compose import Made
from tests.forms.layouts.content import Indicator, Project
from tests.forms.layouts.grids import Block, Grid, Part, Put, Text, block, label, value
from tests.forms.templates.truths import (
    LEVELS,
    YEAR,
    budget_truth,
    contents,
    document,
    form_truth,
    row_truth,
    target,
    wan,
)

_DIRECTIONS = {"≥": "正向指标", "=": "正向指标", "≤": "反向指标", "": "正向指标"}
_POLARITY = {"正向指标": "higher_is_better", "反向指标": "lower_is_better"}


def _grid(made: Block) -> Grid:
    return Grid(made.cells, made.width, made.height)


def _blank(count: int) -> list[Put]:
    return [Put("", "empty") for _ in range(count)]


# Export of the integrated budget system (预算管理一体化): every cell in every row


def system_export(suffix: str) -> Made:
    names = ("单位编码", "单位名称", "项目名称", "预算数（万元）", "年度绩效目标", "一级指标", "二级指标", "三级指标",
             "绩效指标性质", "本年绩效指标", "绩效度量单位", "指标方向", "权重")  # fmt: skip
    rows = [[label(name) for name in names]]
    forms = []
    for number, project in enumerate(contents(31, 3), 1):
        code = f"30500{number}"
        first = (code, project.unit, project.name, wan(project.money.budget), project.objective)
        truths = []
        for row in project.rows:
            direction = "" if row.is_words else _DIRECTIONS[row.operator]
            operator = "定性" if row.is_words else {"≥": "≥", "≤": "≤"}.get(row.operator, "＝")
            cells = (
                LEVELS[row.level1],
                LEVELS[row.level2],
                row.name,
                operator,
                row.number or row.words,
                row.unit,
                direction,
                row.points,
            )
            rows.append([*(value(text) for text in first), *(_cell(text) for text in cells)])
            printed = row.words or f"{row.operator or '='}{row.number}{row.unit}"
            more: dict[str, Any] = {
                "target_text": printed,
                "points": row.points,
                "polarity": _POLARITY.get(direction),
            }
            truths.append(row_truth(row, LEVELS[row.level1], LEVELS[row.level2], **more))
        forms.append(
            form_truth(
                project,
                unit_code=code,
                unit_name=project.unit,
                objective=project.objective,
                money_unit="万元",
                budget=wan(project.money.budget),
                budget_yuan=str(project.money.budget),
                rows=truths,
            )
        )
    parts: list[Part] = [Text(f"{YEAR}年项目支出绩效目标表"), _grid(block(rows))]
    return document("objective", parts, forms, suffix)


def _cell(text: str) -> Put:
    return Put("定性", "empty") if text == "定性" else value(text)


# A hierarchy column: a row of a unit, rows of its projects, rows of levels, rows of indicators


def hierarchy(suffix: str) -> Made:
    names = (
        "单位名称、项目名称",
        "项目年度绩效目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "绩效指标描述",
    )
    rows = [
        [label(name) for name in names],
        [Put(str(number), "empty") for number in range(1, len(names) + 1)],
    ]
    forms = []
    projects = contents(14, 3)
    department = projects[0].department
    rows.append([value(department), *_blank(6)])
    for project in projects:
        rows.append([value(project.unit), *_blank(6)])
        rows.append([value(project.name), value(project.objective), *_blank(5)])
        for level1, group in groupby(project.rows, key=lambda row: row.level1):
            rows.append([*_blank(2), Put(LEVELS[level1], "level"), *_blank(4)])
            for level2, members in groupby(group, key=lambda row: row.level2):
                rows.append([*_blank(3), Put(LEVELS[level2], "level"), *_blank(3)])
                rows += [
                    [*_blank(4), value(row.name), value(target(row)), value(row.description)]
                    for row in members
                ]
        form = form_truth(
            project,
            unit_name=project.unit,
            objective=project.objective,
            rows=[
                row_truth(row, LEVELS[row.level1], LEVELS[row.level2], description=row.description)
                for row in project.rows
            ],
        )
        del form["department"]  # the row of the department says it, and so may the reading
        forms.append(form)
    title = [
        [Put(f"{YEAR}年部门预算项目支出绩效目标表", "title", len(names))],
        [Put("公开表14", "title", len(names))],
    ]
    return document("objective", [_grid(block([*title, *rows]))], forms, suffix)


# Level 1 as groups of columns: a row a project


def level_groups(suffix: str) -> Made:
    groups = {
        "成本指标": ("经济成本",),
        "产出指标": ("数量", "质量", "时效"),
        "效益指标": ("经济效益", "社会效益", "生态效益", "可持续影响"),
        "满意度指标": ("服务对象满意度",),
    }
    first = ("单位（专项）名称", "本年预算金额（万元）", "年度绩效目标")
    top = [
        *(label(name, rows=2) for name in first),
        *(label(name, len(seconds)) for name, seconds in groups.items()),
    ]
    below = [label(LEVELS[name]) for seconds in groups.values() for name in seconds]
    rows = [top, below]
    forms = []
    for project in contents(23, 3):
        chosen = _one_a_level(project)
        cells, truths = [], []
        for level1, seconds in groups.items():
            for level2 in seconds:
                row = chosen.get(level2)
                text = row.name + target(row) if row else ""
                cells.append(value(text))
                if row:
                    truths.append(_grouped(row, level1, LEVELS[level2], text))
        rows.append([value(project.name), value(wan(project.money.budget)), value(project.objective), *cells])
        forms.append(
            form_truth(
                project,
                objective=project.objective,
                money_unit="万元",
                budget=wan(project.money.budget),
                budget_yuan=str(project.money.budget),
                rows=truths,
            )
        )
    parts: list[Part] = [Text(f"{YEAR}年专项资金绩效目标表"), Text("公开23表"), _grid(block(rows))]
    return document("objective", parts, forms, suffix)


def _one_a_level(project: Project) -> dict[str, Indicator]:
    """The first indicator of each level 2; cost stands at level 1."""
    found: dict[str, Indicator] = {}
    for row in project.rows:
        found.setdefault("经济成本" if row.level2 == "成本" else row.level2, row)
    return found


def _grouped(row: Indicator, level1: str, level2: str, text: str) -> dict[str, Any]:
    """The cell has name and target in one; the whole text in either field is as good."""
    truth = row_truth(row, level1, level2)
    truth["accept"] = [{"level3": text}, {"target_text": text}]
    return truth


# 指标值 over 前年 | 上年 | 预计当年实现: the year's is the target


def three_years(suffix: str) -> Made:
    parts: list[Part] = []
    forms = []
    for project in contents(11):
        parts += [Text(f"部门预算项目绩效目标表（{YEAR}年）"), _grid(_three_years_table(project))]
        forms.append(
            form_truth(
                project,
                department=project.department,
                unit_name=project.unit,
                objective=project.objective,
                **budget_truth(project.money),
                rows=[row_truth(row, LEVELS[row.level1], LEVELS[row.level2]) for row in project.rows],
            )
        )
    return document("objective", parts, forms, suffix)


def _three_years_table(project: Project) -> Block:
    money = project.money
    rows = [
        [label("项目名称"), value(project.name, 5)],
        [label("主管部门"), value(project.department, 2), label("实施单位"), value(project.unit, 2)],
        [
            label("资金金额（万元）", 1, 2),
            label("年度资金总额"),
            label("其中：财政拨款", 2),
            label("其他资金", 2),
        ],
        [value(wan(money.budget)), value(wan(money.fiscal), 2), value(wan(money.other), 2)],
        [label("项目总体目标"), value(project.objective, 5)],
        [label("一级指标", 1, 2), label("二级指标", 1, 2), label("三级指标", 1, 2), label("指标值", 3)],
        [label(f"{YEAR - 2}年实际"), label(f"{YEAR - 1}年实际"), label(f"预计{YEAR}年实现")],
    ]
    for row in project.rows:
        earlier = [Put(_earlier(row, years), "other") for years in (2, 1)]
        levels = [Put(LEVELS[row.level1], "level"), Put(LEVELS[row.level2], "level")]
        rows.append([*levels, value(row.name), *earlier, value(target(row))])
    return block(rows)


def _earlier(row: Indicator, years: int) -> str:
    """What was reached in a year before: another number than the target's."""
    if row.is_words:
        return f"{YEAR - years}年情况平稳"
    return f"{float(row.number) * 10 + years:g}{row.unit}"


# A name column for unit and project with sums; semester and year beside each other


def unit_and_project(suffix: str) -> Made:
    names = (
        "单位（项目）名称",
        "预算金额",
        "其中：财政拨款",
        "年度目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "半年目标值",
        "全年目标值",
    )
    rows: list[list[Put]] = [[label(name) for name in names]]
    projects = contents(36, 3)
    rows.append(
        [
            Put("合计", "aside"),
            Put(wan(sum(project.money.budget for project in projects)), "aside"),
            *_blank(7),
        ]
    )
    forms = []
    for project in projects:
        rows.append([value(project.unit), Put(wan(project.money.budget), "aside"), *_blank(7)])
        for number, row in enumerate(project.rows):
            own = [
                value(project.name),
                value(wan(project.money.budget)),
                value(wan(project.money.fiscal)),
                value(project.objective),
            ]
            first = own if number == 0 else _blank(4)
            levels = [Put(LEVELS[row.level1], "level"), Put(LEVELS[row.level2], "level")]
            rows.append([*first, *levels, value(row.name), Put(_half(row), "other"), value(target(row))])
        forms.append(
            form_truth(
                project,
                unit_name=project.unit,
                objective=project.objective,
                money_unit="万元",
                budget=wan(project.money.budget),
                fiscal=wan(project.money.fiscal),
                budget_yuan=str(project.money.budget),
                rows=[row_truth(row, LEVELS[row.level1], LEVELS[row.level2]) for row in project.rows],
            )
        )
    line = Text(f"{projects[0].department}　　单位：万元", "value")
    for form in forms:
        del form["department"]  # the line above the table names it
    return document("objective", [Text(f"{YEAR}年度项目绩效目标表"), line, _grid(block(rows))], forms, suffix)


def _half(row: Indicator) -> str:
    return f"上半年启动{row.name}" if row.is_words else f"{row.operator}{float(row.number) / 2:g}{row.unit}"


def all_tables() -> Iterator[tuple[str, Callable[[str], Made]]]:
    yield "system export", system_export
    yield "hierarchy column", hierarchy
    yield "level 1 as groups of columns", level_groups
    yield "target of three years", three_years
    yield "unit and project in one column", unit_and_project
