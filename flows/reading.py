"""`jixiao read`: what the readers see in one file, for a person or a program."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from flows.errors import ConfigurationError, ExitStatus, JixiaoError
from flows.forms import Form, IndicatorRow, ParsedDocument, PrintedAmount, Rejection, parse_document
from flows.forms.model import LineRole
from flows.raw import year_of_folder
from flows.readers import UnreadableError, read_document
from flows.targets import Target, read_target
from flows.targets.names import unit_printed_elsewhere
from flows.vocabulary import fold, read_seed


class RefusedError(JixiaoError):
    """The file cannot be read as a document."""

    exit_status = ExitStatus.REFUSED


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as read: the forms it prints and the fiscal year in which its dates are resolved."""

    file: Path
    fiscal_year: int | None
    parsed: ParsedDocument

    def target(self, row: IndicatorRow) -> Target:
        """The reading of a row's target, with the unit that is printed beside it or in the name."""
        value = row.target or ""
        unit = unit_printed_elsewhere(
            value, unit_column=row.unit_printed, comparator_text=row.comparator_printed, name=row.level3
        )
        return read_target(
            value, unit_text=unit, comparator_text=row.comparator_printed or "", fiscal_year=self.fiscal_year
        )

    def actual(self, row: IndicatorRow) -> Decimal | None:
        """The number of a row's actual value, as printed."""
        return read_target(row.actual, fiscal_year=self.fiscal_year).value if row.actual else None

    def warnings(self) -> tuple[str, ...]:
        """What a person should know before relying on this reading."""
        found = []
        if not self.parsed.forms:
            found.append(
                "no form was found: no table has the labels of one (项目名称, 一级指标 … 指标值). "
                "A new spelling of a label is a line in dbt_project/seeds/form_labels.csv"
            )
        if self.fiscal_year is None:
            found.append("no fiscal year is known, so dates without a year are not resolved: give --year")
        return tuple(found)


def read_file(file: Path, year: int | None) -> Reading:
    """Read one file. The fiscal year is `year`, else the folder's (`…/2024/…`), else the one the document prints.

    Raises ConfigurationError where there is no such file, RefusedError where it cannot be read.
    """
    if not file.is_file():
        raise ConfigurationError(f"there is no file {file}")
    try:
        parsed = parse_document(read_document(file.read_bytes()))
    except UnreadableError as error:
        raise RefusedError(f"{file}: {str(error).removesuffix('.')}") from error
    return Reading(file, year or year_of_folder(file.resolve()) or parsed.printed_year, parsed)


def reading_as_json(reading: Reading) -> str:
    """The reading with the field names of a form and its rows; amounts and values as text, so that none is rounded."""
    content = {
        "file": str(reading.file),
        "format": reading.parsed.format,
        "title": reading.parsed.title,
        "fiscal_year": reading.fiscal_year,
        "form_kind": _form_kind(reading.parsed.forms),
        "forms": [_form_as_dict(form, reading) for form in reading.parsed.forms],
        "rejected": [
            *(_rejection_as_dict(None, rejection) for rejection in reading.parsed.rejected),
            *(_rejection_as_dict(form.form_no, r) for form in reading.parsed.forms for r in form.rejected),
        ],
        "warnings": list(reading.warnings()),
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _form_kind(forms: tuple[Form, ...]) -> str:
    kinds = {form.form_kind for form in forms}
    if not kinds:
        return "unknown"
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _form_as_dict(form: Form, reading: Reading) -> dict[str, Any]:
    total = form.line("total")
    return {
        "form_no": form.form_no,
        "form_kind": form.form_kind,
        "heading": form.heading.text if form.heading else None,
        "heading_name": _other_name_of_heading(form),
        "unit_code": form.unit_code,
        "unit_name": form.unit_name,
        "department": form.department.text if form.department else None,
        "project_code": form.project_code,
        "project_name": form.project_name,
        "money_unit": form.money_unit,
        "budget": _value(total.amount if total else None),
        "budget_initial": _value(total.initial if total else None),
        "project_total": _amount(form, "project_total"),
        "fiscal": _amount(form, "fiscal"),
        "other": _amount(form, "other"),
        "funding": _funding(form),
        "executed": _value(total.executed if total else None),
        "execution_rate": total.execution_rate if total else None,
        "execution_points": total.points if total else None,
        "execution_score": total.score if total else None,
        "total_score": form.total_score,
        "purpose": form.purpose,
        "objective": form.objective,
        "objective_mid_term": form.objective_mid_term,
        "objective_actual": form.objective_actual,
        "rows": [_row_as_dict(row, reading) for row in form.rows],
        "locator": form.locator,
    }


def _other_name_of_heading(form: Form) -> str | None:
    """The project that the heading names, where it is another than the table's."""
    named = form.heading.project_name if form.heading and form.heading.number is not None else None
    return None if named is None or fold(named) == fold(form.project_name or named) else named


def _funding(form: Form) -> list[dict[str, Any]]:
    """The lines that sum to the budget: sources, or the tasks of a department."""
    tasks = [line for line in form.funding if line.role == "task"]
    sources = [line for line in form.funding if line.role in ("fiscal", "other", "source")]
    return [
        {
            "label": re.sub(r"^其中[:：]", "", "".join(line.label.split())),
            "amount": _value(line.amount),
            "executed": _value(line.executed),
            "locator": line.locator,
        }
        for line in tasks or sources
    ]


def _amount(form: Form, role: LineRole) -> str | None:
    line = form.line(role)
    return _value(line.amount) if line else None


def _value(amount: PrintedAmount | None) -> str | None:
    return str(amount.value) if amount and amount.value is not None else None


def _row_as_dict(row: IndicatorRow, reading: Reading) -> dict[str, Any]:
    target = reading.target(row)
    return {
        "level1": row.level1,
        "level2": row.level2,
        "level3": row.level3,
        "description": row.description,
        "target_text": row.target_text,
        "target_text_mid_term": row.target_mid_term,
        "target_text_initial": row.target_initial,
        "comparator": target.comparator,
        "target_value": _plain(target.value),
        "unit": target.unit_text,
        "target_kind": target.kind,
        "starts_on": target.starts_on.isoformat() if target.starts_on else None,
        "due_on": target.due_on.isoformat() if target.due_on else None,
        "actual_text": row.actual,
        "actual_value": _plain(reading.actual(row)),
        "points": row.points,
        "score": row.score,
        "deviation": row.deviation,
        "note": row.note,
        "polarity": _polarity(row.polarity_printed),
        "locator": row.locator,
    }


def _polarity(text: str | None) -> str | None:
    """higher_is_better of 正向; None where the form does not print the direction."""
    words = {line["suffix"]: line["polarity"] for line in read_seed("polarity_suffixes")}
    return words.get(fold(text)) if text else None


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _rejection_as_dict(form_no: int | None, rejection: Rejection) -> dict[str, Any]:
    return {
        "form_no": form_no,
        "locator": rejection.locator,
        "text": rejection.text,
        "reason": rejection.reason,
    }


def print_reading(reading: Reading) -> None:
    """A table a form, to be checked against the page; what was rejected and warned of goes to stderr."""
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    for form in reading.parsed.forms:
        _print_form(console, form, reading)
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    rows = sum(len(form.rows) for form in reading.parsed.forms)
    errors.print(
        f"{escape(str(reading.file))}: {len(reading.parsed.forms)} forms, {rows} indicators, "
        f"fiscal year {reading.fiscal_year or 'unknown'}."
    )
    for rejection in (*reading.parsed.rejected, *(r for form in reading.parsed.forms for r in form.rejected)):
        errors.print(Text(f"Rejected, {rejection.locator}: «{rejection.text}»: {rejection.reason}"))
    for warning in reading.warnings():
        errors.print(Text(f"Warning: {warning}."))


def _print_form(console: Console, form: Form, reading: Reading) -> None:
    project = form.project.locator if form.project else form.locator
    console.print(
        Text(f"{form.form_no}. {form.project_name or '(no project name)'}", style="bold"), f"[{project}]"
    )
    unit = " ".join(filter(None, (form.unit_code, form.unit_name))) or "(no unit)"
    console.print(Text(f"   {unit}"))
    for line in form.funding:
        label = "".join(line.label.split())
        console.print(
            Text(
                f"   {label}: {line.amount_text or '—'} {line.money_unit or form.money_unit or ''} [{line.locator}]"
            )
        )
    for label, text in (("purpose 资金用途", form.purpose), ("objective 绩效目标", form.objective)):
        if text:
            console.print(Text(f"   {label}: {text}"))
    table = Table(box=None, padding=(0, 1), show_edge=False)
    for heading in ("place", "level 1", "level 2", "level 3", "description", "target", "read as"):
        table.add_column(heading, overflow="fold")
    for row in form.rows:
        texts = (row.locator, row.level1, row.level2, row.level3, row.description, row.target_text)
        table.add_row(*(Text(text or "") for text in texts), Text(_read_as(reading.target(row))))
    console.print(table)
    console.print()


def _read_as(target: Target) -> str:
    if target.parts:
        return f"{target.kind} of {len(target.parts)}"
    period = " … ".join(str(day) for day in (target.starts_on, target.due_on) if day)
    number = _plain(target.value)
    reading = " ".join(filter(None, (target.comparator, number, target.unit_text, period)))
    return f"{target.kind}: {reading}" if reading else target.kind
