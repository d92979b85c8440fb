"""Excel workbooks (.xlsx; ECMA-376 part 1, 18) → Document: a table for each sheet that is shown, cells as they print.

The package is checked before anything is parsed (see `package`), sheets are read row by row, and only cells with text
are kept, so that neither declared dimensions nor references far away cost anything.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from flows.readers.document import Document, Table
from flows.readers.excel.number_formats import BUILT_IN, GENERAL
from flows.readers.excel.sheet import table_of
from flows.readers.excel.xlsx_sheet import Look, is_true, read_sheet, rich_text
from flows.readers.package import Package, iterate_xml

_USUAL_MAIN_PART = "xl/workbook.xml"


def read_xlsx(content: bytes) -> Document:
    """Read a workbook. Raises UnreadableError for damaged, encrypted, hostile and oversized packages."""
    package = Package(content)
    main = package.main_part() or _USUAL_MAIN_PART
    root = package.xml(main)
    parts = _relations(package, main)
    properties = root.find("{*}workbookPr")
    look = Look(
        strings=_strings(package, parts),
        formats=_formats(package, parts),
        starts_1904=properties is not None and is_true(properties.get("date1904")),
    )
    tables: list[Table] = []
    slots = 0
    for name, part in _shown_sheets(root, parts):
        table = table_of(read_sheet(package.read(part), part, name, look, slots), slots)
        if table:
            tables.append(table)
            slots += len(table.cells)
    return Document("xlsx", tuple(tables))


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    """The last word of its type: worksheet, sharedStrings, styles; the words before differ between editions."""
    part: str


def _relations(package: Package, part: str) -> dict[str, _Relation]:
    """What `part` refers to inside of the package, by id."""
    folder, name = posixpath.split(part)
    relations_part = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations_part not in package:
        return {}
    return {
        relation.get("Id", ""): _Relation(
            kind=relation.get("Type", "").rpartition("/")[2],
            part=posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in package.xml(relations_part).iterfind("{*}Relationship")
        if relation.get("TargetMode") != "External"
    }


def _shown_sheets(workbook: etree._Element, parts: dict[str, _Relation]) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet of cells whose tab is shown, in the order of the tabs."""
    for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
        ids = (value for name, value in sheet.attrib.items() if name.endswith("}id"))
        relation = parts.get(next(ids, ""))
        if relation and relation.kind == "worksheet" and sheet.get("state") not in ("hidden", "veryHidden"):
            yield sheet.get("name", ""), relation.part


def _strings(package: Package, parts: dict[str, _Relation]) -> dict[str, str]:
    """The shared strings by their numbers, as cells write them."""
    part = _part_of_kind(parts, "sharedStrings")
    if part not in package:
        return {}
    items = iterate_xml(package.read(part), part, "si")
    return {str(number): rich_text(item) for number, item in enumerate(items)}


def _formats(package: Package, parts: dict[str, _Relation]) -> list[str]:
    """The number format of each cell style, as the attribute `s` of cells counts them."""
    part = _part_of_kind(parts, "styles")
    if part not in package:
        return []
    root = package.xml(part)
    codes = {str(number): code for number, code in BUILT_IN.items()}
    codes |= {
        format_.get("numFmtId", ""): format_.get("formatCode", "")
        for format_ in root.iterfind("{*}numFmts/{*}numFmt")
    }
    return [codes.get(style.get("numFmtId", "0"), GENERAL) for style in root.iterfind("{*}cellXfs/{*}xf")]


def _part_of_kind(parts: dict[str, _Relation], kind: str) -> str:
    return next((relation.part for relation in parts.values() if relation.kind == kind), "")
