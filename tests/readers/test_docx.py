"""Word documents: what a reader of the final page sees, and nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from flows.forms import Form, parse_document
from flows.readers import Document, Paragraph, Table, read_document
from tests.readers.docx_markup import (
    DELETED,
    LISTS,
    MERGE_FROM,
    MERGED,
    STRICT,
    cell,
    docx,
    par,
    read,
    row,
    run,
    span,
    table,
)
from tests.readers.seen import cells, refused, texts

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"


def test_the_real_document_has_the_tables_of_its_text(real_bytes: bytes) -> None:
    document = read_document((DOCUMENTS / "2024" / "objectives_2024.docx").read_bytes())
    expected = read_document(real_bytes)

    def content(read: Document) -> list[object]:
        return [
            "".join(block.text.split())
            if isinstance(block, Paragraph)
            else ["".join(cell.text.split()) for cell in block.cells if cell.text]
            for block in read.blocks
        ]

    def without_bookmark(blocks: list[object]) -> list[object]:
        return [block.partition("]")[2] or block if isinstance(block, str) else block for block in blocks]

    assert document.format == "docx"
    assert content(document) == without_bookmark(content(expected))


def test_the_forms_of_the_real_document_are_those_of_its_text(real_bytes: bytes) -> None:
    forms = parse_document(read_document((DOCUMENTS / "2024" / "objectives_2024.docx").read_bytes())).forms
    expected = parse_document(read_document(real_bytes)).forms

    def rows(read: tuple[Form, ...]) -> list[list[str]]:
        return [
            [
                "".join((text or "").split())
                for text in (row.level1, row.level2, row.level3, row.description, row.target)
            ]
            for form in read
            for row in form.rows
        ]

    assert len(forms) == 56
    assert rows(forms) == rows(expected)
    assert len(rows(forms)) == 473


@pytest.mark.parametrize(
    "name",
    [
        "county_objectives_funding_lines_unit_in_name",
        "county_selfevaluation_points",
        "department_whole_objectives",
        "town_selfevaluation_execution_20_points",
    ],
)
def test_every_text_of_a_publishers_document_stands_in_a_cell_of_its_own(name: str) -> None:
    document = read_document((DOCUMENTS / "publishers" / f"{name}.docx").read_bytes())
    truth = json.loads((DOCUMENTS / "publishers" / f"{name}.truth.json").read_text(encoding="utf-8"))
    found = {
        "".join(cell.text.split())
        for block in document.blocks
        if isinstance(block, Table)
        for cell in block.cells
    }

    for form in truth["forms"]:
        for indicator in form["rows"]:
            assert "".join(indicator["level3"].split()) in found
            assert "".join(indicator["target_text"].split()) in found


def test_a_locator_counts_as_a_person_does() -> None:
    body = par("题目") + table(row("a", "b")) + par("") + par("单位：万元")
    body += table(row(cell("c", properties=MERGE_FROM), "d"), row(cell("", properties=MERGED), "e"))
    blocks = read(body).blocks

    assert [block.locator for block in blocks] == ["paragraph 1", "table 1", "paragraph 2", "table 2"]
    assert isinstance(blocks[3], Table)
    assert [(c.text, c.locator) for c in blocks[3].cells] == [
        ("c", "table 2, row 1, cell 1"),
        ("d", "table 2, row 1, cell 2"),
        ("e", "table 2, row 2, cell 2"),
    ]


def test_spans_make_one_cell_of_a_merged_area() -> None:
    body = table(
        row(cell("甲", properties=span(2) + MERGE_FROM), "乙"),
        row(cell("", properties=span(2) + MERGED), "丙"),
        row("丁", "戊", "己"),
    )

    assert cells(read(body)) == [
        ("甲", 0, 0, 2, 2),
        ("乙", 0, 2, 1, 1),
        ("丙", 1, 2, 1, 1),
        ("丁", 2, 0, 1, 1),
        ("戊", 2, 1, 1, 1),
        ("己", 2, 2, 1, 1),
    ]


def test_a_merge_that_has_nothing_above_it_is_a_cell_of_its_own() -> None:
    body = table(row("甲", "乙"), row(cell("丙", properties=MERGED), cell("丁", properties=span(2) + MERGED)))

    assert [(text, row_span) for text, _, _, row_span, _ in cells(read(body))] == [
        ("甲", 2),
        ("乙", 1),
        ("丁", 1),
    ]


def test_columns_left_free_before_a_row_shift_its_cells() -> None:
    body = table(row("甲", "乙"), row("丙", properties='<w:gridBefore w:val="1"/>'))

    assert cells(read(body))[-1] == ("丙", 1, 1, 1, 1)


def test_cells_merged_across_in_the_old_way_are_one() -> None:
    across = '<w:hMerge w:val="{}"/>'
    body = table(
        row(
            cell("甲", properties=across.format("restart")),
            cell("", properties=across.format("continue")),
            "乙",
        )
    )

    assert cells(read(body)) == [("甲", 0, 0, 1, 2), ("乙", 0, 2, 1, 1)]


def test_content_controls_hide_nothing() -> None:
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    inside = row("甲", "<w:tc>" + control(par("乙" + "丙")) + "</w:tc>")
    body = control(control(par(control(run("题目")))) + table(control(inside)))

    assert texts(read(body)) == ["题目", "甲|乙丙"]


@pytest.mark.parametrize("wrapper", ["ins", "hyperlink", "smartTag", "customXml"])
def test_what_is_wrapped_reads_as_what_is_not(wrapper: str) -> None:
    def wrapped(inside: str) -> str:
        return f"<w:{wrapper}>{inside}</w:{wrapper}>"

    plain = table(row(cell("甲", "乙"), cell("丙", properties=span(2)), "丁"))
    second_paragraph = cell(par("甲"), wrapped(par("乙")))
    third_cell = (
        "<w:tr>" + second_paragraph + wrapped(cell("丙", properties=span(2))) + cell("丁") + "</w:tr>"
    )

    assert read(
        table(row(cell("甲", par(wrapped(run("乙")))), cell("丙", properties=span(2)), "丁"))
    ) == read(plain)
    assert read(table(third_cell)) == read(plain)


@pytest.mark.parametrize(
    "inside", [row("乙"), cell("乙"), f"<w:x>{row('乙')}</w:x>", f"<w:x>{par('乙')}</w:x>"]
)
def test_text_in_a_cell_that_stands_there_as_no_program_writes_it_is_read(inside: str) -> None:
    odd = f"<w:tc><w:tcPr/>{par('甲')}{inside}{par('丙')}</w:tc>"

    assert texts(read(table(row("前", odd, "后"), row("下")))) == texts(
        read(table(row("前", cell("甲", "乙", "丙"), "后"), row("下")))
    )


def test_a_table_inside_a_cell_follows_the_one_around_it() -> None:
    inner = table(row("内", "里"))
    body = table(row("前", cell(par("外"), inner, par("后"))), row("末", "")) + table(row("另"))
    document = read(body)

    assert texts(document) == ["前|外\n后|末|", "内|里", "另"]
    assert [block.locator for block in document.blocks] == ["table 1", "table 1.1", "table 2"]
    assert isinstance(document.blocks[1], Table)
    assert document.blocks[1].cells[1].locator == "table 1.1, row 1, cell 2"


def test_tracked_changes_are_read_as_accepted() -> None:
    body = par(
        "保留",
        f"<w:ins>{run('新增')}</w:ins>",
        "<w:del><w:r><w:delText>删除</w:delText></w:r></w:del>",
        f"<w:moveFrom>{run('移走')}</w:moveFrom>",
        f"<w:moveTo>{run('移来')}</w:moveTo>",
    )
    body += table(
        row("甲"), row("乙", properties='<w:del w:id="2"/>'), row("丙", properties='<w:ins w:id="3"/>')
    )

    assert texts(read(body)) == ["保留新增移来", "甲|丙"]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    assert texts(read(par("前半", properties=DELETED) + par("后半") + par("另段"))) == ["前半后半", "另段"]


def test_hidden_text_is_not_read() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="secret"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="note"><w:rPr><w:vanish w:val="1"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="based"><w:basedOn w:val="note"/></w:style>'
    )
    body = par(
        run("见", '<w:vanish w:val="0"/>'),
        run("隐", "<w:vanish/>"),
        run("密", '<w:rStyle w:val="secret"/>'),
        "到",
    )
    body += par("注", properties='<w:pStyle w:val="based"/>')
    body += table(row("甲"), row("乙", properties="<w:hidden/>"))

    assert texts(read(body, styles=styles)) == ["见到", "甲"]


def test_breaks_tabs_and_hyphens_are_printed() -> None:
    body = par(
        "<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>四</w:t></w:r>"
    )

    assert texts(read(body)) == ["一\n二\t三-四"]


def test_tab_stops_are_no_tabs() -> None:
    assert texts(read(par("一", "二", properties='<w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs>'))) == [
        "一二"
    ]


def test_symbols_are_what_the_page_shows() -> None:
    body = par(
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>',
        run("5", ""),
        run("\uf0a3", '<w:rFonts w:ascii="Symbol"/>'),
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
    )

    assert texts(read(body)) == ["≥5≤☑"]


def test_fields_are_read_by_their_results() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    nested = mark("begin") + code + mark("separate") + run("内") + mark("end")
    body = par("第", mark("begin"), code, nested, mark("separate"), "3", mark("end"), "页")
    body += par("无", mark("begin"), code) + par("尾")
    body += par('<w:fldSimple w:instr="X"><w:r><w:t>结果</w:t></w:r></w:fldSimple>')

    assert texts(read(body)) == ["第3页", "无", "尾", "结果"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{par('框中')}{table(row('甲'))}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert texts(read(par("前", both, "后") + par("末"))) == ["前后", "框中", "甲", "末"]
    assert texts(read(table(row(cell(par("格", both)))))) == ["格\n框中\n甲"]


def test_formulas_and_ruby_are_read_as_text() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('wū')}</w:rt><w:rubyBase>{run('污')}</w:rubyBase></w:ruby></w:r>"
    sign, one, two = (f"<m:r><m:t>{text}</m:t></m:r>" for text in "≥12")
    fraction = f"<m:oMath>{sign}<m:f><m:num>{one}</m:num><m:den>{two}</m:den></m:f></m:oMath>"

    assert texts(read(par(ruby, "水", fraction))) == ["污水≥1/2"]


def test_the_strict_form_of_the_standard_reads_the_same() -> None:
    body = par("题目") + table(row(cell("甲", properties=span(2))))

    assert read_document(docx(body, namespace=STRICT)) == read_document(docx(body))


def test_rows_and_columns_without_text_at_the_edges_are_left_out() -> None:
    document = read(table(row("", "", ""), row("", "甲", ""), row("", "乙", "丙"), row("", "", "")))

    assert cells(document) == [("甲", 1, 1, 1, 1), ("", 1, 2, 1, 1), ("乙", 2, 1, 1, 1), ("丙", 2, 2, 1, 1)]


def test_circular_styles_end() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("a", "b"), ("b", "a"))
    )

    assert texts(read(par("题目", properties='<w:pStyle w:val="a"/>'), styles=styles, numbering=LISTS)) == [
        "题目"
    ]


def test_tables_nested_too_deeply_are_refused() -> None:
    body = par("底")
    for _ in range(30):
        body = table(f"<w:tr><w:tc>{body}</w:tc></w:tr>")

    assert "stands inside more than 16 other tables" in refused(docx(body))


@pytest.mark.parametrize("columns", [1_001, 2**31, -(2**31)])
def test_a_span_of_absurd_width_costs_nothing(columns: int) -> None:
    body = table(row(cell("甲", properties=span(columns)), "乙"))
    if columns < 0:
        assert cells(read(body))[0][4] == 1
    else:
        assert "table 1, row 1, cell 1 lies beyond column 1,000" in refused(docx(body))


def test_a_document_in_embedded_files_says_so() -> None:
    assert "keeps its text in embedded files" in refused(docx('<w:altChunk r:id="x" xmlns:r="urn:r"/>'))


def test_a_document_type_in_a_part_is_refused() -> None:
    content = docx(par("题目"))
    hostile = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(hostile, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            copy.writestr(
                name, b"<!DOCTYPE w [<!ENTITY a 'b'>]>" + data if name == "word/document.xml" else data
            )

    assert refused(hostile.getvalue()).startswith("word/document.xml of the package declares a document type")


@pytest.mark.parametrize("body", ["", "<w:tbl/>", "<w:tbl><w:tr/></w:tbl>", "<w:p/>"])
def test_a_document_without_text_is_empty(body: str) -> None:
    assert read(body).blocks == ()
