"""Characters that command a terminal or turn a text around: none gets out of a reader, whatever the format."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.readers import Table, UnreadableError, read_document
from tests.readers import made_xls
from tests.readers.binary_word import BinaryWord, par
from tests.readers.docx_markup import docx
from tests.readers.docx_markup import par as docx_par
from tests.readers.made_pdf import PageOf, pdf
from tests.readers.made_xlsx import data, row, word, workbook
from tests.readers.seen import texts

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PUBLISHERS = Path(__file__).resolve().parents[1] / "documents" / "publishers"
PAGE = (
    "<html><meta charset=utf-8><table><tr><td>项目&#27;[31m名称</td><td>&#x9b;31m甲</td></tr>"
    "<tr><td>{}</td><td>丙&#27;]0;title&#7;</td></tr></table></html>"
)


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (PAGE.format("乙\u202e丁\u2066").encode(), ["项目[31m名称|›31m甲|乙丁|丙]0;title"]),
        (PAGE.format("乙\u009b1m\u009d").encode(), ["项目[31m名称|›31m甲|乙1m|丙]0;title"]),
        (docx(docx_par("甲\u009b31m乙\u009d\u202e丙")), ["甲31m乙丙"]),
        (
            workbook(data(row(1, word("A1", "甲_x001B_[31m\u009b乙\u2067"), word("B1", "_x001b_")))),
            ["甲[31m乙"],
        ),
        (
            made_xls.workbook(
                made_xls.string_cell(0, 0, 0) + made_xls.string_cell(0, 1, 1),
                strings=(made_xls.text("甲\x1b[31m\u009b乙"), made_xls.text("\u202e\x07")),
            ),
            ["甲[31m乙"],
        ),
        (BinaryWord().write([par("甲\x1b[31m\u009b乙\u202d")]), ["甲[31m乙"]),
        (pdf(PageOf().text(60, 100, "甲\u009b乙\u202e丙")), ["甲乙丙"]),
        ("甲\u009b31m乙\u202e丙\n\t项目名称\n\t丁\u009d\u2069\n".encode(), ["甲31m乙丙", "项目名称|丁"]),
    ],
    ids=["html", "html C1", "docx", "xlsx", "xls", "doc", "pdf", "text"],
)
def test_no_control_character_gets_out_of_a_reader(content: bytes, seen: list[str]) -> None:
    assert texts(read_document(content)) == seen


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("甲\x0b乙\x0c丙\u2028丁", "甲\n乙\n丙\n丁"),
        ("甲\t乙\n丙", "甲\t乙\n丙"),
    ],
)
def test_tabs_and_line_ends_stay(written: str, seen: str) -> None:
    content = made_xls.workbook(made_xls.string_cell(0, 0, 0), strings=(made_xls.text(written),))

    assert texts(read_document(content)) == [seen]


def test_names_of_sheets_and_messages_are_clean_too() -> None:
    content = made_xls.workbook(
        made_xls.string_cell(0, 0, 0), strings=(made_xls.text("甲"),), names=("表\x1b[31m",)
    )
    (table,) = read_document(content).blocks
    broken = made_xls.workbook(made_xls.string_cell(0, 0, 7), names=("表\x1b[31m",))

    assert isinstance(table, Table)
    assert (table.name, table.locator, table.cells[0].locator) == ("表[31m", "表[31m!A1", "表[31m!A1")
    with pytest.raises(UnreadableError, match=r"表\[31m!A1"):
        read_document(broken)


def test_what_the_command_prints_of_a_page_commands_no_terminal(tmp_path: Path) -> None:
    page = (PUBLISHERS / "city_web_page_headings_differ.html").read_text("utf-8")
    hostile = tmp_path / "2024.html"
    hostile.write_text(
        re.sub("(绩效目标)", "\\1&#27;[31m&#27;]0;title&#7;\u009b2J\u202e", page), encoding="utf-8"
    )
    for option in ([], ["--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "flows.cli", "read", str(hostile), "--year", "2024", *option],
            capture_output=True,
            text=True,
            check=False,
        )
        values = done.stdout + done.stderr
        assert not CONTROL.search(values), values[:500]
        if option:
            assert not CONTROL.search(repr(json.loads(done.stdout)))
