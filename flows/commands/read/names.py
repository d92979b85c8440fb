"""What the fields of a reading are called: the names of `jixiao read --json`, and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flows.forms.model import LineRole

OF_FORMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "title": ("title", "标题"),
        "heading": ("heading", "标题"),
        "year": ("fiscal_year", "年度"),
        "money_unit": ("money_unit", "金额单位"),
        "department": ("department", "主管部门"),
        "unit": ("unit_name", "预算单位"),
        "unit_code": ("unit_code", "单位编码"),
        "project": ("project_name", "项目名称"),
        "project_code": ("project_code", "项目编码"),
        "purpose": ("purpose", "资金用途"),
        "objective": ("objective", "绩效目标"),
        "objective_mid_term": ("objective_mid_term", "中期目标"),
        "objective_actual": ("objective_actual", "目标完成情况"),
        "total_score": ("total_score", "总分"),
    }
)
OF_THE_TOTAL: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "amount": ("budget", "预算数"),
        "initial": ("budget_initial", "年初预算数"),
        "executed": ("executed", "执行数"),
        "forecast": ("forecast", "全年预计执行数"),
        "execution_rate": ("execution_rate", "执行率"),
        "points": ("execution_points", "执行率分值"),
        "score": ("execution_score", "执行率得分"),
    }
)
OF_LINES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "label": ("label", "名称"),
        "amount": ("amount", "金额"),
        "initial": ("initial", "年初数"),
        "executed": ("executed", "执行数"),
        "forecast": ("forecast", "全年预计执行数"),
        "execution_rate": ("execution_rate", "执行率"),
        "points": ("points", "分值"),
        "score": ("score", "得分"),
    }
)
_ROLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "fiscal": ("fiscal", "财政拨款"),
        "other": ("other", "其他资金"),
        "project_total": ("project_total", "项目总额"),
    }
)
OF_ROWS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "level1": ("level1", "一级指标"),
        "level2": ("level2", "二级指标"),
        "level3": ("level3", "三级指标"),
        "description": ("description", "指标内容"),
        "target": ("target_text", "指标值"),
        "unit_printed": ("unit", "计量单位"),
        "comparator_printed": ("comparator", "比较符号"),
        "polarity_printed": ("polarity", "指标方向"),
        "target_mid_term": ("target_text_mid_term", "中期指标值"),
        "target_initial": ("target_text_initial", "年初指标值"),
        "actual": ("actual_text", "实际完成值"),
        "mid_year_actual": ("mid_year_text", "年中执行情况"),
        "mid_year_forecast": ("forecast_text", "全年预计完成情况"),
        "points": ("points", "分值"),
        "score": ("score", "得分"),
        "deviation": ("deviation", "偏差原因"),
        "likelihood": ("likelihood", "完成可能性"),
        "note": ("note", "备注"),
    }
)


def of_line(role: LineRole) -> Mapping[str, tuple[str, str]]:
    """The names of the measures of a line of money: those of the total are the form's own."""
    if role == "total":
        return {**OF_LINES, **OF_THE_TOTAL}
    return {**OF_LINES, "amount": _ROLES[role]} if role in _ROLES else OF_LINES


def name_of(names: Mapping[str, tuple[str, str]], field: str) -> tuple[str, str]:
    """The English and the Chinese name; a field without one is called as the parser calls it."""
    return names.get(field, (field, ""))
