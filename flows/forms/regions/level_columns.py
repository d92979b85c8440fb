"""A wide table with levels as columns: a project a row or several, below 数量指标 its indicators of that kind."""

from __future__ import annotations

from flows.forms.account import OF_SEVERAL, unknown_label
from flows.forms.cells.amounts import is_amount
from flows.forms.cells.inline import inline_pairs, is_note
from flows.forms.cells.one_cell import indicator_of_text, lines_of_indicators, split_name_and_target
from flows.forms.model import PrintedText
from flows.forms.open_document import OpenDocument
from flows.forms.open_form import OpenForm
from flows.forms.regions.columns import Columns, target_column
from flows.forms.regions.grid import Row, bottom_of, end_of
from flows.forms.regions.level_header import Group, LevelHeader, level_header
from flows.forms.regions.sums import is_sum
from flows.forms.regions.values import note_label, take_value
from flows.labels import (
    find_certain_label,
    goes_on,
    is_blank_amount,
    is_ditto,
    is_filler,
    names_a_unit,
    without_numbering,
)
from flows.readers import Cell
from flows.vocabulary.seeds import fold

_FEWEST_REPEATS = 2
_UNITS = ("unit", "department", "unit_or_project")


def take_level_columns(document: OpenDocument, rows: list[Row], place: int, *, is_grid: bool) -> int:
    """Read the table whose header begins at `place`; returns how many rows it has, 0 if there is none."""
    header = level_header(rows, place) if len(rows[place].texts) > 1 else None
    if header is None:
        return 0
    return _Projects(document, rows, header, is_grid=is_grid).take(place)


class _Projects:
    """Takes the rows below a header with levels as columns."""

    def __init__(
        self, document: OpenDocument, rows: list[Row], header: LevelHeader, *, is_grid: bool
    ) -> None:
        self._document = document
        self._rows = rows
        self._header = header
        self._is_grid = is_grid
        self._has_project = False  # the rows without a name go on with the project above
        self._identity: dict[int, str] = {}

    def take(self, place: int) -> int:
        """Read header and rows; returns how many they are."""
        self._use_header(place, self._header)
        count = self._header.height
        while place + count < len(self._rows):
            again = level_header(self._rows, place + count)
            if again is not None:
                if again.printed != self._header.printed:
                    break
                self._use_header(place + count, again)
                count += again.height
            elif self._take_row(place + count):
                count += 1
            else:
                break
        return count

    def _use_header(self, place: int, header: LevelHeader) -> None:
        for row in self._rows[place : place + header.height]:
            self._document.account.use(*row.own)

    def _take_row(self, place: int) -> bool:
        """Read a row below the header; False if it is none of the table's."""
        row = self._rows[place]
        if not row.texts or row.numbers_the_columns() or goes_on(row.texts[0].text):
            self._document.leave_out(row.own, "layout")
            return True
        if all(inline_pairs(cell.text) for cell in row.texts):
            return False  # 填表人：… | 联系电话：…
        cells = {cell.column: cell for cell in row.cells}
        named = [cells[column] for column in self._header.names if column in cells]
        if self._is_sum(row, named):
            self._has_project = False
            self._document.leave_out(row.own, "context")
        elif self._is_line_across(row):
            if not self._is_within(place):
                return False
            self._take_line(row, row.texts[0] if names_a_unit(row.texts[0].text) else None)
        elif len(named) != len(self._header.names):
            return False
        elif not self._is_grid and end_of(row.own[-1]) != self._header.end:
            self._reject(row, "the row has more or fewer cells than its header: none of them is sure")
        else:
            self._take_project(place, cells, named)
        return True

    @staticmethod
    def _is_sum(row: Row, named: list[Cell]) -> bool:
        """合计 | 108.00, or 2 | 某中心 | 小计: sums belong to no project."""
        labels = (find_certain_label(cell.text) for cell in (row.texts[0], *named) if cell.row == row.number)
        return any(label is not None and is_sum(label) for label in labels)

    def _is_line_across(self, row: Row) -> bool:
        """Whether a row has one text over several of the header's columns, merged or repeated in each of them."""
        cell = row.texts[0]
        if len({one.text for one in row.texts}) > 1:
            return False
        covered = sum(cell.column <= column < end_of(cell) for column in self._header.printed)
        return covered > 1 or len(row.texts) > _FEWEST_REPEATS

    def _is_within(self, place: int) -> bool:
        """Whether a text across the table stands between its projects, not below them."""
        text = self._rows[place].texts[0].text
        if is_note(text) or inline_pairs(text) or find_certain_label(text) is not None:
            return False
        below = self._rows[place + 1] if place + 1 < len(self._rows) else None
        names = {cell.column for cell in below.texts} if below is not None else set()
        return set(self._header.names) <= names

    def _take_line(self, row: Row, unit: Cell | None) -> None:
        """A line between projects: of the unit whose projects follow, or it is left out."""
        self._document.end_form()
        self._has_project = False
        if unit is not None:
            self._document.set_context(unit=PrintedText(without_numbering(unit.text), unit.locator))
            self._document.account.use(unit)
        self._document.leave_out(row.own, "context")

    def _reject(self, row: Row, reason: str) -> None:
        self._has_project = False
        for cell in row.own:
            self._document.account.reject("indicator_row", cell, reason, "row")

    def _take_project(self, place: int, cells: dict[int, Cell], named: list[Cell]) -> None:
        row = self._rows[place]
        has_indicator = any(
            cell.text and cell.row == row.number
            for group in self._header.groups
            for column in (group.fields or (group.first,))
            if (cell := cells.get(column)) is not None
        )
        begins = any(cell.text and cell.row == row.number for cell in named)
        goes_on = not begins and any(cell.text for cell in named)  # below merged cells
        if not has_indicator and not goes_on and not (begins and self._says_more(row)):
            self._take_line(row, self._unit_of(row))
            return
        if begins and self._is_another(row, named):
            self._document.end_form()
            self._has_project = True
            self._begin(place, cells)
        if not self._has_project:
            self._reject(row, "the row names no project, and stands below none")
            return
        if begins:
            self._identity = self._says(row)
        self._take_indicators(place, cells)

    def _says_more(self, row: Row) -> bool:
        """Whether a row without indicators is a project nevertheless: it is numbered, or has an objective."""
        for cell in row.texts:
            _, label = self._header.labels.get(cell.column, (None, None))
            if label is not None and (
                label.concept == "goal" or (label.field("money") is None and cell.text.isdecimal())
            ):
                return True
        return False

    def _unit_of(self, row: Row) -> Cell | None:
        """The unit that a line without indicators names, alone or beside its sums."""
        first, *others = row.texts
        if any(not is_amount(cell.text) and not is_blank_amount(cell.text) for cell in others):
            return None
        _, label = self._header.labels.get(first.column, (None, None))
        field = label.field("form") if label is not None else None
        return first if field in _UNITS or names_a_unit(first.text) else None

    def _says(self, row: Row) -> dict[int, str]:
        """What a row itself says of its project, by grid column."""
        return {cell.column: fold(cell.text) for cell in row.texts if cell.column in self._header.labels}

    def _is_another(self, row: Row, named: list[Cell]) -> bool:
        """Whether a row with a name begins a project: it says something else than the row above, or is merged."""
        is_merged = any(cell.row == row.number and cell.row_span > 1 for cell in named)
        if not self._has_project or is_merged:
            return True
        said = self._says(row)
        return any(self._identity.get(column, text) != text for column, text in said.items())

    def _is_shared(self, place: int, cell: Cell) -> bool:
        """Whether a cell is merged over the rows of several projects."""
        below = (row for row in self._rows[place + 1 :] if row.number < bottom_of(cell))
        names = self._header.names
        return cell.row_span > 1 and any(one.column in names for row in below for one in row.texts)

    def _begin(self, place: int, cells: dict[int, Cell]) -> None:
        """The columns of the project; money that is printed for several projects together is none of this one's."""
        row = self._rows[place]
        form = self._document.form_at(row.own[0].locator)
        form.has_header = True
        for label in self._header.above:
            note_label(form, label)
        for column, (printed, label) in self._header.labels.items():
            note_label(form, label)
            cell = cells.get(column)
            if cell is None:
                continue
            field = label.field("form")
            is_above = cell.row < row.number
            if field == "unit_or_project":
                form.take("project", cell, printed.text)
            elif label.field("money", "measure") and (is_above or self._is_shared(place, cell)):
                form.account.reject("amount", cell, OF_SEVERAL)
            elif is_above and field is not None and cell.text:
                form.take_text(field, cell.text, cell.locator)  # a unit merged over its projects
            else:
                take_value(form, printed, label, cell)

    def _take_indicators(self, place: int, cells: dict[int, Cell]) -> None:
        row = self._rows[place]
        form = self._document.form_at(row.own[0].locator)
        for column, text in self._says(row).items():
            if self._identity.get(column) == text:
                form.account.use(cells[column])  # a project that goes on repeats its cells
        for group in self._header.groups:
            name = cells.get(group.first if group.name is None else group.name)
            if name is None or name.row != row.number:
                continue
            if self._is_shared(place, name):
                form.account.reject("indicator_row", name, OF_SEVERAL, "row")
            elif group.fields:
                _take_group(form, group, row, cells)
            else:
                _take_text(form, group, name)
        self._reject_unknown(form, row)
        form.account.close(row.own, "indicator_row")

    def _reject_unknown(self, form: OpenForm, row: Row) -> None:
        known = {*self._header.labels}
        known |= {column for group in self._header.groups for column in (group.fields or (group.first,))}
        for cell in row.own:
            if cell.column in self._header.printed and cell.column not in known:
                form.account.reject("form", cell, unknown_label(self._header.printed[cell.column]))


def _take_group(form: OpenForm, group: Group, row: Row, cells: dict[int, Cell]) -> None:
    """The indicator of one group; what stands alone of name and target is rejected with the row."""
    found = {column: cells[column] for column in group.fields if column in cells}
    columns = _columns_of(group)
    name = None if group.name is None else found[group.name]
    target = None if columns.target is None else found.get(columns.target)
    if name is None or target is None or not name.text or not target.text:
        return
    texts = [cell for cell in found.values() if cell.text]
    if all(is_blank_amount(cell.text) or is_filler(cell.text) for cell in (name, target)):
        for cell in texts:
            form.account.leave_out(cell, "filler")
        return
    if is_blank_amount(name.text) or is_filler(name.text) or any(is_ditto(cell.text) for cell in texts):
        return  # the row above is of another group: what 同上 means is not sure
    form.indicators.begin_group(group.level1, group.level2)
    own = tuple(sorted(found.values(), key=lambda cell: cell.column))
    form.indicators.take(columns, Row(row.number, own, own), is_grid=True)


def _columns_of(group: Group) -> Columns:
    columns = sorted(group.fields)
    return Columns(
        fields=group.fields,
        printed=group.printed,
        form_fields={},
        first=columns[0],
        end=columns[-1] + 1,
        target=target_column(group.fields),
        starts=tuple(columns),
    )


def _take_text(form: OpenForm, group: Group, cell: Cell) -> None:
    """An indicator with its target in one text, or several, a line each."""
    if not cell.text:
        return
    if is_blank_amount(cell.text) or is_filler(cell.text):
        form.account.leave_out(cell, "filler")
        return
    form.account.use(cell)
    for text in lines_of_indicators(cell.text):
        name, printed = split_name_and_target(text)
        read = indicator_of_text(group.level1, group.level2, name, printed, cell.locator)
        # If nothing shows the end of the name, the whole text is both, and a person should look.
        doubts = ("level3", "target_text") if name == printed else ()
        form.indicators.add(read._replace(needs_review=doubts))
