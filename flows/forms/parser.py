"""Document → forms. The parser walks through a document row by row and knows labels, never coordinates.

A row of column labels (一级指标 … 指标值) opens an indicator table; every other row is read as labels with their
values. A form begins at a heading, at a title, at a row of labels below an indicator table, at a second 项目名称, or,
in a wide table of many projects, at each new project. What stands above the forms holds for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from flows.forms.amounts import split_unit_code
from flows.forms.columns import Columns, header_columns
from flows.forms.left_out import with_left_out
from flows.forms.model import Form, ParsedDocument, PrintedHeading, PrintedText, Rejection
from flows.forms.open_form import Context, OpenForm
from flows.labels import aside_row, find_label, form_kind, heading, inline_values, is_heading, money_unit_of
from flows.readers import Cell, Document, Paragraph, Table
from flows.vocabulary.seeds import fold

_YEAR_LINE = re.compile(r"\(?(20[0-9]{2})年?度?\)?")
_YEAR_IN_TITLE = re.compile(r"(20[0-9]{2})年度?(?![0-9]{1,2}月)")
_YEAR_OF_HEADING = re.compile(r"(20[0-9]{2})年度")
_BEGIN_A_FORM = {"project", "unit", "department"}


def parse_document(document: Document) -> ParsedDocument:
    """All forms of a document as printed, in its order. Never raises: what is not understood is rejected text."""
    parser = _Parser()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            parser.take_paragraph(block)
        else:
            parser.take_table(block)
    return with_left_out(parser.finish(document.format), document.left_out)


class _Parser:
    def __init__(self) -> None:
        self._forms: list[Form] = []
        self._open: OpenForm | None = None
        self._context = Context()
        self._headings: list[PrintedHeading] = []
        self._heading_waits = False  # the last heading has no form yet
        self._leaves_out = False  # a table of another kind, until the next heading or title
        self._titles: list[PrintedText] = []
        self._rejected: list[Rejection] = []
        self._left_out: list[PrintedText] = []

    # -- text outside of tables

    def take_paragraph(self, paragraph: Paragraph) -> None:
        printed = PrintedText(paragraph.text, paragraph.locator)
        if is_heading(paragraph.text):
            self._take_heading(printed)
        elif self._take_context(printed) or self._leaves_out:
            return
        elif _YEAR_LINE.fullmatch(fold(printed.text)) or (self._open is None and not self._forms):
            self._titles.append(printed)
        elif self._open is not None and not self._open.has_indicators and self._open.has_project:
            self._open.reject(
                "form", printed.locator, printed.text, "the text stands between the form's tables"
            )
        else:
            self._rejected.append(
                Rejection("document", printed.locator, printed.text, "the text stands outside of any form")
            )

    def _take_heading(self, printed: PrintedText) -> None:
        self._end_form()
        self._announce(printed)
        if self._leaves_out:
            return
        parts = heading(printed.text)
        if parts.number is None and self._heading_waits and self._headings[-1].number is None:
            # Two titles without a number in a row: the first was the document's.
            first = self._headings.pop()
            self._titles.append(PrintedText(first.text, first.locator))
        self._headings.append(
            PrintedHeading(parts.number, parts.text, parts.project_name, None, printed.locator)
        )
        self._heading_waits = True

    def _announce(self, printed: PrintedText) -> None:
        """A title says what kind of table follows; a table of another kind is named and left out."""
        kind = form_kind(printed.text)
        self._context = replace(self._context, kind=kind)
        self._leaves_out = kind == "monitoring"
        if self._leaves_out:
            self._rejected.append(
                Rejection(
                    "document",
                    printed.locator,
                    printed.text,
                    "a table of mid-year monitoring (绩效运行监控表) is no objective and no self-evaluation: left out",
                )
            )

    def _take_context(self, printed: PrintedText) -> bool:
        """Unit, department or unit of money printed above the forms; they hold until others are printed."""
        if money_unit := money_unit_of(printed.text):
            self._context = replace(self._context, money_unit=money_unit)
            return True
        pairs = [(label, value) for label, value in inline_values(printed.text) if label.block == "form"]
        for label, value in pairs:
            text = PrintedText(value, printed.locator)
            if label.field == "unit":
                # A unit above all forms is the one that hands them in: its own department, if no other is named.
                self._context = replace(self._context, unit=text, department=text)
            elif label.field == "department":
                self._context = replace(self._context, department=text)
            elif label.field == "year":
                self._titles.append(PrintedText(f"{value}", printed.locator))
        return bool(pairs)

    # -- tables

    def take_table(self, table: Table) -> None:
        if self._leaves_out or not _is_of_a_form(table):
            self._take_other_table(table)
            return
        columns: Columns | None = None
        for row in table.rows():
            if columns is not None and not _is_wide(columns) and _is_plain(row):
                self._take_indicator(columns, row, table)
                continue
            if self._take_title(row, columns):
                columns = None
                continue
            header = header_columns(row, self._open.periods if self._open else {})
            if header:
                columns = header
                if not _is_wide(header):
                    self._form_at(row).open_indicators(header)
            elif columns is not None and _is_wide(columns):
                self._take_wide_row(columns, row, table)
            elif columns is not None and not self._begins_form(row):
                self._take_indicator(columns, row, table)
            else:
                columns = None
                self._form_of_labels(row).take_labels(row)
        self._check_end(table)

    def _take_other_table(self, table: Table) -> None:
        """A table without any label is layout, navigation or a footer, unless it stands inside a form."""
        if self._open is None or self._open.has_indicators or self._leaves_out:
            self._leave_out(table.cells)
            return
        for cell in table.cells:
            if cell.text:
                self._open.reject("form", cell.locator, cell.text, "the table has none of a form's labels")

    def _take_title(self, row: tuple[Cell, ...], columns: Columns | None) -> bool:
        """A row whose only text is a title, a year, or a line that holds for the forms below it."""
        texts = [cell for cell in row if cell.text]
        inside_a_form = self._open is not None and self._open.has_project and not self._open.has_indicators
        in_wide_table = columns is not None and _is_wide(columns)
        if len(texts) != 1 or inside_a_form or in_wide_table or find_label(texts[0].text):
            return False
        printed = PrintedText(texts[0].text, texts[0].locator)
        if heading(printed.text).number is not None and is_heading(printed.text):
            self._take_heading(printed)
            return True
        if kind := form_kind(printed.text):
            self._end_form()
            self._announce(printed)
            self._titles.extend([printed] if kind != "monitoring" else [])
            return True
        if columns is not None:
            return False
        is_year = _YEAR_LINE.fullmatch(fold(printed.text)) is not None
        has_code = split_unit_code(printed.text)[0] is not None
        stands_alone = self._open is None and len(row) == 1 and not has_code
        if not self._take_context(printed) and not is_year and not stands_alone:
            return False
        self._titles.extend([printed] if is_year or stands_alone else [])
        return True

    def _take_indicator(self, columns: Columns, row: tuple[Cell, ...], table: Table) -> None:
        form = self._form_at(row)
        first = next((cell for cell in row if cell.text), None)
        if first is not None and aside_row(first.text):
            form.take_aside(row, columns)
        else:
            form.indicators.take(columns, row, is_grid=table.is_grid)

    def _take_wide_row(self, columns: Columns, row: tuple[Cell, ...], table: Table) -> None:
        """A row of a table of many projects: an indicator, or a unit's or department's line between projects."""
        own_row = max(cell.row for cell in row)
        by_field = {columns.form_fields[c.column].field: c for c in row if c.column in columns.form_fields}
        if _numbers_the_columns(row):
            self._leave_out(row)
            return
        name = by_field.get("project") or by_field.get("unit_or_project")
        has_indicator = any(cell.text and columns.fields.get(cell.column) for cell in row)
        if not has_indicator:
            self._take_line_between(by_field)
            self._leave_out(cell for cell in row if cell.row == own_row)
            return
        if name is not None and name.text and name.row == own_row:
            self._end_form()
        form = self._form_at(row)
        if not form.has_indicators:
            form.open_indicators(columns)
            form.take_columns(columns, row)
            if "unit_or_project" in by_field:
                form.set_printed(
                    "project",
                    PrintedText(by_field["unit_or_project"].text, by_field["unit_or_project"].locator),
                )
        form.indicators.take(columns, row, is_grid=table.is_grid)

    def _take_line_between(self, by_field: dict[str, Cell]) -> None:
        """A line of its own for a unit or a department; sums in it belong to no project."""
        if unit := by_field.get("unit_or_project"):
            if unit.text:
                self._context = replace(self._context, unit=PrintedText(unit.text, unit.locator))
        elif (department := by_field.get("unit") or by_field.get("department")) and department.text:
            self._context = replace(
                self._context, department=PrintedText(department.text, department.locator)
            )

    def _leave_out(self, cells: Iterable[Cell]) -> None:
        self._left_out += [PrintedText(cell.text, cell.locator) for cell in cells if cell.text]

    def _check_end(self, table: Table) -> None:
        if table.ends_abruptly and self._open is not None:
            self._open.reject(
                "indicator_row",
                table.cells[-1].locator,
                table.cells[-1].text,
                "the file ends inside this cell, without a line break: it is cut off. Fetch it again; if the document "
                "really ends here, end the file with an empty line",
                is_cut_off=True,
            )

    # -- where forms begin and end

    @staticmethod
    def _begins_form(row: tuple[Cell, ...]) -> bool:
        """Below an indicator table: a row that begins with a label, or prints the unit of money."""
        labels = [label for cell in row if (label := find_label(cell.text))]
        first = next((cell for cell in row if cell.text), None)
        if (
            first is not None
            and (label := find_label(first.text))
            and label.block in ("form", "group", "money")
        ):
            return label.field == "aside" or first.row_span == 1 or label.block != "form"
        return any(money_unit_of(cell.text) for cell in row) or any(
            label.field == "project" for label in labels
        )

    def _form_of_labels(self, row: tuple[Cell, ...]) -> OpenForm:
        """The form that a row of labels belongs to."""
        if self._open is not None:
            fields = {label.field for cell in row if (label := find_label(cell.text))}
            begins = bool(fields & _BEGIN_A_FORM) or any(money_unit_of(cell.text) for cell in row)
            if (self._open.has_indicators and begins) or ("project" in fields and self._open.has_project):
                self._end_form()
        return self._form_at(row)

    def _form_at(self, row: tuple[Cell, ...]) -> OpenForm:
        if self._open is None:
            found = None
            form_no = len(self._forms) + 1
            if self._heading_waits:
                found = replace(self._headings[-1], form_no=form_no)
                self._headings[-1] = found
                self._heading_waits = False
            locator = found.locator if found else row[0].locator
            self._open = OpenForm(form_no, found, locator, self._context)
        return self._open

    def _end_form(self) -> None:
        if self._open is not None:
            form = self._open.close()
            if self._open.is_only_a_list:
                self._left_out += [*form.left_out, *(PrintedText(r.text, r.locator) for r in form.rejected)]
                self._left_out += [text for text in (form.project, form.unit, form.department) if text]
            else:
                self._forms.append(form)
            self._open = None

    # -- the whole document

    def finish(self, format_name: str) -> ParsedDocument:
        """Everything taken so far as one document."""
        self._end_form()
        year, locator = self._printed_year()
        return ParsedDocument(
            format=format_name,
            title="\n".join(dict.fromkeys(title.text for title in self._titles)) or None,
            printed_year=year,
            printed_year_locator=locator,
            headings=tuple(self._headings),
            forms=tuple(self._forms),
            rejected=tuple(self._rejected),
            left_out=tuple(self._left_out),
        )

    def _printed_year(self) -> tuple[int | None, str | None]:
        """The year of a 年度 line or of a title; that of headings, which name projects, only where all agree."""
        for title in self._titles:
            if match := _YEAR_LINE.fullmatch(fold(title.text)):
                return int(match.group(1)), title.locator
        for title in self._titles:
            folded = fold(title.text)
            match = _YEAR_IN_TITLE.search(folded) if "绩效" in folded or "预算" in folded else None
            if match:
                return int(match.group(1)), title.locator
        years = [
            (int(match.group(1)), found.locator)
            for found in self._headings
            if found.number is None and (match := _YEAR_OF_HEADING.search(fold(found.text)))
        ]
        return years[0] if len({year for year, _ in years}) == 1 else (None, None)


def _is_of_a_form(table: Table) -> bool:
    return any(find_label(cell.text) or form_kind(cell.text) for cell in table.cells)


def _is_plain(row: tuple[Cell, ...]) -> bool:
    """Below a header nearly every row: several texts, none of them a label or a unit of money."""
    texts = 0
    for cell in row:
        if cell.text:
            texts += 1
            if find_label(cell.text) or money_unit_of(cell.text):
                return False
    return texts > 1


def _is_wide(columns: Columns) -> bool:
    return any(label.field in ("project", "unit_or_project") for label in columns.form_fields.values())


def _numbers_the_columns(row: tuple[Cell, ...]) -> bool:
    """1 | 2 | 3 … under a header."""
    return [cell.text for cell in row] == [str(number) for number in range(1, len(row) + 1)]
