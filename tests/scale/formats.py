"""Forms in the formats that publishers use: a web page, a Word document, a workbook. The same grid of cells in each."""

from __future__ import annotations

import datetime as dt
import html
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from tests.forms.layouts.writing import word_package
from tests.years.publications import Form

_COLUMNS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值")
_WRITTEN = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)

Grid = list[tuple[str, ...]]
"""The rows of a form's table; a row of two cells is a label and a value as wide as the rest."""


def as_html(forms: Sequence[Form]) -> bytes:
    """A web page: a heading and a table each."""
    tables = "".join(
        f"<h2>{_escaped(_heading(form, number))}</h2>\n<table>\n"
        + "".join(f"<tr>{''.join(_html_cells(row))}</tr>\n" for row in _grid(form))
        + "</table>\n"
        for number, form in enumerate(forms, 1)
    )
    head = '<html><head><meta charset="utf-8"><title>项目支出绩效目标表</title></head>'
    return f"{head}<body>\n{tables}</body></html>\n".encode()


def _html_cells(row: tuple[str, ...]) -> Iterable[str]:
    *first, last = row
    yield from (f"<td>{_escaped(cell)}</td>" for cell in first)
    yield f"<td colspan={len(_COLUMNS) - len(first)}>{_escaped(last)}</td>"


def as_docx(forms: Sequence[Form]) -> bytes:
    """A Word document: a paragraph and a table each."""
    body = "".join(
        f"<w:p><w:r><w:t>{_escaped(_heading(form, number))}</w:t></w:r></w:p>"
        f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * len(_COLUMNS)}</w:tblGrid>"
        + "".join(f"<w:tr>{''.join(_word_cells(row))}</w:tr>" for row in _grid(form))
        + "</w:tbl>"
        for number, form in enumerate(forms, 1)
    )
    return word_package(body)


def _word_cells(row: tuple[str, ...]) -> Iterable[str]:
    for place, cell in enumerate(row):
        span = len(_COLUMNS) - len(row) + 1 if place == len(row) - 1 else 1
        width = f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>' if span > 1 else ""
        text = f'<w:t xml:space="preserve">{_escaped(cell)}</w:t>'
        yield f"<w:tc>{width}<w:p><w:r>{text}</w:r></w:p></w:tc>"


def as_xlsx(forms: Sequence[Form]) -> bytes:
    """A workbook: all forms below each other on one sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _WRITTEN})
        sheet = book.add_worksheet()
        line = 0
        for number, form in enumerate(forms, 1):
            for row in [(_heading(form, number),), *_grid(form), ()]:
                for column, cell in enumerate(row):
                    sheet.write_string(line, column, cell)
                line += 1
    return buffer.getvalue()


def _heading(form: Form, number: int) -> str:
    return f"{number}.{form.name}绩效目标表"


def _grid(form: Form) -> Grid:
    grid: Grid = [
        (form.unit, f"单位：{form.money_unit}"),
        ("项目名称", form.name),
        ("预算数", form.budget),
        ("其中：财政资金", form.fiscal),
        ("其他资金", form.other),
        ("资金用途", form.purpose),
        ("绩效目标", form.objective),
        _COLUMNS,
    ]
    level1 = ""
    for row in form.rows:
        level1 = row.level1 if row.level1.strip() else level1
        grid.append((level1, row.level2, row.level3, row.description, row.target))
    return grid


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
