"""Every field that a form can have is called by a name in a reading, in English and in Chinese."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from flows.commands.read import Reading, reading_as_json
from flows.commands.read.as_html.cells import LEFT_OUT
from flows.commands.read.names import OF_FORMS, OF_LINES, OF_ROWS, OF_THE_TOTAL
from flows.forms import explain_document
from flows.forms.model import Form, FundingLine, IndicatorRow, LeftOutKind, Place
from flows.forms.readings.lines import FIELDS
from flows.readers import read_document
from tests.commands.viewing import DOCUMENTS

NOT_READ_FROM_A_CELL = {
    *("form_no", "form_kind", "share_of_form_no", "mid_year_through", "is_transfer", "is_department"),
    *("funding", "rows", "rejected", "left_out", "locator", "needs_review", "places", "role", "target_text"),
}
"""What a model says of its fields, or puts together of several."""
READ_WITH_ANOTHER = {"department_code", "department_name", "unit_name", "project_name"}
"""Parts of a text that is a field itself, as the code that stands before a unit's name."""


@pytest.mark.parametrize(
    ("model", "names"),
    [
        ([one.name for one in fields(Form)], OF_FORMS),
        ([one.name for one in fields(FundingLine)], OF_LINES),
        ([*FIELDS.values()], OF_LINES),
        (IndicatorRow._fields, OF_ROWS),
    ],
    ids=["form", "line", "measures of a line", "row"],
)
def test_each_field_of_a_form_is_named(model: list[str], names: Mapping[str, tuple[str, str]]) -> None:
    missing = set(model) - NOT_READ_FROM_A_CELL - READ_WITH_ANOTHER - names.keys()

    assert missing == set()
    assert all(name and chinese for name, chinese in names.values())
    assert OF_THE_TOTAL.keys() == OF_LINES.keys() - {"label"}


@pytest.mark.parametrize("kind", LeftOutKind.__args__)  # type: ignore[attr-defined]
def test_each_kind_of_text_that_is_not_kept_is_said_in_words(kind: str) -> None:
    assert all(LEFT_OUT[kind])


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_each_field_that_a_document_has_is_named_as_json_names_it(file: Path) -> None:
    parsed = explain_document(read_document(file.read_bytes())).parsed
    content = json.loads(reading_as_json(Reading(file, 2025, parsed)))

    def unnamed(places: tuple[Place, ...], names: Mapping[str, tuple[str, str]]) -> set[str]:
        return {place.field for place in places} - names.keys()

    assert unnamed(parsed.places, OF_FORMS) == set()
    for form, shown in zip(parsed.forms, content["forms"], strict=True):
        assert unnamed(form.places, OF_FORMS) == set()
        assert [found for line in form.funding if (found := unnamed(line.places, OF_LINES))] == []
        for row, row_shown in zip(form.rows, shown["rows"], strict=True):
            assert unnamed(row.places, OF_ROWS) == set()
            assert row_shown["places"].keys() <= row_shown.keys()
