"""Document → forms. The parser walks through a document row by row and knows labels, never coordinates.

A row of column labels (一级指标 … 指标值) opens an indicator table; every other row is read as labels with their
values. A form begins at a heading, or at a row of labels below an indicator table, and ends where the next begins.
"""

from __future__ import annotations

import re

from flows.forms.indicators import IndicatorTable, header_columns
from flows.forms.model import Form, ParsedDocument, PrintedHeading, PrintedText, Rejection
from flows.forms.open_form import OpenForm
from flows.labels import FormLabels, form_labels
from flows.readers import Cell, Document, Paragraph, Table
from flows.vocabulary import fold

_YEAR_LINE = re.compile(r"\(?(20[0-9]{2})年?度?\)?")
_YEAR_IN_TITLE = re.compile(r"(20[0-9]{2})年度?(?![0-9]{1,2}月)")


def parse_document(document: Document) -> ParsedDocument:
    """All forms of a document as printed, in its order. Never raises: what is not understood is rejected text."""
    parser = _Parser(form_labels())
    for block in document.blocks:
        if isinstance(block, Paragraph):
            parser.take_paragraph(block)
        else:
            parser.take_table(block)
    return parser.finish(document.format)


class _Parser:
    def __init__(self, labels: FormLabels) -> None:
        self._labels = labels
        self._forms: list[Form] = []
        self._open: OpenForm | None = None
        self._headings: list[PrintedHeading] = []
        self._heading_waits = False  # the last heading has no form yet
        self._left_out: Rejection | None = None  # a table of another kind, until the next heading
        self._titles: list[PrintedText] = []
        self._money_unit: str | None = None  # printed above the tables
        self._rejected: list[Rejection] = []

    def take_paragraph(self, paragraph: Paragraph) -> None:
        if self._labels.is_heading(paragraph.text):
            self._take_heading(paragraph)
        elif money_unit := self._labels.money_unit(paragraph.text):
            self._money_unit = money_unit
        elif self._open is None and not self._forms:
            self._titles.append(PrintedText(paragraph.text, paragraph.locator))
        elif self._open is not None and not self._open.has_indicators:
            self._open.reject(
                "form", paragraph.locator, paragraph.text, "the text stands between the form's tables"
            )
        elif self._left_out is None:
            self._rejected.append(
                Rejection(
                    "document", paragraph.locator, paragraph.text, "the text stands outside of any form"
                )
            )

    def _take_heading(self, paragraph: Paragraph) -> None:
        self._end_form()
        heading = self._labels.heading(paragraph.text)
        self._left_out = None
        if self._labels.form_kind(paragraph.text) == "monitoring":
            self._left_out = Rejection(
                "document",
                paragraph.locator,
                heading.text,
                "a table of mid-year monitoring (绩效运行监控表) is no objective and no self-evaluation: left out",
            )
            self._rejected.append(self._left_out)
            return
        if heading.number is None and self._heading_waits and self._headings[-1].number is None:
            # Two titles without a number in a row: the first was the document's.
            self._titles.append(PrintedText(self._headings[-1].text, self._headings[-1].locator))
        self._headings.append(
            PrintedHeading(heading.number, heading.text, heading.project_name, None, paragraph.locator)
        )
        self._heading_waits = True

    def take_table(self, table: Table) -> None:
        if self._left_out is not None:
            return
        indicators: IndicatorTable | None = None
        for row in table.rows():
            columns = header_columns(row, self._labels)
            if columns:
                form = self._form_at(row)
                indicators = form.open_indicators(columns, row)
            elif indicators is not None and not self._begins_form(row):
                indicators.take(row)
            else:
                indicators = None
                self._form_of_labels(row).take_labels(row)
        if table.ends_abruptly and self._open is not None:
            self._open.reject(
                "indicator_row",
                table.cells[-1].locator,
                table.cells[-1].text,
                "the file ends inside this cell, without a line break: it is cut off. Fetch it again; if the document "
                "really ends here, end the file with an empty line",
                is_cut_off=True,
            )

    def _begins_form(self, row: tuple[Cell, ...]) -> bool:
        labels = self._labels
        return bool(
            labels.field(row[0].text) or labels.group(row[0].text) or labels.money(row[0].text)
        ) or any(labels.money_unit(cell.text) for cell in row)

    def _form_of_labels(self, row: tuple[Cell, ...]) -> OpenForm:
        """The form that a row of labels belongs to: a new one below an indicator table or at a second project."""
        if self._open is not None:
            names_project = any(self._labels.field(cell.text) == "project" for cell in row)
            if self._open.has_indicators or (names_project and self._open.has_project):
                self._end_form()
        return self._form_at(row)

    def _form_at(self, row: tuple[Cell, ...]) -> OpenForm:
        if self._open is None:
            heading = None
            form_no = len(self._forms) + 1
            if self._heading_waits:
                last = self._headings[-1]
                heading = PrintedHeading(last.number, last.text, last.project_name, form_no, last.locator)
                self._headings[-1] = heading
                self._heading_waits = False
            locator = heading.locator if heading else row[0].locator
            self._open = OpenForm(form_no, heading, locator, self._money_unit, self._labels)
        return self._open

    def _end_form(self) -> None:
        if self._open is not None:
            self._forms.append(self._open.close())
            self._open = None

    def finish(self, format_name: str) -> ParsedDocument:
        """Everything taken so far as one document."""
        self._end_form()
        year, locator = self._printed_year()
        return ParsedDocument(
            format=format_name,
            title="\n".join(title.text for title in self._titles) or None,
            printed_year=year,
            printed_year_locator=locator,
            headings=tuple(self._headings),
            forms=tuple(self._forms),
            rejected=tuple(self._rejected),
        )

    def _printed_year(self) -> tuple[int | None, str | None]:
        """The year of a title or of a 年度 line; a form's own heading names a project and does not count."""
        titles = [*self._titles]
        titles += [PrintedText(h.text, h.locator) for h in self._headings if h.number is None]
        for title in titles:
            folded = fold(title.text)
            match = _YEAR_LINE.fullmatch(folded) or (
                _YEAR_IN_TITLE.search(folded) if "绩效" in folded or "预算" in folded else None
            )
            if match:
                return int(match.group(1)), title.locator
        return None, None
