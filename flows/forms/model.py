"""What the form parser yields: what each form prints, and where."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

FormKind = Literal["objective", "self_evaluation", "department"]
Area = Literal["indicator_row", "amount", "form", "document"]


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text and the place it was read from."""

    text: str
    locator: str


@dataclass(frozen=True, slots=True)
class PrintedHeading:
    """A heading, and the form below it (None where none follows)."""

    number: int | None
    text: str
    project_name: str
    form_no: int | None
    locator: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """Text that is in no field: nothing is lost silently."""

    area: Area
    locator: str
    text: str
    reason: str
    is_cut_off: bool = False


@dataclass(frozen=True, slots=True)
class FundingLine:
    """One printed line of money, in the printed unit of money."""

    label: str
    role: Literal["total", "fiscal", "other", "source"]
    amount_text: str | None
    amount: Decimal | None
    money_unit: str | None
    locator: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator; None where the form has no such column or the cell is blank.

    `level1` and `level2` are inherited from the merged cell above where the row's own is blank.
    """

    level1: str | None
    level2: str | None
    level3: str | None
    description: str | None
    target: str | None
    unit_printed: str | None
    comparator_printed: str | None
    polarity_printed: str | None
    actual: str | None
    points: str | None
    score: str | None
    deviation: str | None
    locator: str


@dataclass(frozen=True, slots=True)
class Form:
    """One project's table as printed."""

    form_no: int
    form_kind: FormKind
    heading: PrintedHeading | None
    department: PrintedText | None
    department_code: str | None
    department_name: str | None
    unit: PrintedText | None
    unit_code: str | None
    unit_name: str | None
    project: PrintedText | None
    project_code: str | None
    project_name: str | None
    money_unit: str | None
    purpose: str | None
    objective: str | None
    funding: tuple[FundingLine, ...]
    rows: tuple[IndicatorRow, ...]
    rejected: tuple[Rejection, ...]
    locator: str


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """All forms of a document, in its order, and what stands around them."""

    format: str
    title: str | None
    printed_year: int | None
    printed_year_locator: str | None
    headings: tuple[PrintedHeading, ...]
    forms: tuple[Form, ...]
    rejected: tuple[Rejection, ...]
    """Text outside of any form."""
