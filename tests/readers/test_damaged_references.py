"""A cell or page that refers to what is not in its file: the file is damaged; an empty cell would accuse the publisher."""

from __future__ import annotations

import struct

import pytest

from flows.readers import read_document
from tests.readers import made_xls
from tests.readers.made_xlsx import data, number, row, word, workbook
from tests.readers.seen import refused, texts

_XLSX = "Fetch it again from its publisher, or open and save it in an office program."
_XLS = "Fetch it again from its publisher, or open it in an office program and save it as .xlsx."


def shared(reference: str, index: str) -> str:
    return f'<c r="{reference}" t="s"><v>{index}</v></c>'


def sheet(*cells: str) -> str:
    return data(row(1, word("A1", "指标值"), *cells))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (workbook(sheet(shared("B1", "7"))), "S1!B1 refers to a string that is not there (number 7)"),
        (workbook(sheet(shared("B1", "-1"))), "S1!B1 refers to a string that is not there (number -1)"),
        (workbook(sheet(shared("B1", ""))), "S1!B1 refers to a string that is not there (number )"),
        (workbook(sheet(number("B1", "0.95", 99))), "S1!B1 refers to a style that is not there (number 99)"),
        (
            workbook(sheet('<c r="B1" t="inlineStr" s="99"><is><t>x</t></is></c>')),
            "S1!B1 refers to a style that is not there (number 99)",
        ),
        (
            workbook(
                sheet(),
                extra={
                    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
                    '<sheets><sheet name="表" sheetId="1" r:id="nowhere"/></sheets></workbook>'
                },
            ),
            "sheet 表 is listed and is not in it",
        ),
    ],
)  # fmt: skip
def test_a_workbook_that_refers_to_nothing_is_damaged(content: bytes, what: str) -> None:
    assert refused(content) == f"the workbook is damaged: {what}. {_XLSX}"


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/S1.xml"])
def test_a_part_of_a_workbook_that_is_listed_and_missing_is_damage(part: str) -> None:
    content = workbook(sheet(), left_out=(part,))

    assert refused(content) == f"the package has no part {part}. {_XLSX}"


def test_a_workbook_without_strings_and_styles_needs_none() -> None:
    content = workbook(
        sheet('<c r="B1"><v>5</v></c>'),
        extra={
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r0" Target="worksheets/S1.xml" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
        },
        left_out=("xl/sharedStrings.xml", "xl/styles.xml"),
    )

    assert texts(read_document(content)) == ["指标值|5"]


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (made_xls.string_cell(0, 1, 7), "S1!B1 refers to a string that is not there"),
        (made_xls.number_cell(0, 1, 0.95, 9), "S1!B1 refers to a style that is not there"),
        (made_xls.string_cell(0, 1, 0, 1), "S1!B1 refers to a font that is not there"),
        (
            made_xls.record(0x06, struct.pack("<HHHB5xHHI", 1, 2, 0, 0, 0xFFFF, 0, 0)),
            "the result of the formula in S1!C2 is not there",
        ),
        (made_xls.number_cell(0, 1, float("nan")), "S1!B1 holds no number"),
    ],
    ids=["string", "style", "font", "result", "number"],
)
def test_a_binary_workbook_that_refers_to_nothing_is_damaged(cells: bytes, what: str) -> None:
    content = made_xls.workbook(cells, strings=(made_xls.text("甲"),), styles=(made_xls.style(9),))

    assert refused(content) == f"the workbook is damaged: {what}. {_XLS}"
