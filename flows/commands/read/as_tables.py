"""A reading for a person: a table a form, to be checked against the page."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from flows.base.printing import code_and_name, lines, tables
from flows.commands.read.reading import Reading
from flows.forms import Form, FundingLine
from flows.targets import Target

# Columns of self-evaluations and of mid-year monitoring; shown where a form prints them.
_OF_EVALUATIONS = (
    "actual",
    "mid_year_actual",
    "mid_year_forecast",
    "points",
    "score",
    "deviation",
    "likelihood",
)


def print_reading(reading: Reading) -> None:
    """A table a form, to be checked against the page; what was rejected and warned of goes to stderr."""
    console = tables()
    for form in reading.parsed.forms:
        _print_form(console, form, reading)
    _print_remarks(reading)


def print_view(reading: Reading, files: list[Path]) -> None:
    """What was read, and where its pages were written, for a person to open them."""
    _print_remarks(reading)
    first = files[0]
    last = files[-1]
    many = f", its last page {last.name}" if last is not first else ""
    lines(stderr=True).print(Text(f"Written to {first}{many}. Open it in a browser."))


def _print_remarks(reading: Reading) -> None:
    errors = lines(stderr=True)
    rows = sum(len(form.rows) for form in reading.parsed.forms)
    errors.print(
        f"{escape(str(reading.file))}: {len(reading.parsed.forms)} forms, {rows} indicators, "
        f"fiscal year {reading.fiscal_year or 'unknown'}."
    )
    for rejection in (*reading.parsed.rejected, *(r for form in reading.parsed.forms for r in form.rejected)):
        errors.print(Text(f"Rejected, {rejection.locator}: «{rejection.text}»: {rejection.reason}"))
    for form in reading.parsed.forms:
        rows = sorted({name for row in form.rows for name in row.needs_review})
        if form.needs_review or rows:
            errors.print(
                Text(f"To be reviewed, form {form.form_no}: {', '.join((*form.needs_review, *rows))}")
            )
    for warning in reading.warnings():
        errors.print(Text(f"Warning: {warning}."))


def _print_form(console: Console, form: Form, reading: Reading) -> None:
    project = form.project.locator if form.project else form.locator
    console.print(
        Text(f"{form.form_no}. {form.project_name or '(no project name)'}", style="bold"),
        Text(f"[{project}]"),
    )
    unit = code_and_name(form.unit_code, form.unit_name) or "(no unit)"
    console.print(Text(f"   {unit}"))
    for line in form.funding:
        console.print(Text(f"   {_money(form, line)} [{line.locator}]"))
    for label, text in (("purpose 资金用途", form.purpose), ("objective 绩效目标", form.objective)):
        if text:
            console.print(Text(f"   {label}: {text}"))
    table = Table(box=None, padding=(0, 1), show_edge=False)
    later = [name for name in _OF_EVALUATIONS if any(getattr(row, name) for row in form.rows)]
    for heading in ("place", "level 1", "level 2", "level 3", "description", "target", "read as", *later):
        table.add_column(heading, overflow="fold")
    for row in form.rows:
        texts = (row.locator, row.level1, row.level2, row.level3, row.description, row.target_text)
        evaluated = (getattr(row, name) for name in later)
        table.add_row(
            *(Text(text or "") for text in texts),
            Text(read_as(reading.target(row))),
            *(Text(text or "") for text in evaluated),
        )
    console.print(table)
    console.print()


def _money(form: Form, line: FundingLine) -> str:
    """A money line with what is printed of it: 预算数: 45.00 万元, initial …, executed …, rate …."""
    label = "".join(line.label.split())
    unit = f" {form.money_unit}" if line.amount and form.money_unit else ""
    parts = [f"{label}: {line.amount.text if line.amount else '—'}{unit}"]
    parts += [f"initial {line.initial.text}"] if line.initial else []
    parts += [f"executed {line.executed.text}"] if line.executed else []
    parts += [f"expected {line.forecast.text}"] if line.forecast else []
    parts += [f"rate {line.execution_rate}"] if line.execution_rate else []
    return ", ".join(parts)


def read_as(target: Target) -> str:
    """How a target was read, in a few words: `number: >= 27 批次`."""
    if target.parts:
        return f"{target.kind} of {len(target.parts)}"
    period = " … ".join(str(day) for day in (target.starts_on, target.due_on) if day)
    number = format(target.value, "f") if target.value is not None else None
    reading = " ".join(filter(None, (target.comparator, number, target.unit_text, period)))
    return f"{target.kind}: {reading}" if reading else target.kind
