"""The 2024 sample's first forms in other containers (ods, xlsb, SpreadsheetML, csv, web archives): the same forms."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from flows.readers import Paragraph, Table, read_document
from flows.readers.sniff import format_of
from tests.forms.layouts.choices import drawn
from tests.forms.layouts.compose import made
from tests.forms.layouts.container_writing import (
    CONTAINERS,
    as_archive,
    as_ods,
    as_separated,
    as_single_archive,
    as_spreadsheetml,
    as_workbook_archive,
    as_xlsb,
)
from tests.forms.layouts.grids import Grid, Part, Placed, Text
from tests.forms.layouts.judging import read_bytes, texts_of
from tests.forms.layouts.writing import as_xlsx
from tests.forms.scoring import counts_of, score

SAMPLE = Path(__file__).resolve().parents[1] / "documents" / "2024" / "objectives_2024.docx"
FORMS = 3
WRITERS: dict[str, tuple[str, Callable[[Sequence[Part]], bytes]]] = {
    "ods": ("ods", as_ods),
    "xlsb": ("xlsb", as_xlsb),
    "SpreadsheetML": ("xml", as_spreadsheetml),
    "csv": ("csv", as_separated),
    "csv in GB18030": ("csv", lambda parts: as_separated(parts, ",", "gb18030")),
    "tsv": ("csv", lambda parts: as_separated(parts, "\t", "utf-8")),
    "tsv in UTF-16": ("csv", lambda parts: as_separated(parts, "\t", "utf-16")),
    "web archive of parts": ("mht", as_archive),
    "web archive of one page": ("mht", as_single_archive),
    "web archive of a workbook": ("mht", as_workbook_archive),
}
# Documents drawn at random whose merged cells a csv does not have: fields that are wrong without a word, of about 7,400.
KNOWN_SILENT_IN_CSV = 40


@cache
def first_forms() -> list[Part]:
    """Headings and tables of the sample's first forms."""
    parts: list[Part] = []
    headings = 0
    for block in read_document(SAMPLE.read_bytes()).blocks:
        if isinstance(block, Paragraph):
            headings += 1
            if headings > FORMS:
                break
            parts.append(Text(block.text))
        else:
            cells = [
                Placed(cell.text, "value", cell.row, cell.column, cell.row_span, cell.column_span)
                for cell in block.cells
            ]
            width = max(cell.column + cell.columns for cell in cells)
            height = max(cell.row + cell.rows for cell in cells)
            parts.append(Grid(tuple(cells), width, height))
    return parts


def forms_of(content: bytes) -> list[dict[str, Any]]:
    """What is read, without the places that it was read from.

    Of a sheet's last column nothing is known if it is empty: a label there (其他资金) has no line of money of its own.
    """
    found = [_without_places(form) for form in read_bytes(content, 2024)["forms"]]
    return [form | {"funding": [line for line in form["funding"] if line["amount"]]} for form in found]


def _without_places(found: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [_without_places(one) if isinstance(one, dict) else one for one in value]
        if isinstance(value, list)
        else value
        for name, value in found.items()
        if name not in ("locator", "places")
    }


@pytest.fixture(scope="module")
def expected() -> list[dict[str, Any]]:
    return forms_of(SAMPLE.read_bytes())[:FORMS]


@pytest.mark.parametrize("container", WRITERS)
def test_the_first_forms_of_the_sample_read_the_same_in_every_container(
    expected: list[dict[str, Any]], container: str
) -> None:
    told, write = WRITERS[container]
    content = write(first_forms())

    assert format_of(content) == told
    if (
        container == "web archive of a workbook"
    ):  # its pages are the tables alone, without the headings between them
        expected = [form | {"heading": None} for form in expected]
    assert forms_of(content) == expected


@pytest.mark.parametrize("container", ["ods", "xlsb", "xml"])
def test_a_workbook_in_another_container_has_the_grid_of_the_xlsx(container: str) -> None:
    for seed in range(40):
        document = made({**drawn(seed), "format": "xlsx"}, seed)

        assert _shape(CONTAINERS[container](document.parts)) == _shape(
            as_xlsx(document.parts, has_numbers=False)
        )


@pytest.mark.parametrize("container", ["ods", "xlsb"])
def test_another_reader_finds_the_same_texts_in_what_the_tests_write(container: str) -> None:
    content = CONTAINERS[container](first_forms())
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    seen = [
        str(value).strip()
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for value in row
        if value != ""
    ]

    assert seen == [text for _, cells in _shape(content) for text, *_ in cells if text]


def _shape(content: bytes) -> list[tuple[str | None, list[tuple[str, int, int, int, int]]]]:
    return [
        (
            block.name,
            [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in block.cells],
        )
        for block in read_document(content).blocks
        if isinstance(block, Table)
    ]


def test_most_forms_are_read_from_a_csv_though_it_has_no_merged_cells() -> None:
    counted: Counter[str] = Counter()
    for seed in range(60):
        layout = drawn(seed)
        layout = {**layout, "format": "xlsx"} | (
            {"together": "one_table"} if layout["together"] == "sheets" else {}
        )
        document = made(layout, seed)
        content = as_separated(document.parts)
        counted.update(counts_of(score(document.truth, read_bytes(content, 2024), texts_of(content), "csv")))

    assert counted["silent"] <= KNOWN_SILENT_IN_CSV
    assert counted["exact"] > 0.92 * (counted["exact"] + counted["said"] + counted["silent"])
