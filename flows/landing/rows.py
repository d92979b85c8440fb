"""Forms as rows of the landing tables; the columns are those of schema.sql."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flows.forms import Form, ParsedDocument, PrintedAmount, read_forms
from flows.landing.numbers import printed_number
from flows.targets.frames import Columns, Key, target_columns
from flows.targets.names import unit_printed_elsewhere
from flows.vocabulary.seeds import fold

ACTUALS = ("actual_text", "mid_year_actual_text", "mid_year_forecast_text")
"""Columns of landing.indicator_row that say what was or will be reached: the dictionary reads them, too."""


_NUMBER = re.compile("[0-9.]+")


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """What a document prints: fields of its line in landing.document, and the rows of the other tables.

    Rows stand by column, which travel between processes at a third of the price of rows; {} for none. `target` and
    `target_part` are the readings of its targets in its fiscal year.
    """

    format: str
    title: str | None
    printed_year: int | None
    printed_year_locator: str | None
    form_count: int
    heading: Columns
    form: Columns
    indicator_row: Columns
    funding_line: Columns
    rejected: Columns
    left_out: Columns
    target: Columns
    target_part: Columns


def read_rows(content: bytes, document_id: str, fiscal_year: int | None) -> DocumentRows:
    """Read a document and its targets; a worker does it, where it costs the load nothing and has limits.

    Raises UnreadableError where it cannot be read.
    """
    return document_rows(document_id, read_forms(content), fiscal_year)


def document_rows(document_id: str, parsed: ParsedDocument, fiscal_year: int | None) -> DocumentRows:
    """All rows of a document."""
    indicator_row = _columns(_indicator_rows(document_id, parsed.forms))
    target, target_part = target_columns(_printed_targets(indicator_row, fiscal_year))
    return DocumentRows(
        format=parsed.format,
        title=parsed.title,
        printed_year=parsed.printed_year,
        printed_year_locator=parsed.printed_year_locator,
        form_count=len(parsed.forms),
        heading=_columns(_heading_rows(document_id, parsed)),
        form=_columns([_form_row(document_id, form) for form in parsed.forms]),
        indicator_row=indicator_row,
        funding_line=_columns(_funding_rows(document_id, parsed.forms)),
        rejected=_columns(_rejected_rows(document_id, parsed)),
        left_out=_columns(_left_out_rows(document_id, parsed)),
        target=target,
        target_part=target_part,
    )


def _printed_targets(rows: Columns, fiscal_year: int | None) -> Iterator[Key]:
    """The keys of the dictionary that indicator rows need: their targets, and their actual values."""
    names = ("value_printed", "unit_printed", "comparator_printed", *ACTUALS)
    for target, unit, comparator, *actuals in zip(*(rows.get(name, ()) for name in names), strict=True):
        yield target or "", unit or "", comparator or "", fiscal_year
        for actual in actuals:
            if actual is not None:
                yield actual, "", "", fiscal_year


def _columns(rows: list[dict[str, Any]]) -> Columns:
    return {column: [row[column] for row in rows] for column in rows[0]} if rows else {}


def _heading_rows(document_id: str, parsed: ParsedDocument) -> list[dict[str, Any]]:
    """The headings of a document, for landing.heading."""
    return [
        {
            "document_id": document_id,
            "heading_order": order,
            "heading_no": heading.number,
            "heading_text": heading.text,
            "form_no": heading.form_no,
            "locator": heading.locator,
        }
        for order, heading in enumerate(parsed.headings, 1)
    ]


def _form_row(document_id: str, form: Form) -> dict[str, Any]:
    """One form, for landing.form."""
    return {
        "document_id": document_id,
        "form_no": form.form_no,
        "form_kind": form.form_kind,
        "is_transfer": form.is_transfer,
        "is_department": form.is_department,
        "share_of_form_no": form.share_of_form_no,
        "mid_year_through": form.mid_year_through,
        "heading_no": form.heading.number if form.heading else None,
        "heading_text": form.heading.text if form.heading else None,
        "heading_name": form.heading.project_name if form.heading else None,
        "department_text": form.department.text if form.department else None,
        "department_code": form.department_code,
        "department_name": form.department_name,
        "unit_text": form.unit.text if form.unit else None,
        "unit_code": form.unit_code,
        "unit_name": form.unit_name,
        "project_text": form.project.text if form.project else None,
        "project_code": form.project_code,
        "project_name": form.project_name,
        "money_unit_text": form.money_unit,
        "purpose": form.purpose,
        "objective": form.objective,
        "objective_mid_term": form.objective_mid_term,
        "objective_actual": form.objective_actual,
        "total_score_text": form.total_score,
        "total_score": printed_number(form.total_score),
        "content_words": _content_words(form),
        "row_count": len(form.rows),
        "content_sha256": _content_digest(form),
        "locator": form.locator,
        "unit_locator": form.unit.locator if form.unit else None,
        "project_locator": form.project.locator if form.project else None,
        "needs_review": _names(form.needs_review),
    }


def _content_words(form: Form) -> str | None:
    """What a form says of its project, but for the numbers, which change from year to year."""
    said = [text for text in (form.purpose, form.objective) if text is not None]
    return _NUMBER.sub("#", fold("|".join(said))) if said else None


def _words(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _content_digest(form: Form) -> str:
    """Equal for two forms that print the same, wherever they stand and however they are spaced."""
    content = [
        form.form_kind,
        form.mid_year_through,
        form.unit_code,
        form.unit_name,
        form.project_code,
        form.project_name,
        form.money_unit,
        form.purpose,
        form.objective,
        form.objective_mid_term,
        form.objective_actual,
        form.total_score,
        *(
            (
                line.label,
                *(_printed(amount) for amount in (line.amount, line.initial, line.executed, line.forecast)),
                line.execution_rate,
                line.points,
                line.score,
            )
            for line in form.funding
        ),
        *(row._replace(locator="", needs_review=()) for row in form.rows),
    ]
    return hashlib.sha256(json.dumps(_folded(content)).encode()).hexdigest()


def _folded(content: Any) -> Any:  # noqa: ANN401 (texts in lists of lists)
    if isinstance(content, str):
        return fold(content)
    return [_folded(part) for part in content] if isinstance(content, list | tuple) else content


def _indicator_rows(document_id: str, forms: Iterable[Form]) -> list[dict[str, Any]]:
    """The indicator rows of all forms, for landing.indicator_row."""
    return [
        {
            "document_id": document_id,
            "form_no": form.form_no,
            "row_no": row_no,
            "level1_text": row.level1,
            "level2_text": row.level2,
            "level3_text": row.level3,
            "description": row.description,
            "target_text": row.target_text,
            "value_printed": row.target,
            "unit_printed": unit_printed_elsewhere(
                row.target or "",
                unit_column=row.unit_printed,
                comparator_text=row.comparator_printed,
                name=row.level3,
            )
            or None,
            "comparator_printed": row.comparator_printed,
            "target_mid_term_text": row.target_mid_term,
            "target_initial_text": row.target_initial,
            "polarity_printed": row.polarity_printed,
            "actual_text": row.actual,
            "mid_year_actual_text": row.mid_year_actual,
            "mid_year_forecast_text": row.mid_year_forecast,
            "likelihood_text": row.likelihood,
            "points_text": row.points,
            "score_text": row.score,
            "deviation_text": row.deviation,
            "note_text": row.note,
            "target_words": _words(row.target_text),
            "actual_words": _words(row.actual),
            "deviation_words": _words(row.deviation),
            "polarity_words": _words(row.polarity_printed),
            "points": printed_number(row.points),
            "score": printed_number(row.score),
            "locator": row.locator,
            "needs_review": _names(row.needs_review),
        }
        for form in forms
        for row_no, row in enumerate(form.rows, 1)
    ]


def _funding_rows(document_id: str, forms: Iterable[Form]) -> list[dict[str, Any]]:
    """The money lines of all forms, for landing.funding_line."""
    return [
        {
            "document_id": document_id,
            "form_no": form.form_no,
            "line_no": line_no,
            "label_text": line.label,
            "label_words": fold(line.label),
            "line_role": line.role,
            "amount_text": _printed(line.amount),
            "amount_words": _words(_printed(line.amount)),
            "amount": line.amount.value if line.amount else None,
            "money_unit_text": (unit := (line.amount.money_unit if line.amount else None) or form.money_unit),
            "money_unit": _words(unit),
            "initial_text": _printed(line.initial),
            "initial_amount": line.initial.value if line.initial else None,
            "executed_text": _printed(line.executed),
            "executed_amount": line.executed.value if line.executed else None,
            "forecast_text": _printed(line.forecast),
            "forecast_amount": line.forecast.value if line.forecast else None,
            "rate_text": line.execution_rate,
            "execution_rate": printed_number(line.execution_rate),
            "points_text": line.points,
            "points": printed_number(line.points),
            "score_text": line.score,
            "score": printed_number(line.score),
            "locator": line.locator,
        }
        for form in forms
        for line_no, line in enumerate(form.funding, 1)
    ]


def _printed(amount: PrintedAmount | None) -> str | None:
    return amount.text if amount else None


def _names(fields: tuple[str, ...]) -> str | None:
    """Names of fields as one text; None for none."""
    return ", ".join(fields) or None


def _left_out_rows(document_id: str, parsed: ParsedDocument) -> list[dict[str, Any]]:
    """Text that is known and not kept, inside and outside of forms, for landing.left_out."""
    placed = [(None, left_out) for left_out in parsed.left_out]
    placed += [(form.form_no, left_out) for form in parsed.forms for left_out in form.left_out]
    return [
        {
            "document_id": document_id,
            "form_no": form_no,
            "kind": left_out.kind,
            "locator": left_out.locator,
            "text": left_out.text,
        }
        for form_no, left_out in placed
    ]


def _rejected_rows(document_id: str, parsed: ParsedDocument) -> list[dict[str, Any]]:
    """Text in no field, inside and outside of forms, for landing.rejected."""
    placed = [(None, rejection) for rejection in parsed.rejected]
    placed += [(form.form_no, rejection) for form in parsed.forms for rejection in form.rejected]
    return [
        {
            "document_id": document_id,
            "form_no": form_no,
            "area": rejection.area,
            "locator": rejection.locator,
            "text": rejection.text,
            "reason": rejection.reason,
            "is_cut_off": rejection.is_cut_off,
            "kind": rejection.kind,
        }
        for form_no, rejection in placed
    ]
