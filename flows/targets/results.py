"""From what the grammar found to the tagged result: measures, targets and their parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from flows.targets.basis import basis_of
from flows.targets.dates import When
from flows.targets.lines import Line, Piece
from flows.targets.model import Basis, Target, TargetKind, TargetPart
from flows.targets.quantities import Quantity, Unit
from flows.targets.words import vocabulary


@dataclass(frozen=True, slots=True)
class Measure:
    """What a value is counted in, in the words of `Target`."""

    multiplier: int = 1
    unit_text: str | None = None
    unit_stem: str | None = None
    rate_base: str | None = None


NO_MEASURE = Measure()


@dataclass(frozen=True, slots=True)
class Value:
    """One value inside a text: a quantity, a date, or a quantity with its date.

    `label` is the text beside it, `every` what a 每 before it says it is per.
    """

    label: str | None
    quantity: Quantity | None
    when: When | None
    every: str | None = None

    def pieces(self) -> list[Piece]:
        """What the value takes of the text."""
        found: list[Piece] = list(self.quantity.pieces) if self.quantity else []
        if self.when:
            found.append(("date", self.when.start, self.when.stop))
        return found


def measure_of(line: Line, unit: Unit | None) -> Measure:
    """The measure that a unit of the text itself names."""
    if unit is None:
        return NO_MEASURE
    printed = "".join(line.as_printed(*stretch) for stretch in unit.stretches)
    return Measure(unit.multiplier, printed or unit.stem, unit.stem, unit.rate_base)


def measure_with_column(own: Measure, column: Measure) -> Measure:
    """The text's own unit counts; a column's fills in what is missing (`12.5万` and 枝)."""
    if column is NO_MEASURE or own.unit_stem or own.rate_base:
        return own
    if own.multiplier == 1 or column.multiplier != 1:
        return column
    return replace(column, multiplier=own.multiplier, unit_text=f"{own.unit_text}{column.unit_text}")


def words_target(line: Line, kind: Literal["qualitative", "missing"]) -> Target:
    """Words, or nothing: the whole text is remainder."""
    remainder = line.printed.strip() or None
    return Target(kind, None, None, 1, None, None, None, None, None, remainder, (), line.spans(()))


def date_target(line: Line, when: When, pieces: list[Piece], remainder: str | None = None) -> Target:
    """A deadline is due on the last day of what is named; a period has both its ends."""
    starts_on = when.first if when.shape == "period" else None
    kind: TargetKind = "period" if when.shape == "period" else "deadline"
    spans = line.spans(pieces)
    return Target(kind, None, None, 1, None, None, None, starts_on, when.last, remainder, (), spans)


def number_target(line: Line, value: Value, column: Measure, column_sign: str | None) -> Target:
    """One quantity; a bare number is `=`. `column` and `column_sign` are what other columns of the row print.

    Words where a comparator stands beside the number that is not the number's own: nobody knows what it bounds.
    """
    part = part_of(line, value, column, column_sign)
    quantity = value.quantity
    if quantity is None or part.comparator is None:
        return words_target(line, "qualitative")
    basis, direction = basis_of(
        line.text, quantity, part.unit_text, vocabulary().dimension_of(part.unit_stem)
    )
    kind: TargetKind = "number"
    if part.rate_base:
        kind = "rate"
    elif vocabulary().dimension_of(part.unit_stem) == "percent":
        kind = "percentage"
    return Target(
        kind, part.comparator, part.value, part.multiplier, part.unit_text, part.unit_stem, part.rate_base,
        part.starts_on, part.due_on, part.label, (), line.spans(value.pieces()),
        basis, direction, quantity.is_nearly,
    )  # fmt: skip


def composite_target(line: Line, values: list[Value], column: Measure) -> Target:
    """Several values: the text beside each is its label."""
    parts = tuple(part_of(line, value, column, None) for value in values)
    pieces = dict.fromkeys(piece for value in values for piece in value.pieces())
    spans = line.spans(pieces)
    is_tolerance = all(value.quantity and value.quantity.is_tolerance for value in values)
    basis: Basis | None = "tolerance" if is_tolerance else None
    return Target("composite", None, None, 1, None, None, None, None, None, None, parts, spans, basis)


def part_of(line: Line, value: Value, column: Measure, column_sign: str | None) -> TargetPart:
    """The fields of one value, whether it stands alone or among others."""
    starts_on, due_on = _days(value.when)
    quantity = value.quantity
    if quantity is None:
        return TargetPart(value.label, None, None, 1, None, None, None, starts_on, due_on)
    if quantity.note:
        label = " ".join(filter(None, (value.label, line.as_printed(*quantity.note))))
        value = replace(value, label=label)
    sign = quantity.comparator or column_sign or (None if quantity.is_unclear else "=")
    measure = measure_with_column(measure_of(line, quantity.unit), column)
    is_percent = vocabulary().dimension_of(measure.unit_stem) == "percent"
    every = None if is_percent else value.every
    rate_base = f"{measure.rate_base}/{every}" if measure.rate_base and every else measure.rate_base or every
    return TargetPart(
        value.label, sign, quantity.value, measure.multiplier,
        measure.unit_text, measure.unit_stem, rate_base, starts_on, due_on,
    )  # fmt: skip


def _days(when: When | None) -> tuple[date | None, date | None]:
    """First and last day of a period, the last day alone of a deadline."""
    if when is None:
        return None, None
    return (when.first if when.shape == "period" and not when.is_vague else None), when.last
