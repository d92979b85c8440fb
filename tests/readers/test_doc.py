"""Binary Word documents: the same as their docx, and what only the binary format can say."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import pytest

from flows.readers import Document, Paragraph, Table, UnreadableError, read_document
from tests.readers import binary_word as word
from tests.readers.binary_word import BinaryWord, Par, Run, cell, par, row, sprm
from tests.readers.seen import cells, refused, texts

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"
GOES_ON_DOWN, BEGINS_DOWN, GOES_ON_ACROSS = 1 << 5, 3 << 5, 1


def read(pars: Sequence[Par], file: BinaryWord | None = None) -> Document:
    return read_document((file or BinaryWord()).write(pars))


def folded(document: Document) -> list[object]:
    """Everything that was read, white space aside."""
    return [
        "".join(block.text.split())
        if isinstance(block, Paragraph)
        else [
            ("".join(c.text.split()), c.row, c.column, c.row_span, c.column_span, c.locator)
            for c in block.cells
        ]
        for block in document.blocks
    ]


def test_the_real_document_reads_as_its_docx_cell_by_cell() -> None:
    binary = read_document((DOCUMENTS / "2024" / "objectives_2024.doc").read_bytes())
    package = read_document((DOCUMENTS / "2024" / "objectives_2024.docx").read_bytes())

    assert binary.format == "doc"
    assert folded(binary) == folded(package)
    assert sum(isinstance(block, Table) for block in binary.blocks) == 112


def test_merged_cells_of_a_publishers_document_are_one() -> None:
    document = read_document((DOCUMENTS / "publishers" / "county_bureau_2023_objectives.doc").read_bytes())
    grid = cells(document)

    assert ("项目资金\n（万元）", 2, 0, 3, 2) in grid
    assert ("产出指标", 7, 1, 5, 1) in grid
    assert ("数量指标", 7, 2, 2, 1) in grid
    assert ("年度资金总额：", 2, 2, 1, 1) in grid


@pytest.mark.parametrize(
    "file", [BinaryWord(), BinaryWord(pieces=4), BinaryWord(narrow=True), BinaryWord(pieces=3, narrow=True)]
)
def test_text_is_read_by_its_pieces(file: BinaryWord) -> None:
    body = [par("Heading"), *row([0, 100, 300], cell("a"), cell("b", "c")), par("End")]

    assert texts(read(body, file)) == ["Heading", "a|b\nc", "End"]


def test_locators_count_as_those_of_docx() -> None:
    body = [par("题目"), *row([0, 1, 2], cell("甲"), cell("乙")), par(""), par("末")]
    blocks = read(body).blocks

    assert [block.locator for block in blocks] == ["paragraph 1", "table 1", "paragraph 2"]
    assert isinstance(blocks[1], Table)
    assert blocks[1].cells[1].locator == "table 1, row 1, cell 2"


def test_edges_of_all_rows_make_the_columns() -> None:
    body = [
        *row([0, 1000, 4000], cell("甲"), cell("乙")),
        *row([0, 1010, 2000, 4000], cell("丙"), cell("丁"), cell("戊")),
        *row([1000, 3990], cell("己")),
        par(),
    ]

    assert cells(read(body)) == [
        ("甲", 0, 0, 1, 1),
        ("乙", 0, 1, 1, 2),
        ("丙", 1, 0, 1, 1),
        ("丁", 1, 1, 1, 1),
        ("戊", 1, 2, 1, 1),
        ("己", 2, 1, 1, 2),
    ]


def test_cells_merged_down_and_across_are_one() -> None:
    edges = [0, 1000, 2000, 3000]
    body = [
        *row(edges, cell("甲"), cell("乙"), cell(""), flags=[BEGINS_DOWN, 0, GOES_ON_ACROSS]),
        *row(edges, cell(""), cell("丙"), cell("丁"), flags=[GOES_ON_DOWN]),
        par(),
    ]

    assert cells(read(body)) == [
        ("甲", 0, 0, 2, 1),
        ("乙", 0, 1, 1, 2),
        ("丙", 1, 1, 1, 1),
        ("丁", 1, 2, 1, 1),
    ]


def test_merges_said_after_the_definition_of_a_row_count() -> None:
    edges = [0, 1000, 2000, 3000]
    begins = sprm(word.MERGE_DOWN, b"\2\0\3")
    goes_on = sprm(word.MERGE_DOWN, b"\2\0\1") + sprm(word.MERGE_ACROSS, b"\1\3")
    body = [
        *row(edges, cell("甲"), cell("乙"), cell("丙"), more=begins),
        *row(edges, cell(""), cell("丁"), cell(""), more=goes_on),
        par(),
    ]

    assert [(text, rows, columns) for text, _, _, rows, columns in cells(read(body))] == [
        ("甲", 2, 1),
        ("乙", 1, 1),
        ("丙", 1, 1),
        ("丁", 1, 2),
    ]


def test_a_table_inside_a_cell_follows_the_one_around_it() -> None:
    inner = row([0, 500, 900], cell("内", depth=2), cell("里", "面", depth=2), depth=2)
    outer = row([0, 1000, 2000], [par("外", properties=word.at_depth(1)), *inner, *cell("后")], cell("旁"))
    document = read([*outer, par("末")])

    assert texts(document) == ["外\n后|旁", "内|里\n面", "末"]
    assert [block.locator for block in document.blocks] == ["table 1", "table 1.1", "paragraph 1"]


def test_a_row_with_more_cells_than_it_defines_loses_none() -> None:
    body = [*row([0, 1000], cell("甲"), cell("乙"), cell("丙")), *row([], cell("丁")), par()]

    assert [(text, line, column) for text, line, column, _, _ in cells(read(body))] == [
        ("甲", 0, 0),
        ("乙", 0, 1),
        ("丙", 0, 2),
        ("丁", 1, 0),
    ]


def test_text_that_ends_inside_a_row_is_kept() -> None:
    assert texts(read([*row([0, 9], cell("甲")), *cell("乙"), par("丙", properties=word.at_depth(1))])) == [
        "甲|乙|丙"
    ]


def test_long_properties_stand_elsewhere() -> None:
    end = row([0, 1000, 2000], cell("甲"), cell("乙"), flags=[BEGINS_DOWN])
    definition = end[-1].properties
    end[-1].properties = sprm(word.LONG, struct.pack("<I", 4))
    data = b"pad." + struct.pack("<H", len(definition)) + definition

    assert cells(read([*end, par()], BinaryWord(data=data))) == [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1)]


def test_deleted_and_hidden_text_is_not_read() -> None:
    sheet = word.style_sheet(
        word.style(1, "normal", b"", b""),
        word.style(2, "secret", sprm(word.HIDDEN, b"\1")),
        word.style(1, "note", b"", sprm(word.HIDDEN, b"\1")),
        word.style(1, "based", b"", b"", based_on=2),
    )
    body = [
        par(
            "保留",
            Run("删除", sprm(word.DELETED, b"\1")),
            Run("隐藏", sprm(word.HIDDEN, b"\1")),
            Run("密", sprm(word.STYLE, b"\1\0")),
            Run("见", sprm(word.STYLE, b"\1\0") + sprm(word.HIDDEN, b"\x81")),
            Run("到", sprm(word.HIDDEN, b"\0")),
        ),
        par("注", style=3),
        par("前半", mark_properties=sprm(word.DELETED, b"\1")),
        par("后半"),
    ]

    assert texts(read(body, BinaryWord(styles=sheet))) == ["保留见到", "前半后半"]


def test_text_whose_end_is_deleted_before_a_table_stays_before_it() -> None:
    gone = sprm(word.DELETED, b"\1")
    inside = par("乙", properties=word.at_depth(1), mark_properties=gone)
    body = [par("题", mark_properties=gone), *row([0, 9], cell("甲")), *cell(inside, "丙"), par("末")]

    assert texts(read(body)) == ["题", "甲|乙丙", "末"]


def test_a_deleted_row_is_left_out() -> None:
    gone = row([0, 9], cell(par(Run("删", sprm(word.DELETED, b"\1")))))
    gone[-1].mark_properties = sprm(word.DELETED, b"\1")

    assert texts(read([*row([0, 9], cell("甲")), *gone, *row([0, 9], cell("乙")), par()])) == ["甲|乙"]


def test_symbols_are_what_the_page_shows() -> None:
    body = [
        par(
            Run("(", sprm(word.SYMBOL, struct.pack("<HH", 1, 0xF0B3))),
            "5",
            Run("\uf0a3", sprm(word.FONT, b"\1\0")),
            Run("(", sprm(word.SYMBOL, struct.pack("<HH", 9, 0x41))),
        )
    ]

    assert texts(read(body, BinaryWord(fonts=word.fonts("SimSun", "Symbol")))) == ["≥5≤A"]


def test_fields_are_read_by_their_results() -> None:
    body = [par("第\x13PAGE \x13X\x14内\x15\x143\x15页"), par("无\x13PAGE"), par("尾")]

    assert texts(read(body)) == ["第3页", "无", "尾"]


def test_control_characters_are_breaks_hyphens_or_nothing() -> None:
    assert texts(read([par("一\x0b二\x1e三\x1f四\x02\x05\x08\t五")])) == ["一\n二-三四\t五"]


def test_a_page_break_ends_a_paragraph_only_where_its_properties_end() -> None:
    assert texts(read([par("甲\x0c乙"), par("丙", mark="\x0c"), par("丁")])) == ["甲\n乙", "丙", "丁"]


def test_characters_beyond_the_first_plane_count_twice() -> None:
    assert texts(read([par("𠮷𠮷"), *row([0, 9], cell("野家")), par("末")])) == ["𠮷𠮷", "野家", "末"]


def test_text_boxes_come_after_the_main_text() -> None:
    assert texts(read([par("正文")], BinaryWord(boxes=[par("框中"), par("")]))) == ["正文", "框中"]


def numbered(key: int, level: int = 0) -> bytes:
    return sprm(word.LIST, struct.pack("<h", key)) + sprm(word.LEVEL, bytes([level]))


@pytest.mark.parametrize("declares_all", [False, True])
def test_automatic_numbers_are_printed(*, declares_all: bool) -> None:
    nine = [word.level(1, 0, "\0."), word.level(1, 0, "\0.\1", follow=1)] + [word.level(1, 23, "•")] * 7
    lists, declared = word.list_definitions((77, nine), (-5, [word.level(1, 37, "指标\0：")]))
    in_use = word.lists_in_use((77, b""), (-5, b""), (-5, struct.pack("<iI", 3, 0x10)))
    sheet = word.style_sheet(word.style(1, "normal", b"", b""), word.style(1, "title", numbered(1), b""))
    file = BinaryWord(
        styles=sheet, lists=lists, lists_length=None if declares_all else declared, lists_in_use=in_use
    )
    body = [
        par("甲", properties=numbered(1)),
        par("说明", properties=numbered(1, 1)),
        par("乙", style=1),
        par("无", style=1, properties=numbered(0)),
        par("点", properties=numbered(1, 2)),
        *row([0, 1000], cell(par("次数", properties=word.at_depth(1) + numbered(2)), "比率")),
        par("又", properties=numbered(3)),
    ]

    assert texts(read(body, file)) == [
        "1.甲",
        "1.1 说明",
        "2.乙",
        "无",
        "点",
        "指标一：次数\n比率",
        "指标三：又",
    ]


def test_circular_styles_end() -> None:
    sheet = word.style_sheet(
        word.style(1, "a", b"", b"", based_on=1), word.style(1, "b", b"", b"", based_on=0)
    )

    assert texts(read([par("题目")], BinaryWord(styles=sheet))) == ["题目"]


def test_tables_nested_too_deeply_are_refused() -> None:
    deep = [par("底", properties=word.at_depth(30))]

    assert "stands inside more than 16 other tables" in refused(BinaryWord().write([*deep, par()]))


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (
            BinaryWord(flags=0x0300),
            "the file is encrypted by a password. Ask its publisher for a copy without one.",
        ),
        (
            BinaryWord(magic=0xA5DC),
            (
                "the file was written by Word 95 or older, which is not read. "
                "Open it in Word, save it as .docx, and load that."
            ),
        ),
        (
            BinaryWord(magic=1),
            "the file does not begin as a Word document does. Open it in Word, save it as .docx, and load that.",
        ),
    ],
)
def test_what_is_not_read_is_named_with_a_remedy(file: BinaryWord, message: str) -> None:
    assert refused(file.write([par("题目")])) == message


@pytest.mark.parametrize("place", [0x1A2, 0x0FA, 0x102])
def test_damaged_tables_of_the_file_are_refused_or_read(place: int) -> None:
    content = (DOCUMENTS / "publishers" / "county_bureau_2023_objectives.doc").read_bytes()
    head = content.index(b"\xec\xa5")
    messages: list[str] = []
    for value in (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x10\0\0\0"):
        damaged = bytearray(content)
        damaged[head + place : head + place + 4] = value
        try:
            assert read_document(bytes(damaged)).format == "doc"
        except UnreadableError as error:
            messages.append(str(error))
    assert all("Open it in Word" in message for message in messages)


def test_a_file_cut_off_says_so() -> None:
    content = (DOCUMENTS / "2024" / "objectives_2024.doc").read_bytes()

    assert "cut off" in refused(content[: len(content) // 2])
