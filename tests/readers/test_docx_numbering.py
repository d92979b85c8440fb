"""Word documents: automatic numbers, which stand in no text of the file and on every page."""

from __future__ import annotations

from tests.readers.docx_markup import LISTS, cell, numbered, par, read, row, table
from tests.readers.seen import texts


def test_automatic_numbers_are_printed() -> None:
    body = par("甲项目绩效目标表", properties=numbered(5)) + par("说明", properties=numbered(5, 1))
    body += par("乙项目绩效目标表", properties=numbered(5)) + par("无", properties=numbered(0))
    body += table(
        row(
            cell(par("次数", properties=numbered(6)), par("比率", properties=numbered(6))),
            cell(par(properties=numbered(7))),
        )
    )

    assert texts(read(body, numbering=LISTS)) == [
        "1.甲项目绩效目标表",
        "1.1 说明",
        "2.乙项目绩效目标表",
        "无",
        "指标一：次数\n指标二：比率|指标一：",
    ]


def test_a_style_numbers_its_paragraphs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="title"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="sub"><w:basedOn w:val="title"/></w:style>'
    )
    titled, based = '<w:pStyle w:val="title"/>', '<w:pStyle w:val="sub"/>'
    body = (
        par("甲", properties=titled)
        + par("乙", properties=based)
        + par("丙", properties=titled + numbered(0))
    )

    assert texts(read(body, styles=styles, numbering=LISTS)) == ["1.甲", "2.乙", "丙"]
