"""Templates of the Ministry of Finance that thousands of publishers fill in.

财预〔2015〕88号 (project, whole department), 财预〔2015〕163号 (transfer payments without a column a region),
财预〔2020〕10号 (self-evaluation), 财预〔2021〕101号 (cost at level 1, points of the execution rate).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby

from tests.forms.layouts.compose import Made
from tests.forms.layouts.content import Indicator, Project
from tests.forms.layouts.grids import Block, Grid, Part, Put, Text, block, framed, label, value
from tests.forms.templates.truths import (
    LEVELS,
    YEAR,
    budget_truth,
    contents,
    document,
    form_truth,
    mid_target,
    row_truth,
    target,
    wan,
)

_ALL_LEVELS = {
    "产出": ("数量", "质量", "时效", "成本"),
    "效益": ("经济效益", "社会效益", "生态效益", "可持续影响"),
    "满意度": ("服务对象满意度",),
}
Body = list[list[Put]]
Cells = Callable[[Indicator | None, str], list[Put]]


def table(*blocks: Block) -> Grid:
    """Blocks of one width below one another."""
    cells, top = [], 0
    assert len({part.width for part in blocks}) == 1, [part.width for part in blocks]
    for part in blocks:
        cells += [replace(cell, row=cell.row + top) for cell in part.cells]
        top += part.height
    return Grid(tuple(cells), blocks[0].width, top)


def numbered(project: Project) -> Project:
    """Names as the template begins them: 指标1：…, from 1 on in each level 2."""
    rows: list[Indicator] = []
    for _, group in groupby(project.rows, key=lambda row: (row.level1, row.level2)):
        rows += [replace(row, name=f"指标{number}：{row.name}") for number, row in enumerate(group, 1)]
    return replace(project, rows=tuple(rows))


def template_body(project: Project, cells: Cells, levels: dict[str, tuple[str, ...]]) -> Body:
    """All levels of the template with the project's rows in them; below each level 2 what the template had there."""
    body: Body = []
    for level1, seconds in levels.items():
        inner: Body = []
        for level2 in seconds:
            mine = [row for row in project.rows if (row.level1, row.level2) == (level1, level2)]
            lines = [cells(row, level2) for row in mine]
            lines.append(cells(None, "……" if mine else "指标1："))
            inner += [[Put(LEVELS[level2], "level", rows=len(lines)), *lines[0]], *lines[1:]]
        body += [[Put(LEVELS[level1], "level", rows=len(inner)), *inner[0]], *inner[1:]]
    return body


# 财预〔2015〕88号, 附件1: 项目支出绩效目标申报表


def project_2015(suffix: str) -> Made:
    parts: list[Part] = []
    forms = []
    for project in map(numbered, contents(88)):
        parts += [Text("项目支出绩效目标申报表"), Text(f"（{YEAR}年度）"), _project_2015_table(project)]
        forms.append(
            form_truth(
                project,
                department=project.department,
                unit_name=project.unit,
                objective=project.objective,
                objective_mid_term=project.objective_mid,
                project_total=wan(project.money.project_total),
                **budget_truth(project.money),
                rows=[
                    row_truth(
                        row, LEVELS[row.level1], LEVELS[row.level2], target_text_mid_term=mid_target(row)
                    )
                    for row in project.rows
                ],
            )
        )
    return document("objective", parts, forms, suffix)


def _project_2015_table(project: Project) -> Grid:
    money = project.money
    whole_other = money.other * 2
    head = block([
        [label("项目名称", 2), value(project.name, 6)],
        [label("主管部门及代码", 2), value(project.department, 2), label("实施单位"), value(project.unit, 3)],
        [label("项目属性", 2), Put("新增项目", "other", 2), label("项目期"), Put("三年期", "other", 3)],
        [label("项目资金\n（万元）", 2, 3), label("中期资金总额："), value(wan(money.project_total)),
         label("年度资金总额：", 2), value(wan(money.budget), 2)],
        [label("其中：财政拨款"), value(wan(money.project_total - whole_other)), label("其中：财政拨款", 2),
         value(wan(money.fiscal), 2)],
        [label("其他资金"), value(wan(whole_other)), label("其他资金", 2), value(wan(money.other), 2)],
        [label("总体目标", 1, 2), label(f"中期目标（{YEAR}年—{YEAR + 2}年）", 4), label("年度目标", 3)],
        [value(project.objective_mid, 4), value(project.objective, 3)],
    ])  # fmt: skip

    def cells(row: Indicator | None, text: str) -> list[Put]:
        if row is None:
            return [
                Put(text, "filler"),
                Put("", "empty"),
                Put("", "empty"),
                Put(text, "filler"),
                Put("", "empty"),
            ]
        return [
            value(row.name),
            value(mid_target(row)),
            Put(LEVELS[row.level2], "level"),
            value(row.name),
            value(target(row)),
        ]

    names = ("一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值")
    body = template_body(project, cells, _ALL_LEVELS)
    return table(head, framed(label("绩\n效\n指\n标"), block([[label(name) for name in names], *body])))


# 财预〔2015〕88号, 附件2: 部门（单位）整体支出绩效目标申报表


def department_2015(suffix: str) -> Made:
    project = numbered(contents(882, 1)[0])
    money = project.money
    tasks = [("任务1：" + project.name, money.fiscal, 0), ("任务2：机关运转", 0, money.other)]
    lines = [
        [
            Put(name, "value"),
            Put(f"{name[4:]}相关工作", "other", 2),
            value(wan(fiscal + other)),
            value(wan(fiscal)),
            value(wan(other)),
        ]
        for name, fiscal, other in tasks
    ]
    head = block([
        [label("部门（单位）名称", 2), value(project.department, 5)],
        [label("年\n度\n主\n要\n任\n务", 1, 3 + len(lines)), label("任务名称", 1, 2), label("主要内容", 2, 2),
         label("预算金额（万元）", 3)],
        [label("总额"), label("财政拨款"), label("其他资金")],
        *lines,
        [label("金额合计", 3), value(wan(money.budget)), value(wan(money.fiscal)), value(wan(money.other))],
        [label("年度\n总体\n目标"), value(project.objective, 6)],
    ])  # fmt: skip

    def cells(row: Indicator | None, text: str) -> list[Put]:
        if row is None:
            return [Put(text, "filler", 2), Put("", "empty", 2)]
        return [value(row.name, 2), value(target(row), 2)]

    header = [label("一级指标"), label("二级指标"), label("三级指标", 2), label("指标值", 2)]
    body = template_body(project, cells, _ALL_LEVELS)
    form = form_truth(
        project,
        project_name=None,
        unit_name=project.department,
        objective=project.objective,
        **budget_truth(money),
        funding=[{"label": name, "amount": wan(fiscal + other)} for name, fiscal, other in tasks],
        rows=[row_truth(row, LEVELS[row.level1], LEVELS[row.level2]) for row in project.rows],
    )
    del form["department"]  # the same name may be read as either
    title: list[Part] = [Text("部门（单位）整体支出绩效目标申报表"), Text(f"（{YEAR}年度）")]
    indicators = framed(label("年\n度\n绩\n效\n指\n标"), block([header, *body]))
    return document("department", [*title, table(head, indicators)], [form], suffix)


# 财预〔2020〕10号, 附件: 项目支出绩效自评表


def self_evaluation_2020(suffix: str) -> Made:
    parts: list[Part] = []
    forms = []
    for project in contents(2020):
        parts += [Text("项目支出绩效自评表"), Text(f"（{YEAR}年度）"), _self_evaluation_table(project)]
        money = project.money
        forms.append(
            form_truth(
                project,
                department=project.department,
                unit_name=project.unit,
                objective=project.objective,
                objective_actual=project.objective_actual,
                **budget_truth(money),
                budget_initial=wan(money.initial),
                executed=wan(money.executed),
                execution_rate=f"{money.rate}%",
                execution_points="10",
                execution_score=project.execution_score,
                total_score=project.total_score,
                rows=[
                    row_truth(
                        row,
                        LEVELS[row.level1],
                        LEVELS[row.level2],
                        actual_text=row.actual + row.unit,
                        points=row.points,
                        score=row.score,
                        deviation=row.deviation or None,
                    )
                    for row in project.rows
                ],
            )
        )
    return document("self_evaluation", parts, forms, suffix)


def _self_evaluation_table(project: Project) -> Grid:
    money = project.money

    def line(name: str, amounts: tuple[int, int, int], rest: list[Put]) -> list[Put]:
        return [label(name, 2), *(value(wan(amount)) for amount in amounts), *rest]

    dashes = [Put("—", "empty"), Put("", "empty"), Put("—", "empty")]
    head = block([
        [label("项目名称", 2), value(project.name, 7)],
        [label("主管部门", 2), value(project.department, 3), label("实施单位"), value(project.unit, 3)],
        [label("项目资金\n（万元）", 1, 5), label("", 2), *(label(name) for name in (
            "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"))],
        line("年度资金总额", (money.initial, money.budget, money.executed),
             [value("10"), value(f"{money.rate}%"), value(project.execution_score)]),
        line("其中：当年财政拨款", (money.initial_fiscal, money.fiscal, money.executed_fiscal), dashes),
        line("上年结转资金", (0, 0, 0), dashes),
        line("其他资金", (money.initial_other, money.other, money.executed_other), dashes),
        [label("年度\n总体\n目标", 1, 2), label("预期目标", 5), label("实际完成情况", 3)],
        [value(project.objective, 5), value(project.objective_actual, 3)],
    ])  # fmt: skip

    def cells(row: Indicator | None, text: str) -> list[Put]:
        if row is None:
            return [Put(text, "filler"), *(Put("", "empty") for _ in range(5))]
        texts = (row.name, target(row), row.actual + row.unit, row.points, row.score, row.deviation)
        return [value(text) for text in texts]

    names = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    )
    body = template_body(project, cells, _ALL_LEVELS)
    total = [label("总分", 6), Put("100", "aside"), value(project.total_score), Put("", "empty")]
    return table(
        head, framed(label("绩\n效\n指\n标"), block([[label(name) for name in names], *body])), block([total])
    )


# 财预〔2021〕101号: 项目支出绩效目标表, 成本指标 at level 1


def objectives_2021(suffix: str) -> Made:
    parts: list[Part] = []
    forms = []
    levels = {
        "成本": ("经济成本", "社会成本", "生态环境成本"),
        "产出": ("数量", "质量", "时效"),
        **{name: seconds for name, seconds in _ALL_LEVELS.items() if name != "产出"},
    }
    for project in contents(101):
        rows = sorted(map(_cost_at_level1, project.rows), key=lambda row: list(levels).index(row.level1))
        moved = replace(project, rows=tuple(rows))
        parts += [Text("项目支出绩效目标表"), Text(f"（{YEAR}年度）"), _objectives_2021_table(moved, levels)]
        forms.append(
            form_truth(
                project,
                department=project.department,
                unit_name=project.unit,
                objective=project.objective,
                execution_points="10",
                **budget_truth(project.money),
                rows=[
                    row_truth(row, LEVELS[row.level1], LEVELS[row.level2], points=row.points) for row in rows
                ],
            )
        )
    return document("objective", parts, forms, suffix)


def _cost_at_level1(row: Indicator) -> Indicator:
    return replace(row, level1="成本", level2="经济成本") if row.level2 == "成本" else row


def _objectives_2021_table(project: Project, levels: dict[str, tuple[str, ...]]) -> Grid:
    money = project.money
    head = block([
        [label("项目名称", 2), value(project.name, 4)],
        [label("主管部门及代码", 2), value(project.department, 2), label("实施单位"), value(project.unit)],
        [label("项目资金\n（万元）", 1, 4), label("年度资金总额：", 2), value(wan(money.budget)),
         label("执行率\n分值\n（10）", 1, 4), value("10", 1, 4)],
        [label("其中：财政拨款", 2), value(wan(money.fiscal))],
        [label("上年结转", 2), value("0.00")],
        [label("其他资金", 2), value(wan(money.other))],
        [label("年度\n总体\n目标"), value(project.objective, 5)],
    ])  # fmt: skip

    def cells(row: Indicator | None, text: str) -> list[Put]:
        if row is None:
            return [Put(text, "filler"), Put("", "empty"), Put("", "empty")]
        return [value(row.name), value(target(row)), value(row.points)]

    names = ("一级指标", "二级指标", "三级指标", "指标值", "分值\n（90）")
    body = template_body(project, cells, levels)
    return table(head, framed(label("绩\n效\n指\n标"), block([[label(name) for name in names], *body])))


# 财预〔2015〕163号: 中央对地方专项转移支付绩效目标申报表, without a column a region


def transfer_2015(suffix: str) -> Made:
    project = numbered(contents(163, 1)[0])
    money = project.money
    whole_other = money.other * 3
    province = project.department.replace(project.department[:2], "云州", 1)
    head = block([
        [label("专项名称", 2), value(project.name, 6)],
        [label("中央主管部门", 2), Put("国家" + project.department[3:] + "总局", "other", 2), label("专项实施期"),
         Put("三年期", "other", 3)],
        [label("省级财政部门", 2), Put("云州省财政厅", "other", 2), label("省级主管部门"), value(province, 3)],
        [label("资金情况\n（万元）", 2, 3), label("实施期金额："), value(wan(money.fiscal * 3 + whole_other)),
         label("年度金额：", 2), value(wan(money.budget), 2)],
        [label("其中：中央补助"), value(wan(money.fiscal * 3)), label("其中：中央补助", 2), value(wan(money.fiscal), 2)],
        [label("地方资金"), value(wan(whole_other)), label("地方资金", 2), value(wan(money.other), 2)],
        [label("总\n体\n目\n标", 1, 2), label("实施期目标", 4), label("年度目标", 3)],
        [value(project.objective_mid, 4), value(project.objective, 3)],
    ])  # fmt: skip

    def cells(row: Indicator | None, text: str) -> list[Put]:
        if row is None:
            return [
                Put(text, "filler"),
                Put("", "empty"),
                Put("", "empty"),
                Put(text, "filler"),
                Put("", "empty"),
            ]
        return [
            value(row.name),
            value(mid_target(row)),
            Put(LEVELS[row.level2], "level"),
            value(row.name),
            value(target(row)),
        ]

    names = ("一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值")
    body = template_body(project, cells, _ALL_LEVELS)
    form = form_truth(
        project,
        department=province,
        objective=project.objective,
        objective_mid_term=project.objective_mid,
        project_total=wan(money.fiscal * 3 + whole_other),
        **budget_truth(money),
        funding=[
            {"label": "中央补助", "amount": wan(money.fiscal)},
            {"label": "地方资金", "amount": wan(money.other)},
        ],
        rows=[
            row_truth(row, LEVELS[row.level1], LEVELS[row.level2], target_text_mid_term=mid_target(row))
            for row in project.rows
        ],
    )
    for name in ("fiscal", "other"):  # 中央补助 and 地方资金 are sources of their own
        del form[name]
    title: list[Part] = [Text("中央对地方专项转移支付绩效目标申报表"), Text(f"（{YEAR}年度）")]
    indicators = framed(label("绩\n效\n指\n标"), block([[label(name) for name in names], *body]))
    return document("objective", [*title, table(head, indicators)], [form], suffix)


def all_templates() -> Iterator[tuple[str, Callable[[str], Made]]]:
    yield "2015-88 project", project_2015
    yield "2015-88 department", department_2015
    yield "2015-163 transfer", transfer_2015
    yield "2020-10 self-evaluation", self_evaluation_2020
    yield "2021-101 objectives", objectives_2021
