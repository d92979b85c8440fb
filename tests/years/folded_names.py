"""A project in two years, whose second document prints each name in another form of the same characters."""

from __future__ import annotations

from dataclasses import replace

from tests.years.publications import Form, first_year, next_year, with_form, with_row

PROJECT = ("政务云平台（Ⅱ期）", "政务云平台（II期）")
# Name of the indicator and target, in two years.
ROWS = (
    (("机房改造面积（㎡）", "≥120㎡"), ("机房改造面积（m2）", "≥120m2")),
    (("①类设备更新", "≥31台"), ("1类设备更新", "≥31台")),
    (("Ⅲ级等保系统", "≥7个"), ("III级等保系统", "≥7个")),
    (("回收电池（㎏）", "≥450㎏"), ("回收电池（kg）", "≥450kg")),
    (("机房温度（℃）", "≤26℃"), ("机房温度（°C）", "≤26°C")),
    (("云资源使用率（﹪）", "≥85﹪"), ("云资源使用率（%）", "≥85%")),
    (("系统培训（线上）", "≥12期"), ("系统培训(线上)", "≥12期")),
    (("迁移\u2009业务系统", "≥64套"), ("迁移 业务系统", "≥64套")),
)


def documents() -> tuple[tuple[Form, ...], tuple[Form, ...]]:
    """One project in two years; the second prints each of the names the other way."""
    form = next(form for form in first_year() if form.origin == 1)
    rows = tuple(
        replace(form.rows[0], level3=name, description=name, target=target, origin=(1, row_no))
        for row_no, ((name, target), _) in enumerate(ROWS, 1)
    )
    first = (replace(form, name=PROJECT[0], rows=rows),)
    second = with_form(next_year(first), 1, lambda form: replace(form, name=PROJECT[1]))
    for row_no, (_, (name, target)) in enumerate(ROWS, 1):
        second = with_row(second, (1, row_no), "unchanged", level3=name, description=name, target=target)
    return first, second
