"""The objectives and the self-evaluation beside the monitoring of two projects of one bureau, as web pages."""

from __future__ import annotations

import html
from collections.abc import Iterable

from tests.places import ROOT

KINDS = ROOT / "tests" / "documents" / "kinds"
_UNIT = "清河县水务局"
_LEVELS = ("一级指标", "二级指标", "三级指标")
_PIPES = (
    ("产出指标", "数量指标", "维修管网长度", "≥40公里"),
    ("产出指标", "质量指标", "水质合格率", "≥95%"),
    ("产出指标", "时效指标", "完成时限", "2025年12月底前"),
    ("满意度指标", "服务对象满意度指标", "用水户满意度", "≥90%"),
)
_FLOODS = (
    ("产出指标", "数量指标", "储备编织袋数量", "≥20000条"),
    ("产出指标", "质量指标", "物资验收合格率", "100%"),
)


def objectives() -> bytes:
    """Two projects with their promises for 2025."""
    return page(
        _form("项目支出绩效目标表（2025年度）", "农村供水管网维护", ("年度资金总额（万元）", "120"), _PIPES),
        _form("项目支出绩效目标表（2025年度）", "防汛物资储备", ("年度资金总额（万元）", "60"), _FLOODS),
    )


def evaluation() -> bytes:
    """The self-evaluation of one of them: fewer kilometres than were promised, and than were expected in September."""
    done = ("38公里", "95.6%", "2025年12月20日", "91%")
    rows = [(*row, actual) for row, actual in zip(_PIPES, done, strict=True)]
    return page(
        _form(
            "项目支出绩效自评表（2025年度）",
            "农村供水管网维护",
            ("全年预算数（万元）", "120"),
            rows,
            "全年实际完成值",
        )
    )


def _form(
    title: str,
    project: str,
    money: tuple[str, str],
    rows: Iterable[tuple[str, ...]],
    *more: str,
) -> str:
    pairs = [("项目名称", project), ("实施单位", _UNIT), money, ("年度绩效目标", f"完成{project}年度任务。")]
    return form(title, pairs, rows, *more)


def form(title: str, pairs: list[tuple[str, str]], rows: Iterable[tuple[str, ...]], *more: str) -> str:
    """A form: pairs of label and value, then rows of levels and target, with `more` columns."""
    lines = [*pairs, (*_LEVELS, "年度指标值", *more), *rows]
    cells = "".join(
        "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in line) + "</tr>" for line in lines
    )
    return f"<p>{title}</p><table>{cells}</table>"


def page(*forms: str) -> bytes:
    """A web page of forms."""
    return f'<html><head><meta charset="utf-8"></head><body>{"".join(forms)}</body></html>'.encode()
