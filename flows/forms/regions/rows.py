"""Rows of an indicator table."""

from __future__ import annotations

from collections.abc import Mapping

from flows.forms.account import Account, unknown_header
from flows.forms.model import IndicatorRow, Place
from flows.forms.readings.measures import is_of_measure
from flows.forms.regions.columns import Columns
from flows.forms.regions.grid import Row
from flows.forms.regions.mid_term import renamed, with_mid_term
from flows.forms.regions.naming import TARGETS
from flows.forms.regions.raggedness import is_ragged, reaches_the_name
from flows.forms.regions.row_values import (
    IDENTIFYING,
    answer,
    between,
    is_subtotal,
    joined,
    joined_if_bare,
    says_labels,
    take_level_of_name,
    take_levels_apart,
    take_points_of_name,
    take_scores_apart,
)
from flows.labels import (
    is_blank_amount,
    is_filler,
    is_level,
    is_level1,
    is_second_in_order,
    mark_of,
    without_numbering,
)
from flows.readers import Cell
from flows.vocabulary.seeds import fold

_LEVELS = ("level1", "level2")
_NUMBERS = ("points", "score")
_NO_FIELD = {"", "aside", "contact"}
_FILLABLE = {"level1", "level2", "level3", "description"}
_LONGEST_DITTO = 4
_REVIEWED = {
    "target": "target_text",
    "target_initial": "target_text_initial",
    "target_mid_term": "target_text_mid_term",
    "actual": "actual_text",
    "mid_year_actual": "mid_year_text",
    "mid_year_forecast": "forecast_text",
    "comparator_printed": "target_text",
    "unit_printed": "target_text",
    "polarity_printed": "polarity",
}
_IS_FIELD = {"level2_mid_term": "level2", "level3_mid_term": "level3"}
_REPEATABLE = _FILLABLE | TARGETS


def _identity(row: IndicatorRow) -> tuple[str, str, str]:
    return fold(row.level2 or ""), fold(row.level3 or ""), fold(row.description or "")


def _doubts(columns: Columns, fields: Mapping[str, Cell], texts: Mapping[str, str]) -> tuple[str, ...]:
    """What a person should look at: below a header with a word nobody knows; a target left blank beside an initial one."""
    found = (
        [_REVIEWED.get(name, name) for name in columns.inferred & texts.keys()] if columns.inferred else []
    )
    is_left_blank = "target" in fields and "target" not in texts and "target_initial" in texts
    return tuple(sorted([*found, "target_text"] if is_left_blank else found))


class IndicatorRows:
    """Takes the indicator rows of one form; a blank level is that of the row above."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._annual: list[IndicatorRow] = []
        self._mid_term: list[IndicatorRow] = []
        self.is_mid_term = False  # the rows that are read now stand in a block of the mid-term
        self._level1: str | None = None
        self._level2: str | None = None
        self._levels_at: dict[str, Place] = {}
        self._joined: list[Place] = []  # further cells of a field of the row that is read
        self._above: dict[str, str] = {}
        self._names_are_level2 = False

    @property
    def has_rows(self) -> bool:
        """Whether an indicator has been read."""
        return bool(self._annual or self._mid_term)

    @property
    def has_rows_of_the_year(self) -> bool:
        """Whether an indicator of the year has been read, not one of the mid-term only."""
        return bool(self._annual)

    def repeats_a_level(self, text: str) -> bool:
        """Whether a text is the level of the row above, whatever else it could be (部门履职目标)."""
        return text in (self._level1, self._level2)

    def begin(self, columns: Columns) -> None:
        """A header was read: the rows below it are the year's or the mid-term's."""
        self.is_mid_term = columns.is_mid_term
        self._names_are_level2 = columns.names_are_level2

    def were_of_the_mid_term(self) -> None:
        """The rows so far stand below the mid-term's objective, and those of the year follow."""
        self._mid_term, self._annual = [*self._mid_term, *self._annual], []

    def begin_group(self, level1: str | None, level2: str | None) -> None:
        """The levels of the next row stand above its columns, not in it."""
        self._level1, self._level2, self._levels_at = level1, level2, {}

    def take_level(self, cell: Cell, *, is_first: bool = False) -> None:
        """A level that stands in a row of its own (一、产出指标)."""
        self._account.use(cell)
        name = without_numbering(cell.text)
        if is_first or self._level1 is None or (is_level1(name) and not is_second_in_order(cell.text)):
            self._level1, self._level2 = name, None
            self._levels_at = {"level1": Place("level1", cell.locator, name)}
        else:
            self._level2 = name
            self._levels_at["level2"] = Place("level2", cell.locator, name)

    def take(self, columns: Columns, row: Row, *, is_grid: bool) -> None:
        """Read one row below a header: an indicator, a template row, or rejected text."""
        if row.numbers_the_columns():
            for cell in row.own:
                self._account.leave_out(cell, "layout")
            return
        if is_ragged(columns, row, is_grid=is_grid):
            self._reject_ragged(columns, row)
            return
        fields: dict[str, Cell] = {}
        self._joined = []
        first, form_fields, names = columns.first, columns.form_fields, columns.fields
        answered = columns.answered
        for cell in row.cells:
            if cell.column in form_fields or cell.column < first:
                continue
            name = names.get(cell.column)
            if name is None:
                name = between(columns, cell)
            if (
                name in _LEVELS
                and (cell.column_span > 1 or self._names_are_level2)
                and self._holds_the_name(columns, name, cell)
            ):
                name = "level3"
            if name in answered:
                fields[f"{name}@{cell.column}"] = cell
            elif name in fields or name in _NO_FIELD:
                self._take_cell(columns, fields, name, cell, row)
            else:
                fields[name] = cell
        self._take_fields(columns, fields, row)

    def _holds_the_name(self, columns: Columns, name: str, cell: Cell) -> bool:
        """Whether a cell under a level holds the name of the indicator."""
        if name == "level2" and self._names_are_level2 and cell.text and not is_level(cell.text):
            return True
        return cell.column_span > 1 and reaches_the_name(columns, cell)

    def _take_cell(self, columns: Columns, fields: dict[str, Cell], name: str, cell: Cell, row: Row) -> None:
        if name in {"aside", "contact"}:
            self._account.leave_out(cell, name)
        elif name == "note" and "note" in fields and cell.text:
            # Several columns of remarks (评分标准, 数据来源) are one note, line by line.
            self._account.use(cell, fields["note"])
            first = fields["note"]
            if not self._joined and first.text:
                self._joined.append(Place("note", first.locator, first.text))
            self._joined.append(Place("note", cell.locator, cell.text))
            fields["note"] = fields["note"]._replace(text=f"{fields['note'].text}\n{cell.text}".strip())
        elif name and name not in fields:
            fields[name] = cell
        elif cell.text and cell.row == row.number:
            printed = columns.printed.get(cell.column, "")
            kind = "other" if printed else "row"
            self._account.reject("indicator_row", cell, unknown_header(printed, "column"), kind)

    def _take_fields(self, columns: Columns, fields: dict[str, Cell], row: Row) -> None:
        texts = {name: cell.text for name, cell in fields.items() if cell.text}
        if "score_and_deviation" in texts:
            self._account.use(fields["score_and_deviation"])
            take_scores_apart(fields, texts)
        take_level_of_name(fields, texts)
        take_points_of_name(fields, texts)
        self._check_numbers(fields, texts)
        if any(map(mark_of, texts.values())):
            self._take_marks(fields, texts)
        if is_subtotal(texts):
            for cell in fields.values():
                if not is_level(cell.text):
                    self._account.leave_out(cell, "sum")
            return
        if says_labels(texts):
            self._account.close(
                fields.values(), "indicator_row", "a header that nobody understands stands here"
            )
            return
        self._take_levels(fields, texts)
        if not self._is_indicator(fields, texts):
            return
        self._check_mid_term(fields, texts)
        self._account.use(*map(fields.__getitem__, texts))
        get = texts.get
        operator, unit = get("comparator_printed"), get("unit_printed")
        target = get("target") or get("target_initial")
        place = fields.get("target") or fields.get("target_initial") or row.own[0]
        self._above = texts
        self.add(
            IndicatorRow(
                level1=self._level1,
                level2=self._level2,
                level3=get("level3"),
                description=get("description"),
                target_text=joined(operator, target, unit),
                target=target,
                unit_printed=unit,
                comparator_printed=operator,
                polarity_printed=get("polarity_printed"),
                target_mid_term=joined_if_bare(operator, get("target_mid_term"), unit),
                target_initial=joined_if_bare(operator, get("target_initial"), unit),
                actual=get("actual"),
                points=get("points"),
                score=get("score"),
                deviation=answer(columns, fields, texts, "deviation"),
                note=get("note"),
                locator=place.locator,
                needs_review=_doubts(columns, fields, texts),
                mid_year_actual=get("mid_year_actual"),
                mid_year_forecast=get("mid_year_forecast"),
                likelihood=answer(columns, fields, texts, "likelihood"),
                places=self._places(fields, texts),
            )
        )

    def _check_numbers(self, fields: Mapping[str, Cell], texts: dict[str, str]) -> None:
        """Points and scores are numbers, and an operator has no digits; what is something else is rejected."""
        for name in _NUMBERS:
            if name in texts and not is_blank_amount(texts[name]) and not is_of_measure(name, texts[name]):
                del texts[name]
                self._account.reject("indicator_row", fields[name], "points and scores are numbers")
        if "comparator_printed" in texts and any(map(str.isdigit, texts["comparator_printed"])):
            del texts["comparator_printed"]
            self._account.reject("indicator_row", fields["comparator_printed"], "an operator has no digits")

    def _places(self, fields: Mapping[str, Cell], texts: Mapping[str, str]) -> tuple[Place, ...]:
        if not self._account.keeps_places:
            return ()
        own = [
            # A field with a column for each answer is one field: likelihood@13 is likelihood.
            Place(_IS_FIELD.get(name, name.partition("@")[0]), fields[name].locator, fields[name].text)
            for name in texts
            if name not in _LEVELS
            and name != "level2_mid_term"
            and not (name == "note" and self._joined)  # each of its cells has its own text
        ]
        return (*self._levels_at.values(), *own, *self._joined)

    def _take_marks(self, fields: Mapping[str, Cell], texts: dict[str, str]) -> None:
        """Put the text above in place of 同上, and leave out what a template left; `texts` is changed."""
        for name in [
            name for name, text in texts.items() if mark_of(text) == "ditto" and name in _REPEATABLE
        ]:
            if len(texts[name]) > _LONGEST_DITTO:
                continue
            self._account.use(fields[name])
            above = {"level1": self._level1, "level2": self._level2}.get(name, self._above.get(name))
            if above is None:
                del texts[name]
            else:
                texts[name] = above
        for name in [name for name, text in texts.items() if mark_of(text) == "filler" and name in _FILLABLE]:
            self._account.leave_out(fields[name], "filler")
            del texts[name]

    def _take_levels(self, fields: dict[str, Cell], texts: dict[str, str]) -> None:
        self._account.use(*(fields[name] for name in _LEVELS if name in texts))
        take_levels_apart(fields, texts)
        if "level1" in texts:
            if texts["level1"] != self._level1:
                self._level2 = None
                self._levels_at.pop("level2", None)
            self._level1 = texts["level1"]
            self._put_level("level1", fields["level1"])
            self._account.use(fields["level1"])
        if "level2_mid_term" in texts and "level2" in texts:
            self._account.leave_out(fields["level2"], "aside")  # the same level, printed for both periods
        level2 = texts.get("level2_mid_term") or texts.get("level2")
        if level2:
            self._level2 = level2
            self._put_level("level2", fields["level2_mid_term" if "level2_mid_term" in texts else "level2"])
            self._account.use(*(fields[name] for name in ("level2_mid_term", "level2") if name in fields))

    def _put_level(self, name: str, cell: Cell) -> None:
        if self._account.keeps_places:
            self._levels_at[name] = Place(name, cell.locator, cell.text)

    def _is_indicator(self, fields: Mapping[str, Cell], texts: dict[str, str]) -> bool:
        """A template row that was never filled in is none: only levels, marks for nothing, points."""
        if "level3" in texts or "description" in texts:
            return True
        values = [texts[name] for name in IDENTIFYING if name in texts]
        if any(not is_blank_amount(text) and not is_filler(text) for text in values):
            return True
        for name, text in texts.items():
            if name in (*_LEVELS, "level2_mid_term"):
                continue
            if (
                is_blank_amount(text)
                or is_filler(text)
                or name in ("unit_printed", "comparator_printed", "polarity_printed")
            ):
                self._account.leave_out(fields[name], "filler")
            else:
                self._account.reject(
                    "indicator_row", fields[name], "the row has no indicator and no target", "row"
                )
        return False

    def add(self, row: IndicatorRow) -> None:
        """Take a row that has been read already."""
        (self._mid_term if self.is_mid_term else self._annual).append(row)

    def rows(self) -> tuple[IndicatorRow, ...]:
        """The year's rows; a mid-term block above or below them gives each a second value, never a second indicator.

        A mid-term row that no row of the year continues is rejected text; where there is no block of the year, the
        mid-term's targets are all the form promises.
        """
        if not self._mid_term or not self._annual:
            return self._with_levels(self._annual or self._mid_term)
        waiting = {_identity(row): row for row in reversed(self._mid_term)}
        rows = []
        for row in self._annual:
            mid_term = waiting.pop(_identity(row), None)
            rows.append(with_mid_term(row, mid_term) if mid_term else row)
        for row in waiting.values():
            text = " | ".join(filter(None, (row.level2, row.level3, row.target_text)))
            self._account.reject_text(
                "form",
                row.locator,
                text,
                "the mid-term indicator is none of the year's",
                others=[place.locator for place in row.places if place.field != "level1"],
            )
        return self._with_levels(rows)

    def _with_levels(self, rows: list[IndicatorRow]) -> tuple[IndicatorRow, ...]:
        """一级 | 二级 without 三级, and names of level 2 under 一级: the names are one column to the right."""
        if self._names_are_level2 and any(
            row.level1 and is_level(row.level1) and not is_level1(row.level1) for row in rows
        ):
            return tuple(
                row._replace(level1=None, level2=row.level1, places=renamed(row.places, {"level1": "level2"}))
                if row.level2 is None
                else row
                for row in rows
            )
        return tuple(rows)

    def _check_mid_term(self, fields: Mapping[str, Cell], texts: dict[str, str]) -> None:
        """A mid-term target beside an annual one is a second value of the same indicator, or it is not kept."""
        name = texts.get("level3_mid_term")
        if name is not None:
            if fold(name) == fold(texts.get("level3", name)):
                texts.setdefault("level3", name)
                self._account.use(fields["level3_mid_term"])
            else:
                for each in ("level3_mid_term", "target_mid_term"):
                    if each in texts:
                        del texts[each]
                        self._account.reject(
                            "form",
                            fields[each],
                            "the mid-term indicator beside this row is another one than the year's",
                        )

    def _reject_ragged(self, columns: Columns, row: Row) -> None:
        """In extracted text a column is only the order of the cells, so a row with fewer cells has lost one."""
        end = row.own[-1].column + row.own[-1].column_span
        is_short = end < columns.end
        what = "it is cut off or has lost a cell" if is_short else "it has too many cells"
        self._account.use(*row.own)
        self._account.reject_text(
            "indicator_row",
            row.own[0].locator,
            " | ".join(cell.text for cell in row.own),
            f"the row has {end} cells and its header {columns.end}: {what}. "
            "Compare it with the published document, and fetch that again",
            is_cut_off=is_short,
            others=[cell.locator for cell in row.own if cell.text],
            kind="row",
        )
