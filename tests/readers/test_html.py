"""Web pages: what a browser shows, whatever the markup."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.readers import Document, Paragraph, Table, UnreadableError
from flows.readers.web.html import read_html
from tests.readers.seen import grid, paragraphs, tables

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"
PUBLISHERS = DOCUMENTS / "publishers"


def read(body: str) -> Document:
    return read_html(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode())


def places(table: Table) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells]


def cell(markup: str) -> str:
    (table,) = tables(read(f"<table><tr><td>{markup}</td></tr></table>"))
    return table.cells[0].text


def test_the_real_document_has_a_heading_and_two_tables_a_form() -> None:
    document = read_html((DOCUMENTS / "2024" / "objectives_2024.html").read_bytes())

    assert len(tables(document)) == 112
    assert len(paragraphs(document)) == 56
    assert paragraphs(document)[9] == "10.2023年中央反垄断工作补助经费绩效目标表"
    assert places(tables(document)[0])[:9] == [
        ("355101天津市市场监督管理委员会财务处", 0, 0, 1, 5),
        ("单位：万元", 0, 5, 1, 2),
        ("项目名称", 1, 0, 1, 1),
        ("大型检测设备运行维护2024（特检院）", 1, 1, 1, 6),
        ("预算规模及资金用途", 2, 0, 2, 1),
        ("预算数", 2, 1, 1, 1),
        ("45.00", 2, 2, 1, 1),
        ("其中：财政资金", 2, 3, 1, 1),
        ("45.00", 2, 4, 1, 1),
    ]


def test_a_page_that_declares_gb2312_and_sends_gb18030() -> None:
    document = read_html((PUBLISHERS / "city_objectives_midterm_and_annual_gb18030.html").read_bytes())
    index, first, second = tables(document)

    assert grid(index) == [["- 索 引 号：00732/2024-0114  分 类："]]
    assert index.locator == "table 1.1"
    assert (first.locator, second.locator) == ("table 2", "table 3")
    assert grid(first)[8] == [
        "绩效\n指标",
        "预期产出指标",
        "数量指标(或建筑规模指标)",
        "改造桥梁长度(延米)",
        "2680",
        "数量指标(或建筑规模指标)",
        "改造桥梁长度(延米)",
        "≥610",
    ]
    assert paragraphs(document) == ["注：本表由预算单位填报，市财政局批复。"] * 2


def test_navigation_and_footers_do_not_hide_the_forms() -> None:
    document = read_html((PUBLISHERS / "city_web_page_headings_differ.html").read_bytes())

    assert grid(tables(document)[0]) == [["首页", "政务公开"]]
    assert [grid(table)[3] for table in tables(document)[1:4]] == [
        ["项目名称", "图书馆总分馆运行经费"],
        ["项目名称", "全民健身路径更新与维护"],
        ["项目名称", grid(tables(document)[3])[3][1]],
    ]
    assert grid(tables(document)[1])[11] == ["绩\n效\n指\n标", "一级\n指标", "二级指标", "三级指标", "指标值"]


def test_project_cells_merged_down_in_a_wide_table() -> None:
    (table,) = tables(read_html((PUBLISHERS / "county_wide_table_yuan_levels_unsorted.html").read_bytes()))

    assert {len(row) for row in grid(table)[2:]} == {12}
    assert [row[1] for row in grid(table)[4:]] == (
        ["村干部基本报酬"] * 6 + ["场镇清扫保洁"] * 6 + ["防汛应急物资储备"] * 5
    )


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("其中：财政\n\t\t   资金", "其中：财政资金"),
        ("for one\n   year", "for one year"),
        ("一&nbsp;&nbsp;二", "一  二"),
        ("一<br>二", "一\n二"),
        ("<p>一</p>\n<p>二</p>", "一\n二"),
        ("<p>一</p><p>&nbsp;</p><p>二</p>", "一\n\n二"),
        ("<p>一</p><p></p><p>二<br></p>", "一\n二"),
        ("<p><span><span>≥95</span></span><span lang=EN-US>%</span></p>", "≥95%"),
        ("&lt;5%", "<5%"),
        ("a<o:p>b</o:p>c", "abc"),
        ("<![if !supportLists]>1.<![endif]>甲", "1.甲"),
        ("m<sup>2</sup>", "m2"),
        ("<pre>甲\n  乙</pre>", "甲\n  乙"),
        ("<ol start=3><li>甲<li>乙</ol>", "3. 甲\n4. 乙"),
        ("<ul><li>甲<li>乙</ul>", "甲\n乙"),
        ("甲<script>1</script><style>2</style><!-- 3 -->乙", "甲乙"),
        ("甲<span style='DISPLAY: none'>1</span><b hidden>2</b>乙", "甲乙"),
        ("甲<del>1</del><span style='mso-hide:all'>2</span>乙", "甲乙"),
        ("甲<span style='mso-display: none; font-display:block'>1</span>", "甲1"),
        ("<input value='甲'><input type=hidden value=1>", "甲"),
        ("<input type=checkbox checked>延续<input type=checkbox>新增", "☑延续☐新增"),
        ("<select><option>甲<option selected>乙</select>", "乙"),
    ],
)
def test_a_cell_reads_as_it_is_shown(markup: str, text: str) -> None:
    assert cell(markup) == text


def test_classes_that_a_style_sheet_hides_are_left_out_unless_another_rule_shows_them() -> None:
    document = read(
        "<style>/* .c{display:none} */ .a, p.b { display:none } .tab{display:none} .tab.on{display:block}"
        " @media print { .c { display:none } }</style>"
        "<p class=a>a</p><p class='x b'>b</p><p class=c>c</p><p class=tab>tab</p>"
    )

    assert paragraphs(document) == ["c", "tab"]


def test_hidden_rows_and_cells_are_left_out_of_the_grid() -> None:
    (table,) = tables(
        read(
            "<table><tr><td>甲<td style='display:none'>x<td>乙"
            "<tr style='display:none'><td>y<tr><td>丙<td>丁</table>"
        )
    )

    assert grid(table) == [["甲", "乙"], ["丙", "丁"]]


def test_paragraphs_end_at_blocks_and_at_empty_lines() -> None:
    document = read("某局<br>2024年<div>一</div>二<br><br>三<h2>四</h2>")

    assert paragraphs(document) == ["某局\n2024年", "一", "二", "三", "四"]
    assert document.blocks[-1] == Paragraph("四", "paragraph 5")


def test_spans_place_the_cells_below_and_beside() -> None:
    (table,) = tables(
        read("<table><tr><td rowspan=2>甲<td colspan=2>乙<tr><td>丙<td>丁<tr><td>戊<td>己<td>庚</table>")
    )

    assert places(table) == [
        ("甲", 0, 0, 2, 1),
        ("乙", 0, 1, 1, 2),
        ("丙", 1, 1, 1, 1),
        ("丁", 1, 2, 1, 1),
        ("戊", 2, 0, 1, 1),
        ("己", 2, 1, 1, 1),
        ("庚", 2, 2, 1, 1),
    ]
    assert table.cells[2].locator == "table 1, row 2, cell 1"


@pytest.mark.parametrize("span", ["0", "9", "65534", "99999999999999999999"])
def test_a_row_span_ends_with_its_row_group(span: str) -> None:
    (table,) = tables(
        read(
            f"<table><tbody><tr><td rowspan={span}>甲<td>乙<tr><td>丙</tbody>"
            "<tbody><tr><td>丁<td>戊</tbody></table>"
        )
    )

    assert grid(table) == [["甲", "乙"], ["甲", "丙"], ["丁", "戊"]]


def test_a_column_span_ends_at_a_cell_from_above() -> None:
    (table,) = tables(read("<table><tr><td>甲<td rowspan=2>乙<td>丙<tr><td colspan=3>丁<td>戊</table>"))

    assert places(table)[3:] == [("丁", 1, 0, 1, 1), ("戊", 1, 2, 1, 1)]


def test_the_foot_of_a_table_comes_last() -> None:
    (table,) = tables(
        read("<table><tfoot><tr><td>合计</tfoot><thead><tr><td>头</thead><tbody><tr><td>身</tbody></table>")
    )

    assert grid(table) == [["头"], ["身"], ["合计"]]


def test_rows_are_found_through_bad_markup_and_text_between_them_is_kept() -> None:
    document = read("<table>散文<form><tr><td>甲<td>乙<tr><td>丙</form></table><table><td>丁</table>")

    assert paragraphs(document) == ["散文"]
    assert [grid(table) for table in tables(document)] == [[["甲", "乙"], ["丙"]], [["丁"]]]


def test_a_caption_stands_above_its_table() -> None:
    document = read("<table><caption>标题</caption><tr><td>甲</table>")

    assert document.blocks[0] == Paragraph("标题", "paragraph 1")


def test_a_frame_is_read_as_if_it_were_not_there() -> None:
    document = read(
        "<table><tr><td>导航<td><p>1.甲绩效目标表</p><table><tr><td>项目名称<td>甲</table>"
        "<p>2.乙绩效目标表</p><table><tr><td>项目名称<td>乙</table></table>"
    )

    assert [
        (block.locator, block.text if isinstance(block, Paragraph) else grid(block))
        for block in document.blocks
    ] == [
        ("paragraph 1", "导航"),
        ("paragraph 2", "1.甲绩效目标表"),
        ("table 1.1", [["项目名称", "甲"]]),
        ("paragraph 3", "2.乙绩效目标表"),
        ("table 1.2", [["项目名称", "乙"]]),
    ]
    assert tables(document)[1].cells[1].locator == "table 1.2, row 1, cell 2"


def test_a_form_that_holds_a_table_stays_a_table() -> None:
    document = read(
        "<table><tr><td>项目名称<td>甲<tr><td>绩效目标<td>完成<table><tr><td>年<td>数</table>任务</table>"
    )

    assert [(table.locator, grid(table)) for table in tables(document)] == [
        ("table 1", [["项目名称", "甲"], ["绩效目标", "完成\n任务"]]),
        ("table 1.1", [["年", "数"]]),
    ]


def test_rows_and_columns_without_text_at_the_edges_are_left_out() -> None:
    (table,) = tables(
        read("<table><tr><td><td><td><tr><td>&nbsp;<td>甲<td><tr><td><td>乙<td><p></p></table>")
    )

    assert [(cell.text, cell.row, cell.column, cell.locator) for cell in table.cells] == [
        ("甲", 1, 1, "table 1, row 2, cell 2"),
        ("乙", 2, 1, "table 1, row 3, cell 2"),
    ]


def test_empty_tables_and_pages_are_nothing() -> None:
    assert read("<table><tr><td></table>").blocks == ()
    assert read_html(b"<!-- -->").blocks == ()


@pytest.mark.parametrize(
    ("declared", "sent"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("iso-8859-1", "gb18030"),
        ("rot13", "utf-8"),
        ("big5", "big5hkscs"),
        ("", "utf-8"),
        ("", "gb18030"),
        ("gb2312", "utf-8-sig"),
        ("gb2312", "utf-16"),
    ],
)
def test_the_bytes_decide_where_the_declaration_is_wrong(declared: str, sent: str) -> None:
    page = f'<meta http-equiv=Content-Type content="text/html; charset={declared}"><p>年度目標：完成</p>'

    assert paragraphs(read_html(page.encode(sent))) == ["年度目標：完成"]


def test_a_damaged_byte_matters_only_where_it_is_shown() -> None:
    page = (
        '<meta charset="gbk"><script>"{}"</script>'
        + "<p>绩效目标申报表</p>" * 20
        + "<table><tr><td>≥{}%</table>"
    )
    half = page.encode("gb18030").replace(b"{}", b"\x80", 1)

    assert paragraphs(read_html(half))[0] == "绩效目标申报表"
    with pytest.raises(UnreadableError) as error:
        read_html(half.replace(b"{}", b"\xff"))
    assert str(error.value) == (
        "the page has bytes at table 1, row 1, cell 1 that fit no encoding («≥\ufffd%»). "
        "Fetch it again from its publisher, or open it in a browser and save it."
    )


def test_a_table_that_is_never_closed_ends_abruptly() -> None:
    page = "<html><body><table><tr><td>甲</td></tr></table><table><tr><td>乙"

    assert [table.ends_abruptly for table in tables(read_html(page.encode()))] == [False, True]
    assert not tables(read_html((page + "</body></html>").encode()))[1].ends_abruptly


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (
            "<div>" * 300 + "x",
            (
                "line 1 of the page is nested deeper, or has a longer text, than any document needs. "
                "Fetch it again from its publisher, or open it in a browser and save it."
            ),
        ),
        (
            "<table>" + ("<tr>" + "<td colspan=1000>x" * 20) * 60,
            (
                "table 1 makes the document's tables larger than 1,000,000 cells: that is no yearly document. "
                "Remove what is no form, or split the file, and load it again."
            ),
        ),
        (
            "\udcff\udcfe\udcfd" * 40,
            (
                "the page is not text: line 1 and others fit no encoding that Chinese pages use (UTF-8, UTF-16, "
                "GB18030, Big5). Check that it is a web page and was fetched whole."
            ),
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(page: str, message: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read_html(page.encode("utf-8", "surrogateescape"))

    assert str(error.value) == message
