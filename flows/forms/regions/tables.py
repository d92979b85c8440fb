"""One table, row by row: titles, indicators, matrices of money, pairs; it may hold several forms, or the rest of one."""

from __future__ import annotations

from dataclasses import replace

from flows.forms.cells.amounts import split_unit_code
from flows.forms.cells.inline import inline_pairs, is_note
from flows.forms.open_document import OpenDocument
from flows.forms.open_form import BEGIN_A_FORM, OpenForm
from flows.forms.regions.beside import unfolded
from flows.forms.regions.columns import Columns
from flows.forms.regions.contents import settled
from flows.forms.regions.execution import take_execution_row
from flows.forms.regions.frames import Frames
from flows.forms.regions.going_on import columns_that_go_on
from flows.forms.regions.grid import Row, rows_of
from flows.forms.regions.header import find_header
from flows.forms.regions.headless import reject_without_a_project
from flows.forms.regions.kinds import (
    begins_a_form,
    begins_with_a_header,
    has_a_meaning,
    heads_other_rows,
    is_above_a_title,
    is_level_of_its_own,
    is_of_a_form,
    is_plain_row,
    makes_a_form,
    reaches_over_names_and_target,
    resumes,
    says_again,
)
from flows.forms.regions.level_columns import take_level_columns
from flows.forms.regions.matrix import take_matrix
from flows.forms.regions.pairs import take_pairs
from flows.forms.regions.sums import take_sum_row
from flows.forms.regions.title_rows import TitleRows
from flows.forms.regions.two_rows import is_no_heading
from flows.forms.regions.values import note_label, take_inline
from flows.forms.regions.wide import WideRows
from flows.labels import (
    find_certain_label,
    find_label,
    goes_on,
    is_filler,
    is_level,
    is_other_title,
    is_sheet_without_forms,
    money_unit_of,
)
from flows.readers import Cell, Table

_NEVER_NAMES = {"explanation", "opinion", "contact"}


class TableReader:
    """Reads one table into the forms of a document."""

    def __init__(self, document: OpenDocument, table: Table) -> None:
        self._document = document
        self._table = table
        self._rows = unfolded(rows_of(table))
        self._frames = Frames()
        self._may_have_frames = table.is_grid and any(cell.row_span > 1 for cell in table.cells)
        self._columns: Columns | None = None
        self._has_gone_on, document.has_gone_on = document.has_gone_on, False
        self._over: Columns | None = None  # the indicator table above, which rows of other kinds have ended
        self._wide = WideRows(document)
        self._titles = TitleRows(document, self._rows)

    def read(self) -> None:
        """Read all rows; what nobody has used of a row is rejected, or left out outside of forms."""
        if is_sheet_without_forms(self._table.name or ""):
            self._document.leave_out(self._table.cells, "note")
            return
        self._go_on()
        if self._columns is None and not makes_a_form(self._rows):
            if not is_of_a_form(self._table):
                self._leave_out_table()
                return
            if self._has_only_money():
                self._document.leave_out(self._table.cells)
                return
        if self._columns is None and (self._begins_another_form() or self._is_announced()):
            self._document.end_form()
        place = 0
        while place < len(self._rows):
            row = self._rows[place]
            self._begin_frames(row)
            count = self._take(place)
            for taken in self._rows[place : place + count]:
                self._close_row(taken)
            place += count
        self._document.columns = self._columns and replace(self._columns, sheet_columns=self._table.columns)

    # -- what kind of table

    def _has_only_money(self) -> bool:
        """Whether a table with labels that makes no form is another kind (收支总表), not the money of the open form."""
        form = self._document.open
        return not (
            form is not None
            and form.money.is_empty
            and (form.has_project or form.context.kind == "department")
        )

    def _leave_out_table(self) -> None:
        """A table without any label stands outside of forms, unless it stands inside one."""
        form = self._document.open
        if form is None or form.has_header:
            self._document.leave_out(self._table.cells, "layout")
            return
        form.account.close(self._table.cells, "form", "the table has none of a form's labels")

    def _begins_another_form(self) -> bool:
        """Whether this table names a project while the open form has one and its rows already."""
        form = self._document.open
        if form is None or not form.has_project:
            return False
        if begins_with_a_header(self._rows):
            return False
        return any(
            (label := find_label(cell.text)) is not None
            and (label.field("form") or label.guess("form")) == "project"
            for row in self._rows
            if row.label_count
            for cell in row.texts[:4]
        )

    def _is_announced(self) -> bool:
        """Whether labels or a name above this table are of another form than the open one, which has its rows."""
        form = self._document.open
        return form is not None and form.has_header and not self._document.announced.is_empty

    # -- a table that goes on

    def _go_on(self) -> None:
        """The indicator table before goes on here without a header: its columns are these, if they are as many."""
        columns = self._document.columns
        self._document.columns = None
        if columns is None or (self._document.open is None and not columns.is_wide):
            return
        title = next((row.texts for row in self._rows if row.texts), [])
        if len(title) == 1 and is_other_title(title[0].text):
            return
        self._over = columns
        self._columns = columns_that_go_on(columns, self._table, self._rows)

    # -- rows

    def _begin_frames(self, row: Row) -> None:
        if not self._may_have_frames:
            return
        for cell, label in self._frames.enter(row):
            form = self._document.open
            if form is not None:
                form.account.use(cell)
                note_label(form, label)
            else:
                self._document.account.use(cell)

    def _take(self, place: int) -> int:
        """Read what begins in a row; returns how many rows that is."""
        row = self._rows[place]
        if not row.texts:
            return 1
        if self._columns is None and self._over is not None and resumes(self._over, row):
            self._columns = self._over
        return (
            self._take_plain(row)
            or self._take_beginning(place)
            or self._take_below(place)
            or self._take_labels(place)
        )

    def _take_plain(self, row: Row) -> int:
        """An indicator as most of them are: 1, else 0."""
        columns = self._columns
        if columns is None or columns.is_wide or not is_plain_row(columns, row):
            return 0
        self._take_indicator(columns, row)
        return 1

    def _take_beginning(self, place: int) -> int:
        """A title or the header of indicators; returns how many rows, 0 if none begins here."""
        if self._columns is None and (
            count := take_level_columns(self._document, self._rows, place, is_grid=self._table.is_grid)
        ):
            return count
        if self._titles.take(place, in_records=self._columns is not None):
            self._columns = self._columns if self._titles.goes_on else None
            self._has_gone_on = self._titles.goes_on
            return 1
        form = self._document.open
        year = form.year if form else self._document.context.year
        context = form.context if form else self._document.context
        header = find_header(
            self._rows,
            place,
            form.periods if form else {},
            year,
            is_monitoring=context.kind == "monitoring",
        )
        if header is None:
            return 0
        if count := reject_without_a_project(self._document, header, self._rows, place):
            return count
        self._take_header(settled(header, self._rows, place + header.height), place)
        return header.height

    def _take_below(self, place: int) -> int:
        """A row below a header that needs a closer look: 1, or 0 if it is none of the header's."""
        columns = self._columns
        if columns is None:
            return 0
        if columns.is_wide:
            return int(self._wide.take(columns, self._rows, place, is_grid=self._table.is_grid))
        return int(self._take_below_header(columns, place))

    def _take_labels(self, place: int) -> int:
        """A matrix of money, or labels with their values; returns how many rows."""
        row = self._rows[place]
        self._over = self._columns or self._over
        self._columns = None
        form = self._document.open
        if self._over is not None and form is not None and take_sum_row(form, self._over, row):
            return 1
        form = self._form_of_labels(row, place)
        for label in self._frames.labels:
            note_label(form, label)
        return take_matrix(form, self._rows, place, self._frames) or take_pairs(
            form, self._rows, place, self._frames
        )

    def _take_header(self, header: Columns, place: int) -> None:
        form = self._document.open
        for row in self._rows[place : place + header.height]:
            for cell in row.own:
                if is_no_heading(cell) and "".join(cell.text.split()) not in header.printed.values():
                    self._document.account.reject(
                        "document", cell, "it stands in a header, and is no heading"
                    )
            self._document.account.use(*row.own)
        if header.is_monitoring and form is not None and form.has_header and not form.is_monitoring:
            self._document.end_form()
        self._columns = header
        if header.is_wide:
            if header.money_unit:
                self._document.set_money_unit(header.money_unit)
            return
        form = self._document.form_at(self._rows[place].own[0].locator)
        first = self._rows[place].own[0]
        begins = self._rows[place].texts[0].column
        if form.indicators.is_mid_term and not first.text and header.fields.get(begins):
            # The header of a block of the mid-term again, in a workbook that does not merge the block's label.
            self._columns = header = replace(header, is_mid_term=True)
        form.has_header = True
        form.begin_indicators(header)

    def _take_below_header(self, columns: Columns, place: int) -> bool:
        """Read a row below a header; False if it is none of its rows: a label with its value, the next form."""
        row = self._rows[place]
        form = self._document.form_at(row.own[0].locator)
        if len(row.texts) == 1:
            if is_level_of_its_own(columns, self._rows, place, is_grid=self._table.is_grid):
                form.indicators.take_level(row.texts[0], is_first=True)
                return True
            taken = self._take_single(form, columns, row, row.texts[0])
            if taken is not None:
                return taken
        if take_sum_row(form, columns, row):
            return True
        is_row = form.indicators.repeats_a_level(row.texts[0].text) or self._is_indicator(columns, row)
        return is_row and self._take_indicator(columns, row)

    def _is_indicator(self, columns: Columns, row: Row) -> bool:
        """Whether a row below a header is one of its rows, not a label with its value, a signature, the next form."""
        texts = row.texts
        has_shape = all(
            not cell.text or cell.column in columns.fields or cell.column in columns.form_fields
            for cell in row.own
        ) and len(row.cells) >= len(columns.starts)
        # 年度绩效目标, merged down below 目标名称, begins no pair.
        kept = [
            cell for cell in texts if not has_shape or columns.fields.get(cell.column) != "aside"
        ] or texts
        first = kept[0]
        label = find_label(first.text)
        if (
            any(money_unit_of(cell.text) for cell in texts)
            or heads_other_rows(row)
            or all(
                inline_pairs(cell.text) for cell in texts
            )  # 年度资金总额：2983万元 | 其中：财政拨款：2983万元
            or any(reaches_over_names_and_target(columns, cell) for cell in texts)  # 自评结果 | 优
        ):
            return False
        if label is None:
            # 填表人：… | 填报日期：… are labels with their values; 财政局意见：同意 | （盖章） is an opinion.
            says_never = any(pair.label.concept in _NEVER_NAMES for pair in inline_pairs(first.text))
            return len(texts) == 1 or not (says_never or begins_a_form(texts))
        if not label.is_certain or not label.meanings:
            return has_shape or not self._table.is_grid
        if not self._table.is_grid and len(row.own) > 2 and label.field("form") not in BEGIN_A_FORM:  # noqa: PLR2004
            return True  # a cell is lost: the row is rejected as one
        # 年度预算执行率 can be the name of an indicator: it is one, if the row has a target and all its cells.
        has_target = columns.target is not None and any(
            cell.column == columns.target and cell.text for cell in row.cells
        )
        field = columns.fields.get(first.column)
        is_name = field == "level3" or (field == "level2" and columns.names_are_level2)
        # 重点工作任务 names a level, too.
        is_name = is_name or (
            field in ("level1", "level2") and not any(has_a_meaning(cell) for cell in kept[1:])
        )
        begins_form = label.field("form") in BEGIN_A_FORM and first.column == row.cells[0].column
        return has_shape and has_target and is_name and not begins_form and label.concept not in _NEVER_NAMES

    def _take_single(self, form: OpenForm, columns: Columns, row: Row, cell: Cell) -> bool | None:
        """A row with one text: a level of its own, a note, a mark of a template. None if it may be an indicator."""
        field = columns.fields.get(cell.column)
        names = set(columns.fields.values())
        if is_level(cell.text) and (field in ("level1", "level2", None) or not columns.has_levels):
            form.indicators.take_level(cell, is_first="level1" not in names and "level2" in names)
        elif is_filler(cell.text):
            form.account.leave_out(cell, "filler")
        elif goes_on(cell.text):
            form.account.leave_out(cell, "layout")
        elif is_note(cell.text):
            form.account.leave_out(cell, "note")
        elif find_certain_label(cell.text) is not None or inline_pairs(cell.text):
            return False
        elif take_inline(form, cell):
            return True
        elif self._titles.take_name(row):
            return False
        elif len(row.cells) == 1 or cell.column_span > 2:  # noqa: PLR2004
            form.account.reject("form", cell, "the text stands below the indicators and is none")
        else:
            return None
        return True

    def _take_indicator(self, columns: Columns, row: Row) -> bool:
        form = self._document.form_at(row.own[0].locator)
        form.has_header = True
        if not take_execution_row(form, columns, row):
            form.indicators.take(columns, row, is_grid=self._table.is_grid)
        return True

    def _close_row(self, row: Row) -> None:
        """What of a row is in no place is rejected; outside of forms it is left out."""
        form = self._document.open
        if form is None:
            self._document.leave_out(row.own, "layout")
            return
        area = "indicator_row" if self._columns is not None else "form"
        form.account.close(row.own, area)

    # -- where forms begin

    def _form_of_labels(self, row: Row, place: int) -> OpenForm:
        """The form that a row of labels belongs to: the open one, unless it has this already and its rows, too."""
        form = self._document.open
        if form is not None and not self._repeats_the_name(form, row):
            found = {
                field
                for label in row.labels
                if label and (field := label.field("form") or label.guess("form")) in BEGIN_A_FORM
            }
            found |= {
                field
                for cell in row.texts
                for pair in inline_pairs(cell.text)
                if (field := pair.label.field("form")) in BEGIN_A_FORM
            }
            if ("project" in found and form.has_project) or (
                form.has_header and self._begins_the_next(form, row, place, found)
            ):
                self._document.end_form()
        return self._document.form_at(row.own[0].locator)

    def _repeats_the_name(self, form: OpenForm, row: Row) -> bool:
        """Whether a row below a title with （续） only names the form's project again."""
        name = form.fields.get("project")
        pairs = [pair.value for cell in row.texts for pair in inline_pairs(cell.text)]
        texts = [*(cell.text for cell in row.texts), *pairs]
        return self._has_gone_on and name is not None and name.text in texts

    def _begins_the_next(self, form: OpenForm, row: Row, place: int, found: set[str]) -> bool:
        """Whether a row of labels below the form's indicators is of another one; `found` are fields that begin a form."""
        if not self._document.announced.is_empty or any(form.knows(name) for name in found):
            return True
        if says_again(form, row):
            return True
        if form.has_project:
            has_code = not found and bool(row.texts) and split_unit_code(row.texts[0].text)[0] is not None
            if has_code or any(money_unit_of(cell.text) for cell in row.texts):
                return True
        return bool(found) and is_above_a_title(self._rows, place)
