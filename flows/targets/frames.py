"""The dictionary of targets as frames for the landing tables `target` and `target_part`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import md5
from typing import Any, TypeAlias

import polars as pl

from flows.names.frames import UNKNOWN_YEAR
from flows.targets.model import Target, TargetPart
from flows.targets.parser import read_target
from flows.vocabulary.seeds import fold

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
_TARGET = {
    "target_key": pl.String,
    "target_text": pl.String,
    "unit_printed": pl.String,
    "comparator_printed": pl.String,
    "fiscal_year": pl.Int32,
    "target_kind": pl.String,
    **_READING,
    "remainder": pl.String,
    "basis": pl.String,
    "direction": pl.String,
    "is_nearly": pl.Boolean,
    "is_unit_elsewhere": pl.Boolean,
    "remainder_words": pl.String,
}
_PART = {
    "target_key": pl.String,
    "part_no": pl.Int32,
    "label": pl.String,
    "label_words": pl.String,
    **_READING,
}


Key: TypeAlias = tuple[str, str, str, int | None]
"""Text, unit and comparator printed beside it, fiscal year."""
Columns: TypeAlias = dict[str, list[Any]]
_SHORT = 64


def target_frames(keys: Iterable[Key]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of `landing.target` and `landing.target_part` for (text, printed unit, printed comparator, fiscal year).

    Repeated keys give one row; the rows are in the order of the keys' first appearance. An unknown fiscal year is
    -1.
    """
    return as_frames(*target_columns(keys))


def as_frames(targets: Columns, parts: Columns) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The columns of `target_columns` with the types of the landing tables."""
    return pl.DataFrame(targets, schema=_TARGET), pl.DataFrame(parts, schema=_PART)


def target_columns(keys: Iterable[Key]) -> tuple[Columns, Columns]:
    """What `target_frames` returns, as columns: a worker sends them."""
    targets: list[tuple[object, ...]] = []
    parts: list[tuple[object, ...]] = []
    for text, unit, comparator, year in dict.fromkeys(keys):
        known_year = None if year is None or year == UNKNOWN_YEAR else year
        read = _read if len(text) <= _SHORT else _read.__wrapped__
        target = read(text, unit, comparator, known_year)
        printed = (text, unit, comparator, UNKNOWN_YEAR if known_year is None else known_year)
        key = target_key(*printed)
        said = (target.remainder, target.basis, target.direction, target.is_nearly)
        words = (fold(unit) not in fold(text), _words(target.remainder))
        targets.append((key, *printed, target.kind, *_reading(target), *said, *words))
        parts += [
            (key, number, part.label, _words(part.label), *_reading(part))
            for number, part in enumerate(target.parts, start=1)
        ]
    return _columns(_TARGET, targets), _columns(_PART, parts)


def target_key(text: str, unit: str, comparator: str, fiscal_year: int) -> str:
    """The key of a target in the dictionary; the lengths before the texts say which characters are whose.

    `flows/landing/dictionary.py` and the macro target_key of the models make the same in SQL.
    """
    key = f"{fiscal_year}|{len(unit)}|{len(comparator)}|{unit}|{comparator}|{text}"
    return md5(key.encode(), usedforsecurity=False).hexdigest()


@lru_cache(maxsize=16_384)  # documents of one publisher and year print the same short targets
def _read(text: str, unit: str, comparator: str, year: int | None) -> Target:
    return read_target(text, unit_text=unit, comparator_text=comparator, fiscal_year=year)


def _words(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _columns(schema: Iterable[str], rows: list[tuple[object, ...]]) -> Columns:
    columns = zip(*rows, strict=True) if rows else ((),) * len(list(schema))
    return {name: list(column) for name, column in zip(schema, columns, strict=True)}


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
