"""Layouts that once were read wrong without a word, shrunk to what it takes; each stands for its kind."""

from __future__ import annotations

import pytest

from tests.forms.layouts.choices import plainest
from tests.forms.layouts.judging import judged
from tests.forms.scoring import in_words

NAMED = {
    "numbers of the columns are no row": (1, {"column_numbers": "yes"}),
    "a row of a unit in a wide table names the unit of the projects below": (
        1,
        {"frame": "wide", "wide_sums": "unit_rows"},
    ),
    "a wide table's column of objectives is read": (1, {"frame": "wide"}),
    "prose above the forms is given back": (2, {"prose": "yes"}),
    "a value that could be a label is a value": (21, {"unknown": "3"}),
    "a project whose name is made of labels keeps its name": (4176, {"names_like_labels": "yes"}),
    "parts of a cost table are given back": (4072, {"money": "cost_table"}),
    "the unit above one form is not the next form's": (4013, {"also": "department", "unit_in": "unit_line"}),
    "an empty department is not filled with the province's": (
        4016,
        {"blanks": "yes", "departments": "two_levels"},
    ),
    "an empty label in one cell takes no value from the next cell": (
        4130,
        {"blanks": "yes", "year_in": "label", "pairs": "inside"},
    ),
    "same as above goes over the end of a table": (
        4027,
        {"kind": "self_evaluation", "forms": "3", "goes_on": "with_title", "ditto_target": "yes"},
    ),
    "opinions below names without levels are no indicators": (
        203,
        {"columns": "names_only", "below": "everything"},
    ),
    "a level nobody knows in a row of its own is a level": (
        4065,
        {"level_names": "unusual", "level_cells": "own_rows"},
    ),
    "a code before the name below a label stays the project's": (
        4040,
        {"pairs": "above", "code": "before_name"},
    ),
    "a schedule of work is no purpose": (8, {"between": "schedule", "format": "pdf", "spans": "first_cell"}),
    "amounts in brackets are amounts": (14, {"unit_in": "value", "amounts_with_unit": "bracketed"}),
}


# Not read right yet. A line that is mended fails as strict xfail, and is taken off.
WRONG = {
    "opinions below names without levels are no indicators",
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name, marks=pytest.mark.xfail(reason="known fault of the reader") if name in WRONG else ()
        )
        for name in NAMED
    ],
)
def test_a_layout_that_was_once_misread_is_read_right(name: str) -> None:
    seed, choices = NAMED[name]
    score = judged({**plainest(), **choices}, seed)[1]

    assert all(field.verdict == "exact" for field in score.fields), in_words(score)
    assert not score.faults, in_words(score)
