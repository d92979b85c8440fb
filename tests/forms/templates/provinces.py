"""Forms of provinces that differ from the national ones in more than words; invented content.

A budget over several years with last years' values beside the year's, a form of pairs with a colon in every label and a
reference value, a whole department with levels of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from tests.forms.layouts.compose import Made
from tests.forms.layouts.content import Indicator, Project
from tests.forms.layouts.grids import Block, Part, Put, Text, block, framed, label, value
from tests.forms.templates.national import table
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


def _merged_levels(
    project: Project, names: dict[str, str], cells: Callable[[Indicator], list[Put]]
) -> list[list[Put]]:
    body = []
    for level1, group in groupby(project.rows, key=lambda row: row.level1):
        inner = []
        for level2, members in groupby(group, key=lambda row: row.level2):
            lines = [cells(row) for row in members]
            inner += [[Put(names[level2], "level", rows=len(lines)), *lines[0]], *lines[1:]]
        body += [[Put(names[level1], "level", rows=len(inner)), *inner[0]], *inner[1:]]
    return body


# Money by source and by use, the target as the last of three years with the reason beside it


def several_years(suffix: str) -> Made:
    parts: list[Part] = []
    forms = []
    for project in contents(42):
        money = project.money
        parts += [
            Text(f"{YEAR}年部门预算项目绩效目标表"),
            table(_several_years_head(project), _several_years_rows(project)),
        ]
        forms.append(
            form_truth(
                project,
                unit_name=project.unit,
                department=project.department,
                objective=project.objective,
                objective_mid_term=project.objective_mid,
                project_total=wan(money.project_total),
                **budget_truth(money),
                rows=[row_truth(row, LEVELS[row.level1], LEVELS[row.level2]) for row in project.rows],
            )
        )
    return document("objective", parts, forms, suffix)


def _several_years_head(project: Project) -> Block:
    money = project.money
    first = money.budget // 300 * 100
    return block([
        [label("项目名称"), value(project.name, 3), label("项目主管部门"), value(project.department, 2)],
        [label("项目执行单位"), value(project.unit, 3), label("项目负责人"), Put(project.person, "person", 2)],
        [label("项目类型"), Put("1、部门项目 ☑  2、公共项目 □", "other", 6)],
        [label("立项依据"), Put("云财预〔2023〕17号文件规定", "other", 6)],
        [label("项目总预算（万元）"), value(wan(money.project_total), 3), label("项目当年预算（万元）"),
         value(wan(money.budget), 2)],
        [label("项目资金来源", rows=4), label("资金来源项目", 3), label("金额（万元）", 3)],
        [label("合计", 3), value(wan(money.budget), 3)],
        [label("财政拨款", 3), value(wan(money.fiscal), 3)],
        [label("其他资金", 3), value(wan(money.other), 3)],
        [label("项目支出明细测算", rows=3), label("支出明细", 3), label("金额"), label("测算依据及说明", 2)],
        [Put("设备购置支出", "other", 3), Put(wan(first), "other"), Put("询价三家", "other", 2)],
        [Put("委托业务支出", "other", 3), Put(wan(money.budget - first), "other"), Put("上年合同", "other", 2)],
        [label("项目绩效总目标", rows=2), label("长期绩效目标"), value(project.objective_mid, 5)],
        [label("年度绩效目标"), value(project.objective, 5)],
    ])  # fmt: skip


def _several_years_rows(project: Project) -> Block:
    header = [
        [label("一级指标", rows=2), label("二级指标", rows=2), label("三级指标", rows=2), label("绩效指标值", 3),
         label("指标值确定依据", rows=2)],
        [label("前年"), label("上年"), label("预计当年实现")],
    ]  # fmt: skip

    def cells(row: Indicator) -> list[Put]:
        return [
            value(row.name), Put(_earlier(row, 2), "other"), Put(_earlier(row, 1), "other"), value(target(row)),
            Put("行业标准", "other"),
        ]  # fmt: skip

    return block([*header, *_merged_levels(project, LEVELS, cells)])


def _earlier(row: Indicator, years: int) -> str:
    return f"{YEAR - years}年已开展" if row.is_words else f"{float(row.number) * 9 + years:g}{row.unit}"


# A colon in every label, codes before names, a reference value between operator and value


def with_reference_values(suffix: str) -> Made:
    parts: list[Part] = []
    forms = []
    for project in contents(50):
        money = project.money
        parts += [Text(f"{YEAR}年项目支出绩效目标表"), _reference_table(project)]
        rows = []
        for row in project.rows:
            printed = row.words or f"{row.operator or '='}{row.number}{row.unit}"
            rows.append(
                row_truth(
                    row, LEVELS[row.level1], LEVELS[row.level2], target_text=printed, points=row.points,
                    note=row.note or None,
                )
            )  # fmt: skip
        truth = budget_truth(money) | {"rows": rows}
        forms.append(
            form_truth(
                project, unit_code="305002", unit_name=project.unit, department=project.department,
                objective=project.objective, **truth,
            )
        )  # fmt: skip
    return document("objective", parts, forms, suffix)


def _reference_table(project: Project) -> Part:
    money = project.money
    head = block([
        [label("单位信息："), value(f"305002-{project.unit}", 4), label("项目名称："), value(project.name, 3)],
        [label("职能职责与活动："), Put("12-专项业务/03-日常监管", "other", 4), label("主管部门："),
         value(project.department, 3)],
        [label("项目经办人："), Put(project.person, "person", 2), label("项目经办人电话："),
         Put(project.telephone, "person"), label("当年预算（万元）："), value(wan(money.budget)),
         label("其中：财政资金："), value(wan(money.fiscal))],
        [label("财政专户管理资金："), value("0.00", 4), label("单位资金："), value("0.00"), label("其他资金："),
         value(wan(money.other))],
        [label("当年绩效目标："), value(project.objective, 8)],
    ])  # fmt: skip
    names = (
        "一级指标",
        "二级指标",
        "三级指标",
        "指标性质",
        "历史参考值",
        "指标值",
        "度量单位",
        "权重（%）",
        "备注",
    )

    def cells(row: Indicator) -> list[Put]:
        operator = Put("定性", "empty") if row.is_words else value(row.operator or "＝")
        old = Put("无" if row.is_words else f"{float(row.number) * 6 + 0.2:g}", "other")
        texts = (row.words or row.number, row.unit, row.points, row.note)
        return [value(row.name), operator, old, *(value(text) for text in texts)]

    return table(head, block([[label(name) for name in names], *_merged_levels(project, LEVELS, cells)]))


# A whole department: levels of its own, money by kind of expenditure


def department_with_own_levels(suffix: str) -> Made:
    project = contents(62, 1)[0]
    money = project.money
    names = LEVELS | {
        "产出": "履职效能", "效益": "履职效果", "满意度": "社会认可", "数量": "重点工作任务完成", "质量": "工作质量",
        "时效": "工作时效", "成本": "运转成本", "可持续影响": "能力建设", "服务对象满意度": "服务对象满意度",
    }  # fmt: skip
    head = block([
        [label("部门名称"), value(project.department, 4)],
        [label("年度预算申请\n（万元）", rows=4), label("按支出性质分", 2), label("按收入来源分", 2)],
        [label("基本支出"), value(wan(money.other)), label("财政拨款"), value(wan(money.budget))],
        [label("项目支出"), value(wan(money.fiscal)), label("其他资金"), value("0.00")],
        [label("合计"), value(wan(money.budget)), label("合计"), Put(wan(money.budget), "value")],
        [label("部门职能"), Put(f"负责{project.name}等工作。", "other", 4)],
        [label("年度绩效目标"), value(project.objective, 4)],
    ])  # fmt: skip

    def cells(row: Indicator) -> list[Put]:
        return [value(row.name), value(target(row))]

    header = [label("一级指标"), label("二级指标"), label("三级指标"), label("指标值")]
    body = _merged_levels(project, names, cells)
    form = form_truth(
        project, project_name=None, unit_name=project.department, objective=project.objective,
        **(budget_truth(money) | {"fiscal": wan(money.budget), "other": "0.00"}),
        rows=[row_truth(row, names[row.level1], names[row.level2]) for row in project.rows],
    )  # fmt: skip
    del form["department"]
    indicators = framed(label("年\n度\n绩\n效\n指\n标"), block([header, *body]))
    parts: list[Part] = [Text(f"{project.department}{YEAR}年部门整体支出绩效目标表"), table(head, indicators)]
    return document("department", parts, [form], suffix)


def all_provinces() -> Iterator[tuple[str, Callable[[str], Made]]]:
    yield "several years", several_years
    yield "reference values", with_reference_values
    yield "department with levels of its own", department_with_own_levels
