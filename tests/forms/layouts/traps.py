"""Content that looks like form: names that are made of the words of labels, values that are left blank."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.forms.layouts.content import Indicator, Project

_PROJECTS = (
    "绩效目标管理信息化", "项目资金监管平台", "主管部门业务经费", "预算单位账户清理", "产出指标数据库建设",
    "年度目标考核奖励", "实施单位能力提升", "满意度调查", "资金用途核查", "自评得分复核", "其他资金清理", "专项资金绩效评价",
)  # fmt: skip
_INDICATORS = {
    "数量": ("项目个数", "指标数量", "数量指标", "绩效目标公开数", "预算单位数"),
    "质量": ("目标完成率", "质量指标", "指标合格率", "资金使用合规率"),
    "时效": ("资金到位及时率", "项目完成时间", "预算执行进度", "时效指标"),
    "成本": ("成本控制数", "项目资金总额", "预算控制数", "成本指标"),
    "经济效益": ("经济效益", "带动其他资金"),
    "社会效益": ("社会效益情况", "主管部门协同"),
    "生态效益": ("生态效益", "环境指标改善"),
    "可持续影响": ("可持续影响", "年度目标衔接"),
    "服务对象满意度": ("满意度指标", "实施单位满意度", "服务对象满意度"),
}


def with_lookalikes(projects: tuple[Project, ...]) -> tuple[Project, ...]:
    """The same projects under names that could be labels, but for the indicator names' being told apart."""
    return tuple(_renamed(project) for project in projects)


def _renamed(project: Project) -> Project:
    rng = Random(f"names of {project.code}")
    taken: set[str] = set()
    rows: list[Indicator] = []
    for row in project.rows:
        free = [name for name in _INDICATORS[row.level2] if name not in taken]
        name = rng.choice(free) if free and rng.random() < 0.6 else row.name
        taken.add(name)
        rows.append(replace(row, name=name))
    return replace(project, name=rng.choice(_PROJECTS), rows=tuple(rows))


def is_blank(project: Project, field: str) -> bool:
    """A third of the values is left blank, the same ones in every layout of the content."""
    return Random(f"{field} of {project.code}").random() < 1 / 3
