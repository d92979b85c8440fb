"""A whole-department form, and the projects of the department and of a school below it, as web pages."""

from __future__ import annotations

from tests.kinds.made import form, page

_DEPARTMENT, _SCHOOL = "石桥区教育局", "石桥区第一中学"
_PROJECT = "项目支出绩效目标表（2025年度）"
_PUPILS = ("产出指标", "数量指标", "资助学生人数")
_ACCEPTED = ("产出指标", "质量指标", "工程验收合格率")
_PARENTS = ("满意度指标", "服务对象满意度指标", "学生家长满意度")


def whole() -> bytes:
    """The department: 500万元, of which 300 run it. 900 pupils are those of both projects; none of them prints 95 %."""
    pairs = [
        ("部门名称", _DEPARTMENT),
        ("年度预算总额（万元）", "500"),
        ("其中：基本支出", "300"),
        ("项目支出", "200"),
        ("年度绩效目标", "办好教育。"),
    ]
    rows = ((*_PUPILS, "≥900人"), (*_ACCEPTED, "≥95%"), (*_PARENTS, "≥90%"))
    return page(form("部门整体支出绩效目标表（2025年度）", pairs, rows))


def projects() -> bytes:
    """Two projects, 200万元: one of the department's own, one of the school, which names the department."""
    return page(
        form(
            _PROJECT,
            _pairs("学生资助", _DEPARTMENT, "120"),
            ((*_PUPILS, "≥400人"), (*_ACCEPTED, "100%"), (*_PARENTS, "大于等于90%")),
        ),
        form(_PROJECT, _pairs("校舍维修", _SCHOOL, "80"), ((*_PUPILS, "≥500人"),)),
    )


def _pairs(project: str, unit: str, money: str) -> list[tuple[str, str]]:
    return [
        ("项目名称", project),
        ("主管部门", _DEPARTMENT),
        ("实施单位", unit),
        ("年度资金总额（万元）", money),
        ("年度绩效目标", f"完成{project}年度任务。"),
    ]
