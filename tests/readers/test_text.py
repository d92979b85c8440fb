"""Extracted text → tables: a row ends at an empty line only when it is complete."""

from __future__ import annotations

import gc
import time

import pytest

from flows.readers import Document, Paragraph, Table, UnreadableError, read_document

HEADER = "\t一级指标\n\t二级指标\n\t三级指标\n\t绩效指标描述\n\t指标值\n\n"


def tables(text: str) -> list[list[list[str]]]:
    """Each table as rows of texts."""
    document = read_document(text.encode())
    return [
        [[cell.text for cell in row] for row in block.rows()]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_the_real_document_has_two_tables_a_form(real_bytes: bytes) -> None:
    document = read_document(real_bytes)

    assert document.format == "text"
    assert sum(isinstance(block, Table) for block in document.blocks) == 112
    assert len(paragraphs(document)) == 56


def test_every_character_of_the_real_document_is_in_a_cell_or_a_paragraph(
    real_bytes: bytes, real_lines: list[str]
) -> None:
    document = read_document(real_bytes)
    read = [
        text
        for block in document.blocks
        for text in ([block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells])
    ]

    assert "".join("".join(read).split()) == "".join("".join(real_lines).split())


def test_rows_of_the_real_document_have_the_width_of_their_header(real_bytes: bytes) -> None:
    for table in read_document(real_bytes).blocks:
        if isinstance(table, Table) and table.cells[0].text == "一级指标":
            assert {len(row) for row in table.rows()} == {5}


def test_a_cell_is_found_at_its_line(real_bytes: bytes, real_lines: list[str]) -> None:
    for block in read_document(real_bytes).blocks:
        if isinstance(block, Table):
            for cell in block.cells:
                line = int(cell.locator.removeprefix("line "))
                assert real_lines[line - 1].strip() == cell.text.split("\n")[0].strip()


def test_an_empty_line_inside_a_row_is_an_empty_paragraph_of_its_cell() -> None:
    text = (
        HEADER
        + "\t产出指标\n\t数量指标\n\t名称\n\n\n\t描述\n\n\t≥5次\n\n\t\n\t质量指标\n\t甲\n\t乙\n\t100%\n"
    )

    assert tables(text)[0][1:] == [
        ["产出指标", "数量指标", "名称", "描述", "≥5次"],
        ["", "质量指标", "甲", "乙", "100%"],
    ]


def test_text_after_an_empty_paragraph_inside_an_incomplete_row_belongs_to_the_cell() -> None:
    text = HEADER + "\t产出指标\n\t数量指标\n\t名称\n\t描述第一段\n\n描述第二段\n\t≥5次\n"

    assert tables(text)[0][1] == ["产出指标", "数量指标", "名称", "描述第一段\n\n描述第二段", "≥5次"]


def test_text_after_a_complete_row_stands_outside_of_the_table() -> None:
    document = read_document(
        (HEADER + "\t产出指标\n\t数量指标\n\t甲\n\t乙\n\t≥5次\n\n注：以上为年度数\n").encode()
    )

    assert paragraphs(document) == ["注：以上为年度数"]


def test_an_objective_of_several_paragraphs_is_one_cell() -> None:
    text = "\t项目名称\n\t甲项目\n\n\t绩效目标\n\t1.第一段\n\n2.第二段\n\n\n \n" + HEADER

    assert tables(text)[0] == [["项目名称", "甲项目"], ["绩效目标", "1.第一段\n\n2.第二段"]]


def test_a_label_and_its_value_are_one_row_over_an_empty_line() -> None:
    assert tables("\t项目名称\n\n\t甲项目\n\n\t绩效目标\n\t乙\n") == [
        [["项目名称", "甲项目"], ["绩效目标", "乙"]]
    ]


def test_a_row_that_lost_a_cell_stays_short_and_the_next_row_is_whole() -> None:
    text = HEADER + "\t产出指标\n\t数量指标\n\t甲\n\t≥5次\n\n\t\n\t质量指标\n\t丙\n\t丁\n\t100%\n"

    assert tables(text)[0][1:] == [
        ["产出指标", "数量指标", "甲", "≥5次"],
        ["", "质量指标", "丙", "丁", "100%"],
    ]


def test_the_header_decides_how_many_cells_a_row_has() -> None:
    header = "\t一级指标\n\t二级指标\n\t三级指标\n\t指标值\n\t分值\n\t得分\n\n"
    text = (
        header
        + "\t产出指标\n\t数量指标\n\t甲\n\n\t≥5次\n\t10\n\t10\n\n\t\n\t质量指标\n\t乙\n\t100%\n\t5\n\t5\n"
    )

    assert [len(row) for row in tables(text)[0]] == [6, 6, 6]


def test_a_table_of_labels_after_an_indicator_table_is_a_new_table() -> None:
    row = "\t产出指标\n\t数量指标\n\t甲\n\t乙\n\t≥5次\n\n\n"
    text = HEADER + row + "\t355101某局\n\t单位：万元\n\n\t项目名称\n\t丙项目\n\n" + HEADER + row

    assert [table[0][0] for table in tables(text)] == ["一级指标", "355101某局", "一级指标"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_of_chinese_documents_reads_the_same(real_bytes: bytes, encoding: str) -> None:
    text = real_bytes.decode("utf-8")

    assert read_document(text.encode(encoding)) == read_document(real_bytes)


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_do_not_matter(real_bytes: bytes, line_end: str) -> None:
    assert read_document(real_bytes.replace(b"\n", line_end.encode())) == read_document(real_bytes)


def test_a_file_that_ends_inside_a_cell_says_so(real_bytes: bytes) -> None:
    cut = real_bytes[: real_bytes.index("≥27台套".encode()) + len("≥27".encode())]
    last = [block for block in read_document(cut).blocks if isinstance(block, Table)][-1]

    assert last.ends_abruptly
    assert not any(
        block.ends_abruptly for block in read_document(real_bytes).blocks if isinstance(block, Table)
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty. Fetch the document again from its publisher, or remove the file."),
        (b" \n\t\n", "the file is empty. Fetch the document again from its publisher, or remove the file."),
        (
            "项目名称\n绩效目标".encode()[:-1],
            "the file is cut off: it ends inside a character (byte 22, line 2). Fetch it again from its publisher.",
        ),
        (
            b"abc\n\x00\x01\x02",
            (
                "the file is not text: line 2 has the control character 0x00. "
                "Check that it is a document and was fetched whole."
            ),
        ),
        (
            b"\xff\xfa\xfe\xfd binary",
            (
                "the file is not text: byte 0 (line 1) fits no encoding that Chinese documents use "
                "(UTF-8, UTF-16, GB18030). Check that it is a document and was fetched whole."
            ),
        ),
    ],
)
def test_what_is_no_text_is_refused_with_place_and_remedy(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read_document(content)

    assert str(error.value) == message


@pytest.mark.parametrize(
    "piece",
    [
        "\t项目名称\n\n",
        "\t1\n",
        "\t项目名称\na\n\nb\n\n",
        "\t单位：万元\n\n",
        "a\n\n",
        "\ta\nb\nb\nb\n",
        "x(1)",
        "1.x项目绩效目标表\n",
    ],
)
def test_eight_times_the_text_takes_about_eight_times_as_long(piece: str) -> None:
    def seconds(size: int, times: int) -> float:
        content = (piece * (size // len(piece.encode())) + "\n").encode()
        taken = []
        gc.collect()
        gc.disable()  # it looks at all cells again and again, and is not what is measured
        try:
            for _ in range(times):
                start = time.process_time()
                read_document(content)
                taken.append(time.process_time() - start)
        finally:
            gc.enable()
        return min(taken)

    # Quadratic would be 64 times; a busy machine is given room.
    assert seconds(400_000, 1) < 40 * seconds(50_000, 3) + 0.05
