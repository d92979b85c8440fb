"""The dictionary of targets as frames for the landing tables `target` and `target_part`."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from flows.targets.model import Target, TargetPart
from flows.targets.parser import read_target

UNKNOWN_YEAR = -1
"""Stands for a document without a fiscal year, so that the dictionary's key holds no null."""

_KEY = {
    "target_text": pl.String,
    "unit_printed": pl.String,
    "comparator_printed": pl.String,
    "fiscal_year": pl.Int32,
}
_READING = {
    "comparator": pl.String,
    "value": pl.Decimal(28, 8),
    "multiplier": pl.Int64,
    "measure_unit_text": pl.String,
    "unit_stem": pl.String,
    "rate_base": pl.String,
    "starts_on": pl.Date,
    "due_on": pl.Date,
}
_TARGET = {**_KEY, "target_kind": pl.String, **_READING, "remainder": pl.String}
_PART = {**_KEY, "part_no": pl.Int32, "label": pl.String, **_READING}


def target_frames(keys: Iterable[tuple[str, str, str, int | None]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of `landing.target` and `landing.target_part` for (text, printed unit, printed comparator, fiscal year).

    Repeated keys give one row; the rows are in the order of the keys' first appearance. An unknown fiscal year is
    -1.
    """
    targets: list[tuple[object, ...]] = []
    parts: list[tuple[object, ...]] = []
    for text, unit, comparator, year in dict.fromkeys(keys):
        known_year = None if year is None or year == UNKNOWN_YEAR else year
        target = read_target(text, unit_text=unit, comparator_text=comparator, fiscal_year=known_year)
        key = (text, unit, comparator, UNKNOWN_YEAR if known_year is None else known_year)
        targets.append((*key, target.kind, *_reading(target), target.remainder))
        parts += [
            (*key, number, part.label, *_reading(part)) for number, part in enumerate(target.parts, start=1)
        ]
    return (
        pl.DataFrame(targets, schema=_TARGET, orient="row"),
        pl.DataFrame(parts, schema=_PART, orient="row"),
    )


def _reading(read: Target | TargetPart) -> tuple[object, ...]:
    """The columns that a target and its parts share."""
    return (
        read.comparator,
        read.value,
        read.multiplier,
        read.unit_text,
        read.unit_stem,
        read.rate_base,
        read.starts_on,
        read.due_on,
    )
