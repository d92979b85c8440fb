"""Binary workbooks: `made/selfevaluation.xls` was written with xlwt to hold what such files hold."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from flows.readers import Table, UnreadableError
from flows.readers.excel.biff import Strings, records
from flows.readers.excel.xls import read_xls

FILE = Path(__file__).resolve().parents[1] / "documents" / "made" / "selfevaluation.xls"
_REMEDY = "Fetch it again from its publisher, or open it in an office program and save it as .xlsx."


@pytest.fixture(scope="module")
def sheets() -> list[Table]:
    return [block for block in read_xls(FILE.read_bytes()).blocks if isinstance(block, Table)]


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows()]


def test_hidden_sheets_rows_and_columns_are_left_out(sheets: list[Table]) -> None:
    assert [table.name for table in sheets] == ["自评表", "长文本"]
    assert not any("隐藏" in cell.text for table in sheets for cell in table.cells)


def test_numbers_dates_and_percentages_are_read_as_their_formats_say(sheets: list[Table]) -> None:
    rows = grid(sheets[0])

    assert rows[5] == ["项目资金\n（万元）", "120.00", "118.50", "104.25", "10", "87.97%", "8.8"]
    assert [row[3:5] for row in rows[7:11]] == [
        ["≥45公里", "45.2公里"],
        ["95%", "97.8%"],
        ["2023年11月30日", "2023/11/28"],
        ["≤2.6万元", "2.3"],
    ]
    assert rows[13] == ["TRUE", "FALSE", "", "-1157.3", "123456789.125", "-3", "0.3"]


def test_merged_areas_are_one_cell_and_found_at_their_corner(sheets: list[Table]) -> None:
    merged = {cell.text: cell for cell in sheets[0].cells if (cell.row_span, cell.column_span) != (1, 1)}

    assert (merged["产出指标"].row_span, merged["产出指标"].locator) == (4, "自评表!A8")
    assert (merged["项目支出绩效自评表"].column_span, merged["农村饮水安全巩固提升"].column_span) == (7, 6)


def test_texts_longer_than_a_record_are_whole(sheets: list[Table]) -> None:
    expected = CalamineWorkbook.from_path(str(FILE)).get_sheet_by_name("长文本").to_python()

    assert grid(sheets[1]) == [[text for text in row if isinstance(text, str) and text] for row in expected]


def test_a_string_may_change_its_width_where_it_goes_on() -> None:
    pieces = (struct.pack("<HB", 5, 0) + b"ab", b"\x01" + "丙丁".encode("utf-16-le"), b"\x00e")

    assert Strings(pieces).plain() == "ab丙丁e"


def test_runs_are_read_and_phonetic_guides_passed_over() -> None:
    first = struct.pack("<HBHI", 2, 0x0D, 1, 3) + "甲乙".encode("utf-16-le") + b"\x00" * 4
    strings = Strings((first, b"\x00" * 3 + struct.pack("<HB", 1, 0) + b"x"))

    assert (strings.rich(), strings.rich(), strings.is_at_end) == (("甲乙", [(0, 0)]), ("x", []), True)


def test_records_go_on_in_those_that_continue_them() -> None:
    stream = (
        struct.pack("<HH", 0xFC, 1) + b"a" + struct.pack("<HH", 0x3C, 1) + b"b" + struct.pack("<HH", 0x0A, 0)
    )

    assert [(record.kind, record.pieces) for record in records(stream, 0)] == [
        (0xFC, (b"a", b"b")),
        (0x0A, (b"",)),
    ]


def test_a_record_that_is_cut_off_is_said_to_be() -> None:
    with pytest.raises(UnreadableError) as error:
        list(records(struct.pack("<HH", 0xFC, 9) + b"a", 0))

    assert str(error.value) == f"the workbook is damaged: it ends inside a record (byte 4). {_REMEDY}"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            (struct.pack("<HHH", 0x0809, 16, 0x0600), struct.pack("<HHH", 0x0809, 16, 0x0500)),
            (
                "the workbook is of Excel 95 or older, which is not read. "
                "Open it in an office program, save it as .xlsx, and load that."
            ),
        ),
        (
            (struct.pack("<HH", 0x0022, 2), struct.pack("<HH", 0x002F, 2)),
            "the workbook is encrypted by a password. Ask its publisher for a copy without one.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(change: tuple[bytes, bytes], message: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read_xls(FILE.read_bytes().replace(*change))

    assert str(error.value) == message
