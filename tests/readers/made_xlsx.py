"""Workbooks out of markup that a test writes down."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="0&quot;批次&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
)


def workbook(
    *sheets: str,
    strings: str = "",
    states: tuple[str, ...] = (),
    properties: str = "",
    kinds: tuple[str, ...] = (),
    extra: dict[str, str] | None = None,
    styles: str = STYLES,
    left_out: tuple[str, ...] = (),
) -> bytes:
    """A package whose sheets have the given XML, without the parts of `left_out`."""
    names = [f"S{number}" for number in range(1, len(sheets) + 1)]
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Target="/xl/workbook.xml" '
        f'Type="{OFFICE}/officeDocument"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>'
        + "".join(
            f'<sheet name="{name}" sheetId="{number}" r:id="r{number}" '
            f'state="{states[number] if number < len(states) else "visible"}"/>'
            for number, name in enumerate(names)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        + "".join(
            f'<Relationship Id="r{number}" Target="worksheets/{name}.xml" '
            f'Type="{OFFICE}/{kinds[number] if number < len(kinds) else "worksheet"}"/>'
            for number, name in enumerate(names)
        )
        + f'<Relationship Id="s" Target="styles.xml" Type="{OFFICE}/styles"/>'
        f'<Relationship Id="t" Target="sharedStrings.xml" Type="{OFFICE}/sharedStrings"/>'
        f'<Relationship Id="x" Target="http://example.com/a" TargetMode="External" Type="{OFFICE}/worksheet"/>'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
    }
    parts |= {
        f"xl/worksheets/{name}.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
        for name, sheet in zip(names, sheets, strict=True)
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (parts | (extra or {})).items():
            if name not in left_out:
                archive.writestr(name, text)
    return buffer.getvalue()


def row(number: int, *cells: str, attributes: str = "") -> str:
    return f'<row r="{number}" {attributes}>{"".join(cells)}</row>'


def word(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def number(reference: str, value: str, style: int = 0) -> str:
    return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'


def data(*rows: str, after: str = "", before: str = "") -> str:
    return f"{before}<sheetData>{''.join(rows)}</sheetData>{after}"
