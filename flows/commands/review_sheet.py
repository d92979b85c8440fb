"""审核意见 as a workbook: the findings on a file by what a review asks, to be handed back to who wrote the forms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flows.base.errors import UsageError
from flows.base.printing import code_and_name
from flows.commands.findings import REVIEW_GROUPS, Finding

_SEVERITY_NAMES = {"error": "错误", "warning": "警告", "info": "提示"}
_COLUMNS = (
    ("文件", 24),
    ("单位", 30),
    ("项目名称", 34),
    ("表", 6),
    ("行", 6),
    ("位置", 20),
    ("原文", 50),
    ("程度", 8),
    ("规则", 26),
    ("审核意见", 50),
    ("依据", 28),
    ("修改建议", 34),
)
# More than this Excel does not keep in a cell.
_LONGEST_TEXT = 32_767


def write_review_sheet(file: Path, findings: Sequence[Finding]) -> None:
    """Write the findings to an Excel file, one block for each of 完整性, 相关性, 适当性, 可行性.

    All text is written as text: what a document prints as `=1+1` stays what it prints. Raises UsageError where
    the file cannot be written.
    """
    workbook = xlsxwriter.Workbook(
        str(file), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    _fill(workbook, findings)
    try:
        workbook.close()
    except (OSError, XlsxWriterException) as error:
        raise UsageError(f"{file} cannot be written: {error}. Name another file: --xlsx FILE") from error


def _fill(workbook: Workbook, findings: Sequence[Finding]) -> None:
    sheet = workbook.add_worksheet("审核意见")
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top", "border": 1})
    heading = workbook.add_format({"bold": True, "bg_color": "#DDDDDD", "border": 1})
    group_heading = workbook.add_format({"bold": True, "bg_color": "#F3F3F3"})
    for column, (name, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, heading)
    sheet.freeze_panes(1, 0)
    line = 1
    for group in REVIEW_GROUPS:
        of_group = [finding for finding in findings if finding.review_group == group]
        sheet.write_string(line, 0, f"{group}（{len(of_group)}）", group_heading)
        line += 1
        for finding in of_group:
            _write_finding(sheet, line, finding, wrapped)
            line += 1


def _write_finding(sheet: Worksheet, line: int, finding: Finding, wrapped: Format) -> None:
    cells = (
        finding.path,
        code_and_name(finding.unit_code, finding.unit_name),
        finding.project_name,
        finding.form_no,
        finding.row_no,
        finding.locator,
        finding.evidence,
        _SEVERITY_NAMES.get(finding.severity, finding.severity),
        finding.rule,
        finding.message,
        finding.basis,
        finding.suggestion,
    )
    for column, content in enumerate(cells):
        if isinstance(content, int):
            sheet.write_number(line, column, content, wrapped)
        else:
            sheet.write_string(line, column, (content or "")[:_LONGEST_TEXT], wrapped)
