"""A form while it is being read: labels with their values, money lines, indicator rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from flows.forms.amounts import read_amount, split_project_code, split_unit_code
from flows.forms.indicators import IndicatorTable
from flows.forms.model import (
    Area,
    Form,
    FormKind,
    FundingLine,
    IndicatorRow,
    PrintedHeading,
    PrintedText,
    Rejection,
)
from flows.labels import FormLabels
from flows.readers import Cell


class OpenForm:
    """Collects what one form prints; `close` makes it a Form."""

    def __init__(
        self,
        form_no: int,
        heading: PrintedHeading | None,
        locator: str,
        money_unit: str | None,
        labels: FormLabels,
    ) -> None:
        self._form_no = form_no
        self._heading = heading
        self._locator = locator
        self._money_unit = money_unit
        self._labels = labels
        self._fields: dict[str, PrintedText] = {}
        self._group: str | None = None  # the field whose text stands in a row of its own below
        self._funding: list[FundingLine] = []
        self._rows: list[IndicatorRow] = []
        self._rejected: list[Rejection] = []
        self.has_indicators = False

    @property
    def has_project(self) -> bool:
        """Whether 项目名称 has been read."""
        return "project" in self._fields

    def reject(self, area: Area, locator: str, text: str, reason: str, *, is_cut_off: bool = False) -> None:
        """Keep text that is in no field."""
        self._rejected.append(Rejection(area, locator, text, reason, is_cut_off))

    def open_indicators(self, columns: Mapping[int, str], header: tuple[Cell, ...]) -> IndicatorTable:
        """The indicator table below a header row of this form."""
        self.has_indicators = True
        return IndicatorTable(columns, header, self._labels, self._rows.append, self.reject)

    def take_labels(self, row: tuple[Cell, ...]) -> None:
        """Read a row of labels and values; the value of a label is the cell after it."""
        labels = self._labels
        unlabelled: list[Cell] = []
        prints_money_unit = has_label = False
        cells = list(row)
        while cells:
            cell = cells.pop(0)
            if money_unit := labels.money_unit(cell.text):
                self._money_unit, prints_money_unit = money_unit, True
            elif group := labels.group(cell.text):
                self._group = group
            elif labels.is_label(cell.text):
                has_label = True
                value = cells.pop(0) if cells and not labels.is_label(cells[0].text) else None
                self._take_value(cell, value)
            elif cell.text:
                unlabelled.append(cell)
        for cell in unlabelled:
            self._take_unlabelled(cell, beside_money_unit=prints_money_unit, beside_label=has_label)

    def _take_value(self, label: Cell, value: Cell | None) -> None:
        if role := self._labels.money(label.text):
            self._take_money(label, role, value)
            return
        name = self._labels.field(label.text)
        if name is None:
            # A column label outside of a header row.
            self.reject("form", label.locator, label.text, "a column label stands where no header is")
            if value and value.text:
                self.reject("form", value.locator, value.text, "its label heads a column elsewhere")
        elif value and value.text:
            self._set(name, value)

    def _set(self, name: str, value: Cell) -> None:
        if name not in self._fields:
            self._fields[name] = PrintedText(value.text, value.locator)
        elif self._fields[name].text != value.text:
            self.reject(
                "form",
                value.locator,
                value.text,
                f"the form has this field already ({self._fields[name].locator})",
            )

    def _take_money(self, label: Cell, role: str, value: Cell | None) -> None:
        printed = value.text if value and not self._labels.is_blank(value.text) else None
        amount = read_amount(printed) if printed else None
        self._funding.append(
            FundingLine(
                label=label.text,
                role=cast("Literal['total', 'fiscal', 'other', 'source']", role),
                amount_text=printed,
                amount=amount.value if amount else None,
                money_unit=amount.money_unit if amount else None,
                locator=value.locator if value else label.locator,
            )
        )

    def _take_unlabelled(self, cell: Cell, *, beside_money_unit: bool, beside_label: bool) -> None:
        """A cell without a label: the unit beside `单位：万元`, or the text below a label that heads a group."""
        may_be_unit = "unit" not in self._fields and not self.has_project and not beside_label
        if may_be_unit and (beside_money_unit or split_unit_code(cell.text)[0]):
            self._set("unit", cell)
            return
        if self._group and not beside_label and self._group not in self._fields:
            self._set(self._group, cell)
            self._group = None
            return
        self.reject("form", cell.locator, cell.text, "no known label stands before this text")

    def close(self) -> Form:
        """The form as read so far."""
        unit_code, unit_name = split_unit_code(self._text("unit") or "")
        department_code, department_name = split_unit_code(self._text("department") or "")
        project_code, project_name = split_project_code(self._text("project") or "")
        return Form(
            form_no=self._form_no,
            form_kind=self._kind(),
            heading=self._heading,
            department=self._fields.get("department"),
            department_code=department_code,
            department_name=department_name or None,
            unit=self._fields.get("unit"),
            unit_code=self._text("unit_code") or unit_code,
            unit_name=unit_name or None,
            project=self._fields.get("project"),
            project_code=self._text("project_code") or project_code,
            project_name=project_name or None,
            money_unit=self._money_unit,
            purpose=self._text("purpose"),
            objective=self._text("objective"),
            funding=tuple(self._funding),
            rows=tuple(self._rows),
            rejected=tuple(self._rejected),
            locator=self._locator,
        )

    def _text(self, name: str) -> str | None:
        printed = self._fields.get(name)
        return printed.text if printed else None

    def _kind(self) -> FormKind:
        announced = self._labels.form_kind(self._heading.text) if self._heading else None
        if announced == "department" and not self.has_project:
            return "department"
        if announced == "self_evaluation" or any(row.actual for row in self._rows):
            return "self_evaluation"
        return "objective"
