"""What a web page shows and takes back, or sets apart: left out of the text, and said with its place."""

from __future__ import annotations

import pytest

from flows.readers import LeftOut, read_document
from tests.readers.seen import cells, texts

PLACE = "table 1, row 1, cell 2"


def page(body: str, head: str = "") -> bytes:
    return f'<html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


def around(cell: str, attributes: str = "") -> bytes:
    return page(f"<table><tr><td>甲</td><td {attributes}>{cell}</td><td>乙</td></tr></table>")


@pytest.mark.parametrize(
    ("inside", "text", "left_out"),
    [
        ("≥<s>800</s>950处", "≥950处", [("struck_out", "800")]),
        ("<strike>≥93%</strike>≥96%", "≥96%", [("struck_out", "≥93%")]),
        ("<del>≥93%</del><ins>≥96%</ins>", "≥96%", [("deleted", "≥93%")]),
        ('<span style="text-decoration: line-through">≥<b>240</b>只</span>≥260只', "≥260只", [("struck_out", "≥240只")]),
        ('<span style="TEXT-DECORATION:underline line-through">a</span>b', "b", [("struck_out", "a")]),
        ('<span style="text-decoration-line:line-through">a</span>b', "b", [("struck_out", "a")]),
        ('<span style="text-decoration:underline">a</span>b', "ab", []),
        ("≥17<sup>1</sup>", "≥17", [("note_mark", "1")]),
        ("≥3.2<sup>①</sup>万人", "≥3.2万人", [("note_mark", "①")]),
        ("100%<sup><a href='#n'><span>[2]</span></a></sup>", "100%", [("note_mark", "[2]")]),
        ('<span>≥17</span><span style="vertical-align:super;font-size:6pt">1</span>', "≥17", [("note_mark", "1")]),
        ("120m<sup>2</sup>", "120m2", []),
        ("×10<sup>4</sup>人", "×10^4人", []),
        ("25<sup>o</sup>C", "25oC", []),
        ("1<sup>st</sup>", "1st", []),
        ("CO<sub>2</sub>", "CO2", []),
        ("≥17¹", "≥17", [("note_mark", "¹")]),
    ],
)  # fmt: skip
def test_what_a_page_takes_back_is_left_out_of_a_cell(
    inside: str, text: str, left_out: list[tuple[str, str]]
) -> None:
    document = read_document(around(inside))

    assert cells(document)[1][0] == text
    assert [(item.kind, item.text, item.locator) for item in document.left_out] == [
        (*item, PLACE) for item in left_out
    ]


@pytest.mark.parametrize(
    "row",
    [
        '<tr style="text-decoration:line-through"><td>旧</td><td>1</td></tr>',
        '<tr class="gone"><td>旧</td><td>1</td></tr>',
        '<tr><td class="gone">旧</td><td style="text-decoration:line-through">1</td></tr>',
    ],
)
def test_a_row_that_is_struck_out_is_empty(row: str) -> None:
    head = "<style>td.gone, .gone {text-decoration: line-through}</style>"
    document = read_document(page(f"<table><tr><td>甲</td><td>乙</td></tr>{row}</table>", head))

    assert texts(document) == ["甲|乙"]
    assert document.left_out == (
        LeftOut("struck_out", "table 1, row 2, cell 1", "旧"),
        LeftOut("struck_out", "table 1, row 2, cell 2", "1"),
    )


def test_paragraphs_say_what_is_left_out_of_them() -> None:
    document = read_document(page("<p>甲<s>乙</s></p><p><del>丙</del></p><p>丁</p>"))

    assert texts(document) == ["甲", "丁"]
    assert document.left_out == (
        LeftOut("struck_out", "paragraph 1", "乙"),
        LeftOut("deleted", "after paragraph 1", "丙"),
    )


def test_a_table_of_one_cell_inside_a_cell_is_a_frame_around_its_text() -> None:
    inner = "<table><tr><td><table><tr><td>≥58<s>9</s></td></tr></table></td></tr></table>"
    document = read_document(around(f"约{inner}株"))

    assert texts(document) == ["甲|约\n≥58\n株|乙"]
    assert document.left_out == (LeftOut("struck_out", PLACE, "9"),)


def test_a_table_of_more_cells_inside_a_cell_stays_a_table() -> None:
    body = "<table><tr><td>项目名称</td><td>乙<table><tr><td>1</td><td>2</td></tr></table></td></tr></table>"

    assert texts(read_document(page(body))) == ["项目名称|乙", "1|2"]
