"""The real 2024 document in its six formats: the same forms, whatever the format and whatever the file is called."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from flows.commands.read import read_file, reading_as_json
from flows.forms import Form, parse_document
from flows.readers import Document, Paragraph, read_document
from flows.vocabulary.seeds import fold
from tests.places import REAL_DOCUMENT

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"
FORMATS = sorted(DOCUMENTS.glob("2024/*"))
ALL = [*FORMATS, *(file for file in sorted(DOCUMENTS.glob("publishers/*")) if file.suffix != ".json")]
# Where a text stands, and what the document says around its forms, differs from format to format.
OF_THE_FORMAT = {"places", "file", "format", "title", "locator"}


def content(read: Any) -> Any:  # noqa: ANN401 (JSON)
    """What is read, without places and white space."""
    if isinstance(read, dict):
        return {name: content(value) for name, value in read.items() if name not in OF_THE_FORMAT}
    if isinstance(read, list):
        return [content(value) for value in read]
    return "".join(read.split()) if isinstance(read, str) else read


@pytest.fixture(scope="module")
def expected() -> Any:  # noqa: ANN401 (JSON)
    return content(json.loads(reading_as_json(read_file(REAL_DOCUMENT, 2024))))


@pytest.mark.parametrize("file", FORMATS, ids=[file.suffix[1:] for file in FORMATS])
def test_every_format_of_the_real_document_reads_the_same_whatever_its_name_ends_in(
    expected: Any,  # noqa: ANN401 (JSON)
    file: Path,
    tmp_path: Path,
) -> None:
    wrong = tmp_path / "document.wrong"
    shutil.copy(file, wrong)
    read = content(json.loads(reading_as_json(read_file(wrong, 2024))))

    assert sum(len(form["rows"]) for form in read["forms"]) == 473
    assert read == expected


def texts_of(document: Document) -> list[tuple[str, str]]:
    """Every text of a document, a paragraph's or a cell's, with its place."""
    return [
        (part.text, part.locator)
        for block in document.blocks
        for part in ([block] if isinstance(block, Paragraph) else block.cells)
        if part.text
    ]


def kept(form: Form) -> set[str]:
    """Every text that a form keeps in a field or rejects, folded."""
    printed = [
        *(text.text for text in (form.unit, form.department, form.project) if text),
        *(form.purpose, form.objective, form.objective_mid_term, form.objective_actual, form.total_score),
        *(form.unit_code, form.project_code, form.money_unit, form.heading.text if form.heading else None),
        *(rejection.text for rejection in form.rejected),
        *(left_out.text for left_out in form.left_out if left_out.text),
    ]
    for line in form.funding:
        amounts = (line.amount, line.initial, line.executed)
        printed += [line.label, line.execution_rate, line.points, line.score]
        printed += [amount.text for amount in amounts if amount]
    for row in form.rows:
        printed += row[:-2]  # without its place, and the names of what is to be reviewed
    return {fold(text) for text in printed if text}


@pytest.mark.parametrize("file", ALL, ids=[file.name for file in ALL])
def test_every_text_of_a_form_is_in_a_field_or_a_known_label(file: Path) -> None:
    """What no field holds is vocabulary (labels, titles, marks for nothing) or stands outside of the forms."""
    from tests.forms.vocabulary import is_vocabulary  # noqa: PLC0415

    document = read_document(file.read_bytes())
    parsed = parse_document(document)
    fields = set().union(*(kept(form) for form in parsed.forms)) if parsed.forms else set()
    fields |= {fold(text.text) for text in (*parsed.rejected, *parsed.left_out) if text.text}
    fields |= {fold(heading.text) for heading in parsed.headings}
    fields |= {fold(line) for line in (parsed.title or "").split("\n")}
    persons = {
        one.locator
        for one in (*parsed.left_out, *(one for form in parsed.forms for one in form.left_out))
        if not one.text
    }
    lost = [
        text
        for text, locator in texts_of(document)
        if fold(text) not in fields and not is_vocabulary(text) and locator not in persons
    ]

    assert lost == []
