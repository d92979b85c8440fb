"""Forms of other publishers: every field of their truth files is read exactly, in every format and layout."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest

from flows.commands.read import read_file, reading_as_json
from flows.vocabulary.seeds import fold

SAMPLES = Path(__file__).resolve().parents[1] / "documents" / "publishers"
TRUTHS = sorted(SAMPLES.glob("*.truth.json"))
# What the truth says of the publisher or of other files is not read from this one.
NOT_OF_THE_FILE = {"publisher", "layout", "seen_in", "findings", "year_over_year", "forms", "fiscal_year"}
NOT_OF_THE_FORM = {"rows", "funding", "placeholder_rows"}


def document_of(truth: Path) -> Path:
    name = truth.name.removesuffix(".truth.json")
    (document,) = [file for file in SAMPLES.glob(f"{name}.*") if file.suffix != ".json"]
    return document


def plain(value: object) -> object:
    """Texts without white space and of one width, amounts as numbers: what the comparison of truths asks for."""
    if value is None:
        return None
    folded = fold(str(value))
    try:
        return Decimal(folded.replace(",", ""))
    except InvalidOperation:
        return folded


def differences(truth: dict[str, Any], read: dict[str, Any]) -> Iterator[str]:
    if len(truth["forms"]) != len(read["forms"]):
        yield f"{len(truth['forms'])} forms, read {len(read['forms'])}"
    for expected, form in zip(truth["forms"], read["forms"], strict=False):
        number = expected["form_no"]
        yield from _different_fields(f"form {number}", expected, form, NOT_OF_THE_FORM)
        funding = [{"label", "amount", "executed"} & line.keys() for line in expected.get("funding", [])]
        for line, names, found in zip(expected.get("funding", []), funding, form["funding"], strict=False):
            for name in names:
                if plain(line[name]) != plain(found[name]):
                    yield f"form {number}, funding {line['label']}, {name}: {line[name]}, read {found[name]}"
        if "funding" in expected and len(expected["funding"]) != len(form["funding"]):
            yield f"form {number}: {len(expected['funding'])} funding lines, read {len(form['funding'])}"
        if len(expected["rows"]) != len(form["rows"]):
            yield f"form {number}: {len(expected['rows'])} rows, read {len(form['rows'])}"
        for row_no, (row, found) in enumerate(zip(expected["rows"], form["rows"], strict=False), 1):
            yield from _different_fields(f"form {number}, row {row_no}", row, found, {"accept"})


def _different_fields(
    place: str, expected: dict[str, Any], found: dict[str, Any], left_out: set[str]
) -> Iterator[str]:
    for name in expected.keys() - left_out:
        accepted = [expected[name], *(other[name] for other in expected.get("accept", []) if name in other)]
        if plain(found[name]) not in [plain(value) for value in accepted]:
            yield f"{place}, {name}: {' or '.join(map(str, accepted))}, read {found[name]}"


@dataclass(frozen=True, slots=True)
class Sample:
    """A document: what it says, and what is read in the fiscal year that is its own."""

    document: Path
    expected: dict[str, Any]
    read: dict[str, Any]


@pytest.fixture(
    scope="module", params=TRUTHS, ids=[truth.name.removesuffix(".truth.json") for truth in TRUTHS]
)
def sample(request: pytest.FixtureRequest) -> Sample:
    document, expected = document_of(request.param), json.loads(request.param.read_text(encoding="utf-8"))
    return Sample(
        document, expected, json.loads(reading_as_json(read_file(document, expected["fiscal_year"])))
    )


def test_every_field_of_a_publishers_form_is_read_exactly(sample: Sample) -> None:
    assert list(differences(sample.expected, sample.read)) == []
    assert sample.read["form_kind"] == sample.expected["form_kind"]


def test_no_text_of_a_publishers_form_is_lost_or_rejected(sample: Sample) -> None:
    read = sample.read

    assert [rejected for rejected in read["rejected"] if rejected["form_no"] is not None] == []


def test_the_printed_fiscal_year_is_the_documents(sample: Sample) -> None:
    printed = read_file(sample.document, None).parsed.printed_year

    assert printed in (None, sample.expected["fiscal_year"])
