"""The real document → its forms: what the labels say, to the cent and the cell."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from flows.forms import ParsedDocument, parse_document
from flows.readers import read_document
from tests.forms.parsing import amount


@pytest.fixture(scope="module")
def real(real_bytes: bytes) -> ParsedDocument:
    return parse_document(read_document(real_bytes))


def test_the_real_document_has_56_forms_and_473_indicators(real: ParsedDocument) -> None:
    assert len(real.forms) == 56
    assert sum(len(form.rows) for form in real.forms) == 473
    assert real.rejected == ()
    assert [form.rejected for form in real.forms] == [()] * 56


def test_the_real_documents_money_is_read_to_the_cent(real: ParsedDocument) -> None:
    sums = {
        role: sum(amount(form, role) or Decimal(0) for form in real.forms)
        for role in ("total", "fiscal", "other")
    }

    assert sums == {"total": Decimal("20408.64"), "fiscal": Decimal("9758.64"), "other": Decimal("10650.00")}
    assert {form.money_unit for form in real.forms} == {"万元"}


def test_a_blank_amount_is_blank_not_zero(real: ParsedDocument) -> None:
    blank = {
        role: [
            form.form_no
            for form in real.forms
            for line in form.funding
            if line.role == role and line.amount is None
        ]
        for role in ("fiscal", "other")
    }

    assert blank["fiscal"] == [5, 37, 56]
    assert blank["other"] == [number for number in range(1, 57) if number not in (5, 37, 56)]


def test_the_real_documents_units_are_split_into_code_and_name(real: ParsedDocument) -> None:
    money: Counter[str | None] = Counter()
    for form in real.forms:
        money[form.unit_code] += amount(form, "total") or Decimal(0)

    assert money == {
        "355101": Decimal("9109.65"),
        "355203": Decimal("10.70"),
        "355204": Decimal("1.25"),
        "355205": Decimal("151.00"),
        "355207": Decimal("1050.00"),
        "355208": Decimal("156.74"),
        "355209": Decimal("73.77"),
        "355212": Decimal("88.58"),
        "355213": Decimal("8.75"),
        "355215": Decimal("60.00"),
        "355301": Decimal("98.20"),
        "355701": Decimal("9600.00"),
    }
    assert real.forms[48].unit_name == "天津市市场监督管理委员会12315投诉举报中心"


def test_blank_levels_inherit_from_the_merged_cell_above(real: ParsedDocument) -> None:
    rows = [row for form in real.forms for row in form.rows]

    assert Counter(row.level1 for row in rows) == {"产出指标": 331, "效益指标": 84, "满意度指标": 58}
    assert Counter(row.level2 for row in rows) == {
        "数量指标": 107,
        "质量指标": 78,
        "成本指标": 78,
        "时效指标": 68,
        "服务对象满意度指标": 58,
        "社会效益指标": 57,
        "可持续影响指标": 14,
        "经济效益指标": 11,
        "生态效益指标": 2,
    }


def test_headings_number_the_forms_and_name_their_projects(real: ParsedDocument) -> None:
    assert [heading.number for heading in real.headings] == list(range(1, 57))
    assert [heading.form_no for heading in real.headings] == list(range(1, 57))
    assert all(form.heading and form.heading.project_name == form.project_name for form in real.forms)
    assert real.forms[9].project_name == "2023年中央反垄断工作补助经费"


def test_a_rows_locator_is_the_line_of_its_target(real: ParsedDocument, real_lines: list[str]) -> None:
    for form in real.forms:
        for row in form.rows:
            line = int(row.locator.removeprefix("line "))
            assert real_lines[line - 1].strip() == (row.target or "").split("\n")[0].strip()


def test_purpose_stands_below_the_money_and_objective_beside_its_label(real: ParsedDocument) -> None:
    assert real.forms[0].purpose == "2024年度特种设备法定检验检测重要检测设备的维修和维护费用"
    assert real.forms[0].objective == "1.保障2024年度内特种设备检测设备仪器正常运转，有效控制运维成本"
    assert all(form.purpose and form.objective for form in real.forms)


def test_a_level_3_name_may_be_a_level_2_label(real: ParsedDocument) -> None:
    rows = [row for row in real.forms[16].rows if row.level3 == "数量指标"]

    assert len(rows) == 8
    assert len({row.description for row in rows}) == 8
