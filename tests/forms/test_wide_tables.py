"""Tables of many projects: what belongs to one of them, to several together, or to none for sure."""

from __future__ import annotations

import pytest

from flows.forms import ParsedDocument
from flows.readers import Cell, Paragraph, Table
from tests.forms.parsing import amount, parse, table

TITLE = Paragraph("2024年度项目绩效自评汇总表", "paragraph 1")
MONEY_UNIT = Paragraph("单位：万元", "paragraph 2")
UPPER = ("项目名称", "预算执行情况", "", "", "绩效指标自评", "", "", "", "")
LOWER = ("", "全年预算数", "执行数", "得分", "三级指标", "指标值", "完成值", "分值", "得分")
PROJECT = ("桥梁维修", "100", "50", "5", "维修座数", "2座", "1座", "20", "10")


def parsed(*rows: tuple[str, ...]) -> ParsedDocument:
    return parse(TITLE, MONEY_UNIT, table(*rows))


def scores(document: ParsedDocument) -> list[tuple[str | None, str | None]]:
    """The score of the execution and that of the first indicator, of each form."""
    return [
        (next((line.score for line in form.funding if line.score), None), form.rows[0].score)
        for form in document.forms
    ]


def repeated(texts: tuple[str, ...], above: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """A row in which each cell that was merged repeats its text."""
    found: list[str] = []
    for column, text in enumerate(texts):
        found.append(text or (above[column] if above else found[-1]))
    return tuple(found)


@pytest.mark.parametrize(
    "header", [(UPPER, LOWER), (repeated(UPPER), repeated(LOWER, UPPER))], ids=["empty", "repeated"]
)
def test_the_score_of_the_execution_is_not_the_indicators(header: tuple[tuple[str, ...], ...]) -> None:
    assert scores(parsed(*header, PROJECT)) == [("5", "10")]


def test_a_score_between_what_was_spent_and_the_indicators_is_of_the_execution() -> None:
    header = ("项目名称", "预算数", "执行数", "执行率", "得分", "三级指标", "指标值", "完成值")

    assert scores(parsed(header, ("桥梁维修", "100", "50", "50%", "5", "维修座数", "2座", "1座"))) == [
        ("5", None)
    ]


def test_below_a_header_of_which_only_the_lower_part_is_known_all_is_rejected() -> None:
    document = parsed(
        ("项目名称", "预算执行情况", "", "", "绩效指标自评", "", "", ""),
        ("", "全年预算数", "", "得分", "三级指标", "指标值", "完成值", "得分"),
        ("", "小计", "财政拨款", "", "", "", "", ""),
        ("桥梁维修", "100", "60", "5", "维修座数", "2座", "1座", "10"),
    )

    assert [form.rows for form in document.forms if form.rows] == []
    assert {"桥梁维修", "100", "60", "维修座数", "10"} <= {rejection.text for rejection in document.rejected}


def test_money_that_is_merged_over_several_projects_is_none_of_theirs() -> None:
    texts = [
        ("项目名称", "预算数", "三级指标", "指标值"),
        ("桥梁维修", "100", "维修座数", "2座"),
        ("渠道清淤", None, "清淤长度", "3公里"),
        ("泵站更新", "30", "更新台数", "4台"),
    ]
    cells = tuple(
        Cell(text, row, column, f"row {row + 1}, cell {column + 1}", row_span=2 if text == "100" else 1)
        for row, line in enumerate(texts)
        for column, text in enumerate(line)
        if text is not None
    )
    document = parse(TITLE, MONEY_UNIT, Table(cells, "table"))

    assert [str(amount(form, "total")) for form in document.forms] == ["None", "None", "30"]
    assert [rejection.text for form in document.forms for rejection in form.rejected] == ["100"]


GROUPS = (
    ("序号", "项目名称", "预算金额", "数量指标", "", "质量指标", "", "备注"),
    ("", "", "", "指标名称", "指标值", "指标名称", "指标值", ""),
)
BRIDGE = ("1", "桥梁维修", "100", "维修座数", "2座", "验收合格率", "100%", "")


def projects(*rows: tuple[str, ...]) -> list[tuple[str | None, list[str | None]]]:
    return [(form.project_name, [row.level3 for row in form.rows]) for form in parsed(*GROUPS, *rows).forms]


def test_two_projects_of_one_name_are_two_and_a_row_without_a_name_goes_on() -> None:
    assert projects(
        BRIDGE,
        ("", "", "", "加固座数", "1座", "", "", ""),
        ("2", "桥梁维修", "100", "维修座数", "2座", "验收合格率", "100%", ""),
    ) == [("桥梁维修", ["维修座数", "验收合格率", "加固座数"]), ("桥梁维修", ["维修座数", "验收合格率"])]


def test_an_indicator_below_a_sum_is_of_no_project() -> None:
    document = parsed(
        *GROUPS, BRIDGE, ("", "小计", "100", "", "", "", "", ""), ("", "", "", "加固座数", "1座", "", "", "")
    )

    assert [[row.level3 for row in form.rows] for form in document.forms] == [["维修座数", "验收合格率"]]
    assert [rejection.text for rejection in document.rejected] == ["加固座数", "1座"]


def test_a_text_across_the_table_names_the_unit_of_the_projects_below_it() -> None:
    document = parsed(*GROUPS, BRIDGE, ("县水利局",) * 8, ("2", "渠道清淤", *BRIDGE[2:]))

    assert [(form.unit_name, form.project_name) for form in document.forms] == [
        (None, "桥梁维修"),
        ("县水利局", "渠道清淤"),
    ]


def test_a_remark_in_a_row_of_its_own_is_no_unit() -> None:
    document = parsed(*GROUPS, BRIDGE, ("",) * 7 + ("跨年实施",), ("2", "渠道清淤", *BRIDGE[2:]))

    assert [form.unit_name for form in document.forms] == [None, None]


def test_ditto_below_a_level_is_rejected() -> None:
    document = parsed(*GROUPS, BRIDGE, ("2", "渠道清淤", "20", "清淤长度", "同上", "达标率", "90%", ""))

    assert [(row.level3, row.target_text) for row in document.forms[1].rows] == [("达标率", "90%")]
    assert [rejection.text for rejection in document.forms[1].rejected] == ["清淤长度", "同上"]


def test_a_project_beside_its_label_heads_no_columns() -> None:
    texts = [
        ("项目名称", "渠道维修", None, "项目单位", "灌区管理处"),
        ("一级指标", "二级指标", "三级指标", "指标值", "完成值"),
        ("产出指标", "数量指标", "维修长度", "3公里", "4公里"),
    ]
    cells = tuple(
        Cell(
            text, row, column, f"row {row + 1}, cell {column + 1}", column_span=2 if text == "渠道维修" else 1
        )
        for row, line in enumerate(texts)
        for column, text in enumerate(line)
        if text is not None
    )
    [form] = parse(TITLE, MONEY_UNIT, Table(cells, "table")).forms

    assert (form.project_name, form.unit_name, form.rows[0].level3) == ("渠道维修", "灌区管理处", "维修长度")
