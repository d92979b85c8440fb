"""Extracted text → forms, against reading and splitting the file; and the grammar of targets."""

from __future__ import annotations

from collections.abc import Iterator

from flows.forms import parse_document
from flows.readers import read_document
from flows.targets import read_target
from tests.bench.timing import least, least_in_turn, line
from tests.places import REAL_DOCUMENT


def lines() -> Iterator[str]:
    """The lines of this part of the page."""
    content = REAL_DOCUMENT.read_bytes()
    document = read_document(content)
    floor, whole = least_in_turn(
        [
            lambda: REAL_DOCUMENT.read_text(encoding="utf-8").split("\n"),
            lambda: parse_document(read_document(REAL_DOCUMENT.read_bytes())),
        ],
        runs=50,
    )
    yield line("text → forms (56 forms)", whole, "read and split the file", floor, "goal: at most 60×")
    yield line(
        "  of which bytes → tables",
        least(lambda: read_document(content)),
        "read and split the file",
        floor,
        "",
    )
    yield line(
        "  of which tables → forms",
        least(lambda: parse_document(document)),
        "read and split the file",
        floor,
        "",
    )
    texts = {row.target or "" for form in parse_document(document).forms for row in form.rows}
    grammar = least(lambda: [read_target(text, fiscal_year=2024) for text in texts])
    yield line(f"targets ({len(texts)} distinct texts)", grammar, "read and split the file", floor, "")
