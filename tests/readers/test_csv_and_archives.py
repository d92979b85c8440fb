"""Text with delimiters, and web archives: read as tables and pages; damaged and hostile ones are refused."""

from __future__ import annotations

import base64
import time

import pytest

from flows.readers import Table, UnreadableError, read_document
from tests.forms.layouts.container_writing import archive
from tests.readers.made_containers import page_archive


def cells_of(content: bytes) -> list[tuple[str, int, int, int, int]]:
    [table] = read_document(content).blocks
    assert isinstance(table, Table)
    return [
        (cell.text, cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in table.cells
        if cell.text
    ]


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        read_document(content)
    return str(error.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_keep_delimiters_and_line_ends_between_quotation_marks(delimiter: str) -> None:
    text = f'甲{delimiter}"一{delimiter}二\n三""四"""\n乙{delimiter}5\n'
    document = read_document(text.encode())
    [table] = document.blocks

    assert document.format == "csv"
    assert isinstance(table, Table)
    assert [(cell.text, cell.locator) for cell in table.cells] == [
        ("甲", "line 1, cell 1"),
        (f'一{delimiter}二\n三"四"', "line 1, cell 2"),
        ("乙", "line 3, cell 1"),
        ("5", "line 3, cell 2"),
    ]


def test_a_label_has_the_empty_places_before_its_value_and_a_frame_those_below_it() -> None:
    text = "项目资金,年度资金总额,,45,\n,财政拨款,,40,\n项目名称,,某项目,,\n"

    assert cells_of(text.encode()) == [
        ("项目资金", 0, 0, 2, 1),
        ("年度资金总额", 0, 1, 1, 2),
        ("45", 0, 3, 1, 1),
        ("财政拨款", 1, 1, 1, 2),
        ("40", 1, 3, 1, 1),
        ("项目名称", 2, 0, 1, 2),
        ("某项目", 2, 2, 1, 1),
    ]


def test_a_header_of_two_rows_has_its_merged_cells_again() -> None:
    text = "一级指标,三级指标,指标值,,备注\n,,符号,数值,\n产出指标,数量,≥,5,无\n"

    assert cells_of(text.encode())[:6] == [
        ("一级指标", 0, 0, 2, 1),
        ("三级指标", 0, 1, 2, 1),
        ("指标值", 0, 2, 1, 2),
        ("备注", 0, 4, 2, 1),
        ("符号", 1, 2, 1, 1),
        ("数值", 1, 3, 1, 1),
    ]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_rest_in_silence() -> None:
    rows = "甲,乙\n" * 5 + '丙,"丁\n' + "戊,己\n" * 2

    assert refusal(rows.encode()).startswith("the cell that begins in line 6 of the text is damaged")


def test_a_giant_table_in_text_is_refused() -> None:
    assert "larger than 1,000,000 cells" in refusal(b"a,b\n" * 3 + b"," * 1_100_000)
    assert "more than 131,072 characters" in refusal(b"a,b\n" * 20_000 + b"a," + b"b" * 140_000)


def test_the_page_of_a_web_archive_is_read_in_the_encoding_that_the_archive_names() -> None:
    page = '<html><meta charset="utf-8"><table><tr><td>项目名称<td>某项目</table></html>'
    document = read_document(page_archive(page, "gb2312"))

    assert document.format == "mht"
    assert cells_of(page_archive(page, "gb2312"))[1][0] == "某项目"


def test_of_a_frame_around_sheets_each_sheet_is_read_at_a_place_of_its_own() -> None:
    frame = b'<html><frameset rows="*,39"><frame src="sheet001.htm"></frameset></html>'
    sheet = "<meta charset=utf-8><p>标题</p><table><tr><td>项目名称<td>某项目</table>".encode()
    tabs = b"<meta charset=utf-8><p>Sheet1</p>"
    document = read_document(
        archive(
            *(
                ("text/html", f"file:///{number}", page)
                for number, page in enumerate((frame, sheet, sheet, tabs))
            )
        )
    )
    locators = [block.locator for block in document.blocks]

    assert len(document.blocks) == 4
    assert len(set(locators)) == 4
    assert all(locator.startswith(("part 2, ", "part 3, ")) for locator in locators)


def test_a_web_archive_takes_the_page_that_it_says_is_its_root() -> None:
    content = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x; start="<b>"\r\n\r\n'
        b"--x\r\nContent-Type: text/html\r\nContent-ID: <a>\r\n\r\n<p>advertisement</p>\r\n"
        b"--x\r\nContent-Type: text/html\r\nContent-ID: <b>\r\n\r\n<table><tr><td>page<td>x</table>\r\n--x--\r\n"
    )

    assert [cell[0] for cell in cells_of(content)] == ["page", "x"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (archive(("text/plain", "a", b"a")), "has no page in it"),
        (archive(*[("text/html", "a", b"a")] * 600), "more than 500 parts"),
        (
            b"".join(
                b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (number, number)
                for number in range(40)
            ),
            "nested too deeply",
        ),
    ],
)
def test_a_web_archive_that_cannot_be_read_says_why(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_a_web_archive_that_is_cut_off_in_its_page_ends_abruptly() -> None:
    page = "<html><body><table><tr><td>项目名称<td>某项目</table></body></html>".encode()
    whole = (
        b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(page)
    )
    [table] = read_document(whole[:-48]).blocks

    assert isinstance(table, Table)
    assert table.ends_abruptly


def test_headers_without_end_cost_no_more_than_their_length() -> None:
    started = time.monotonic()

    with pytest.raises(UnreadableError):
        read_document(b"A: b\r\n c\r\n" * 100_000 + b"\xff\xfe")
    assert time.monotonic() - started < 2
