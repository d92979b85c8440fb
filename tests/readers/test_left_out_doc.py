"""What a binary Word document holds and its page does not say: left out of the text, and said with its place."""

from __future__ import annotations

import struct

import pytest

from flows.readers import LeftOut, read_document
from tests.readers.binary_word import (
    DELETED,
    HIDDEN,
    LONG,
    SCRIPT,
    STRUCK_OUT,
    STRUCK_OUT_TWICE,
    STYLE,
    BinaryWord,
    Par,
    Run,
    cell,
    lists_in_use,
    par,
    row,
    sprm,
    style,
    style_sheet,
)
from tests.readers.seen import cells, refused, texts

PLACE = "table 1, row 1, cell 2"
STRIKE, RAISED = sprm(STRUCK_OUT, b"\1"), sprm(SCRIPT, b"\1")
STYLES = style_sheet(
    style(1, "Normal"),
    style(2, "gone", STRIKE),
    style(2, "mark", RAISED),
    style(1, "old", b"", STRIKE),
)


def styled(number: int) -> bytes:
    return sprm(STYLE, struct.pack("<H", number))


@pytest.mark.parametrize(
    ("inside", "text", "left_out"),
    [
        (par("≥", Run("800", STRIKE), "950处"), "≥950处", [("struck_out", "800")]),
        (par(Run("≥240只", sprm(STRUCK_OUT_TWICE, b"\1")), "≥260只"), "≥260只", [("struck_out", "≥240只")]),
        (par("≥", Run("950", sprm(STRUCK_OUT, b"\0"))), "≥950", []),
        (par("≥", Run("800", styled(1)), "950"), "≥950", [("struck_out", "800")]),
        (par("≥", Run("950", styled(1) + sprm(STRUCK_OUT, b"\x81"))), "≥950", []),
        (par("≥800", style=3), "", [("struck_out", "≥800")]),
        (par("≥17", Run("1", RAISED)), "≥17", [("note_mark", "1")]),
        (par("100%", Run("[", RAISED), Run("2]", RAISED)), "100%", [("note_mark", "[2]")]),
        (par("≥17", Run("1", styled(2)), "人"), "≥17人", [("note_mark", "1")]),
        (par("120m", Run("2", RAISED)), "120m2", []),
        (par("×10", Run("4", RAISED), "人"), "×10^4人", []),
        (par("CO", Run("2", sprm(SCRIPT, b"\2"))), "CO2", []),
        (par("甲", Run("乙", sprm(HIDDEN, b"\1"))), "甲", [("hidden", "乙")]),
        (par("甲", Run("乙", sprm(DELETED, b"\1"))), "甲", [("deleted", "乙")]),
    ],
)
@pytest.mark.parametrize("pieces", [1, 3])
def test_what_the_page_does_not_say_is_left_out_of_a_cell(
    inside: Par, text: str, left_out: list[tuple[str, str]], pieces: int
) -> None:
    inside.properties, inside.mark = b"", "\r"
    rows = row((0, 1000, 2000, 3000), cell("甲"), cell(inside), cell("乙"))
    document = read_document(BinaryWord(styles=STYLES, pieces=pieces).write([*rows, par("末")]))

    assert cells(document)[1][0] == text
    found = [(item.kind, item.locator) for item in document.left_out]
    assert set(found) == {(kind, PLACE) for kind, _ in left_out}
    assert "".join(item.text for item in document.left_out) == "".join(what for _, what in left_out)


def test_paragraphs_say_what_is_left_out_near_them() -> None:
    document = read_document(BinaryWord().write([par("甲"), par(Run("丙", STRIKE)), par("丁")]))

    assert texts(document) == ["甲", "丁"]
    assert document.left_out == (LeftOut("struck_out", "after paragraph 1", "丙"),)


def test_a_table_of_one_cell_inside_a_cell_is_a_frame_around_its_text() -> None:
    inner = row((0, 500), cell("≥58株", depth=2), depth=2)
    outer = row((0, 1000, 2000), cell("挂牌"), [*inner, *cell("")])

    assert texts(read_document(BinaryWord().write([*outer, par("末")]))) == ["挂牌|≥58株", "末"]


def test_the_unit_of_money_in_a_page_header_is_read() -> None:
    word = BinaryWord(headers=[par("某局文件"), par("2024年度   金额单位：万元")])

    assert texts(read_document(word.write([par("甲")]))) == ["2024年度", "金额单位：万元", "甲"]


def test_properties_that_are_not_where_the_file_says_are_damage() -> None:
    lost = par("甲", properties=sprm(LONG, struct.pack("<I", 9_999)))

    assert refused(BinaryWord().write([lost])) == (
        "properties of a paragraph are not where the Word document says. "
        "Open it in Word, save it as .docx, and load that."
    )


def test_lists_that_are_cut_off_are_damage() -> None:
    cut = lists_in_use((1, b""))[:4].replace(b"\1", b"\x7f") + b"\0" * 8

    assert "damaged" in refused(BinaryWord(lists_in_use=cut).write([par("甲")]))
