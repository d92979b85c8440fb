"""Layouts that were once read wrong, and kinds of forms: every field as the truth has it, every text in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.forms.scoring import in_words, score_file, truth_of

CASES = Path(__file__).resolve().parents[1] / "documents" / "cases"
DOCUMENTS = sorted(
    file
    for folder in (CASES, CASES.parent / "kinds")
    for file in folder.iterdir()
    if file.suffix != ".json" and truth_of(file).exists()
)


@pytest.mark.parametrize("document", DOCUMENTS, ids=[file.stem for file in DOCUMENTS])
def test_a_case_is_read_whole(document: Path) -> None:
    score = score_file(document)

    assert all(field.verdict == "exact" for field in score.fields), in_words(score)
    assert score.faults == [], in_words(score)
