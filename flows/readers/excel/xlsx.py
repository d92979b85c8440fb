"""Excel workbooks (.xlsx; ECMA-376 part 1, 18) → Document: a table for each sheet that is shown, cells as they print.

The package is checked before anything is parsed (see `package`), sheets are read row by row, and only cells with text
are kept, so that neither declared dimensions nor references far away cost anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from flows.readers.document import Block, Document, LeftOut
from flows.readers.excel.number_formats import BUILT_IN, GENERAL
from flows.readers.excel.sheet import RichText, header_of, hidden_sheet, left_out_of, table_of
from flows.readers.excel.xlsx_cell import (
    CellStyle,
    Look,
    damaged,
    is_struck_out,
    is_true,
    rich_text,
)
from flows.readers.excel.xlsx_sheet import read_sheet
from flows.readers.package import Package, Relation, iterate_xml

_USUAL_MAIN_PART = "xl/workbook.xml"


def read_xlsx(content: bytes) -> Document:
    """Read a workbook.

    Raises UnreadableError for damaged, encrypted, hostile and oversized packages, and if what a sheet or cell refers to
    (its part, its string, its style) is not there: an empty cell would say that nothing was written.
    """
    package = Package(content)
    main = package.main_part() or _USUAL_MAIN_PART
    root = package.xml(main)
    parts = package.relations(main)
    properties = root.find("{*}workbookPr")
    look = Look(
        strings=_strings(package, parts),
        styles=_styles(package, parts),
        starts_1904=properties is not None and is_true(properties.get("date1904")),
    )
    blocks: list[Block] = []
    left_out: list[LeftOut] = []
    slots = 0
    for name, part in _sheets(root, parts):
        if part is None:
            left_out.append(hidden_sheet(name))
            continue
        sheet = read_sheet(package.read(part), part, name, look, slots)
        table = table_of(sheet, slots)
        left_out += left_out_of(sheet)
        if table:
            blocks += [*header_of(sheet), table]
            slots += len(table.cells)
    return Document("xlsx", tuple(blocks), tuple(left_out))


def _sheets(workbook: etree._Element, parts: dict[str, Relation]) -> Iterator[tuple[str, str | None]]:
    """Name and part of each sheet of cells, in the order of the tabs; no part if the tab is hidden."""
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        name = sheet.get("name", "")
        ids = (value for attribute, value in sheet.attrib.items() if attribute.endswith("}id"))
        relation = parts.get(next(ids, ""))
        if relation is None:
            raise damaged(f"sheet {name} is listed and is not in it")
        if relation.kind == "worksheet":
            yield name, None if sheet.get("state") in ("hidden", "veryHidden") else relation.part


def _strings(package: Package, parts: dict[str, Relation]) -> dict[str, RichText]:
    """The shared strings by their numbers, as cells write them."""
    part = _part_of_kind(parts, "sharedStrings")
    if not part:
        return {}
    items = iterate_xml(package.read(part), part, "si")
    return {str(number): rich_text(item) for number, item in enumerate(items)}


def _styles(package: Package, parts: dict[str, Relation]) -> tuple[CellStyle, ...]:
    """The cell styles, as the attribute `s` of cells counts them.

    A number format that is not defined shows numbers as they are, in Excel, too.
    """
    part = _part_of_kind(parts, "styles")
    if not part:
        return (CellStyle(GENERAL),)
    root = package.xml(part)
    codes = {str(number): code for number, code in BUILT_IN.items()}
    codes |= {
        format_.get("numFmtId", ""): format_.get("formatCode", "")
        for format_ in root.iterfind("{*}numFmts/{*}numFmt")
    }
    struck = {
        str(number) for number, font in enumerate(root.iterfind("{*}fonts/{*}font")) if is_struck_out(font)
    }
    styles = tuple(
        CellStyle(codes.get(style.get("numFmtId", "0"), GENERAL), style.get("fontId", "0") in struck)
        for style in root.iterfind("{*}cellXfs/{*}xf")
    )
    return styles or (CellStyle(GENERAL),)


def _part_of_kind(parts: dict[str, Relation], kind: str) -> str:
    return next((relation.part for relation in parts.values() if relation.kind == kind), "")
