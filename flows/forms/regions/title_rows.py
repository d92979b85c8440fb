"""Rows of a table that stand above a form: its title, the year, the number of a table, unit and unit of money."""

from __future__ import annotations

import re

from flows.forms.cells.amounts import split_unit_code
from flows.forms.cells.inline import inline_pairs
from flows.forms.lines_above import field_above, without_money_unit
from flows.forms.model import PrintedText
from flows.forms.open_document import OpenDocument
from flows.forms.open_form import BEGIN_A_FORM
from flows.forms.printed_year import year_of_line
from flows.forms.regions.grid import Row
from flows.labels import (
    ends_as_going_on,
    find_certain_label,
    find_label,
    form_kind,
    heading,
    is_heading,
    numbers_a_table,
)
from flows.readers import Cell

_GAP = re.compile(r"[\t　]+| {2,}|\n|(?<=[)）]) ")
_LONGEST = 200
_MOST_TEXTS = 3


class TitleRows:
    """Takes the rows of one table that stand above its forms."""

    def __init__(self, document: OpenDocument, rows: list[Row]) -> None:
        self._document = document
        self._rows = rows
        self.goes_on = False
        """Whether the row that was taken last says that the table above goes on (…绩效目标表（续）)."""

    def take(self, place: int, *, in_records: bool) -> bool:
        """The row at `place`, if it is a title, a year, the number of a table, or lines that hold for the forms below it."""
        self.goes_on = False
        texts = self._rows[place].texts
        if len(texts) > _MOST_TEXTS:
            return False
        first = texts[0]
        if self._take_title(texts):
            return True
        form = self._document.open
        if not in_records and (form is None or form.has_header) and self.take_name(self._rows[place]):
            return True
        if (
            not in_records
            and self._document.open is None
            and len(texts) == 1
            and self._is_a_line_of_text(first)
        ):
            self._document.account.use(first)
            self._document.add_title(PrintedText(first.text, first.locator))
            return True
        if len(texts) == 1 and is_heading(first.text) and heading(first.text).number is not None:
            self._document.account.use(first)
            self._document.take_heading(PrintedText(first.text, first.locator))
            return True
        return self._take_lines(place, in_records=in_records)

    def take_name(self, row: Row) -> bool:
        """A numbered line across the table that names the project below it: （二）抗旱应急水源工程."""
        cell = row.texts[0]
        is_across = len(row.texts) == 1 and cell.column_span == sum(one.column_span for one in row.cells)
        printed = PrintedText(cell.text, cell.locator)
        if not is_across or (other := self._document.announced.take_name(printed)) is printed:
            return False
        self._document.account.use(cell)
        if other is not None:
            self._document.account.reject_text(
                "document", other.locator, other.text, "it names a project, and no form follows"
            )
        return True

    def _take_title(self, texts: list[Cell]) -> bool:
        """The title of a form, alone or beside the number of the table or a line that holds for the form."""
        first = texts[0]
        parts = _parts(first.text) if len(first.text) < _LONGEST else []
        if not parts or (form_kind(parts[0]) is None and form_kind(first.text) is None):
            return False
        if not all(self._is_line(cell) for cell in texts[1:]):
            return False
        form = self._document.open
        if form is not None and len(texts) == 1 and form.begins_section(first.text):
            self._document.account.use(first)
            return True
        self._take_title_cell(first, parts)
        for cell in texts[1:]:
            self._take_line(cell)
        return True

    def _take_lines(self, place: int, *, in_records: bool) -> bool:
        """Lines that hold for the forms below them; below indicators only if a form begins there."""
        form = self._document.open
        if form is not None and (not form.has_header or (in_records and not self._is_above_a_form(place))):
            return False
        texts = self._rows[place].texts
        if not all(self._is_line(cell) for cell in texts):
            return False
        self._document.end_form()
        for cell in texts:
            self._take_line(cell)
        return True

    def _is_a_line_of_text(self, cell: Cell) -> bool:
        """Whether a row's only text, above any form, says nothing that a form keeps."""
        label = find_label(cell.text)
        return not (
            (label is not None and label.is_likely)  # …二〇二四年度项目绩效目标 ends as labels do
            or inline_pairs(cell.text)
            or without_money_unit(cell.text)[1]
            or numbers_a_table(cell.text)
            or split_unit_code(cell.text)[0]
            or year_of_line(cell.text) is not None
            or self._document.columns
        )

    def _is_line(self, cell: Cell) -> bool:
        """A cell that holds a line above forms: a unit of money, a year, `部门：…`, the number of a table."""
        if numbers_a_table(cell.text) or year_of_line(cell.text) is not None:
            return True
        if without_money_unit(cell.text)[1] is not None:
            return True  # 单位：万元, alone or behind the name of the unit
        pairs = inline_pairs(cell.text)
        known = ("unit", "unit_filing", "department", "department_named", "year", "aside", "contact")
        return bool(pairs) and all(field_above(pair) in known for pair in pairs)

    def _take_line(self, cell: Cell) -> None:
        printed = PrintedText(cell.text, cell.locator)
        if numbers_a_table(cell.text):
            self._document.account.leave_out(cell, "layout")
            return
        self._document.account.use(cell)
        if self._document.is_year(cell.text):
            self._document.add_title(printed)
        elif not self._document.take_context(printed):
            self._document.account.reject_text(
                "document", cell.locator, cell.text, "the text stands above the forms"
            )

    def _take_title_cell(self, cell: Cell, parts: list[str]) -> None:
        self._document.account.use(cell)
        printed = PrintedText(cell.text, cell.locator)
        if ends_as_going_on(parts[0]) and self._document.open is not None:
            self._document.account.leave_out_text(cell.text, cell.locator, "layout")
            self.goes_on = True
            return
        number = heading(parts[0]).number
        if number is not None and is_heading(parts[0]):
            self._document.take_heading(printed)
        else:
            self._document.end_form(is_title=True)
            title = PrintedText(
                parts[0] if len(parts) > 1 and form_kind(parts[0]) else cell.text, cell.locator
            )
            self._document.announce(title)
            self._document.add_title(title)
        if form_kind(parts[0]) is not None:
            for part in parts[1:]:
                if not self._document.is_year(part):
                    self._document.take_context(PrintedText(part, cell.locator))

    def _is_above_a_form(self, place: int) -> bool:
        """Whether the rows below begin a form: its title or a label of its beginning stands there before any header."""
        for one in self._rows[place + 1 : place + 4]:
            for cell in one.texts:
                label = find_certain_label(cell.text)
                if label is not None and label.field("form") in BEGIN_A_FORM:
                    return True
                if form_kind(cell.text) is not None:
                    return True
        return False


def _parts(text: str) -> list[str]:
    """The parts of a line between its gaps."""
    if text.split(maxsplit=1) == [text]:
        return [text]  # no white space, no gap
    return [part for part in _GAP.split(text) if part.strip()]
