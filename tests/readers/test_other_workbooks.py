"""ods, SpreadsheetML and xlsb: what is shown is read as of an .xlsx, what is not is said; hostile files are refused."""

from __future__ import annotations

import struct
import time

import pytest

from flows.readers import LeftOut, Table, UnreadableError, read_document
from tests.forms.layouts.container_writing import (
    record,
    wide,
    xlsb_cell,
    xlsb_package,
    xlsb_sheet,
    xlsb_styles,
)
from tests.readers.made_containers import (
    ods,
    ods_cell,
    ods_row,
    ods_table,
    spreadsheetml,
    xml_cell,
    xml_sheet,
)


def texts_of(content: bytes) -> list[list[str]]:
    """The texts of each table."""
    return [
        [cell.text for cell in block.cells]
        for block in read_document(content).blocks
        if isinstance(block, Table)
    ]


def left_out_of(content: bytes) -> list[tuple[str, str, str]]:
    return [(item.kind, item.locator, item.text) for item in read_document(content).left_out]


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        read_document(content)
    return str(error.value)


# -- OpenDocument


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (ods_cell("45.68", 'office:value-type="float" office:value="45.678"'), "45.678"),
        (ods_cell("1,157.30", 'office:value-type="float" office:value="1157.3"'), "1157.30"),
        (ods_cell("￥5.00", 'office:value-type="currency" office:value="5"'), "5.00"),
        (ods_cell("12", 'office:value-type="float" office:value="12345"'), "12"),
        (ods_cell("5批次", 'office:value-type="float" office:value="5"'), "5批次"),
        (ods_cell("95%", 'office:value-type="percentage" office:value="0.95"'), "95%"),
        (
            ods_cell("2024年12月25日", 'office:value-type="date" office:date-value="2024-12-25"'),
            "2024年12月25日",
        ),
        ('<table:table-cell office:value-type="percentage" office:value="0.95"/>', "95%"),
        ('<table:table-cell office:value-type="date" office:date-value="2024-12-25"/>', "2024/12/25"),
        ('<table:table-cell office:value-type="float" office:value="1e999"/>', "1e999"),
        (ods_cell('a<text:s text:c="2"/>b<text:line-break/>c'), "a  b\nc"),
        (ods_cell("5<office:annotation><text:p>批注</text:p></office:annotation>"), "5"),
        (
            "<table:table-cell><office:annotation><text:p>批注</text:p></office:annotation><text:p>5</text:p></table:table-cell>",
            "5",
        ),
    ],
)
def test_a_cell_of_an_ods_says_what_it_shows(cell: str, shown: str) -> None:
    assert texts_of(ods(ods_table(ods_row(cell)))) == [[shown]]


def test_what_an_ods_holds_without_showing_it_is_left_out_and_said() -> None:
    error = 'table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"'
    content = ods(
        ods_table(
            '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
            + ods_row("甲", ods_cell("#DIV/0!", error), "隐藏列")
            + ods_row("隐藏行", attributes='table:visibility="filter"')
            + ods_row(
                ods_cell("旧值", 'table:style-name="heir"'), '<table:table-cell table:formula="of:=A1"/>'
            )
            + ods_row(
                ods_cell('5<text:span text:style-name="raised">①</text:span>'),
                ods_cell("Err:502", 'table:formula="x"'),
            )
        ),
        ods_table(ods_row("乙"), "T", style_name="gone"),
    )

    assert texts_of(content) == [["甲", "", "", "", "5", ""]]
    assert left_out_of(content) == [
        ("error", "S!B1", "#DIV/0!"),
        ("struck_out", "S!A3", "旧值"),
        ("no_result", "S!B3", "of:=A1"),
        ("note_mark", "S!A4", "①"),
        ("error", "S!B4", "Err:502"),
        ("hidden", "S, row 2", "隐藏行"),
        ("hidden", "S, column C", "隐藏列"),
        ("hidden", "sheet T", "T"),
    ]


def test_the_unit_of_money_in_the_page_header_of_an_ods_is_read() -> None:
    header = (
        '<office:master-styles><style:master-page style:name="P"><style:header>'
        "<text:p>金额单位：万元</text:p></style:header></style:master-page></office:master-styles>"
    )
    document = read_document(ods(ods_table(ods_row("甲"), style_name="paged"), styles=header))

    assert [block.text for block in document.blocks if not isinstance(block, Table)] == ["金额单位：万元"]


def test_repeated_cells_of_an_ods_cost_nothing_without_text_and_are_bounded_with_it() -> None:
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    started = time.monotonic()
    assert texts_of(
        ods(
            ods_table(
                ods_row("甲", empty)
                + ods_row(empty, attributes='table:number-rows-repeated="1048575"')
                + ods_row("乙", attributes='table:number-rows-repeated="2"')
            )
        )
    ) == [["甲", "乙", "乙"]]
    assert time.monotonic() - started < 1

    million = ods(ods_table(ods_row("甲", attributes='table:number-rows-repeated="1048576"')))
    assert "stands there 1,048,576 times" in refusal(million)
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>甲</text:p></table:table-cell>'
    many = ods(ods_table(ods_row(cell, attributes='table:number-rows-repeated="1000"')))
    assert "larger than 1,000,000 cells" in refusal(many)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            ods(ods_table(ods_row("甲")), manifest="<a><encryption-data/></a>"),
            "encrypted by a password",
        ),
        (
            ods(ods_table(ods_row('<table:table-cell table:number-columns-repeated="x"/>'))),
            "which is no count",
        ),
        (
            ods(
                ods_table(
                    '<table:table-row><table:table-cell table:number-rows-spanned="-3"/></table:table-row>'
                )
            ),
            "no count",
        ),
    ],
)
def test_an_ods_that_cannot_be_read_says_why(content: bytes, said: str) -> None:
    assert said in refusal(content)


# -- SpreadsheetML

_STYLES = (
    '<Style ss:ID="Default"><Font/></Style><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>'
    '<Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>'
    '<Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style><Style ss:ID="h" ss:Parent="s"/>'
    '<Style ss:ID="w"><NumberFormat ss:Format="0&quot;批次&quot;"/></Style>'
)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (xml_cell("0.95", "Number", 'ss:StyleID="p"'), "95.00%"),
        (xml_cell("5", "Number", 'ss:StyleID="w"'), "5批次"),
        (xml_cell("45.678", "Number"), "45.678"),
        (xml_cell("2024-12-25T00:00:00.000", "DateTime", 'ss:StyleID="d"'), "2024/12/25"),
        (xml_cell("1", "Boolean"), "TRUE"),
        (xml_cell("1e999", "Number"), "1e999"),
        (xml_cell("5", attributes='ss:StyleID="unknown"'), "5"),
    ],
)
def test_a_cell_of_a_spreadsheetml_says_what_it_shows(cell: str, shown: str) -> None:
    assert texts_of(spreadsheetml(xml_sheet(f"<Row>{cell}</Row>"), styles=_STYLES)) == [[shown]]


def test_places_in_a_spreadsheetml_follow_from_indexes_and_merged_cells() -> None:
    rows = (
        "<Row>" + xml_cell("甲", attributes='ss:MergeAcross="1" ss:MergeDown="1"') + xml_cell("乙") + "</Row>"
        "<Row>" + xml_cell("丙", attributes='ss:Index="3"') + "</Row>"
        '<Row ss:Index="9">' + xml_cell("丁") + "</Row>"
    )
    [table] = read_document(spreadsheetml(xml_sheet(rows))).blocks

    assert isinstance(table, Table)
    assert [(cell.text, cell.locator, cell.row_span) for cell in table.cells if cell.text] == [
        ("甲", "S!A1", 2),
        ("乙", "S!C1", 1),
        ("丙", "S!C2", 1),
        ("丁", "S!A9", 1),
    ]


def test_what_a_spreadsheetml_holds_without_showing_it_is_left_out_and_said() -> None:
    rich = '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><S>旧</S><Font>新</Font><Sup>①</Sup></ss:Data>'
    content = spreadsheetml(
        xml_sheet(
            '<Column/><Column/><Column ss:Hidden="1"/>'
            f'<Row>{xml_cell("#DIV/0!", "Error")}<Cell ss:Formula="=A1"/>{xml_cell("隐藏列")}</Row>'
            f'<Row ss:Hidden="1">{xml_cell("隐藏行")}</Row>'
            "<Row>" + xml_cell("划", attributes='ss:StyleID="h"') + f"<Cell>{rich}</Cell></Row>",
            options='<PageSetup><Header x:Data="&amp;R金额单位：万元"/></PageSetup>',
        ),
        xml_sheet(f"<Row>{xml_cell('乙')}</Row>", "T", "<Visible>SheetVeryHidden</Visible>"),
        styles=_STYLES,
    )

    assert texts_of(content) == [["", "", "", "新"]]
    assert left_out_of(content) == [
        ("error", "S!A1", "#DIV/0!"),
        ("no_result", "S!B1", "=A1"),
        ("struck_out", "S!A3", "划"),
        ("struck_out", "S!B3", "旧"),
        ("note_mark", "S!B3", "①"),
        ("hidden", "S, row 2", "隐藏行"),
        ("hidden", "S, column C", "隐藏列"),
        ("hidden", "sheet T", "T"),
    ]
    assert read_document(content).blocks[0].locator == "S, page header"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (spreadsheetml(xml_sheet("<Row>"))[:-60], "the file is no XML"),
        (
            spreadsheetml().replace(b"\n", b'\n<!DOCTYPE a [<!ENTITY b "c">]>', 1),
            "the file declares a document type",
        ),
        (spreadsheetml(xml_sheet('<Row ss:Index="99999999"/>')), "row 99999999 is none of a sheet"),
        (
            spreadsheetml(xml_sheet("<Row>" + xml_cell("甲", attributes='ss:Index="20000"') + "</Row>")),
            "row 1 has a cell outside of the sheet",
        ),
    ],
)
def test_a_spreadsheetml_that_cannot_be_read_says_why(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_merged_areas_of_a_spreadsheetml_do_not_make_a_giant_table() -> None:
    cell = xml_cell("甲", attributes='ss:MergeAcross="16383" ss:MergeDown="1048575"')
    assert texts_of(spreadsheetml(xml_sheet(f"<Row>{cell}</Row>"))) == [["甲"]]


# -- xlsb


def _book(*cells: bytes, **options: bytes) -> bytes:
    return xlsb_package([("S", xlsb_sheet([(0, b"".join(cells))]))], ["甲", "乙"], **options)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (xlsb_cell(5, 0, struct.pack("<d", 0.95), 1), "95%"),
        (xlsb_cell(5, 0, struct.pack("<d", 45.678)), "45.678"),
        (xlsb_cell(2, 0, struct.pack("<i", 1234 << 2 | 3)), "12.34"),
        (xlsb_cell(7, 0, struct.pack("<I", 1)), "乙"),
        (xlsb_cell(6, 0, wide("丙")), "丙"),
        (xlsb_cell(8, 0, wide("丁") + bytes(8)), "丁"),
        (xlsb_cell(9, 0, struct.pack("<d", 5) + bytes(8)), "5"),
        (xlsb_cell(4, 0, b"\1"), "TRUE"),
        (xlsb_cell(62, 0, b"\1" + wide("新旧") + struct.pack("<IHH", 1, 1, 0)), "新旧"),
    ],
)
def test_a_cell_of_an_xlsb_says_what_it_shows(cell: bytes, shown: str) -> None:
    assert texts_of(_book(cell)) == [[shown]]


def test_a_date_in_an_xlsb_is_shown_by_its_format() -> None:
    content = _book(
        xlsb_cell(5, 0, struct.pack("<d", 45651), 1), styles=xlsb_styles(("General", 'yyyy"年"m"月"d"日"'))
    )

    assert texts_of(content) == [["2024年12月25日"]]


def test_what_an_xlsb_holds_without_showing_it_is_left_out_and_said() -> None:
    rich = b"\1" + wide("新旧") + struct.pack("<IHH", 1, 1, 1)
    rows = [
        (0, xlsb_cell(3, 0, b"\x07") + xlsb_cell(6, 1, wide("甲")) + xlsb_cell(6, 2, wide("隐藏列"))),
        (1, xlsb_cell(6, 0, wide("隐藏行"))),
        (2, xlsb_cell(6, 0, wide("划"), 1) + xlsb_cell(62, 1, rich)),
    ]
    hidden_column = record(60, struct.pack("<4IH", 2, 2, 2560, 0, 1))
    header = record(479, struct.pack("<H", 0) + wide("&R金额单位：万元") + wide("") * 5)
    shown = xlsb_sheet(rows, header, hidden_column, hidden=[1])
    content = xlsb_package(
        [("S", shown), ("T", xlsb_sheet([(0, xlsb_cell(6, 0, wide("乙")))]))],
        styles=xlsb_styles(("General", "General"), struck=1),
        hidden=["T"],
    )

    assert texts_of(content) == [["", "甲", "", "新"]]
    assert left_out_of(content) == [
        ("error", "S!A1", "#DIV/0!"),
        ("struck_out", "S!A3", "划"),
        ("struck_out", "S!B3", "旧"),
        ("hidden", "S, row 2", "隐藏行"),
        ("hidden", "S, column C", "隐藏列"),
        ("hidden", "sheet T", "T"),
    ]
    assert read_document(content).blocks[0].locator == "S, page header"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_book(xlsb_cell(7, 0, struct.pack("<I", 9))), "S!A1 refers to a string that is not there"),
        (_book(xlsb_cell(5, 0, struct.pack("<d", 1), 9)), "S!A1 refers to a style that is not there"),
        (_book(xlsb_cell(5, 0, struct.pack("<d", float("nan")))), "S!A1 holds no number"),
        (_book(xlsb_cell(6, 0, struct.pack("<I", 1 << 30))), "a text is cut off"),
        (_book(xlsb_cell(5, 0, b"\0")), "a record is shorter than its kind"),
        (_book(xlsb_cell(6, 1 << 20, wide("甲"))), "a cell is none of a sheet"),
        (xlsb_package([("S", b"\x05\xff\xff\xff\x7f")]), "a record is cut off"),
        (
            xlsb_package([("S", xlsb_sheet([(0, b"")], record(176, struct.pack("<4I", 5, 1, 0, 0))))]),
            "a merged area is none of a sheet",
        ),
    ],
)
def test_an_xlsb_that_is_damaged_says_where(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_an_empty_cell_of_an_xlsb_with_an_error_is_told_from_one_in_which_nothing_was_written() -> None:
    [missing] = read_document(
        _book(xlsb_cell(11, 0, b"\x2a" + bytes(8)), xlsb_cell(6, 1, wide("甲")))
    ).left_out

    assert missing == LeftOut("error", "S!A1", "#N/A")
