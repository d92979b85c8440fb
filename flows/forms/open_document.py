"""A document that is being read: its forms so far, the one that is open, and what is printed above them.

A form begins at a heading, at a title, at a label that its form has already after its indicators, or, in a wide table of
many projects, at each new project. What stands above the forms holds for all of them. A region goes on over tables,
pages and sheets until something else begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flows.forms.account import Account
from flows.forms.announced import Announced, give_pair
from flows.forms.cells.inline import Inline, inline_pairs, is_note
from flows.forms.indicator_lines import IndicatorLines, hold_indicators, take_lines
from flows.forms.lines_above import DEPARTMENTS, field_above, is_contents, without_money_unit
from flows.forms.model import Form, ParsedDocument, Place, PrintedHeading, PrintedText
from flows.forms.open_form import OBJECTIVES, Context, OpenForm
from flows.forms.printed_year import printed_year, year_of_line, year_of_title
from flows.forms.regions.columns import Columns
from flows.labels import (
    ends_as_going_on,
    form_kind,
    goes_on,
    heading,
    is_heading,
    is_of_department,
    is_of_transfer,
    is_other_title,
    last_month,
    level_of_title,
    money_unit_at_end,
    money_unit_of,
)
from flows.readers import Cell, Paragraph


class OpenDocument:
    """The forms of a document read so far, the form that is open, and what is printed above the forms."""

    def __init__(self, *, keeps_places: bool = False) -> None:
        self._used: dict[int, Cell] = {}
        self._keeps_places = keeps_places
        self.account = Account(self._used, keeps_places=keeps_places)
        self._forms: list[Form] = []
        self.open: OpenForm | None = None
        self.context = Context()
        self._headings: list[PrintedHeading] = []
        self._heading_waits = False  # the last heading has no form yet
        self._titles: list[PrintedText] = []
        self._places: dict[Place, None] = {}  # of what holds for all forms; ordered, each once
        self.announced = Announced()
        self._lines = IndicatorLines()
        self.has_gone_on = False  # the last title said that the table above goes on
        self._unit_is_of_form = (
            False  # the unit in the context stands below a title, and holds for its forms alone
        )
        self._department_is_named = False  # above the forms, by a label of its own
        self.columns: Columns | None = None  # the indicator table that is read, also over tables

    @property
    def explained(self) -> frozenset[str]:
        """Locators of the cells whose texts are in a place: as labels, or in fields, left out or rejected."""
        return frozenset(cell.locator for cell in self._used.values())

    # -- text outside of tables

    def take_paragraph(self, paragraph: Paragraph) -> None:
        """A heading, a title, a line that holds for the forms below, or text that is in no form."""
        printed = PrintedText(paragraph.text, paragraph.locator)
        if self._lines.takes(printed):
            return
        self.end_lines()
        self._take_text(printed)
        if unit := money_unit_at_end(printed.text):
            self._hold(money_unit=unit)  # 二、资金使用情况（单位：元）

    def end_lines(self) -> None:
        """Read the indicators that paragraphs above have printed, if they have."""
        lines = self._lines.end()
        form = self.open
        is_of_a_project = (
            form.has_project and not form.indicators.has_rows if form else not self.announced.is_empty
        )
        if is_of_a_project and hold_indicators(lines):
            take_lines(self.form_at(lines[0].locator), lines)
        else:
            for line in lines:
                self._take_text(line)

    def _take_text(self, printed: PrintedText) -> None:
        if goes_on(printed.text) or is_contents(printed.text):
            self.account.leave_out_text(printed.text, printed.locator, "layout")
        elif self.open is not None and (level := level_of_title(printed.text)):
            self.open.indicators.take_level(Cell(level, 0, 0, printed.locator), is_first=True)
            self.account.leave_out_text(printed.text, printed.locator, "layout")
        elif is_heading(printed.text):
            self.announced.end_sentence()
            self.take_heading(printed)
        elif self.take_context(printed) or self.announced.takes(printed):
            return
        elif is_other_title(printed.text):
            self._take_other_title(printed)
        elif is_note(printed.text):
            self.account.leave_out_text(printed.text, printed.locator, "note")
        elif self.is_year(printed.text):
            self._titles.append(printed)
        elif (other := self.announced.take_name(printed)) is not None:
            self._take_other_text(other)

    def _take_other_text(self, printed: PrintedText) -> None:
        if self.open is None and not self._forms and "。" not in printed.text:
            self._titles.append(printed)
        elif self.open is not None and not self.open.has_header and self.open.has_project:
            self.open.account.reject_text(
                "form", printed.locator, printed.text, "the text stands between the form's tables"
            )
        else:
            self.account.reject_text(
                "document", printed.locator, printed.text, "the text stands outside of any form"
            )

    def _take_other_title(self, printed: PrintedText) -> None:
        self.end_form()
        self._titles.append(printed)

    def take_heading(self, printed: PrintedText) -> None:
        """A heading or title outside of tables: the form before it is over, unless it says that it goes on."""
        if ends_as_going_on(printed.text) and self.open is not None:
            self.account.leave_out_text(printed.text, printed.locator, "layout")
            self.has_gone_on = True
            return
        if self.open is not None and self.open.begins_section(printed.text):
            return
        self.end_form(is_title=True)
        self.announce(printed)
        parts = heading(printed.text)
        if parts.number is None and self._heading_waits and self._headings[-1].number is None:
            # Two titles without a number in a row: the first was the document's.
            first = self._headings.pop()
            self._titles.append(PrintedText(first.text, first.locator))
        self._headings.append(
            PrintedHeading(parts.number, parts.text, parts.project_name, None, printed.locator)
        )
        self._heading_waits = True

    def announce(self, printed: PrintedText) -> None:
        """A title says what kind of form follows, and of which year or months."""
        kind = form_kind(printed.text)
        if self._unit_is_of_form:
            self.context = replace(self.context, unit=None, department=None)
            self._department_is_named = False
        self._unit_is_of_form = False
        self.context = replace(
            self.context,
            kind=kind,
            year=year_of_title(printed.text) or self.context.year,
            through=last_month(printed.text) if kind == "monitoring" else None,
            is_transfer=is_of_transfer(printed.text),
            is_department=is_of_department(printed.text),
        )
        if self.open is not None:
            self.open.note_title(self.context)

    def _without_year(self, text: str) -> str:
        """The name of 某县农业农村局　　2024年度; the year is that of the forms below."""
        parts = [part for part in re.split(r"[\s　]{2,}", text) if part]
        return "　".join(part for part in parts if not self.is_year(part)) if len(parts) > 1 else text

    def is_year(self, text: str) -> bool:
        """Whether a line prints only the year: （2024年度）."""
        year = year_of_line(text)
        if year is not None:
            self.context = replace(self.context, year=year)
            if self.open is not None:
                self.open.context = replace(self.open.context, year=year)
        return year is not None

    def _hold(self, **said: Any) -> None:  # noqa: ANN401 (fields of Context)
        """What holds for the forms below; for the open one, too, if it prints nothing else, and a unit of money at least."""
        self.context = replace(self.context, **said)
        form = self.open
        if form is not None and not form.has_header:
            is_bare = not form.fields and form.money.is_empty
            missing = {
                name: value
                for name, value in said.items()
                if getattr(form.context, name) is None and (is_bare or name == "money_unit")
            }
            form.context = replace(form.context, **missing)

    def take_context(self, printed: PrintedText) -> bool:
        """Unit, department, unit of money printed above the forms; they hold until others are printed. False for others.

        What belongs to one form (项目名称：… in a paragraph) waits for it.
        """
        if money_unit := money_unit_of(printed.text):
            self._hold(money_unit=money_unit)
            self._put_place("money_unit", printed)
            return True
        name, money_unit = without_money_unit(printed.text)
        if money_unit:
            self._hold(money_unit=money_unit)
            self._put_place("money_unit", PrintedText(money_unit, printed.locator))
            if name and ":" not in name and "：" not in name and not self.is_year(name):
                unit = PrintedText(name, printed.locator)
                self._hold(unit=unit, department=unit)
                self._put_place("unit", unit)
            printed = PrintedText(name, printed.locator)
        pairs = inline_pairs(printed.text)
        for pair in pairs:
            self._take_context_pair(pair, printed)
        return bool(pairs) or money_unit is not None

    def _put_place(self, name: str, printed: PrintedText) -> None:
        self._places[Place(name, printed.locator, printed.text)] = None

    def _take_context_pair(self, pair: Inline, printed: PrintedText) -> None:
        field = field_above(pair)
        text = PrintedText(pair.value, printed.locator)
        unit = money_unit_of(f"单位：{pair.value}")
        if not pair.value:
            self.announced.put_blank(field or "")
            return
        if field in ("unit", "unit_filing") and unit:
            self._hold(money_unit=unit)
            self._put_place("money_unit", text)
        elif field in ("unit", "unit_filing"):
            # A unit above all forms is the one that hands them in: its own department, if no other is named.
            name, money_unit = without_money_unit(self._without_year(pair.value))
            text = PrintedText(name, printed.locator)
            department = self.context.department if self._department_is_named else text
            self._hold(unit=text, department=department, money_unit=money_unit or self.context.money_unit)
            self._unit_is_of_form = self.context.kind is not None
            self._put_place("unit", text)
        elif field in DEPARTMENTS:
            self._department_is_named = True
            self._hold(department=text)
            self._put_place("department", text)
        elif field == "year":
            self._titles.append(PrintedText(f"{pair.value}", printed.locator))
            self.is_year(pair.value)
        elif field == "contact":
            self.account.leave_out_text(pair.value, printed.locator, "contact")
        elif (
            field in ("aside", None) and not pair.label.field("money", "measure") and not pair.label.inferred
        ):
            self.account.leave_out_text(pair.value, printed.locator, "aside")
        else:
            self._take_pair_of_a_form(pair, printed.locator)

    def _take_pair_of_a_form(self, pair: Inline, locator: str) -> None:
        """What a paragraph says of the open form, or of the next one."""
        form = self.open
        if form is not None and self._is_its_name(form, pair):
            self.account.leave_out_text(pair.value, locator, "context")  # above a table that goes on
        elif form is not None and self._is_of(form, pair):
            give_pair(form, pair, locator)
        else:
            if form is not None and self._has_already(form, pair):
                self.end_form()
            self.announced.put(pair, locator)

    @staticmethod
    def _is_its_name(form: OpenForm, pair: Inline) -> bool:
        name = form.fields.get("project")
        return pair.label.field("form") == "project" and name is not None and name.text == pair.value

    def _is_of(self, form: OpenForm, pair: Inline) -> bool:
        """Whether a paragraph says more of the open form: before its indicators, or its objective right below them."""
        if self._has_already(form, pair):
            return False
        return not form.has_header or (self.announced.is_empty and pair.label.field("form") in OBJECTIVES)

    @staticmethod
    def _has_already(form: OpenForm, pair: Inline) -> bool:
        """Whether what a label says is of another form: this one has it, and names, money or an objective of its own."""
        field = pair.label.field("form")
        if field in ("project", "project_code"):
            return form.has_project or form.has_header
        if pair.label.field("money", "measure") is not None:
            return not form.money.is_empty
        return field is not None and form.knows(field)

    def leave_out(self, cells: Iterable[Cell], kind: str = "other_table") -> None:
        """Texts of tables that are no forms."""
        for cell in cells:
            self.account.leave_out(cell, kind)  # ty: ignore[invalid-argument-type]

    def set_money_unit(self, unit: str) -> None:
        """The unit of money of the forms that follow."""
        self.context = replace(self.context, money_unit=unit)

    def set_context(self, *, unit: PrintedText | None = None, department: PrintedText | None = None) -> None:
        """Unit and department of the forms that follow, where they are given."""
        for name, text in (("unit", unit), ("department", department)):
            if text is not None:
                self._put_place(name, text)
        self.context = replace(
            self.context, unit=unit or self.context.unit, department=department or self.context.department
        )
        self._unit_is_of_form = True

    def end_wide_form(self) -> None:
        """A project of a wide table is over; the table goes on."""
        columns = self.columns
        self.end_form()
        self.columns = columns

    def add_title(self, printed: PrintedText) -> None:
        """A title inside a table."""
        self._titles.append(printed)

    # -- where forms begin and end

    def form_at(self, locator: str) -> OpenForm:
        """The open form; a new one, if none is open."""
        if self.open is None:
            found = None
            form_no = len(self._forms) + 1
            if self._heading_waits:
                found = replace(self._headings[-1], form_no=form_no)
                self._headings[-1] = found
                self._heading_waits = False
            account = Account(self._used, keeps_places=self._keeps_places)
            self.open = OpenForm(
                form_no,
                found,
                found.locator if found else locator,
                self.context,
                account,
            )
            self.announced.give(self.open)
        return self.open

    def end_form(self, *, is_title: bool = False) -> None:
        """The open form is over, unless it has only names so far and what ends it is its title."""
        self.columns = None
        if is_title and self.open is not None and self.open.has_only_names:
            return
        if self.open is not None:
            form = self.open.close()
            if self.open.is_only_a_list:
                self._give_up(form)
            else:
                self._forms.append(form)
            self.open = None

    def _give_up(self, form: Form) -> None:
        """A list of projects or contacts, a table of money: known as no form."""
        self.account.left_out += form.left_out
        for rejection in form.rejected:
            self.account.leave_out_text(rejection.text, rejection.locator, "other_table")
        for text in (form.project, form.unit, form.department):
            if text is not None and text not in (self.context.unit, self.context.department):
                self.account.leave_out_text(text.text, text.locator, "other_table")
        for line in form.funding:
            for amount in (line.amount, line.initial, line.executed, line.forecast):
                if amount is not None:
                    self.account.leave_out_text(amount.text, amount.locator, "other_table")

    @property
    def form_count(self) -> int:
        """How many forms are over."""
        return len(self._forms)

    def begin_region(self, region: PrintedText | None) -> None:
        """The forms that follow are of a region of a form of transfer payments; None for those that are of none."""
        self.context = replace(self.context, region=region)

    # -- the whole document

    def finish(self, format_name: str) -> ParsedDocument:
        """Everything taken so far as one document."""
        self.end_form()
        for text, locator in self.announced.rest():
            self.account.reject_text("document", locator, text, "no form follows this text")
        year, locator = printed_year(self._titles, self._headings)
        return ParsedDocument(
            format=format_name,
            title="\n".join(dict.fromkeys(title.text for title in self._titles)) or None,
            printed_year=year,
            printed_year_locator=locator,
            headings=tuple(self._headings),
            forms=tuple(self._forms),
            rejected=tuple(self.account.rejected),
            left_out=tuple(self.account.left_out),
            places=(
                *(Place("title", title.locator, title.text) for title in self._titles),
                *(Place("heading", found.locator, found.text) for found in self._headings),
                *self._places,
            ),
        )
