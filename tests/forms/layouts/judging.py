"""A made layout, read and measured in this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flows.commands.read import reading_as_json
from flows.commands.read.reading import Reading
from flows.forms import read_forms_with_places
from flows.readers import Paragraph, read_document
from tests.forms.layouts.choices import Layout
from tests.forms.layouts.compose import Made, made
from tests.forms.layouts.writing import written
from tests.forms.scoring import Score, score


def judged(layout: Layout, seed: int, spellings: dict[str, str] | None = None) -> tuple[Made, Score]:
    """The document of a layout and how it was read."""
    document = made(layout, seed, spellings)
    return document, scored(document, f"layout {seed}")


def scored(document: Made, name: str = "layout") -> Score:
    content = content_of(document)
    return score(document.truth, read_bytes(content, document.truth["fiscal_year"]), texts_of(content), name)


def content_of(document: Made) -> bytes:
    return written(document.parts, document.layout)


def read_bytes(content: bytes, year: int | None) -> dict[str, Any]:
    """What `jixiao read --json` prints, without a process of its own."""
    return json.loads(reading_as_json(Reading(Path("layout"), year, read_forms_with_places(content))))


def texts_of(content: bytes) -> list[tuple[str, str]]:
    found = []
    for block in read_document(content).blocks:
        pieces = [block] if isinstance(block, Paragraph) else block.cells
        found += [(piece.locator, piece.text) for piece in pieces if piece.text.strip()]
    return found


def saved(document: Made, folder: Path, name: str) -> Path:
    """The document and its truth as files; returns the document's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.{document.layout['format']}"
    path.write_bytes(content_of(document))
    (folder / f"{name}.truth.json").write_text(
        json.dumps(document.truth, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    return path
