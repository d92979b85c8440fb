"""Rows of an indicator table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from flows.forms.columns import Columns
from flows.forms.model import Area, IndicatorRow
from flows.labels import is_qualitative_mark
from flows.readers import Cell
from flows.vocabulary.seeds import fold

_IDENTIFYING = ("level3", "description", "target", "actual", "target_mid_term")
_LEVELS = ("level1", "level2")


class Reject(Protocol):
    """Keeps text that is in no field."""

    def __call__(self, area: Area, locator: str, text: str, reason: str, *, is_cut_off: bool = False) -> None:
        """Keep `text`, which stands at `locator`, with the reason for a person."""


def _joined(operator: str | None, value: str | None, unit: str | None) -> str | None:
    """≥95% of ≥ | 95 | %. An operator before mere words says nothing (＝ 有效缓解), 定性 is none."""
    if value is None:
        return None
    says_nothing = is_qualitative_mark(operator or "") or not any(character.isdigit() for character in value)
    return f"{'' if says_nothing else operator or ''}{value}{unit or ''}"


def _identity(row: IndicatorRow) -> tuple[str, str, str]:
    return fold(row.level2 or ""), fold(row.level3 or ""), fold(row.description or "")


class IndicatorRows:
    """Takes the indicator rows of one form; a blank level is that of the row above."""

    def __init__(self, reject: Reject, leave_out: Callable[[Cell], None]) -> None:
        self._reject = reject
        self._leave_out = leave_out
        self._annual: list[IndicatorRow] = []
        self._mid_term: list[IndicatorRow] = []
        self.is_mid_term = False  # the rows that are read now stand in a block of the mid-term
        self._level1: str | None = None
        self._level2: str | None = None

    def take(self, columns: Columns, row: tuple[Cell, ...], *, is_grid: bool) -> None:
        """Read one row below a header: an indicator, a template row, or rejected text."""
        cells = [
            cell for cell in row if cell.column >= columns.first and cell.column not in columns.form_fields
        ]
        if self._is_ragged(columns, row, is_grid=is_grid):
            self._reject_ragged(columns, row)
            return
        fields: dict[str, Cell] = {}
        for cell in cells:
            name = columns.fields.get(cell.column, "")
            if name and name != "aside" and name not in fields:
                fields[name] = cell
            elif name == "note" and cell.text:
                # Several columns of remarks (评分标准, 数据来源) are one note, line by line.
                fields[name] = fields[name]._replace(text=f"{fields[name].text}\n{cell.text}".strip())
            elif name == "aside":
                self._leave_out(cell)
            elif cell.text:
                label = columns.cells[cell.column].text if cell.column in columns.cells else "no label"
                self._reject(
                    "indicator_row",
                    cell.locator,
                    cell.text,
                    f"the column «{label}» is not known: add the label to the seed form_labels",
                )
        self._take_fields(fields, row)

    def _take_fields(self, fields: Mapping[str, Cell], row: tuple[Cell, ...]) -> None:
        texts = {name: cell.text for name, cell in fields.items() if cell.text}
        if "level1" in texts:
            if texts["level1"] != self._level1:
                self._level2 = None
            self._level1 = texts["level1"]
        if "level2_mid_term" in texts and "level2" in texts:
            self._leave_out(fields["level2"])  # the same level, printed for both periods
        self._level2 = texts.get("level2_mid_term") or texts.get("level2") or self._level2
        if not any(name in texts for name in _IDENTIFYING):
            # A template row that was never filled in; anything else in it is not lost.
            for name in texts.keys() - {*_LEVELS, "level2_mid_term"}:
                self._reject(
                    "indicator_row",
                    fields[name].locator,
                    texts[name],
                    "the row has no indicator and no target",
                )
            return
        self._check_mid_term(fields, texts)
        target = texts.get("target") or texts.get("target_initial")
        place = fields.get("target") or fields.get("target_initial") or row[0]
        self.add(
            IndicatorRow(
                level1=self._level1,
                level2=self._level2,
                level3=texts.get("level3"),
                description=texts.get("description"),
                target_text=_joined(texts.get("comparator_printed"), target, texts.get("unit_printed")),
                target=target,
                unit_printed=texts.get("unit_printed"),
                comparator_printed=texts.get("comparator_printed"),
                polarity_printed=texts.get("polarity_printed"),
                target_mid_term=texts.get("target_mid_term"),
                target_initial=texts.get("target_initial"),
                actual=texts.get("actual"),
                points=texts.get("points"),
                score=texts.get("score"),
                deviation=texts.get("deviation"),
                note=texts.get("note"),
                locator=place.locator,
            )
        )

    def add(self, row: IndicatorRow) -> None:
        """Take a row that has been read already."""
        (self._mid_term if self.is_mid_term else self._annual).append(row)

    def rows(self) -> tuple[IndicatorRow, ...]:
        """The year's rows; a mid-term block above or below them gives each a second value, never a second indicator.

        A mid-term row that no row of the year continues is rejected text; where there is no block of the year, the
        mid-term's targets are all the form promises.
        """
        if not self._mid_term or not self._annual:
            return tuple(self._annual or self._mid_term)
        waiting = {_identity(row): row for row in reversed(self._mid_term)}
        rows = []
        for row in self._annual:
            mid_term = waiting.pop(_identity(row), None)
            rows.append(row._replace(target_mid_term=mid_term.target_text) if mid_term else row)
        for row in waiting.values():
            text = " | ".join(filter(None, (row.level2, row.level3, row.target_text)))
            self._reject("form", row.locator, text, "the mid-term indicator is none of the year's")
        return tuple(rows)

    def _check_mid_term(self, fields: Mapping[str, Cell], texts: dict[str, str]) -> None:
        """A mid-term target beside an annual one is a second value of the same indicator, or it is not kept."""
        name = texts.get("level3_mid_term")
        if name is None or fold(name) == fold(texts.get("level3", name)):
            texts.setdefault("level3", name or "")
            if not texts["level3"]:
                del texts["level3"]
            return
        for field in ("level3_mid_term", "target_mid_term"):
            if field in texts:
                self._reject(
                    "form",
                    fields[field].locator,
                    texts.pop(field),
                    "the mid-term indicator beside this row is another one than the year's",
                )

    @staticmethod
    def _is_ragged(columns: Columns, row: tuple[Cell, ...], *, is_grid: bool) -> bool:
        """In extracted text a column is only the order of the cells, so a row with fewer cells has lost one."""
        end = row[-1].column + row[-1].column_span
        if not is_grid:
            return end != columns.end
        covered = any(cell.column <= columns.target < cell.column + cell.column_span for cell in row)
        return not covered

    def _reject_ragged(self, columns: Columns, row: tuple[Cell, ...]) -> None:
        end = row[-1].column + row[-1].column_span
        is_short = end < columns.end
        what = "it is cut off or has lost a cell" if is_short else "it has too many cells"
        self._reject(
            "indicator_row",
            row[0].locator,
            " | ".join(cell.text for cell in row),
            f"the row has {end} cells and its header {columns.end}: {what}. "
            "Compare it with the published document, and fetch that again",
            is_cut_off=is_short,
        )
