"""What a line, a sheet or a column is that no label names, from the seed `line_words`."""

from __future__ import annotations

from functools import cache

from flows.vocabulary.seeds import fold, read_seed


def names_a_unit(line: str) -> bool:
    """Whether a line that names something names a unit: 涟塘镇中心小学."""
    return fold(line).endswith(_words("unit_end"))


def heads_a_section(line: str) -> bool:
    """Whether a numbered line heads a section of the document (部门概况), and names no project."""
    folded = fold(line)
    return any(word in folded for word in _words("section")) or folded.endswith(_words("section_end"))


def is_sheet_without_forms(name: str) -> bool:
    """Whether a sheet explains the forms, and has none: 填表说明, 目录."""
    folded = fold(name)
    before = ("", *_words("before_sheet_without_forms"))
    return any(folded == word + end for word in before for end in _words("sheet_without_forms"))


def is_best_grade(text: str) -> bool:
    """Whether a column of grades holds what is needed for the best one (优)."""
    return fold(text) in _words("best_grade")


def is_next_grade(text: str) -> bool:
    """Whether a column of grades holds what is needed for the second best one (良)."""
    return fold(text) in _words("next_grade")


@cache
def _words(role: str) -> tuple[str, ...]:
    return tuple(fold(line["word"]) for line in read_seed("line_words") if line["role"] == role)
