"""What a page does not say is in no field, and said; a value that is missing keeps its document out."""

from __future__ import annotations

from flows.forms import ParsedDocument, parse_document
from flows.readers import read_document
from tests.readers.made_xlsx import data, row, word, workbook


def form(*cells: str, amount: str = '<c r="B2"><v>62.5</v></c>') -> ParsedDocument:
    labels = {"A3": "一级指标", "B3": "二级指标", "C3": "三级指标", "D3": "指标值"}
    levels = {"A4": "产出指标", "B4": "数量指标", "C4": "巡检站次"}
    sheet = data(
        row(1, word("A1", "项目名称"), word("B1", "水站运维")),
        row(2, word("A2", "年度资金总额（万元）"), amount),
        row(3, *(word(place, text) for place, text in labels.items())),
        row(4, *(word(place, text) for place, text in levels.items()), *cells),
        row(5, word("A5", "产出指标"), word("B5", "质量指标"), word("C5", "有效率"), word("D5", "≥95%")),
        row(6, word("A6", "旧指标"), attributes='hidden="1"'),
    )
    return parse_document(read_document(workbook(sheet)))


def said(parsed: ParsedDocument) -> list[tuple[str, str, str]]:
    return [(text.area, text.locator, text.text) for text in (*parsed.forms[0].rejected, *parsed.rejected)]


def test_a_target_whose_formula_failed_is_rejected_with_its_cell() -> None:
    parsed = form('<c r="D4" t="e"><v>#REF!</v></c>')

    assert parsed.forms[0].rows[0].target is None
    assert said(parsed) == [("indicator_row", "S1!D4", "#REF!"), ("document", "S1, row 6", "旧指标")]


def test_an_amount_without_its_result_is_rejected_with_its_cell() -> None:
    parsed = form(word("D4", "≥18次"), amount='<c r="B2"><f>18*4</f></c>')

    assert ("=18*4", "S1!B2") in [(text, locator) for _, locator, text in said(parsed)]
    assert {area for area, locator, _ in said(parsed) if locator == "S1!B2"} <= {"amount", "form"}
