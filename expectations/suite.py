"""A gate as a suite of Great Expectations: what each expectation becomes there, and how its offences look on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import great_expectations as gx
from great_expectations.core import ExpectationValidationResult
from great_expectations.execution_engine import sqlalchemy_execution_engine
from great_expectations.render import (
    LegacyDiagnosticRendererType,
    RenderedStringTemplateContent,
    RenderedTableContent,
)
from great_expectations.render.renderer.renderer import renderer

from expectations.expectation import Expectation, Gate, with_places

_DIALECTS = "_PERSISTED_CONNECTION_DIALECTS"


class _DuckDB(str):
    """A dialect as Great Expectations compares it: a text that has a `value`."""

    __slots__ = ()

    @property
    def value(self) -> str:
        return str(self)


def keep_duckdb_connections() -> None:
    """Let Great Expectations keep its connection to DuckDB open while it fetches rows.

    Without this it closes the connection before it fetches, and every expectation fails. The list of such dialects is
    private there: this is the only place that touches it, and a test says when it is no longer needed.
    """
    dialects = getattr(sqlalchemy_execution_engine, _DIALECTS)
    if "duckdb" not in dialects:
        setattr(sqlalchemy_execution_engine, _DIALECTS, (*dialects, _DuckDB("duckdb")))


class ExpectNoOffences(gx.expectations.UnexpectedRowsExpectation):
    """An expectation as Great Expectations know it: it holds where the query finds no offence. Pages show each in a line."""

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.UNEXPECTED_TABLE)
    def _offences(
        cls, result: ExpectationValidationResult | None = None, **_: object
    ) -> list[RenderedTableContent]:
        details = result.result if result is not None else None
        offences = ((details or {}).get("details") or {}).get("unexpected_rows") or []
        return [_table_of(offences, details["observed_value"])] if details and offences else []

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.OBSERVED_VALUE)
    def _verdict(cls, result: ExpectationValidationResult | None = None, **_: object) -> str:
        found = (result.result or {}).get("observed_value") if result is not None else None
        if found is None:
            return "not judged"
        return "holds" if found == 0 else f"{found} {'offence' if found == 1 else 'offences'}"


def _table_of(offences: list[Mapping[str, Any]], found: int) -> RenderedTableContent:
    """The offences that Great Expectations fetched (the first 200), the place of each before its reason."""
    rows = [
        [
            _cell(offence["path"] or offence["document_id"]),
            _cell(
                " ".join(
                    str(part) for part in (offence["form_no"], offence["project_name"]) if part is not None
                )
            ),
            _cell(offence["unit_text"]),
            _cell(offence["locator"] or "the whole document"),
            _cell(offence["reason"]),
        ]
        for offence in offences
    ]
    if found > len(rows):
        rows.append(
            [_cell(f"… and {found - len(rows)} more: «jixiao status --json» has them all"), *[_cell("")] * 4]
        )
    return RenderedTableContent(
        table=rows,
        header_row=["Document", "Form", "Unit", "Place", "What happened, and what to do"],
        styling={"body": {"classes": ["table-bordered", "table-sm", "mt-3"]}},
    )


def _cell(text: str | None) -> RenderedStringTemplateContent:
    """A text of a document as it is: no template, no HTML."""
    return RenderedStringTemplateContent(
        string_template={"template": "$text", "params": {"text": text or ""}, "styling": {}}
    )


def suite_of(gate: Gate) -> gx.ExpectationSuite:
    """All expectations of a gate, in their order."""
    return gx.ExpectationSuite(
        name=gate.name, expectations=[_expectation(expectation) for expectation in gate.expectations]
    )


def _expectation(expectation: Expectation) -> ExpectNoOffences:
    return ExpectNoOffences(
        # SQLAlchemy takes :name for a parameter, even inside a quoted text.
        unexpected_rows_query=with_places(expectation.query).replace(":", "\\:"),
        severity=expectation.severity,
        description=f"{expectation.name} ({expectation.severity}): {expectation.meaning}",
        meta={"expectation": expectation.name},
    )
