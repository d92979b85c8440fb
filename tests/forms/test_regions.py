"""A table with a column a region: each text is in a region's form, or is said to be in none."""

from __future__ import annotations

from flows.forms import Explained, explain_document
from flows.readers import Document, Paragraph
from tests.forms.parsing import table

TITLE = Paragraph("转移支付区域绩效目标表", "paragraph 1")


def explained(*rows: tuple[str, ...]) -> Explained:
    return explain_document(Document("test", (TITLE, table(("项目名称", "水利发展资金"), *rows))))


def unexplained(found: Explained) -> list[str]:
    [_, cells] = found.document.blocks
    assert not isinstance(cells, Paragraph)
    return [cell.text for cell in cells.cells if cell.text and cell.locator not in found.cells]


def test_names_of_regions_above_their_money_and_dashes_are_known() -> None:
    found = explained(
        ("资金情况（万元）", "", "甲县", "乙县"),
        ("年度金额", "", "30", "40"),
        ("二级指标", "三级指标", "甲县", "乙县"),
        ("数量指标", "维修处数", "≥3处", "≥4处"),
        ("数量指标", "新建处数", "≥1处", "—"),
    )

    assert [[row.level3 for row in form.rows] for form in found.parsed.forms] == [
        ["维修处数", "新建处数"],
        ["维修处数"],
    ]
    assert unexplained(found) == []
    assert found.parsed.rejected == ()


def test_the_unit_that_is_printed_beside_a_regions_name_is_known_and_not_kept() -> None:
    found = explained(
        ("实施单位", "市水利局"),
        ("二级指标", "三级指标", "甲县", "乙县"),
        ("数量指标", "维修处数", "≥3处", "≥4处"),
    )
    left_out = [(one.text, one.locator) for form in found.parsed.forms for one in form.left_out]

    assert [form.unit_name for form in found.parsed.forms] == ["甲县", "乙县"]
    assert left_out == [("市水利局", "row 2, cell 2")]


def test_a_text_between_the_columns_of_regions_is_rejected() -> None:
    found = explained(
        ("二级指标", "三级指标", "甲县", "备注", "乙县"),
        ("数量指标", "维修处数", "≥3处", "含丙镇两处", "≥4处"),
    )

    assert [(rejection.locator, rejection.text) for rejection in found.parsed.rejected] == [
        ("row 3, cell 4", "含丙镇两处")
    ]
    assert unexplained(found) == []
