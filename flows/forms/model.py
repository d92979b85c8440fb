"""What the form parser yields: what each form prints, and where."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

FormKind = Literal["objective", "self_evaluation", "department", "monitoring"]
Area = Literal["indicator_row", "amount", "form", "document"]
LineRole = Literal["total", "fiscal", "other", "source", "project_total", "project_part", "task", "part"]
RejectionKind = Literal["row", "tied_total", "other"]
LeftOutKind = Literal["aside", "contact", "sum", "filler", "note", "layout", "other_table", "context"]


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text and the place it was read from."""

    text: str
    locator: str


class Place(NamedTuple):
    """Where a field was read: its name, the cell or paragraph, and the text there that is the field's.

    A field has several places if it is printed again, or is put together from several cells.
    """

    field: str
    locator: str
    text: str


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
    """Text that is in no field: nothing is lost silently.

    `kind` is row where it is a row of indicators, or what may be the name or the target of one; tied_total where it is
    one of several totals of the year's money and nothing tells which holds; else other.
    """

    area: Area
    locator: str
    text: str
    reason: str
    is_cut_off: bool = False
    kind: RejectionKind = "other"
    others: tuple[str, ...] = ()
    """Locators of further cells whose texts are in `text`, too: a row is rejected as one."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A text that is known and not kept: what it is, and where it stands.

    `text` is None for persons (signatures, contacts): of them only place and kind are kept.
    """

    kind: LeftOutKind
    locator: str
    text: str | None


@dataclass(frozen=True, slots=True)
class PrintedAmount:
    """An amount as printed; `value` is None where the text is no number."""

    text: str
    value: Decimal | None
    money_unit: str | None
    locator: str


@dataclass(frozen=True, slots=True)
class FundingLine:
    """One printed line of money, in the printed unit of money. An amount is None where its cell is blank.

    `total` is this year's money, `project_total` that of all years of a project and `project_part` a part of it; `source`
    is a named source that is neither all fiscal nor other money, `part` what a sentence says of which another line is made
    up, `task` a department's task (another breakdown of the same money).
    `points` and `score` are those of the execution of the budget. In a form of mid-year monitoring `executed` and
    `execution_rate` are those until the form's month, `forecast` is what the year is expected to execute.
    """

    label: str
    role: LineRole
    amount: PrintedAmount | None
    initial: PrintedAmount | None
    executed: PrintedAmount | None
    execution_rate: str | None
    points: str | None
    score: str | None
    locator: str
    forecast: PrintedAmount | None = None
    places: tuple[Place, ...] = ()
    """Where the fields above were read; `label` only if it is no label of the form but a name (of a task)."""


class IndicatorRow(NamedTuple):
    """One indicator; None where the form has no such column or the cell is blank.

    `level1` and `level2` are inherited from the merged cell above where the row's own is blank. `target` is the
    cell of the year's target: of a mid-term and an annual one the annual, of an initial and an adjusted one the
    adjusted. `target_text` is what people read: operator, value and unit joined where they have columns of their own.
    """

    level1: str | None
    level2: str | None
    level3: str | None
    description: str | None
    target_text: str | None
    target: str | None
    unit_printed: str | None
    comparator_printed: str | None
    polarity_printed: str | None
    target_mid_term: str | None
    target_initial: str | None
    actual: str | None
    points: str | None
    score: str | None
    deviation: str | None
    note: str | None
    locator: str
    needs_review: tuple[str, ...] = ()
    """Names of fields that a person should look at."""
    mid_year_actual: str | None = None
    """What was reached when the project was monitored (1-7月执行情况)."""
    mid_year_forecast: str | None = None
    """What the year is expected to reach (全年预计完成情况)."""
    likelihood: str | None = None
    """How likely the target is to be reached (完成目标可能性)."""
    places: tuple[Place, ...] = ()
    """Where the fields above were read. A level that is inherited has the place of the cell above."""


@dataclass(frozen=True, slots=True)
class Form:
    """One project's table as printed (or a whole department's)."""

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
    objective_mid_term: str | None
    objective_actual: str | None
    total_score: str | None
    funding: tuple[FundingLine, ...]
    rows: tuple[IndicatorRow, ...]
    rejected: tuple[Rejection, ...]
    left_out: tuple[LeftOut, ...]
    """What is known and not kept: contacts, signatures, sums, template marks."""
    locator: str
    needs_review: tuple[str, ...] = ()
    """Names of fields that a person should look at."""
    is_transfer: bool = False
    """A form of transfer payments (转移支付)."""
    is_department: bool = False
    """The form is of a whole department (整体支出), whatever its kind."""
    share_of_form_no: int | None = None
    """The form of the document that prints the total of which this one is a region's share."""
    mid_year_through: int | None = None
    """The last month that a form of mid-year monitoring is of."""
    places: tuple[Place, ...] = ()
    """Where the form's own fields were read, also those that hold for all forms below them."""

    def line(self, role: LineRole) -> FundingLine | None:
        """The first money line of a role."""
        return next((line for line in self.funding if line.role == role), None)


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
    left_out: tuple[LeftOut, ...]
    """Tables that are no forms (layout, navigation, lists), and lines between the projects of a wide table."""
    places: tuple[Place, ...] = ()
    """Titles, headings, and what is printed above the forms and holds for them: unit, department, unit of money, year."""
