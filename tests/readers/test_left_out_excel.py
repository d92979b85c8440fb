"""What a workbook holds and its page does not say: left out of the cells, and said with its place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from flows.readers import LeftOut, Paragraph, read_document
from flows.readers.excel.number_formats import number_shown
from tests.readers import made_xls
from tests.readers.made_xlsx import data, number, row, word, workbook
from tests.readers.seen import cells, texts

STYLES = (
    '<fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts>'
    '<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="0" fontId="2"/></cellXfs>'
)


def rich(reference: str, *runs: tuple[str, str], style: int = 0) -> str:
    inside = "".join(f"<r>{f'<rPr>{font}</rPr>' if font else ''}<t>{text}</t></r>" for text, font in runs)
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is>{inside}</is></c>'


STRUCK, RAISED = "<strike/>", '<vertAlign val="superscript"/>'


@pytest.mark.parametrize(
    ("cell", "text", "left_out"),
    [
        (
            rich("B1", ("≥", ""), ("800", STRUCK), ("950处", "")),
            "≥950处",
            [LeftOut("struck_out", "S1!B1", "800")],
        ),
        (rich("B1", ("≥17", ""), ("1", RAISED)), "≥17", [LeftOut("note_mark", "S1!B1", "1")]),
        (rich("B1", ("≥3.2", ""), ("①", RAISED), ("万人", "")), "≥3.2万人", [LeftOut("note_mark", "S1!B1", "①")]),
        (rich("B1", ("120m", ""), ("2", RAISED)), "120m2", []),
        (rich("B1", ("×10", ""), ("4", RAISED)), "×10^4", []),
        (rich("B1", ("25", ""), ("o", RAISED), ("C", "")), "25oC", []),
        (rich("B1", ("≥950处", '<strike val="0"/>')), "≥950处", []),
        (number("B1", "30", 1), "", [LeftOut("struck_out", "S1!B1", "30")]),
        (number("B1", "30", 2), "30", []),
        ('<c r="B1" t="e"><v>#REF!</v></c>', "", [LeftOut("error", "S1!B1", "#REF!")]),
        ('<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "", [LeftOut("error", "S1!B1", "#DIV/0!")]),
        ('<c r="B1"><f>18*4</f></c>', "", [LeftOut("no_result", "S1!B1", "=18*4")]),
        ('<c r="B1"><f>18*4</f><v></v></c>', "", [LeftOut("no_result", "S1!B1", "=18*4")]),
        ('<c r="B1" t="str"><f>A1&amp;""</f><v></v></c>', "", []),
        (word("B1", "≥17¹"), "≥17", [LeftOut("note_mark", "S1!B1", "¹")]),
        (word("B1", "≥120m²"), "≥120m²", []),
    ],
)  # fmt: skip
def test_what_a_cell_does_not_say_is_left_out(cell: str, text: str, left_out: list[LeftOut]) -> None:
    sheet = data(row(1, word("A1", "甲"), cell), row(2, word("B2", "乙")))
    document = read_document(workbook(sheet, styles=STYLES))

    assert cells(document)[1][0] == text
    assert list(document.left_out) == left_out


def test_a_cell_without_its_value_has_its_place_though_it_is_alone() -> None:
    document = read_document(
        workbook(data(row(1, word("A1", "年度资金总额")), row(2, '<c r="B2" t="e"><v>#N/A</v></c>')))
    )

    assert cells(document)[-1] == ("", 1, 1, 1, 1)
    assert document.left_out == (LeftOut("error", "S1!B2", "#N/A"),)


def test_what_is_hidden_is_said_with_its_place() -> None:
    sheet = data(
        row(1, word("A1", "甲"), word("B1", "x"), word("C1", "乙")),
        row(2, word("A2", "旧指标"), word("C2", "≥1次"), attributes='hidden="1"'),
        row(3, word("A3", "丙"), attributes='ht="0"'),
        row(4, word("A4", "丁"), word("C4", "戊")),
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
    )
    document = read_document(workbook(sheet, data(row(1, word("A1", "z"))), states=("visible", "hidden")))

    assert texts(document) == ["甲|乙|丁|戊"]
    assert document.left_out == (
        LeftOut("hidden", "S1, row 2", "旧指标 ≥1次"),
        LeftOut("hidden", "S1, row 3", "丙"),
        LeftOut("hidden", "S1, column B", "x"),
        LeftOut("hidden", "sheet S2", "S2"),
    )


def test_a_merged_cell_that_begins_in_a_hidden_row_is_seen() -> None:
    sheet = data(
        row(1, word("A1", "产出指标"), word("B1", "隐藏"), attributes='hidden="1"'),
        row(2, word("B2", "≥1次")),
        after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
    )

    assert texts(read_document(workbook(sheet))) == ["产出指标|≥1次"]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2024年10月25日"),
        ("[$-x-sysdate]dddd, mmmm dd, yyyy", "2024年10月25日"),
        ("[$-F400]h:mm:ss\\ AM/PM", "18:00:00"),
        ("m/d/yyyy", "2024/10/25"),
        ("mm-dd-yy", "2024/10/25"),
        ("d/m/yy", "2024/10/25"),
        ("[$-409]d\\-mmm\\-yy;@", "2024/10/25"),
        ("[$-409]dddd, mmmm d, yyyy", "2024/10/25"),
        ("m/d/yyyy h:mm", "2024/10/25 18:00"),
        ("yyyy-mm-dd", "2024-10-25"),
        ("m/d", "10/25"),
        ("mmm-yy", "Oct-24"),
    ],
)
def test_a_whole_date_is_read_as_one_whatever_order_it_is_set_in(code: str, shown: str) -> None:
    assert number_shown(Decimal("45590.75"), code) == shown


def test_the_unit_of_money_in_a_page_header_is_read() -> None:
    sheet = data(
        row(1, word("A1", "甲")),
        after='<headerFooter><oddHeader>&amp;L&amp;"宋体,常规"&amp;10某局&amp;R2024年度  金额单位：万元'
        "</oddHeader></headerFooter>",
    )
    document = read_document(workbook(sheet))

    assert texts(document) == ["2024年度", "金额单位：万元", "甲"]
    assert document.blocks[0] == Paragraph("2024年度", "S1, page header")


# -- binary workbooks


@pytest.mark.parametrize(
    ("string", "style", "text", "left_out"),
    [
        (made_xls.text("≥800950处", [(1, 1), (4, 0)]), 0, "≥950处", [LeftOut("struck_out", "S1!B1", "800")]),
        (made_xls.text("≥171", [(3, 2)]), 0, "≥17", [LeftOut("note_mark", "S1!B1", "1")]),
        (made_xls.text("120m2", [(4, 2)]), 0, "120m2", []),
        (made_xls.text("≤30起"), 1, "", [LeftOut("struck_out", "S1!B1", "≤30起")]),
        (made_xls.text("≤30起", [(0, 0)]), 1, "≤30起", []),
    ],
)
def test_what_a_binary_cell_does_not_say_is_left_out(
    string: bytes, style: int, text: str, left_out: list[LeftOut]
) -> None:
    content = made_xls.workbook(
        made_xls.string_cell(0, 0, 0) + made_xls.string_cell(0, 1, 1, style) + made_xls.string_cell(1, 1, 0),
        strings=(made_xls.text("甲"), string),
        fonts=(made_xls.font(made_xls.STRUCK_OUT), made_xls.font(script=made_xls.RAISED)),
        styles=(made_xls.style(1),),
    )
    document = read_document(content)

    assert cells(document)[1][0] == text
    assert list(document.left_out) == left_out


def test_errors_and_what_is_hidden_in_a_binary_workbook_are_said() -> None:
    content = made_xls.workbook(
        made_xls.hidden_row(1)
        + made_xls.string_cell(0, 0, 0)
        + made_xls.error_cell(0, 1, 23)
        + made_xls.string_cell(1, 0, 1)
        + made_xls.record(0x14, b"\x0c\x00\x01" + "&R单位：万元&C第&P页".encode("utf-16-le")),
        made_xls.string_cell(0, 0, 0),
        strings=(made_xls.text("甲"), made_xls.text("旧")),
        states=(0, 1),
    )
    document = read_document(content)

    assert texts(document) == ["单位：万元", "甲|"]
    assert document.left_out == (
        LeftOut("error", "S1!B1", "#REF!"),
        LeftOut("hidden", "S1, row 2", "旧"),
        LeftOut("hidden", "sheet S2", "S2"),
    )
