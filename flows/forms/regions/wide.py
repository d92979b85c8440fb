"""A table of many projects: a row an indicator, a project a run of rows with the same identifying cells."""

from __future__ import annotations

from collections.abc import Mapping

from flows.forms.account import OF_SEVERAL
from flows.forms.cells.amounts import is_amount
from flows.forms.model import PrintedText
from flows.forms.open_document import OpenDocument
from flows.forms.open_form import REVIEWED, OpenForm
from flows.forms.readings.money import reviewed
from flows.forms.regions.columns import Columns
from flows.forms.regions.grid import Row, bottom_of
from flows.forms.regions.sums import is_sum
from flows.forms.regions.values import take_value
from flows.labels import Label, find_certain_label, goes_on, is_blank_amount, is_level
from flows.readers import Cell
from flows.vocabulary.seeds import fold

_NAMES = ("project", "unit_or_project")


class WideRows:
    """Takes the rows of a wide table."""

    def __init__(self, document: OpenDocument) -> None:
        self._document = document
        self._has_begun = False  # a row of this table has been read
        self._line_above: PrintedText | None = (
            None  # the last line between projects, if no project follows it
        )
        self._of_several: set[int] = set()  # cells of money that are merged over several projects

    def take(self, columns: Columns, rows: list[Row], place: int, *, is_grid: bool) -> bool:
        """Read a row: an indicator, or a line between projects for a unit, a department or a sum. False for others."""
        row = rows[place]
        by_field = {
            (label.field("form") or label.field("money") or label.field("measure") or ""): cell
            for cell in row.cells
            if (label := columns.form_fields.get(cell.column)) is not None
        }
        first = find_certain_label(row.texts[0].text)
        name = next((by_field[field] for field in _NAMES if field in by_field), None)
        if self._is_no_row(row, first, name):
            return True
        if self._ends_table(columns, row, first):
            return False
        has_indicator = any(
            cell.text and columns.fields.get(cell.column) not in (None, "", "aside", "note")
            for cell in row.cells
        )
        if not has_indicator and self._takes_level(columns, row, name):
            return True
        if not has_indicator and not self._begins_project(columns, rows, place, name):
            self._take_line_between(by_field, row)
            return True
        identity = _identity(columns, row) if name is not None and name.text else {}
        if name is not None and identity and self._is_another(identity, row, name):
            self._document.end_wide_form()
        self._has_begun = True
        self._line_above = None
        form = self._document.form_at(row.own[0].locator)
        form.identity = identity or form.identity
        if not form.has_header or not form.fields:
            form.has_header = True
            form.begin_indicators(columns)
            form.doubts += sorted(REVIEWED.get(name, reviewed(name)) for name in columns.inferred_of_form)
        self._reject_of_several(form, columns, rows, place, name)
        self._take_columns(form, columns, row)
        if has_indicator:
            form.indicators.take(columns, row, is_grid=is_grid)
        return True

    def _is_no_row(self, row: Row, first: Label | None, name: Cell | None) -> bool:
        """Leave out what is neither an indicator nor a line between projects: 1 | 2 | 3, 续表, 合计."""
        if first is None and name is not None and name.row == row.number:
            first = find_certain_label(name.text)  # 102003 | 某中心 | 小计
        if row.numbers_the_columns() or goes_on(row.texts[0].text):
            self._document.leave_out(row.own, "layout")
        elif first is not None and is_sum(first):
            self._leave_out_sums(row)
        else:
            return False
        return True

    @staticmethod
    def _ends_table(columns: Columns, row: Row, first: Label | None) -> bool:
        """Whether a row is none of the table's: a text across it, or a label outside of the project's columns."""
        column = row.texts[0].column
        if len(row.texts) == 1 and columns.form_fields.get(column) is None and column not in columns.fields:
            return True
        return first is not None and column not in columns.form_fields

    def _takes_level(self, columns: Columns, row: Row, name: Cell | None) -> bool:
        """A row of its own for a level, in the column of the names: 产出指标 below the project, above its 数量指标."""
        form = self._document.open
        is_level_row = name is not None and row.texts == [name] and is_level(name.text)
        if form is None or name is None or not is_level_row or "level1" in columns.fields.values():
            return False
        form.indicators.take_level(name, is_first=True)
        return True

    def _begins_project(self, columns: Columns, rows: list[Row], place: int, name: Cell | None) -> bool:
        """A row with a name and no indicator is a project, if the rows below it have indicators and no name."""
        if name is None or not name.text or name.row != rows[place].number or find_certain_label(name.text):
            return False
        following = rows[place + 1] if place + 1 < len(rows) else None
        if following is None:
            return False
        below = next((cell for cell in following.cells if cell.column == name.column), None)
        has_indicator = any(
            cell.text
            and columns.fields.get(cell.column) in ("level1", "level2", "level3", "target", "actual")
            for cell in following.cells
        )
        return below is not None and (is_level(below.text) or (not below.text and has_indicator))

    def _is_another(self, identity: Mapping[str, str], row: Row, name: Cell) -> bool:
        """Whether a row's identifying cells begin another project: they are printed in it and differ from those above."""
        form = self._document.open
        if form is None:
            return False
        if not form.identity:
            return bool(form.fields) and name.row == row.number
        if name.row != row.number:
            return False
        above = form.identity
        is_same = all(above[printed] == text for printed, text in identity.items() if printed in above)
        # A merged cell begins a project, but at the top of a table that goes on; a repeated name goes on with it.
        return not is_same or (name.row_span > 1 and self._has_begun)

    def _reject_of_several(
        self, form: OpenForm, columns: Columns, rows: list[Row], place: int, name: Cell | None
    ) -> None:
        """Money that is merged over the names of several projects is none of them's."""
        for cell in rows[place].own:
            label = columns.form_fields.get(cell.column)
            if name is None or label is None or cell.row_span == 1 or not label.field("money", "measure"):
                continue
            covered = (row for row in rows[place:] if row.number < bottom_of(cell))
            names = {one.text for row in covered for one in row.texts if one.column == name.column}
            if len(names) > 1:
                self._of_several.add(id(cell))
                form.account.reject("amount", cell, OF_SEVERAL)

    def _take_columns(self, form: OpenForm, columns: Columns, row: Row) -> None:
        for cell in row.cells:
            label = columns.form_fields.get(cell.column)
            if label is None or not cell.text or id(cell) in self._of_several:
                continue
            field = label.field("form")
            if field == "unit_or_project":
                form.account.use(cell)
                form.take_text("project", cell.text, cell.locator)
                continue
            if cell.row != row.number and form.account.is_open(cell) is False and field in form.fields:
                continue
            self._take_column(form, columns, label, cell)

    @staticmethod
    def _take_column(form: OpenForm, columns: Columns, label: Label, cell: Cell) -> None:
        printed = cell._replace(text=columns.printed[cell.column])
        field = label.field("form")
        if field is not None and field not in ("aside", "contact"):
            known = form.fields.get(field)
            if known is not None and known.text == cell.text:
                form.account.use(cell)
                form.put_place(field, cell.text, cell.locator)
            elif not form.account.is_open(cell) and known is None:
                form.take_text(field, cell.text, cell.locator)
            else:
                take_value(form, printed, label, cell)
        elif label.field("money", "measure"):
            if not form.money.takes_again(columns.printed[cell.column], cell) and not is_blank_amount(
                cell.text
            ):
                take_value(form, printed, label, cell)
        else:
            take_value(form, printed, label, cell)

    def _take_line_between(self, by_field: dict[str, Cell], row: Row) -> None:
        """A line of its own for a unit or a department; sums in it belong to no project."""
        document = self._document
        document.end_wide_form()
        if (unit := by_field.get("unit_or_project")) and unit.text:
            printed = PrintedText(unit.text, unit.locator)
            # Of two such lines below one another the first is the department of the second.
            document.set_context(unit=printed, department=self._line_above)
            self._line_above = printed
            document.account.use(unit)
        elif (unit := by_field.get("unit")) and unit.text:
            # The unit of the projects below that print none, and the department of those that print their own.
            printed = PrintedText(unit.text, unit.locator)
            document.set_context(unit=printed, department=printed)
            document.account.use(unit)
        elif (
            department := by_field.get("department") or by_field.get("department_named")
        ) and department.text:
            document.set_context(department=PrintedText(department.text, department.locator))
            document.account.use(department)
        document.leave_out(row.own, "context")

    def _leave_out_sums(self, row: Row) -> None:
        for cell in row.own:
            if cell.text and is_amount(cell.text):
                self._document.account.leave_out(cell, "sum")
            else:
                self._document.account.leave_out(cell, "aside")


def _identity(columns: Columns, row: Row) -> dict[str, str]:
    """What a row says of its project: header → text, the number of the row aside."""
    return {
        columns.printed.get(cell.column, ""): fold(cell.text)
        for cell in row.cells
        if columns.form_fields.get(cell.column) is not None
        and cell.text
        and not _is_number_of_row(columns, cell)
    }


def _is_number_of_row(columns: Columns, cell: Cell) -> bool:
    label = columns.form_fields.get(cell.column)
    return label is not None and label.field("form") == "aside"
