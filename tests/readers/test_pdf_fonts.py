"""Fonts that a PDF names and does not bring: what is read does not depend on the fonts of the machine."""

from __future__ import annotations

import pytest

from flows.readers.pdf.reader import read_pdf
from tests.readers.made_pdf import PageOf, assembled
from tests.readers.pdf_reading import read
from tests.readers.seen import grid, paragraphs, tables

_CMAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
    "1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <7532> <7532> endbfchar endcmap end end"
)


def drawn(font: str, descendant: str, code: bytes) -> bytes:
    """A page with one text of one character, drawn with a font that is not in the file."""
    shown = f"BT /F 10 Tf 1 0 0 1 100 700 Tm <{code.hex()}> Tj ET"
    return assembled(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            (
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                "/Resources << /Font << /F 5 0 R >> >> >>"
            ),
            f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
            f"<< /Type /Font /Subtype {font} >>",
            f"<< /Type {descendant} >>",
            f"<< /Length {len(_CMAP)} >>\nstream\n{_CMAP}\nendstream",
        ]
    )


def chinese(name: str, encoding: str, ordering: str, more: str = "") -> tuple[str, str]:
    return (
        f"/Type0 /BaseFont {name} /Encoding /{encoding} /DescendantFonts [6 0 R] {more}",
        (
            f"/Font /Subtype /CIDFontType2 /BaseFont {name} "
            f"/CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 0 >>"
        ),
    )


@pytest.mark.parametrize(
    ("font", "code", "text"),
    [
        (chinese("/STSong-Light", "UniGB-UCS2-H", "GB1"), b"\x75\x32", "甲"),
        (chinese("/STSong-Light", "UniGB-UCS2-V", "GB1"), b"\x75\x32", "甲"),
        (chinese("/#CB#CE#CC#E5", "GBK-EUC-H", "GB1"), "甲".encode("gbk"), "甲"),
        (chinese("/MingLiU", "ETenms-B5-H", "CNS1"), "甲".encode("big5"), "甲"),
        (chinese("/SimHei", "Identity-H", "Identity", "/ToUnicode 7 0 R"), b"\x75\x32", "甲"),
        (("/Type1 /BaseFont /Helvetica", "/Font"), b"A", "A"),
        (
            (
                (
                    "/TrueType /BaseFont /SimSun /Encoding /WinAnsiEncoding /FontDescriptor 6 0 R "
                    "/FirstChar 65 /LastChar 65 /Widths [500]"
                ),
                "/FontDescriptor /FontName /SimSun /Flags 32 /Ascent 859 /Descent -141",
            ),
            b"A",
            "A",
        ),
    ],
    ids=["unicode", "vertical", "gbk", "big5", "identity", "standard", "western"],
)  # fmt: skip
def test_a_character_alone_is_read_though_its_font_is_not_in_the_file(
    font: tuple[str, str], code: bytes, text: str
) -> None:
    assert paragraphs(read_pdf(drawn(*font, code))) == [text]


def test_cells_of_one_character_are_read_like_those_of_more() -> None:
    page = PageOf().grid([60, 170, 300], [100, 130, 160]).row((60, 170), 115, ("甲", "是"))
    page.row((60, 170), 145, ("甲乙", "9"))

    assert grid(tables(read(page))[0]) == [["甲", "是"], ["甲乙", "9"]]


def test_a_page_of_characters_one_by_one_is_no_scan() -> None:
    page = PageOf()
    page.content = ["q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"]
    for place, character in enumerate("逐字排印"):
        page.text(60 + 10 * place, 100, character)

    assert paragraphs(read(page)) == ["逐字排印"]


def test_a_box_makes_no_letter_wider_than_the_file_says() -> None:
    narrow = (
        "/TrueType /BaseFont /Foo /Encoding /WinAnsiEncoding /FontDescriptor 6 0 R "
        "/FirstChar 105 /LastChar 105 /Widths [230]"
    )
    shown = drawn(narrow, "/FontDescriptor /FontName /Foo /Flags 32 /Ascent 800 /Descent -200", b"i" * 3)

    assert paragraphs(read_pdf(shown)) == ["iii"]
