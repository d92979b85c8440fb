"""A reading for programs: JSON with the field names of forms and their rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from flows.commands.read.names import OF_FORMS, OF_ROWS, name_of, of_line
from flows.commands.read.reading import Reading
from flows.forms import Form, IndicatorRow, Place, PrintedAmount, Rejection
from flows.forms.model import FundingLine, LeftOut, LineRole
from flows.vocabulary.seeds import fold, read_seed


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
        "left_out": [
            *(_left_out_as_dict(None, left_out) for left_out in reading.parsed.left_out),
            *(_left_out_as_dict(form.form_no, one) for form in reading.parsed.forms for one in form.left_out),
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
        "is_transfer": form.is_transfer,
        "share_of_form_no": form.share_of_form_no,
        "mid_year_through": form.mid_year_through,
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
        "budget_yuan": _yuan(form, total.amount if total else None),
        "project_total": _amount(form, "project_total"),
        "fiscal": _amount(form, "fiscal"),
        "other": _amount(form, "other"),
        "funding": _funding(form),
        "further_funding": _further_funding(form),
        "executed": _value(total.executed if total else None),
        "execution_rate": total.execution_rate if total else None,
        "forecast": _value(total.forecast if total else None),
        "execution_points": _without_points(total.points) if total else None,
        "execution_score": total.score if total else None,
        "total_score": _without_points(form.total_score),
        "purpose": form.purpose,
        "objective": form.objective,
        "objective_mid_term": form.objective_mid_term,
        "objective_actual": form.objective_actual,
        "rows": [_row_as_dict(row, reading) for row in form.rows],
        "locator": form.locator,
        "places": _places(
            *((OF_FORMS, form.places), *((of_line(line.role), line.places) for line in form.funding))
        ),
        "needs_review": list(form.needs_review),
    }


def _places(*found: tuple[Mapping[str, tuple[str, str]], Iterable[Place]]) -> dict[str, list[str]]:
    """The locators of each field, by its name: `label` and `amount` are those of lines that have no field of their own."""
    places: dict[str, dict[str, None]] = {}
    for names, printed in found:
        for place in printed:
            places.setdefault(name_of(names, place.field)[0], {})[place.locator] = None
    return {name: list(locators) for name, locators in places.items()}


def _other_name_of_heading(form: Form) -> str | None:
    """The project that the heading names, where it is another than the table's."""
    named = form.heading.project_name if form.heading and form.heading.number is not None else None
    return None if named is None or fold(named) == fold(form.project_name or named) else named


def _funding(form: Form) -> list[dict[str, Any]]:
    """The lines that sum to the budget: the tasks of a department, or sources."""
    return [_line_as_dict(line) for line in form.funding if line.role in _roles_of_funding(form)]


def _further_funding(form: Form) -> list[dict[str, Any]]:
    """Other lines: sources beside tasks, parts of parts, the money of several years."""
    known = {*_roles_of_funding(form), "total", "project_total"}
    return [_line_as_dict(line) for line in form.funding if line.role not in known]


def _roles_of_funding(form: Form) -> set[LineRole]:
    total = form.line("total")
    tasks = [line.amount.value for line in form.funding if line.role == "task" and line.amount]
    sources: set[LineRole] = {"fiscal", "other", "source"}
    are_all = (
        total is not None and total.amount is not None and sum(filter(None, tasks)) == total.amount.value
    )
    has_sources = any(line.role in sources for line in form.funding)
    return {"task"} if tasks and (are_all or not has_sources) else sources


def _line_as_dict(line: FundingLine) -> dict[str, Any]:
    return {
        "label": re.sub(r"^其中[:：]", "", "".join(line.label.split())),
        "amount": _value(line.amount),
        "initial": _value(line.initial),
        "executed": _value(line.executed),
        "forecast": _value(line.forecast),
        "execution_rate": line.execution_rate,
        "locator": line.locator,
    }


def _amount(form: Form, role: LineRole) -> str | None:
    line = form.line(role)
    return _value(line.amount) if line else None


def _value(amount: PrintedAmount | None) -> str | None:
    return str(amount.value) if amount and amount.value is not None else None


def _yuan(form: Form, amount: PrintedAmount | None) -> str | None:
    """An amount in yuan; None if its unit of money is not printed, or not known."""
    factors = {line["money_unit"]: Decimal(line["factor_to_yuan"]) for line in read_seed("money_units")}
    factor = factors.get((amount.money_unit if amount else None) or form.money_unit or "")
    if amount is None or amount.value is None or factor is None:
        return None
    return format((amount.value * factor).normalize(), "f")


def _without_points(text: str | None) -> str | None:
    """97.7 of 97.7分, 10 of a weight of 10%; other texts as they are."""
    number = text.rstrip("分%％").strip() if text else ""
    return number if number.replace(".", "", 1).isdecimal() else text


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
        "target_value": _all_digits(target.value),
        "unit": target.unit_text,
        "target_kind": target.kind,
        "starts_on": target.starts_on.isoformat() if target.starts_on else None,
        "due_on": target.due_on.isoformat() if target.due_on else None,
        "actual_text": row.actual,
        "actual_value": _all_digits(reading.number(row.actual)),
        "mid_year_text": row.mid_year_actual,
        "mid_year_value": _all_digits(reading.number(row.mid_year_actual)),
        "forecast_text": row.mid_year_forecast,
        "forecast_value": _all_digits(reading.number(row.mid_year_forecast)),
        "likelihood": row.likelihood,
        "points": _without_points(row.points),
        "score": row.score,
        "deviation": row.deviation,
        "note": row.note,
        "polarity": _polarity(row.polarity_printed),
        "locator": row.locator,
        "places": _places((OF_ROWS, row.places)),
        "needs_review": list(row.needs_review),
    }


def _polarity(text: str | None) -> str | None:
    """higher_is_better of 正向; None where the form does not print the direction."""
    words = {line["suffix"]: line["polarity"] for line in read_seed("polarity_suffixes")}
    return words.get(fold(text)) if text else None


def _all_digits(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _left_out_as_dict(form_no: int | None, left_out: LeftOut) -> dict[str, Any]:
    return {
        "form_no": form_no,
        "kind": left_out.kind,
        "locator": left_out.locator,
        "text": left_out.text,
    }


def _rejection_as_dict(form_no: int | None, rejection: Rejection) -> dict[str, Any]:
    return {
        "form_no": form_no,
        "locator": rejection.locator,
        "text": rejection.text,
        "reason": rejection.reason,
    }
