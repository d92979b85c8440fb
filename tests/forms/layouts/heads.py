"""The head of a form: who, what, under which code; labels that nobody knows between them; the objective's block."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.forms.layouts import labels
from tests.forms.layouts.content import Project
from tests.forms.layouts.grids import Block, Put, block, framed, label, value
from tests.forms.layouts.making import Making, in_one_cell, pairs_block
from tests.forms.layouts.traps import is_blank

_UNKNOWN_VALUES = (
    "综合一科", "云评〔2023〕118号", "第三批", "原则同意", "延续项目", "部门职能类", "见附件三", "2024年1月至12月",
    "县域范围", "上年度工作总结", "新增项目□ 延续项目√",
)  # fmt: skip


def head_pairs(making: Making, project: Project) -> list[tuple[Put, Put]]:
    """Labels with their values, and what they say in the truth."""
    truth = making.truth
    truth.update(
        project_name=None, project_code=None, department=None, unit_name=None, unit_code=None, purpose=None
    )
    pairs = [] if making.is_department else _names(making, project)
    if making.choice("code") == "own" and not making.is_department:
        truth["project_code"] = project.code
        pairs.append((label(making.rng.choice(("项目编码", "项目代码"))), value(project.code)))
    if making.is_department:
        truth["unit_name"] = project.department
        del truth["department"]  # 部门名称 may be read as either
        pairs.append((making.label("department_name"), value(project.department)))
    else:
        pairs += _departments(making, project)
        pairs.append((making.label("unit_name"), value(_unit(making, project))))
    if making.choice("purpose") == "yes" and not making.is_department:
        pairs.append((making.label("purpose"), _value(making, project, "purpose", project.purpose)))
    if making.choice("year_in") == "label":
        pairs.append((label(making.rng.choice(("预算年度", "年度"))), Put(f"{making.year}年", "empty")))
    return [*pairs, *_persons(making, project), *_unknown(making, project)]


def _value(making: Making, project: Project, name: str, text: str) -> Put:
    """The value of a field; in some layouts a blank."""
    if making.choice("blanks") == "yes" and is_blank(project, name):
        return value(None)
    making.truth[name] = text
    return value(text)


def _names(making: Making, project: Project) -> list[tuple[Put, Put]]:
    """The project's name; of two levels of projects the second is the form's."""
    if making.choice("project_levels") == "one":
        return [(making.label("project_name"), value(_name(making, project)))]
    return [
        (label("一级项目名称"), Put(f"{project.department[:3]}专项资金汇总", "other")),
        (label("二级项目名称"), value(_name(making, project))),
    ]


def _departments(making: Making, project: Project) -> list[tuple[Put, Put]]:
    """The department in charge; of two levels of government the lower one is the form's."""
    if making.choice("departments") == "one":
        return [(making.label("department"), _value(making, project, "department", project.department))]
    return [
        (label("省级财政部门"), Put("云州省财政厅", "other")),
        (label("省级主管部门"), Put("云州省" + project.department[3:], "other")),
        (
            label(making.rng.choice(("县级主管部门", "市县主管部门", "区县主管部门"))),
            _value(making, project, "department", project.department),
        ),
    ]


def _name(making: Making, project: Project) -> str:
    making.truth["project_name"] = project.name
    if making.choice("code") != "before_name":
        return project.name
    making.truth["project_code"] = project.code
    return f"{project.code}-{project.name}"


def _unit(making: Making, project: Project) -> str:
    if making.choice("blanks") == "yes" and is_blank(project, "unit_name"):
        if making.choice("unit_in") == "unit_line":  # the line above the table names the unit
            making.truth["accept"] = [{"unit_name": project.unit}]
        return ""
    making.truth["unit_name"] = project.unit
    if making.choice("code") != "before_unit":
        return project.unit
    code = str(making.rng.randint(101001, 899999))
    making.truth["unit_code"] = code
    return f"{code}{making.rng.choice(('', '-', ' '))}{project.unit}"


def _persons(making: Making, project: Project) -> list[tuple[Put, Put]]:
    if making.choice("person") == "no":
        return []
    names = making.rng.choice((("项目负责人", "联系电话"), ("部门联系人", "联系方式")))
    return [
        (label(names[0]), Put(project.person, "person")),
        (label(names[1]), Put(project.telephone, "person")),
    ]


def _unknown(making: Making, project: Project) -> list[tuple[Put, Put]]:
    """Drawn by themselves: with and without them the rest of the form is the same."""
    rng, count = Random(project.code), int(making.choice("unknown"))
    texts = rng.sample(_UNKNOWN_VALUES, count)
    return [
        (label(name), Put(text, "other"))
        for name, text in zip(labels.unknown(rng, count), texts, strict=True)
    ]


def head_rows(making: Making, pairs: list[tuple[Put, Put]]) -> list[Block]:
    """The pairs in their manner; on one line only what is kept of them."""
    if making.choice("pairs") != "one_line":
        return [pairs_block(making, pairs)] if pairs else []
    kept = [pair for pair in pairs if pair[1].role == "value"]
    rest = [pair for pair in pairs if pair[1].role != "value"]
    line = block([[Put("　　".join(in_one_cell(*pair).text for pair in kept))]])
    return [line, *([pairs_block(making, rest)] if rest else [])]


# The objective

_FRAMES = ("总体目标", "项目绩效目标", "年度总体目标", "绩效目标")


def objective_block(making: Making, project: Project) -> Block:
    """The objective; in evaluations beside what was reached, in some forms beside that of all years."""
    truth = making.truth
    truth.update(objective=project.objective, objective_mid_term=None, objective_actual=None)
    style = making.choice("objective")
    if making.is_evaluation and making.choice("blanks") == "yes" and is_blank(project, "objective_actual"):
        project = replace(project, objective_actual="")
    if making.is_evaluation:
        truth["objective_actual"] = project.objective_actual or None
        other = ("objective_actual", project.objective_actual)
    else:
        other = ("objective_mid", project.objective_mid)
    mine = (making.label("objective"), value(_text(making, project)))
    beside = (making.label(other[0]), value(other[1]))
    if style == "three_columns" and making.is_evaluation:
        return _three_columns(making, project)
    if style == "two_columns" or (style == "frame" and making.is_evaluation):
        return _two_columns(making, mine, beside)
    if style == "frame":
        return framed(label(making.rng.choice(_FRAMES)), block([[mine[0]], [mine[1]]]))
    if style == "mid_below" and not making.is_evaluation:
        truth["objective_mid_term"] = project.objective_mid
    rows = [list(mine)]
    if making.is_evaluation or style == "mid_below":
        rows.append(list(beside))
    return block(rows)


def _two_columns(making: Making, mine: tuple[Put, Put], beside: tuple[Put, Put]) -> Block:
    """Two labels side by side, their texts below; a frame at the left. The long term stands first."""
    first, second = (mine, beside) if making.is_evaluation else (beside, mine)
    if not making.is_evaluation:
        making.truth["objective_mid_term"] = beside[1].text
    return framed(label(making.rng.choice(_FRAMES)), block([[first[0], second[0]], [first[1], second[1]]]))


def _three_columns(making: Making, project: Project) -> Block:
    """At the year's start, adjusted, reached: the adjusted one is the objective."""
    names = (
        making.rng.choice(("年初绩效目标", "年初设定目标")),
        "全年（调整）绩效目标",
        "全年目标实际完成情况",
    )
    texts = [Put("按年初方案推进。", "other"), value(project.objective), value(project.objective_actual)]
    return framed(label(making.rng.choice(_FRAMES)), block([[label(name) for name in names], texts]))


def _text(making: Making, project: Project) -> str:
    if making.choice("objective") != "numbered":
        return project.objective
    text = f"目标1：{project.objective}\n目标2：{project.purpose.removeprefix('用于')}落实到位。"
    making.truth["objective"] = text
    return text
