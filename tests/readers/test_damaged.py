"""Damaged files are read or refused with a message, and nothing else; more of them with `python -m tests.readers.damage`."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from flows.readers import UnreadableError, read_document
from tests.readers.damage import DOCUMENTS, copies, damaged, damaged_inside

COPIES = 60


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("town_selfevaluation_execution_20_points.docx", damaged),
        ("town_selfevaluation_execution_20_points.docx", damaged_inside),
        ("county_bureau_2023_objectives.doc", damaged),
        ("city_selfevaluation_codes_sheet_per_project.xlsx", damaged),
        ("city_selfevaluation_codes_sheet_per_project.xlsx", damaged_inside),
        ("../made/selfevaluation.xls", damaged),
        ("county_wide_table_yuan_levels_unsorted.html", damaged),
        ("district_objectives_yuan_two_totals.pdf", damaged),
    ],
)
def test_a_damaged_file_is_read_or_refused_with_a_remedy(
    name: str, damage: Callable[[bytes, random.Random], bytes]
) -> None:
    content = (DOCUMENTS / name).read_bytes()
    messages = []
    for copy in copies(content, COPIES, 2024, damage):
        try:
            read_document(copy)
        except UnreadableError as error:
            messages.append(str(error))

    assert 0 < len(messages) <= COPIES
    assert all(message.rstrip().endswith(".") and ". " in message for message in messages)
