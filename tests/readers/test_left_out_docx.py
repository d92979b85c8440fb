"""What a docx holds and its page does not say: left out of the text, and said with its place."""

from __future__ import annotations

import io
import zipfile

import pytest

from flows.readers import LeftOut, read_document
from tests.readers.docx_markup import RELATIONS, TRANSITIONAL, cell, docx, par, read, row, run, table
from tests.readers.seen import cells, refused, texts

PLACE = "table 1, row 1, cell 2"
STRIKE, RAISED = "<w:strike/>", '<w:vertAlign w:val="superscript"/>'
STYLES = (
    '<w:style w:type="character" w:styleId="gone"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="mark"><w:basedOn w:val="high"/></w:style>'
    f'<w:style w:type="character" w:styleId="high"><w:rPr>{RAISED}</w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="old"><w:rPr><w:dstrike/></w:rPr></w:style>'
)


def styled(text: str, style: str, more: str = "") -> str:
    return run(text, f'<w:rStyle w:val="{style}"/>{more}')


def control(text: str, said: str = "<w:showingPlcHdr/>") -> str:
    return f"<w:sdt><w:sdtPr>{said}<w:text/></w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    ("inside", "text", "left_out"),
    [
        (par("≥", run("800", STRIKE), "950处"), "≥950处", [("struck_out", "800")]),
        (par(run("≥240只", "<w:dstrike/>"), "≥260只"), "≥260只", [("struck_out", "≥240只")]),
        (par("≥", run("8", STRIKE), run("00", STRIKE), "950"), "≥950", [("struck_out", "800")]),
        (par("≥", run("950", '<w:strike w:val="0"/>')), "≥950", []),
        (par("≥", styled("800", "gone"), "950"), "≥950", [("struck_out", "800")]),
        (par("≥", styled("950", "gone", '<w:strike w:val="false"/>')), "≥950", []),
        (par("≥800", properties='<w:pStyle w:val="old"/>'), "", [("struck_out", "≥800")]),
        (par("≥17", run("1", RAISED)), "≥17", [("note_mark", "1")]),
        (par("100%", run("[", RAISED), run("2]", RAISED)), "100%", [("note_mark", "[2]")]),
        (par("≥17", styled("1", "mark")), "≥17", [("note_mark", "1")]),
        (par("120m", run("2", RAISED)), "120m2", []),
        (par("CO", run("2", '<w:vertAlign w:val="subscript"/>')), "CO2", []),
        (par("25", run("o", RAISED), "C"), "25oC", []),
        (par("≥17", run("th", RAISED)), "≥17th", []),
        (par("甲", run("乙", "<w:vanish/>")), "甲", [("hidden", "乙")]),
        (par("甲", '<w:del w:id="1"><w:r><w:delText>乙</w:delText></w:r></w:del>'), "甲", [("deleted", "乙")]),
        (par(control("单击此处输入文字。")), "", [("placeholder", "单击此处输入文字。")]),
        (par("≥", control("5", '<w:showingPlcHdr w:val="0"/>')), "≥5", []),
        (control("x").replace("<w:r>", "<w:p><w:r>").replace("</w:r>", "</w:r></w:p>"), "", [("placeholder", "x")]),
    ],
)  # fmt: skip
def test_what_the_page_does_not_say_is_left_out_of_a_cell(
    inside: str, text: str, left_out: list[tuple[str, str]]
) -> None:
    document = read(table(row("甲", cell(inside), "乙")), styles=STYLES)

    assert cells(document)[1][0] == text
    assert [(item.kind, item.text, item.locator) for item in document.left_out] == [
        (*item, PLACE) for item in left_out
    ]


def test_a_control_around_a_cell_leaves_it_its_place() -> None:
    around = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{cell('请填写')}</w:sdtContent></w:sdt>"
    )
    document = read(f"<w:tbl><w:tr>{cell('甲')}{around}{cell('乙')}</w:tr></w:tbl>")

    assert cells(document) == [("甲", 0, 0, 1, 1), ("", 0, 1, 1, 1), ("乙", 0, 2, 1, 1)]
    assert document.left_out == (LeftOut("placeholder", PLACE, "请填写"),)


def test_paragraphs_say_what_is_left_out_of_them() -> None:
    document = read(par("甲", run("乙", STRIKE)) + par(run("丙", STRIKE)) + par("丁"))

    assert texts(document) == ["甲", "丁"]
    assert document.left_out == (
        LeftOut("struck_out", "paragraph 1", "乙"),
        LeftOut("struck_out", "after paragraph 1", "丙"),
    )


def test_a_deleted_cell_makes_room_for_the_next_one() -> None:
    gone = '<w:cellDel w:id="9" w:author="x"/>'
    document = read(
        table(
            row("a", "b", "c"),
            row("1", cell("旧", properties=gone), cell("2", properties="<w:cellIns/>"), "3"),
        )
    )

    assert [c[0] for c in cells(document)] == ["a", "b", "c", "1", "2", "3"]
    assert cells(document)[4] == ("2", 1, 1, 1, 1)
    assert document.left_out == (LeftOut("deleted", "table 1", "旧"),)


def test_deleted_and_hidden_rows_are_said() -> None:
    document = read(
        table(
            row("a", "b"), row("旧", "1", properties='<w:del w:id="1"/>'), row("藏", properties="<w:hidden/>")
        )
    )

    assert texts(document) == ["a|b"]
    assert document.left_out == (LeftOut("deleted", "table 1", "旧 1"), LeftOut("hidden", "table 1", "藏"))


def test_a_table_of_one_cell_inside_a_cell_is_a_frame_around_its_text() -> None:
    framed = cell(par("约") + table(row(cell(par("≥58") + table(row("株"))))) + par(""))
    document = read(table(row("挂牌", framed, "乙")))

    assert texts(document) == ["挂牌|约\n≥58\n株|乙"]


def test_a_table_of_more_cells_inside_a_cell_stays_a_table() -> None:
    assert texts(read(table(row("甲", cell(par("乙") + table(row("1", "2"))))))) == ["甲|乙", "1|2"]


def dropdown(said: str, result: str = "") -> str:
    entries = "".join(f'<w:listEntry w:val="{entry}"/>' for entry in "＝≥≤")
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>{said}{entries}</w:ddList></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(result) if result else ""}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("said", "result", "shown"),
    [
        ("", "", "＝10分钟"),
        ('<w:result w:val="2"/>', "", "≤10分钟"),
        ('<w:default w:val="1"/>', "", "≥10分钟"),
        ('<w:result w:val="2"/>', "≤", "≤10分钟"),
    ],
)
def test_the_entry_of_a_drop_down_field_is_read(said: str, result: str, shown: str) -> None:
    assert texts(read(table(row("甲", cell(par(dropdown(said, result), "10分钟")))))) == [f"甲|{shown}"]


def test_an_entry_that_a_drop_down_field_does_not_have_is_damage() -> None:
    assert refused(docx(par(dropdown('<w:result w:val="7"/>')))) == (
        "the document is damaged: a drop-down list of 3 entries («＝» …) shows one that it does not have. "
        "Open it in Word and save it again."
    )


def test_boxes_to_tick_show_whether_they_are() -> None:
    def box(said: str) -> str:
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{said}</w:checkBox></w:ffData></w:fldChar></w:r>'
            '<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    assert texts(read(par(box("<w:checked/>"), "是", box('<w:default w:val="0"/>'), "否"))) == ["☑是☐否"]


def with_headers(body: str, *headers: str, left_out: str = "") -> bytes:
    """A docx whose page headers have the ids h1, h2 …"""
    listed = "".join(
        f'<Relationship Id="h{no}" Type="{RELATIONS}/header" Target="header{no}.xml"/>'
        for no in range(1, len(headers) + 1)
    )
    parts = {
        f"word/header{no}.xml": f'<w:hdr xmlns:w="{TRANSITIONAL}">{text}</w:hdr>'
        for no, text in enumerate(headers, 1)
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(body))) as plain, zipfile.ZipFile(buffer, "w") as whole:
        for name in plain.namelist():
            text = plain.read(name).decode()
            if name.endswith("document.xml.rels"):
                text = text.replace("</Relationships>", listed + "</Relationships>")
            whole.writestr(name, text)
        for name, text in parts.items():
            if name != left_out:
                whole.writestr(name, text)
    return buffer.getvalue()


def section(header: str) -> str:
    return f'<w:sectPr><w:headerReference xmlns:r="{RELATIONS}" w:type="default" r:id="{header}"/></w:sectPr>'


def test_the_unit_of_money_in_a_page_header_stands_before_its_section() -> None:
    body = par("甲") + par("乙", properties=section("h1")) + par("丙") + section("h2")
    content = with_headers(body, par("某局文件"), par("2024年度    金额单位：万元"))
    blocks = read_document(content).blocks

    assert [block.locator for block in blocks][2:4] == ["page header", "page header"]
    assert texts(read_document(content)) == ["甲", "乙", "2024年度", "金额单位：万元", "丙"]


@pytest.mark.parametrize("part", ["word/header1.xml", "word/styles.xml", "word/numbering.xml"])
def test_a_part_that_is_listed_and_missing_is_damage(part: str) -> None:
    content = with_headers(par("甲") + section("h1"), par("乙"), left_out=part)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(buffer, "w") as less:
        for name in whole.namelist():
            if name != part:
                less.writestr(name, whole.read(name))

    assert refused(buffer.getvalue()) == (
        f"the package has no part {part}. Fetch it again from its publisher, or open and save it in an office program."
    )


@pytest.mark.parametrize("code", ["", "xyz", "D800"])
def test_a_symbol_without_a_character_is_damage(code: str) -> None:
    assert refused(docx(par(f'<w:r><w:sym w:font="Symbol" w:char="{code}"/></w:r>'))).startswith(
        "the document is damaged: a symbol"
    )
