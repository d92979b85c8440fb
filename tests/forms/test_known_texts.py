"""Texts that say something of the document, or of nothing that a form has a field for."""

from __future__ import annotations

from flows.readers import Paragraph
from tests.forms.parsing import HEADER, parse, table


def test_what_a_form_has_no_field_for_is_known_and_not_kept() -> None:
    parsed = parse(
        table(
            ("项目名称", "甲项目", "年度", "2024年"),
            ("重点工作任务", "采集土样", "", ""),
            HEADER,
            ("产出指标", "数量指标", "甲", "1次"),
        )
    )
    [form] = parsed.forms

    assert form.project_name == "甲项目"
    assert {(one.kind, one.text) for one in form.left_out} == {("aside", "2024年"), ("aside", "采集土样")}


def test_the_months_of_a_monitoring_say_its_year() -> None:
    monitored = parse(Paragraph("2025年1-8月项目支出绩效运行监控情况表", "line 1"))
    named = parse(Paragraph("2023年1月启动项目绩效目标表", "line 1"))

    assert (monitored.printed_year, monitored.printed_year_locator) == (2025, "line 1")
    assert named.printed_year is None
