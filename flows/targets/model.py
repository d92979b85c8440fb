"""What a target says: the tagged result of the grammar, without behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

TargetKind = Literal[
    "number", "percentage", "rate", "deadline", "period", "qualitative", "composite", "missing"
]
Basis = Literal["level", "change_ratio", "change_points", "change_amount", "tolerance", "deviation"]
"""What a number is measured from; a deviation is measured from the plan (逾期5天), and seen in actual values."""
Direction = Literal["up", "down", "over", "under", "late", "early"]
"""Where a change goes (up, down), or on which side of the plan a deviation is."""
Role = Literal["comparator", "number", "unit", "date", "remainder", "space"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the printed text and what it is: `start` inclusive, `stop` exclusive."""

    role: Role
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class TargetPart:
    """One value of a composite target; the fields are those of `Target`, `label` is the text beside the value."""

    label: str | None
    comparator: str | None
    value: Decimal | None
    multiplier: int
    unit_text: str | None
    unit_stem: str | None
    rate_base: str | None
    starts_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Target:
    """The reading of one 指标值.

    `comparator` is one of `>=` `<=` `=` `>` `<` `~`, None for dates, words and composites. `value` is the number as
    printed (26 in 26万人); `value` × `multiplier` is counted in `unit_stem`. `unit_text` is the printed unit with its
    multiplier word (万人次/年), `unit_stem` its folded numerator without it (人次), `rate_base` what it is per (年).
    `remainder` is the text that is in no other field. `spans` cover the printed text in order, without a gap.
    `basis` is None for dates and words, `direction` for what does not change; a composite has the basis tolerance where
    its parts are the two ends of one (20±5), else none. `is_nearly` says that the number is not reached (近500人), where
    the comparator is only `~`.
    """

    kind: TargetKind
    comparator: str | None
    value: Decimal | None
    multiplier: int
    unit_text: str | None
    unit_stem: str | None
    rate_base: str | None
    starts_on: date | None
    due_on: date | None
    remainder: str | None
    parts: tuple[TargetPart, ...]
    spans: tuple[Span, ...]
    basis: Basis | None = None
    direction: Direction | None = None
    is_nearly: bool = False
