"""Workbooks in other containers, written cell by cell for tests."""

from __future__ import annotations

import html

from tests.forms.layouts.container_writing import archive, ods_package

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_STYLES = (
    '<style:style style:name="struck" style:family="table-cell"><style:text-properties '
    'style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="heir" style:family="table-cell" style:parent-style-name="struck"/>'
    '<style:style style:name="raised" style:family="text"><style:text-properties style:text-position="super 58%"/>'
    '</style:style><style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/>'
    '</style:style><style:style style:name="paged" style:family="table" style:master-page-name="P"/>'
)


def ods(*tables: str, styles: str | None = None, manifest: str | None = None) -> bytes:
    """A spreadsheet of tables that are given as XML; `struck`, `heir`, `raised`, `gone` and `paged` are its styles."""
    return ods_package(
        f"<office:document-content {_names()}><office:automatic-styles>{_STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>",
        styles and f"<office:document-styles {_names()}>{styles}</office:document-styles>",
        manifest,
    )


def ods_table(content: str, name: str = "S", **attributes: str) -> str:
    """A sheet; attributes are those of the table namespace, `_` for `-`."""
    said = "".join(f' table:{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f'<table:table table:name="{name}"{said}>{content}</table:table>'


def ods_row(*cells: str, attributes: str = "") -> str:
    """A row; a cell is its XML, or its text."""
    written = (
        cell
        if cell.startswith("<")
        else f"<table:table-cell><text:p>{html.escape(cell)}</text:p></table:table-cell>"
        for cell in cells
    )
    return f"<table:table-row {attributes}>{''.join(written)}</table:table-row>"


def ods_cell(text: str, attributes: str = "") -> str:
    """A cell whose paragraph is given as XML."""
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def spreadsheetml(*sheets: str, styles: str = "") -> bytes:
    """An XML workbook of sheets that are given as XML."""
    return (
        f'<?xml version="1.0"?>\n<Workbook xmlns="{_SPREADSHEET}" xmlns:ss="{_SPREADSHEET}" '
        f'xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles>{styles}</Styles>{"".join(sheets)}</Workbook>'
    ).encode()


def xml_sheet(content: str, name: str = "S", options: str = "") -> str:
    """A sheet of an XML workbook."""
    return (
        f'<Worksheet ss:Name="{name}"><Table>{content}</Table><WorksheetOptions '
        f'xmlns="urn:schemas-microsoft-com:office:excel">{options}</WorksheetOptions></Worksheet>'
    )


def xml_cell(text: str, kind: str = "String", attributes: str = "") -> str:
    """A cell of an XML workbook."""
    return f'<Cell {attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


def page_archive(page: str, charset: str = "utf-8") -> bytes:
    """A web archive of one page."""
    return archive((f"text/html; charset={charset}", "http://a.cn/", page.encode(charset)))


def _names() -> str:
    names = " ".join(f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "table", "text", "style"))
    return f'{names} xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
