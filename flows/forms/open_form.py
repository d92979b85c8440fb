"""A form while it is being read: labels with their values, money lines, indicator rows."""

from __future__ import annotations

from dataclasses import dataclass

from flows.forms.amounts import split_project_code, split_unit_code
from flows.forms.columns import Columns, period_columns
from flows.forms.funding import FundingLines
from flows.forms.indicators import IndicatorRows
from flows.forms.model import (
    Area,
    Form,
    FormKind,
    IndicatorRow,
    PrintedHeading,
    PrintedText,
    Rejection,
)
from flows.forms.one_cell import holds_indicators, read_one_cell
from flows.labels import Label, aside_row, find_label, inline_values, is_blank_amount, money_unit_of
from flows.readers import Cell

_OF_ANY_FORM = {"objective", "objective_mid_term", "purpose"}


@dataclass(frozen=True, slots=True)
class Context:
    """What is printed above the forms and holds for all of them."""

    unit: PrintedText | None = None
    department: PrintedText | None = None
    money_unit: str | None = None
    kind: str | None = None


class OpenForm:
    """Collects what one form prints; `close` makes it a Form."""

    def __init__(self, form_no: int, heading: PrintedHeading | None, locator: str, context: Context) -> None:
        self._form_no = form_no
        self._heading = heading
        self._locator = locator
        self._context = context
        self._money_unit = context.money_unit
        self._fields: dict[str, PrintedText] = {}
        self._group: str | None = None  # the field whose text stands in a row of its own below
        self._below: dict[int, Cell] = {}  # labels whose values stand in the next row, by grid column
        self._rejected: list[Rejection] = []
        self._left_out: list[PrintedText] = []
        self._funding = FundingLines(self.leave_out)
        self.indicators = IndicatorRows(self.reject, self.leave_out)
        self.periods: dict[int, str] = {}
        self.has_indicators = False

    @property
    def has_project(self) -> bool:
        """Whether 项目名称 has been read."""
        return "project" in self._fields

    @property
    def is_only_a_list(self) -> bool:
        """A list of projects or of contacts has labels, too (序号, 项目名称, 预算金额), but nothing that makes a form."""
        says_something = self._heading or self._fields.keys() & _OF_ANY_FORM
        return not self.has_indicators and not says_something

    def reject(self, area: Area, locator: str, text: str, reason: str, *, is_cut_off: bool = False) -> None:
        """Keep text that is in no field."""
        self._rejected.append(Rejection(area, locator, text, reason, is_cut_off))

    def open_indicators(self, columns: Columns) -> None:
        """A header of indicators was read; the rows below it are the year's or the mid-term's."""
        self.has_indicators = True
        self.indicators.is_mid_term = columns.is_mid_term

    def leave_out(self, cell: Cell) -> None:
        """Name a text that is known and not kept, so that every text of a form is accounted for."""
        if cell.text:
            self._left_out.append(PrintedText(cell.text, cell.locator))

    def take_labels(self, row: tuple[Cell, ...]) -> None:
        """Read a row of labels and values. A label's value is the cell after it, else the cell below it."""
        labels = [find_label(cell.text) for cell in row]
        for label in filter(None, labels):
            self._money_unit = label.money_unit or self._money_unit
            if label.points and label.block == "frame":
                self._funding.execution_points = label.points
        self.periods = period_columns(row) or self.periods
        if self._funding.take_row(row, labels):
            self._below = {}
            return
        self._take_pairs(row, labels)

    def _take_pairs(self, row: tuple[Cell, ...], labels: list[Label | None]) -> None:
        below, self._below = self._below, {}
        unlabelled: list[Cell] = []
        has_label = False
        position = 0
        while position < len(row):
            cell, label = row[position], labels[position]
            position += 1
            if label is None:
                if cell.text and cell.column in below:
                    above = below[cell.column]
                    self._take_value(above, find_label(above.text), cell)
                elif cell.text:
                    unlabelled.append(cell)
            elif label.block == "group":
                self._group = label.field
            elif label.block != "frame":
                has_label = True
                if position < len(row) and labels[position] is None and row[position].column not in below:
                    self._take_value(cell, label, row[position])
                    position += 1
                else:
                    self._below[cell.column] = cell
        self._take_unlabelled(row, unlabelled, beside_label=has_label)

    def take_columns(self, columns: Columns, row: tuple[Cell, ...]) -> None:
        """Read what a wide table prints of a project in columns beside its indicators."""
        for cell in row:
            if cell.text and (label := columns.form_fields.get(cell.column)):
                self._money_unit = label.money_unit or self._money_unit
                self._take_value(columns.cells[cell.column], label, cell)

    def take_aside(self, row: tuple[Cell, ...], columns: Columns) -> None:
        """Read a row that is no indicator: of a row of sums, the total score is kept."""
        cells = [cell for cell in row if cell.text]
        score = None
        if aside_row(cells[0].text) == "total_row":
            score = next((cell for cell in cells[1:] if columns.fields.get(cell.column) == "score"), None)
            score = score or (cells[1] if len(cells) == 2 else None)  # noqa: PLR2004 (the label and its value)
        if score is not None and not is_blank_amount(score.text):
            self._set("total_score", score)
        for cell in cells[1:]:
            if cell is not score:
                self.leave_out(cell)

    def _take_value(self, printed: Cell, label: Label | None, value: Cell) -> None:
        """Keep the value of the label that is printed in a cell."""
        if label is None or label.block in ("column", "measure"):
            if value.text:
                self.reject(
                    "form", value.locator, value.text, f"its label «{printed.text}» heads a column elsewhere"
                )
        elif label.block == "money":
            self._funding.take_amount(printed.text, label.field, value, printed.column)
        elif self._take_one_cell(value):
            return
        elif label.field == "aside":
            self.leave_out(value)
        elif value.text:
            self._set(label.field, value)

    def set_printed(self, name: str, printed: PrintedText) -> None:
        """Set a field from a text that is no cell of its own."""
        self._fields.setdefault(name, printed)

    def _set(self, name: str, value: Cell) -> None:
        if name not in self._fields:
            self._fields[name] = PrintedText(value.text, value.locator)
        elif self._fields[name].text != value.text:
            place = self._fields[name].locator
            self.reject("form", value.locator, value.text, f"the form has this field already ({place})")

    def _take_unlabelled(self, row: tuple[Cell, ...], cells: list[Cell], *, beside_label: bool) -> None:
        """Cells without a label: `单位：万元`, the unit beside it, `label：value`, or the text of a group."""
        own_row = max(cell.row for cell in row)
        money_units = [cell for cell in cells if money_unit_of(cell.text)]
        for cell in money_units:
            self._money_unit = money_unit_of(cell.text)
        for cell in cells:
            if cell in money_units or cell.row < own_row:
                continue
            if self._take_one_cell(cell) or self._take_inline(cell):
                continue
            may_be_unit = "unit" not in self._fields and not self.has_project and not beside_label
            if may_be_unit and (money_units or split_unit_code(cell.text)[0]):
                self._set("unit", cell)
            elif self._group and not beside_label and self._group not in self._fields:
                self._set(self._group, cell)
                self._group = None
            else:
                self.reject("form", cell.locator, cell.text, "no known label stands before this text")

    def _take_one_cell(self, cell: Cell) -> bool:
        """Read a cell that holds all indicators; False where it does not."""
        if not holds_indicators(cell.text):
            return False
        self.has_indicators = True
        rows, rest = read_one_cell(cell.text, cell.locator)
        for row in rows:
            self.indicators.add(row)
        for text in rest:
            self.reject("indicator_row", cell.locator, text, "it is no indicator with its target in brackets")
        return True

    def _take_inline(self, cell: Cell) -> bool:
        """Read `label：value` in one cell; False where the cell has no known label."""
        pairs = list(inline_values(cell.text))
        for label, text in pairs:
            if label.block == "form" and label.field != "aside":
                self.set_printed(label.field, PrintedText(text, cell.locator))
        return bool(pairs)

    def close(self) -> Form:
        """The form as read so far."""
        rows = self.indicators.rows()
        kind = self._kind(rows)
        unit = self._fields.get("unit") or self._context.unit
        department = self._fields.get("department") or self._context.department
        if kind == "department":
            unit = unit or department
        unit_code, unit_name = split_unit_code(unit.text if unit else "")
        department_code, department_name = split_unit_code(department.text if department else "")
        project_code, project_name = split_project_code(self._text("project") or "")
        return Form(
            form_no=self._form_no,
            form_kind=kind,
            heading=self._heading,
            department=department,
            department_code=department_code,
            department_name=department_name or None,
            unit=unit,
            unit_code=self._text("unit_code") or unit_code,
            unit_name=unit_name or None,
            project=self._fields.get("project"),
            project_code=self._text("project_code") or project_code,
            project_name=project_name or None,
            money_unit=self._money_unit,
            purpose=self._text("purpose"),
            objective=self._text("objective"),
            objective_mid_term=self._text("objective_mid_term"),
            objective_actual=self._text("objective_actual"),
            total_score=self._text("total_score"),
            funding=self._funding.lines(),
            rows=rows,
            rejected=tuple(self._rejected),
            left_out=tuple(self._left_out),
            locator=self._locator,
        )

    def _text(self, name: str) -> str | None:
        printed = self._fields.get(name)
        return printed.text if printed else None

    def _kind(self, rows: tuple[IndicatorRow, ...]) -> FormKind:
        announced = self._context.kind
        if announced == "department" and not self.has_project:
            return "department"
        if announced == "self_evaluation" or any(row.actual for row in rows):
            return "self_evaluation"
        return "objective"
