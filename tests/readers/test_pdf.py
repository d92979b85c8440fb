"""PDFs: grids by ruled lines, over page ends; text outside of them as paragraphs."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from flows.readers import Document, UnreadableError
from flows.readers.pdf.reader import read_pdf
from tests.readers.made_pdf import PageOf, assembled, pdf
from tests.readers.pdf_reading import HEADER, SMALL, XS, read, small_table
from tests.readers.seen import grid, paragraphs, tables

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"
SCAN = "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q"
_ASK = "Ask its publisher for the document that was printed"


def published(name: str) -> Document:
    return read_pdf((DOCUMENTS / "publishers" / name).read_bytes())


# -- the documents


def test_the_real_document_has_a_heading_and_two_tables_a_form() -> None:
    document = read_pdf((DOCUMENTS / "2024" / "objectives_2024.pdf").read_bytes())
    first = tables(document)[0]

    assert len(tables(document)) == 112
    assert [text.partition(".")[0] for text in paragraphs(document)] == [str(n) for n in range(1, 57)]
    assert paragraphs(document)[36] == "37.2024年天津计量院技术能力提升建设项目（非财政拨款项目）绩效目标表"
    assert grid(first)[:2] == [
        ["355101天津市市场监督管理委员会财务处", "单位：万元"],
        ["项目名称", "大型检测设备运行维护2024（特检院）"],
    ]
    merged = next(cell for cell in first.cells if cell.text == "预算规模及资金用途")
    assert (merged.row_span, merged.locator) == (2, "page 1, table 1, row 3, cell 1")


def test_rows_merged_cells_and_a_label_that_break_over_pages_are_whole() -> None:
    first, second, third = tables(published("central_objectives_cost_level1_pages_break.pdf"))
    outer = next(cell for cell in first.cells if cell.text == "绩效指标")

    assert (outer.row, outer.row_span) == (7, 13)
    assert [row[1] for row in grid(first)[12:]] == ["产出指标"] * 5 + ["效益指标"] * 2 + ["满意度指标"]
    assert len(grid(second)) == 15
    assert grid(third)[0] == ["项目名称", "特藏库房恒温恒湿改造"]
    assert third.cells[0].locator == "page 2, table 3, row 1, cell 1"
    assert third.cells[-1].locator == "page 3, table 1, row 17, cell 5"


def test_punctuation_that_hangs_over_a_border_stays_in_its_cell() -> None:
    first, _ = tables(published("district_objectives_yuan_two_totals.pdf"))

    assert "完成5处积水点改造并投入运行，启动下一年度4处的设计。" in [cell.text for cell in first.cells]
    assert paragraphs(published("district_objectives_yuan_two_totals.pdf")) == [
        "财政项目支出绩效目标申报表",
        "（2024年度）",
    ] * 2  # fmt: skip


# -- borders


def test_stroked_lines_make_cells() -> None:
    (table,) = tables(read(small_table()))

    assert grid(table) == SMALL
    assert (table.locator, table.cells[8].locator) == ("page 1, table 1", "page 1, table 1, row 2, cell 4")


def test_thin_filled_rectangles_are_lines() -> None:
    page = PageOf().row(XS, 115, HEADER).row(XS, 145, SMALL[1])
    for y in (100, 130, 160):
        for x0, x1 in itertools.pairwise(XS):
            page.fill(x0 + 0.5, y, x1, y + 0.5)
    for x in XS:
        for y0, y1 in ((100, 130), (130, 160)):
            page.fill(x, y0 + 0.5, x + 0.5, y1).fill(x, y0, x + 0.5, y0 + 0.5)

    assert [grid(table) for table in tables(read(page))] == [SMALL]


def test_a_table_without_borders_at_its_sides_is_closed_there() -> None:
    page = PageOf().row(XS, 115, HEADER).row(XS, 145, SMALL[1])
    for y in (100, 130, 160):
        page.rule(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        page.rule(x, 100, x, 160)

    assert [grid(table) for table in tables(read(page))] == [SMALL]


def test_merged_cells_are_what_no_line_divides() -> None:
    page = PageOf().rule(60, 100, 300, 100).rule(110, 130, 300, 130).rule(60, 160, 300, 160)
    for x in (60, 110, 300):
        page.rule(x, 100, x, 160)
    page.rule(170, 130, 170, 160)
    page.text(65, 130, "甲").text(115, 115, "乙").text(115, 145, "丙").text(175, 145, "丁")
    (table,) = tables(read(page))

    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        ("甲", 0, 0, 2, 1),
        ("乙", 0, 1, 1, 2),
        ("丙", 1, 1, 1, 1),
        ("丁", 1, 2, 1, 1),
    ]


def test_where_a_line_is_missing_cells_are_rectangles_all_the_same() -> None:
    page = PageOf().rule(60, 100, 170, 100).rule(60, 130, 110, 130).rule(60, 160, 170, 160)
    page.rule(60, 100, 60, 160).rule(110, 100, 110, 130).rule(170, 100, 170, 160)
    page.text(65, 115, "甲").text(115, 115, "乙").text(65, 145, "丙")
    (table,) = tables(read(page))

    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        ("甲", 0, 0, 1, 1),
        ("乙", 0, 1, 1, 1),
        ("丙", 1, 0, 1, 2),
    ]


def test_a_frame_around_the_page_and_underlines_are_no_tables() -> None:
    page = small_table().grid([40, 560], [50, 800]).rule(305, 153, 340, 153).text(60, 300, "正文")
    document = read(page)

    assert [grid(table) for table in tables(document)] == [SMALL]
    assert paragraphs(document) == ["正文"]


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    page = PageOf().grid(XS, [100, 200, 230]).row(XS, 215, HEADER).text(65, 110, "外")
    page.grid([175, 230, 290], [120, 150, 180]).row((175, 230), 135, ("内甲", "内乙"))
    page.row((175, 230), 165, ("1", "2"))

    assert [(table.locator, grid(table)[0]) for table in tables(read(page))] == [
        ("page 1, table 1", ["外", "", "", "", ""]),
        ("page 1, table 2", ["内甲", "内乙"]),
    ]


def test_a_line_in_parts_right_above_a_table_is_its_first_row() -> None:
    page = small_table().text(60, 92, "355101某局").text(480, 92, "单位：万元")
    page.text(60, 185, "填报人：张三").text(300, 185, "日期：2024年")
    document = read(page)

    assert grid(tables(document)[0])[0] == ["355101某局", "单位：万元"]
    assert tables(document)[0].cells[0].column_span == 4
    assert paragraphs(document) == ["填报人：张三    日期：2024年"]


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_page_that_lies_on_its_side_is_read_upright(rotate: int) -> None:
    upright = small_table(400)
    page = PageOf(rotate=rotate)
    page.content = ["q 0 1 -1 0 595 0 cm", *upright.content, "Q"]

    assert [grid(table) for table in tables(read(page))] == [SMALL]


# -- over the end of a page


def test_a_line_that_was_full_goes_on_and_one_that_was_not_has_ended() -> None:
    page = PageOf().grid([60, 170, 300], [100, 200]).text(65, 110, "甲")
    page.lines(175, 110, ["这一行字填满了格子的整宽", "没有完。", "1.第二段", "Total cost of all", "works"])

    assert (
        grid(tables(read(page))[0])[0][1]
        == "这一行字填满了格子的整宽没有完。\n1.第二段\nTotal cost of all\nworks"
    )


def test_an_indented_paragraph_goes_on_over_lines_and_pages() -> None:
    full = "预算绩效管理要求各部门公开项目支出绩效目标并接受社会监督现将本部门的"
    first = PageOf().text(80, 700, full[:33]).text(60, 713, full + "目").text(60, 726, full + "目")
    second = PageOf().text(60, 80, "情况公开如下。").text(60, 93, "另起一段")

    assert paragraphs(read(first, second)) == [full[:33] + (full + "目") * 2 + "情况公开如下。", "另起一段"]


def test_spaces_between_words_are_kept_and_gaps_between_scripts_are_not() -> None:
    page = PageOf().text(60, 100, "ab").text(76, 100, "cd").text(92, 100, "2024").text(117, 100, "年")

    assert paragraphs(read(page)) == ["ab cd 2024年"]


def test_a_glyph_printed_twice_to_look_bold_is_one() -> None:
    assert paragraphs(read(PageOf().text(60, 100, "标题").text(60.3, 100, "标题"))) == ["标题"]


def test_radicals_that_fonts_name_are_ideographs() -> None:
    assert paragraphs(read(PageOf().text(60, 100, "使⽤"))) in (["使用"], ["使\ufffd"])


def test_what_is_filled_into_a_form_is_read() -> None:
    page = small_table(last="")
    stream = "\n".join(page.content)
    shown = "BT /F1 10 Tf 2 5 Td (filled 9) Tj ET"
    field = "<< /Font << /F1 3 0 R >> >>"
    fonts = pdf(page).decode("latin-1").split("endobj")[2:5]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [9 0 R] >> >>",
        "<< /Type /Pages /Count 1 /Kids [6 0 R] >>",
        *(re.sub(r"^\s*[0-9]+ 0 obj\n", "", font) for font in fonts),
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 7 0 R /Annots [9 0 R] "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        ),
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        (
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 90 20] /Resources {field} /Length {len(shown)} >>\n"
            f"stream\n{shown}\nendstream"
        ),
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [302 690 392 710] /F 4 /AP << /N 8 0 R >> >>",
    ]

    assert grid(tables(read_pdf(assembled(objects)))[0])[1][3] == "filled 9"


# -- what cannot be read


def scan(text: str = "") -> PageOf:
    page = PageOf()
    page.content = [SCAN]
    return page.text(60, 60, text, mode=3) if text else page


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            pdf(scan()),
            f"the PDF has no text, it is a scan: text in images is not recognised. {_ASK}.",
        ),
        (
            pdf(scan("识别的文字")),
            f"the PDF has no text, it is a scan: text in images is not recognised. {_ASK}.",
        ),
        (
            pdf(PageOf().text(60, 100, "正文"), scan()),
            (
                "1 of the PDF's 2 pages are scans without text (page 2): text in images is not recognised, so their forms "
                f"would be lost. {_ASK}, or remove these pages if no form stands on them."
            ),
        ),
        (
            (DOCUMENTS / "made" / "encrypted.pdf").read_bytes(),
            "the PDF is encrypted by a password. Ask its publisher for a copy without one.",
        ),
        (
            b"%PDF-1.7\njunk",
            (
                "the PDF is damaged or cut off (Failed to load document (PDFium: Data format error)). "
                "Fetch it again from its publisher, or print it to a new PDF."
            ),
        ),
        (
            pdf(*[PageOf()] * 2_001),
            "the PDF has 2,001 pages; 1 to 2,000 are read. Split it, or remove what is no form.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read_pdf(content)

    assert str(error.value) == message


def test_a_page_of_too_many_lines_is_refused() -> None:
    page = PageOf().text(60, 20, "甲")
    page.content += [f"{n} 0 m {n} 842 l S" for n in range(590)] * 400

    with pytest.raises(UnreadableError, match=r"^page 1 of the PDF draws more than 200,000 objects"):
        read(page)
