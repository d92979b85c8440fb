"""Excel workbooks: a table for each sheet that is shown, cells as they print."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.readers import Table, UnreadableError
from flows.readers.excel.xlsx import read_xlsx
from tests.readers.made_xlsx import data, number, row, word, workbook

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"


def tables(content: bytes) -> list[Table]:
    return [block for block in read_xlsx(content).blocks if isinstance(block, Table)]


def grid(content: bytes) -> list[list[str]]:
    (table,) = tables(content)
    return [[cell.text for cell in row] for row in table.rows()]


def cell_text(cell: str, strings: str = "") -> str:
    (table,) = tables(workbook(data(row(1, cell)), strings=strings))
    return table.cells[0].text


def test_the_real_document_has_a_sheet_a_form() -> None:
    sheets = tables((DOCUMENTS / "2024" / "objectives_2024.xlsx").read_bytes())
    first = sheets[0]

    assert [table.name for table in sheets] == [str(form) for form in range(1, 57)]
    assert [cell.text for cell in list(first.rows())[3]] == [
        *("预算规模及资金用途", "预算数", "45.00", "其中：财政    资金", "45.00", "其他资金", "")
    ]
    level1 = next(cell for cell in first.cells if cell.text == "产出指标")
    assert (level1.locator, level1.row_span, level1.column_span) == ("1!A9", 5, 1)


def test_large_parts_read_as_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [file.read_bytes() for file in sorted(DOCUMENTS.glob("*/*.xlsx"))]
    small = [read_xlsx(content) for content in documents]
    monkeypatch.setattr("flows.readers.package.WHOLE_TREE_BYTES", 0)
    assert documents
    assert [read_xlsx(content) for content in documents] == small


def test_a_rate_is_read_as_it_is_printed_and_codes_keep_their_text() -> None:
    sheets = tables(
        (DOCUMENTS / "publishers" / "city_selfevaluation_codes_sheet_per_project.xlsx").read_bytes()
    )

    assert [table.name for table in sheets][:2] == ["目录", "法律援助"]
    assert [cell.text for cell in list(sheets[1].rows())[9]][1:] == [
        *("总额", "96.00", "104.50", "103.94", "99.46%", "10", "9.95"),
        (
            "1.预算执行率=预算执行数/调整后预算数，预算执行率未达到90%的需说明原因（100字以内）；"
            "2.其他资金包括：社会投入资金、银行贷款。"
        ),
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (word("A1", "  甲\n乙 "), "甲\n乙"),
        (word("A1", "甲_x000D_\n乙"), "甲\n乙"),
        (word("A1", "_x005F_x0041_ _xD83D__xDE00_"), "_x0041_ 😀"),
        ('<c r="A1" t="s"><v>1</v></c>', "富文本"),
        ('<c r="A1" t="str"><f>A2&amp;"x"</f><v>x</v></c>', "x"),
        ('<c r="A1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A1" t="d" s="2"><v>2024-12-25T00:00:00</v></c>', "2024/12/25"),
        ('<c r="A1" t="d"><v>2024-12-25</v></c>', "2024/12/25"),
        (number("A1", "0.1"), "0.1"),
        (number("A1", "45.300000000000004"), "45.3"),
        (number("A1", "0.95", 1), "95%"),
        (number("A1", "45651", 2), "2024/12/25"),
        (number("A1", "12787", 3), "12787批次"),
        ('<c r="A1"><f>SUM(B1:B2)</f><v>3.5</v></c>', "3.5"),
        ("<c><v>7</v></c>", "7"),
    ],
)
def test_a_cell_reads_as_it_prints(cell: str, text: str) -> None:
    strings = (
        "<si><t>一</t></si><si><r><t>富</t></r><r><rPr><b/></rPr><t>文本</t></r><rPh><t>fu</t></rPh></si>"
    )

    assert cell_text(cell, strings) == text


def test_merged_areas_are_one_cell_and_empty_places_have_one() -> None:
    sheet = data(
        row(2, word("B2", "甲"), word("C2", "不可见"), word("D2", "乙")),
        row(3, word("B3", "丙"), '<c r="C3"/>', word("D3", "丁")),
        row(4, word("D4", "戊")),
        after='<mergeCells><mergeCell ref="B2:C2"/><mergeCell ref="B3:B4"/><mergeCell ref="C3:C4"/></mergeCells>',
    )
    (table,) = tables(workbook(sheet))

    assert [(c.text, c.row, c.column, c.row_span, c.column_span, c.locator) for c in table.cells] == [
        ("甲", 0, 0, 1, 2, "S1!B2"),
        ("乙", 0, 2, 1, 1, "S1!D2"),
        ("丙", 1, 0, 2, 1, "S1!B3"),
        ("", 1, 1, 2, 1, "S1!C3"),
        ("丁", 1, 2, 1, 1, "S1!D3"),
        ("戊", 2, 2, 1, 1, "S1!D4"),
    ]


def test_hidden_sheets_rows_and_columns_are_left_out() -> None:
    sheet = data(
        row(1, word("A1", "甲"), word("B1", "x"), word("C1", "乙"), word("D1", "并")),
        row(2, word("A2", "y"), attributes='hidden="1"'),
        row(3, word("A3", "丙"), word("C3", "丁")),
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="D1:D3"/></mergeCells>',
    )
    content = workbook(sheet, data(row(1, word("A1", "z"))), states=("visible", "hidden"))

    assert grid(content) == [["甲", "乙", "并"], ["丙", "丁", "并"]]


def test_a_chart_sheet_is_no_table() -> None:
    content = workbook(data(row(1, word("A1", "甲"))), "", kinds=("worksheet", "chartsheet"))

    assert [table.name for table in tables(content)] == ["S1"]


def test_a_text_far_away_costs_nothing() -> None:
    content = workbook(
        data(
            row(1, word("A1", "甲")),
            row(1_048_576, word("XFD1048576", "乙")),
            before='<dimension ref="A1:XFD1048576"/>',
        )
    )

    assert grid(content) == [["甲", ""], ["", "乙"]]


def test_days_counted_from_1904() -> None:
    content = workbook(data(row(1, number("A1", "44189", 2))), properties='<workbookPr date1904="1"/>')

    assert grid(content) == [["2024/12/25"]]


def test_the_strict_edition_and_prefixes_read_the_same() -> None:
    content = workbook(
        "",
        extra={
            "xl/worksheets/S1.xml": '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main">'
            '<x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
        },
    )

    assert grid(content) == [["甲"]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            workbook(data(row(1, word("XFE1", "甲")))),
            (
                "cell XFE1 is no place of a sheet (sheet S1). "
                "Fetch it again from its publisher, or open and save it in an office program."
            ),
        ),
        (
            workbook(data(row(1_048_577, word("A1048577", "甲")))),
            (
                "row 1048577 is no place of a sheet (sheet S1). "
                "Fetch it again from its publisher, or open and save it in an office program."
            ),
        ),
        (
            workbook(
                data(row(1, word("A1", "甲")), after='<mergeCells><mergeCell ref="A0:B"/></mergeCells>')
            ),
            (
                "cell A0:B is no place of a sheet (sheet S1). "
                "Fetch it again from its publisher, or open and save it in an office program."
            ),
        ),
        (
            workbook(
                data(
                    row(1, word("A1", "甲")),
                    row(9_999, word("ALL9999", "乙")),
                    after='<mergeCells><mergeCell ref="A1:ALL9999"/></mergeCells>',
                )
            ),
            (
                "sheet S1 makes the document's tables larger than 1,000,000 cells: that is no yearly document. "
                "Remove what is no form, or split the file, and load it again."
            ),
        ),
        (
            workbook("", extra={"xl/worksheets/S1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'}),
            (
                "xl/worksheets/S1.xml of the package declares a document type, which no office program writes. "
                "Do not open it; ask its publisher."
            ),
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_and_remedy(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read_xlsx(content)

    assert str(error.value) == message


def test_broken_xml_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"^xl/worksheets/S1\.xml of the package is no XML \("):
        read_xlsx(workbook("", extra={"xl/worksheets/S1.xml": "<worksheet><sheetData>"}))
