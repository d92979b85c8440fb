"""What a PDF draws and its page does not say: never in a cell, and said with its page."""

from __future__ import annotations

import pytest

from flows.readers import Document, LeftOut, read_document
from tests.readers.made_pdf import HEIGHT, PageOf, pdf
from tests.readers.pdf_reading import SMALL, small_table
from tests.readers.seen import grid, paragraphs, tables


def read(*pages: PageOf) -> Document:
    return read_document(pdf(*pages))


def turned(page: PageOf, text: str, matrix: str, x: float = 200, y: float = 130) -> PageOf:
    """Text at an angle: `matrix` is the first four numbers of its matrix."""
    page.content.append(f"BT 0 Tr /F1 10 Tf {matrix} {x} {HEIGHT - y} Tm ({text}) Tj ET")
    return page


@pytest.mark.parametrize("matrix", ["0.7 0.7 -0.7 0.7", "0.9 -0.4 0.4 0.9", "0 1 -1 0", "-1 0 0 -1"])
def test_a_watermark_at_another_angle_enters_no_cell(matrix: str) -> None:
    document = read(turned(small_table(), "2024 0713", matrix))

    assert [grid(table) for table in tables(document)] == [SMALL]
    assert document.left_out == (LeftOut("turned", "page 1", "2024 0713"),)


def test_a_watermark_in_a_form_object_enters_no_cell() -> None:
    page = small_table()
    page.content += ["q 0.7 0.7 -0.7 0.7 100 100 cm", *PageOf().text(60, 700, "123").content, "Q"]
    document = read(page)

    assert [grid(table) for table in tables(document)] == [SMALL]
    assert [item.kind for item in document.left_out] == ["turned"]


def test_a_page_is_turned_by_its_text_whatever_lies_across_it() -> None:
    upright = small_table(400)
    page = PageOf()
    page.content = ["q 0 1 -1 0 595 0 cm", *upright.content, "Q"]
    for place in range(60):
        turned(page, "20240713", "0.7 0.7 -0.7 0.7", 100 + place, 300)
    document = read(page)

    assert [grid(table) for table in tables(document)] == [SMALL]
    assert [item.kind for item in document.left_out] == ["turned"]


@pytest.mark.parametrize("mode", [3, 7])
def test_text_that_is_not_seen_enters_no_cell(mode: int) -> None:
    document = read(small_table().text(310, 150, "99", mode=mode))

    assert [grid(table) for table in tables(document)] == [SMALL]
    assert document.left_out == (LeftOut("invisible", "page 1", "99"),)


def test_text_without_colour_enters_no_cell() -> None:
    page = small_table()
    page.extra = "/ExtGState << /G << /ca 0 >> >>"
    page.content += ["q /G gs", *PageOf().text(310, 150, "99").content, "Q"]
    document = read(page)

    assert [grid(table) for table in tables(document)] == [SMALL]
    assert document.left_out == (LeftOut("invisible", "page 1", "99"),)


@pytest.mark.parametrize("size", [8, 10])
def test_a_line_through_text_takes_it_back(size: int) -> None:
    page = small_table(last="").text(305, 145, "800", size).text(305 + 3 * size * 0.556, 145, "950处", size)
    page.rule(305, 145.2, 305 + 3 * size * 0.556, 145.2)
    document = read(page)

    assert grid(tables(document)[0])[1] == ["产出", "数量", "甲", "950处", "x"]
    assert document.left_out == (LeftOut("struck_out", "page 1", "800"),)


def test_lines_under_text_and_lines_of_tables_take_nothing_back() -> None:
    page = small_table().rule(305, 151, 325, 151).text(60, 300, "正文").rule(60, 306, 80, 306)
    page.text(200, 400, "甲").rule(60, 400, 540, 400)
    document = read(page)

    assert [grid(table) for table in tables(document)] == [SMALL]
    assert paragraphs(document) == ["正文", "甲"]
    assert document.left_out == ()


def raised(text: str, before: str) -> PageOf:
    """A row whose target ends with a smaller text, 4 points higher."""
    page = small_table(last=before)
    x = 305 + sum(5.56 if character.isascii() else 10 for character in before)
    return page.text(x, 145 - 4.5, text, size=6)


@pytest.mark.parametrize(
    ("before", "text", "shown", "marks"),
    [
        ("17处", "1", "17处", ["1"]),
        ("100%", "[2]", "100%", ["[2]"]),
        ("120m", "2", "120m2", []),
        ("17", "th", "17th", []),
    ],
)
def test_a_raised_mark_of_a_note_is_no_part_of_a_cell(
    before: str, text: str, shown: str, marks: list[str]
) -> None:
    document = read(raised(text, before))

    assert grid(tables(document)[0])[1] == ["产出", "数量", "甲", shown, "x"]
    assert list(document.left_out) == [
        LeftOut("note_mark", "page 1, table 1, row 2, cell 4", mark) for mark in marks
    ]


def test_western_letters_of_another_size_are_no_marks() -> None:
    document = read(
        small_table(last="").text(305, 145, "完成").text(325, 145, "1", size=8).text(331, 145, "次")
    )

    assert grid(tables(document)[0])[1][3] == "完成1次"
    assert document.left_out == ()


def test_the_unit_of_money_in_the_header_of_each_page_stays_once() -> None:
    pages = [small_table().text(60, 30, "某局文件").text(400, 30, "单位：万元") for _ in range(3)]
    document = read(*pages)

    assert sum("单位：万元" in text for text in paragraphs(document)) == 1
