"""A second year for the real document: the same forms a year later, with changes that are known by name."""

from __future__ import annotations

from dataclasses import replace

from tests.years.publications import Form, Row, first_year, next_year, with_form, with_row, without_row

# (form, row) of 2024 → what 2025 prints instead, and what a reader calls that.
TARGETS: dict[tuple[int, int], tuple[str, str]] = {
    (1, 1): ("≥30台套", "tightened"),
    (1, 2): ("100%", "unchanged"),
    (1, 3): ("≤6百分比", "relaxed"),
    (1, 4): ("≤10小时", "tightened"),
    (1, 7): ("≤0.5百分比", "relaxed"),
    (2, 1): ("≥350人次", "relaxed"),
    (2, 4): ("2025年11月底前完成", "tightened"),
    (3, 7): ("≥95%", "quantified"),
    (4, 1): ("24次", "not_comparable: dimension"),
    (4, 6): ("使用人员普遍满意", "unquantified"),
    (5, 3): ("2025年12月底完成", "relaxed"),
    (6, 1): ("≥200期", "not_comparable: rate_base"),
    (7, 5): ("<11573000元", "unchanged"),
    (7, 6): ("≥36个月", "unchanged"),
    (7, 7): ("比较满意", "not_comparable: words"),
    (14, 1): ("≥3500批次", "tightened"),
    (14, 13): ("2025年上半年完成抽检任务50%，全年完成任务100%", "tightened"),
    (14, 14): ("动态信息24小时内发布", "relaxed"),
    (14, 16): ("≤2600元/批次", "relaxed"),
    (16, 1): ("≥5项", "unchanged"),
    (16, 2): ("≥25", "tightened"),
    (17, 1): ("≥12项", "tightened"),
    (17, 6): ("≥6项", "relaxed"),
    (21, 1): ("≥100百分比", "unchanged"),
    (22, 7): ("≥120批次", "relaxed"),
    (25, 9): ("≤3%", "tightened"),
    (34, 2): ("<5%", "unchanged"),
    (34, 4): ("12500元", "unchanged"),
    (40, 2): ("≥100%", "unchanged"),
    (40, 6): ("≥80分", "not_comparable: scale"),
    (44, 6): ("≥98%", "relaxed"),
    (44, 9): ("≥12年", "tightened"),
}


def second_year() -> tuple[Form, ...]:
    """The document of 2025: the real one a year later, with the changes that the tests below name."""
    forms = next_year(first_year())
    for place, (target, change) in TARGETS.items():
        forms = with_row(forms, place, change, target=target)
    forms = _rows_that_changed_otherwise(forms)
    return _projects_that_changed(forms)


def _rows_that_changed_otherwise(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    # Names and descriptions that were reworded, and one name that now means something else.
    forms = with_row(forms, (36, 2), "unchanged", level3="设备维修验收合格通过率")
    forms = with_row(forms, (6, 6), "unchanged", level3="市场监管舆情监测满意度")
    forms = with_row(forms, (21, 2), "unchanged", description="监测到的广告内容可清晰辨识。")
    forms = with_row(
        forms, (1, 5), "not_comparable: definition_changed", description="人员出差及耗材等全部支出合计"
    )
    # The taxonomy since 财预〔2021〕101号: cost at level 1.
    forms = with_row(forms, (36, 4), "unchanged", level1="成本指标", level2="经济成本指标")
    # A row dropped, one added, rows in another order.
    forms = with_form(forms, 23, lambda form: without_row(form, 9))
    added = Row("产出指标", "数量指标", "出具法律意见书份数", "出具法律意见书份数", "≥5份", None)
    forms = with_form(forms, 3, lambda form: replace(form, rows=(*form.rows, added)))
    return with_form(forms, 18, lambda form: replace(form, rows=form.rows[::-1]))


def _projects_that_changed(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    # Another name for the same content; a unit that was renamed and kept its code.
    forms = with_form(forms, 4, lambda form: replace(form, name="政府网站监测服务2025"))
    forms = with_form(forms, 34, lambda form: replace(form, unit="355204天津市市场监管综合服务中心"))
    # Money printed in 元; a budget that was cut, the cost target with it.
    forms = with_form(
        forms, 40, lambda form: replace(form, money_unit="元", budget="150,000.00", fiscal="150,000.00")
    )
    forms = with_form(forms, 9, lambda form: replace(form, budget="18.00", fiscal="18.00"))
    forms = with_row(forms, (9, 4), "tightened", target="≤18万元")
    # A project dropped, one added, the two of one name (11, 12) in the other order.
    new = Form(
        unit="355101天津市市场监督管理委员会财务处",
        name="知识产权质押融资服务2025",
        budget="33.00",
        fiscal="33.00",
        other=" ",
        purpose="知识产权质押融资对接活动",
        objective="1.开展知识产权质押融资对接活动，服务中小企业。",
        rows=(
            Row("产出指标", "数量指标", "对接活动场次", "对接活动场次", "≥6场", None),
            Row("效益指标", "社会效益指标", "融资企业家数", "获得融资的企业家数", "≥20家", None),
        ),
        origin=None,
    )
    kept = [form for form in forms if form.origin != 53]
    kept[10], kept[11] = kept[11], kept[10]
    return (*kept[:20], new, *kept[20:])
