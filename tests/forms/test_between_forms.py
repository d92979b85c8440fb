"""Document → forms: what stands above, between and beside the forms is context, a title, or kept as what it is."""

from __future__ import annotations

from flows.readers import Paragraph
from tests.forms.parsing import HEADER, parse, table

ROW = ("产出指标", "数量指标", "甲", "1次")
FORM = (("项目名称", "甲项目"), HEADER, ROW)


def test_of_two_titles_in_a_row_the_first_is_the_documents() -> None:
    parsed = parse(
        Paragraph("江南市2024年项目支出绩效目标表", "line 1"),
        Paragraph("甲项目2024年绩效目标表", "line 2"),
        table(*FORM),
    )
    assert [heading.text for heading in parsed.headings] == ["甲项目2024年绩效目标表"]
    assert parsed.title == "江南市2024年项目支出绩效目标表"


def test_a_year_printed_above_the_forms_is_the_documents() -> None:
    parsed = parse(Paragraph("单位名称：江南市财政局    年度：2023", "line 1"), table(*FORM))
    assert (parsed.printed_year, parsed.forms[0].unit_name) == (2023, "江南市财政局")


def test_a_table_without_labels_is_layout_before_a_form_and_rejected_inside_one() -> None:
    layout = table(("江南市财政局首页", "无障碍"))
    assert parse(layout, table(*FORM)).rejected == ()
    (form,) = parse(table(("项目名称", "甲项目")), layout, table(HEADER, ROW)).forms
    assert [(each.text, each.reason) for each in form.rejected] == [
        ("江南市财政局首页", "the table has none of a form's labels"),
        ("无障碍", "the table has none of a form's labels"),
    ]
