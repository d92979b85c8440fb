"""An Excel workbook: a sheet a table, after one that explains tables and columns.

Texts are written as texts, never as formulas or links. A number of more digits than Excel keeps is written as text.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from pathlib import Path

import duckdb
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flows.base.errors import UsageError
from flows.warehouse.tables import Column, Table

FILE_NAME = "jixiao.xlsx"
# What Excel takes: rows of a sheet, characters of its name, characters of a cell, digits of a number, days from this one on.
MOST_ROWS = 1_048_576
LONGEST_NAME = 31
LONGEST_TEXT = 32_767
MOST_DIGITS = 15
_FIRST_DAY = dt.date(1900, 3, 1)  # before it Excel counts a day that never was

_CUT = "……（全文见 CSV 或 Parquet）"
_NARROWEST, _WIDEST = 10, 48
# Keys join tables, nobody reads them.
_KEY_WIDTH = 12
_DESCRIPTION_WIDTH = 100
_LINE_HEIGHT = 15
_BATCH = 10_000
_EXPLANATION = (
    "绩效 Jixiao：政府部门项目支出绩效目标数据。每张工作表是一张数据表，下面逐列说明。",
    "金额以元计（列名以 _yuan 结尾）；求和与计数只取 is_additive 为 TRUE 的行。时间为 UTC。",
    "Jixiao: what Chinese government departments promise for their money. Each sheet is a table; its columns are below.",
    "Money is in yuan; sums and counts take the rows where is_additive is TRUE. Times are UTC.",
)


def write_workbook(
    connection: duckdb.DuckDBPyConnection, tables: tuple[Table, ...], folder: Path
) -> list[str]:
    """Write jixiao.xlsx; returns a remark for each table with texts that had to be cut.

    Raises UsageError where a table has more rows than a sheet holds, or a longer name.
    """
    for table in tables:
        if len(table.name) > LONGEST_NAME:
            raise UsageError(
                f"Excel names sheets with up to {LONGEST_NAME} characters, and {table.name} has {len(table.name)}. "
                "Take --format csv or parquet, or leave the table out: --table NAME"
            )
        if table.rows >= MOST_ROWS:
            raise UsageError(
                f"{table.name} has {table.rows:,} rows, and a sheet of Excel holds {MOST_ROWS - 1:,} below its heading. "
                "Take --format csv or parquet, or leave the table out: --table NAME"
            )
    workbook = xlsxwriter.Workbook(
        str(folder / FILE_NAME),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": str(folder),
        },
    )
    _explain(workbook, tables)
    cut = {table.name: _write_table(workbook, connection, table) for table in tables}
    try:
        workbook.close()
    except XlsxWriterException as error:
        raise OSError(str(error)) from error
    return [
        f"{name}: {count} texts are longer than the {LONGEST_TEXT:,} characters of a cell and were cut; "
        "CSV and Parquet have them whole"
        for name, count in cut.items()
        if count
    ]


def _explain(workbook: Workbook, tables: tuple[Table, ...]) -> None:
    sheet = workbook.add_worksheet("说明")
    heading = workbook.add_format({"bold": True, "bg_color": "#DDE6EE", "valign": "top"})
    table_name = workbook.add_format(
        {"bold": True, "bg_color": "#F3F3F3", "valign": "top", "text_wrap": True}
    )
    link = workbook.add_format(
        {"bold": True, "bg_color": "#F3F3F3", "valign": "top", "font_color": "#0B5394", "underline": 1}
    )
    text = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for column, width in enumerate((30, 26, 28, _DESCRIPTION_WIDTH)):
        sheet.set_column(column, column, width)
    for line, sentence in enumerate(_EXPLANATION):
        sheet.write_string(line, 0, sentence)
    line = len(_EXPLANATION) + 1
    for column, name in enumerate(("表 / 列　Table / column", "中文名称", "类型　Type", "说明　Description")):
        sheet.write_string(line, column, name, heading)
    sheet.freeze_panes(line + 1, 1)
    for table in tables:
        line += 1
        _set_height(sheet, line, table.description)
        sheet.write_url(line, 0, f"internal:'{table.name}'!A1", link, table.name)
        sheet.write_string(line, 1, table.term, table_name)
        sheet.write_string(line, 2, f"{table.rows:,} 行 rows", table_name)
        sheet.write_string(line, 3, table.description, table_name)
        for column in table.columns:
            line += 1
            _set_height(sheet, line, column.description)
            for number, content in enumerate(
                (column.name, column.term, column.type.lower(), column.description)
            ):
                sheet.write_string(line, number, content, text)


def _set_height(sheet: Worksheet, line: int, description: str) -> None:
    """As many lines as a description fills: not every program finds that out by itself."""
    sheet.set_row(line, _LINE_HEIGHT * math.ceil(_width(description) / (_DESCRIPTION_WIDTH - 4)))


def _width(text: str) -> int:
    """How wide a text is in characters; a Chinese one is as wide as two."""
    return len(text) + (len(text.encode()) - len(text)) // 2


def _write_table(workbook: Workbook, connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Write a table's sheet; returns how many texts were cut."""
    sheet = workbook.add_worksheet(table.name)
    heading = workbook.add_format({"bold": True, "bg_color": "#DDE6EE", "valign": "top", "text_wrap": True})
    formats = [workbook.add_format(_number_format(column)) for column in table.columns]
    for number, (column, width) in enumerate(zip(table.columns, _widths(connection, table), strict=True)):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, f"{column.term}\n{column.name}", heading)
    sheet.set_row(0, 32)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, table.rows, len(table.columns) - 1)
    cut = 0
    line = 0
    rows = connection.execute(
        f"select {', '.join(_selected(column) for column in table.columns)} from marts.{table.name}"
    )
    while batch := rows.fetchmany(_BATCH):
        for row in batch:
            line += 1
            for number, value in enumerate(row):
                if value is not None:
                    cut += _write(sheet, line, number, value, formats[number])
    return cut


def _selected(column: Column) -> str:
    if column.type == "TIMESTAMP WITH TIME ZONE":
        return f"\"{column.name}\" at time zone 'UTC'"
    return f'"{column.name}"'


def _number_format(column: Column) -> dict[str, str]:
    if column.type == "DATE":
        return {"num_format": "yyyy-mm-dd"}
    if column.type == "TIMESTAMP WITH TIME ZONE":
        return {"num_format": "yyyy-mm-dd hh:mm:ss"}
    if column.name.endswith("_yuan"):
        return {"num_format": "#,##0.00"}
    return {}


def _widths(connection: duckdb.DuckDBPyConnection, table: Table) -> list[int]:
    """The widths of the columns in characters; a Chinese character is as wide as two."""
    widest = ", ".join(
        f'max(length("{column.name}"::varchar) + (strlen("{column.name}"::varchar) - length("{column.name}"::varchar)) // 2)'
        for column in table.columns
    )
    found = connection.execute(f"select {widest} from marts.{table.name}").fetchall()[0]
    return [
        _KEY_WIDTH
        if column.name.endswith(("_key", "_id", "sha256"))
        else max(_NARROWEST, min(_WIDEST, max(width or 0, len(column.name), 2 * len(column.term)) + 2))
        for column, width in zip(table.columns, found, strict=True)
    ]


def _write(sheet: Worksheet, line: int, number: int, value: object, cell_format: Format) -> int:
    """Write a value; returns 1 where it is a text that was cut, else 0."""
    match value:
        case bool():
            sheet.write_boolean(line, number, value, cell_format)
        case int() | Decimal() if _fits(value):
            sheet.write_number(line, number, float(value), cell_format)
        case float():
            sheet.write_number(line, number, value, cell_format)
        case dt.datetime():
            sheet.write_datetime(line, number, value, cell_format)
        case dt.date() if value >= _FIRST_DAY:
            sheet.write_datetime(line, number, dt.datetime(value.year, value.month, value.day), cell_format)  # noqa: DTZ001 (a day)
        case _:
            text = str(value)
            is_cut = len(text) > LONGEST_TEXT
            sheet.write_string(
                line, number, text[: LONGEST_TEXT - len(_CUT)] + _CUT if is_cut else text, cell_format
            )
            return int(is_cut)
    return 0


def _fits(number: int | Decimal) -> bool:
    """Whether Excel's floating point keeps each digit."""
    digits = Decimal(number).normalize().as_tuple().digits
    return len(digits) <= MOST_DIGITS
