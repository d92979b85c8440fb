"""Rows of an indicator table: columns are found by their labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from flows.forms.model import Area, IndicatorRow
from flows.labels import FormLabels
from flows.readers import Cell

_IDENTIFYING = ("level3", "description", "target")


class Reject(Protocol):
    """Keeps text that is in no field."""

    def __call__(self, area: Area, locator: str, text: str, reason: str, *, is_cut_off: bool = False) -> None:
        """Keep `text`, which stands at `locator`, with the reason for a person."""


def header_columns(row: tuple[Cell, ...], labels: FormLabels) -> dict[int, str] | None:
    """Grid column → field of a header row; None where the row is no header.

    A header has the label of the target (or of the actual value) and at least one other column label. An unknown
    label has the field '' : what stands below it is rejected text, never dropped.
    """
    columns = {cell.column: labels.column(cell.text) or "" for cell in row}
    known = set(columns.values()) - {""}
    return columns if len(known) > 1 and known & {"target", "actual"} else None


class IndicatorTable:
    """Takes the rows below one header."""

    def __init__(
        self,
        columns: Mapping[int, str],
        header: tuple[Cell, ...],
        labels: FormLabels,
        add: Callable[[IndicatorRow], None],
        reject: Reject,
    ) -> None:
        self._columns = columns
        self._header = {cell.column: cell.text for cell in header}
        self._labels = labels
        self._add = add
        self._reject = reject
        self._level1: str | None = None
        self._level2: str | None = None

    def take(self, row: tuple[Cell, ...]) -> None:
        """Read one row: an indicator, a known row that is none, or rejected text."""
        texts = [cell.text for cell in row if cell.text]
        if not texts or self._labels.is_aside(texts[0]):
            return
        if len(row) != len(self._columns):
            self._reject_ragged(row)
            return
        fields: dict[str, Cell] = {}
        for cell in row:
            name = self._columns.get(cell.column, "")
            if name:
                fields[name] = cell
            elif cell.text:
                label = self._header.get(cell.column) or "no label"
                self._reject(
                    "indicator_row",
                    cell.locator,
                    cell.text,
                    f"the column «{label}» is not known: add the label to the seed form_labels",
                )
        self._take_fields(fields, row)

    def _take_fields(self, fields: Mapping[str, Cell], row: tuple[Cell, ...]) -> None:
        def text(name: str) -> str | None:
            cell = fields.get(name)
            return (cell.text or None) if cell else None

        if text("level1"):
            self._level1, self._level2 = text("level1"), None
        self._level2 = text("level2") or self._level2
        if not any(text(name) for name in _IDENTIFYING):
            # A template row that was never filled in; anything else in it is not lost.
            for name in fields.keys() - {"level1", "level2"}:
                if left := text(name):
                    self._reject(
                        "indicator_row", fields[name].locator, left, "the row has no indicator and no target"
                    )
            return
        place = fields.get("target") or row[0]
        self._add(
            IndicatorRow(
                level1=self._level1,
                level2=self._level2,
                level3=text("level3"),
                description=text("description"),
                target=text("target"),
                unit_printed=text("unit_printed"),
                comparator_printed=text("comparator_printed"),
                polarity_printed=text("polarity_printed"),
                actual=text("actual"),
                points=text("points"),
                score=text("score"),
                deviation=text("deviation"),
                locator=place.locator,
            )
        )

    def _reject_ragged(self, row: tuple[Cell, ...]) -> None:
        is_short = len(row) < len(self._columns)
        what = "it is cut off or has lost a cell" if is_short else "it has too many cells"
        self._reject(
            "indicator_row",
            row[0].locator,
            " | ".join(cell.text for cell in row),
            f"the row has {len(row)} cells and its header {len(self._columns)}: {what}. "
            "Compare it with the published document, and fetch that again",
            is_cut_off=is_short,
        )
