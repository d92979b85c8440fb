"""Parts of a docx beside its text: the strict form of the standard made the usual one, and the headers of pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from lxml import etree

from flows.readers.document import Paragraph
from flows.readers.package import Package, Relation, parse_xml
from flows.readers.page_header import unit_paragraphs
from flows.readers.word.docx_styles import W

Headers: TypeAlias = Mapping["etree._Element | None", tuple[Paragraph, ...]]  # noqa: SLF001, lxml's only name
"""What page headers say of the money, by the paragraph after which these pages begin; None is the document's beginning."""

_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)


def transitional(data: bytes) -> bytes:
    """The strict form of the standard has names of its own for the same elements."""
    for strict, transitional in _STRICT:
        data = data.replace(strict, transitional)
    return data


def read_headers(package: Package, parts: Mapping[str, Relation], body: etree._Element) -> Headers:
    """The units of money in the page headers of each section (ECMA-376 part 1, 17.6.17 and 17.10.5)."""
    said = {
        key: found
        for key, relation in parts.items()
        if relation.kind == "header" and (found := tuple(unit_paragraphs(_lines(package, relation.part))))
    }
    if not said:
        return {}
    headers: dict[etree._Element | None, tuple[Paragraph, ...]] = {}
    begins: etree._Element | None = None
    printed: tuple[Paragraph, ...] = ()
    for section in body.iter(W + "sectPr"):
        keys = [
            value
            for reference in section.iterchildren(W + "headerReference")
            for name, value in reference.attrib.items()
            if name.endswith("}id")
        ]
        here = tuple(dict.fromkeys(paragraph for key in keys for paragraph in said.get(key, ())))
        if here and here != printed:
            headers[begins] = printed = here
        around = section.getparent()
        begins = None if around is None else around.getparent()
    return headers


def _lines(package: Package, part: str) -> Iterator[tuple[str, str]]:
    for paragraph in parse_xml(transitional(package.read(part)), part).iter(W + "p"):
        pieces = paragraph.iter(W + "t", W + "tab")
        yield "".join([piece.text or "" if piece.tag == W + "t" else "\t" for piece in pieces]), "page header"
