"""Structural damage with known truth: the forms are what is left, or the loss is stated."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from flows.forms import Form, ParsedDocument, parse_document
from flows.readers import Cell, Document, Table, read_document

SEEDS = range(40)


@pytest.fixture(scope="module")
def document(real_bytes: bytes) -> Document:
    return read_document(real_bytes)


@pytest.fixture(scope="module")
def whole(document: Document) -> ParsedDocument:
    return parse_document(document)


def indicator_tables(document: Document) -> list[int]:
    """The places of the indicator tables; the n-th is form n's."""
    return [
        place
        for place, block in enumerate(document.blocks)
        if isinstance(block, Table) and block.cells[0].text == "一级指标"
    ]


def with_table(document: Document, place: int, cells: list[Cell]) -> ParsedDocument:
    """The document with other cells in one table, its rows numbered anew."""
    rows: dict[int, int] = {}
    numbered = [cell._replace(row=rows.setdefault(cell.row, len(rows))) for cell in cells]
    blocks = list(document.blocks)
    table = blocks[place]
    assert isinstance(table, Table)
    blocks[place] = replace(table, cells=tuple(numbered))
    return parse_document(replace(document, blocks=tuple(blocks)))


def choose(document: Document, seed: int) -> tuple[int, int, list[Cell], int]:
    """A form, the place of its table, the table's cells, and one of its indicator rows that prints no level 1."""
    chance = random.Random(seed)
    tables = indicator_tables(document)
    form_no = chance.randrange(len(tables)) + 1
    place = tables[form_no - 1]
    table = document.blocks[place]
    assert isinstance(table, Table)
    inner = [cell.row for cell in table.cells if cell.column == 0 and cell.row > 0 and not cell.text]
    return form_no, place, list(table.cells), chance.choice(inner)


def others(parsed: ParsedDocument, form_no: int) -> list[Form]:
    return [form for form in parsed.forms if form.form_no != form_no]


@pytest.mark.parametrize("seed", SEEDS)
def test_without_a_row_all_other_rows_are_as_before(
    document: Document, whole: ParsedDocument, seed: int
) -> None:
    form_no, place, cells, row = choose(document, seed)
    parsed = with_table(document, place, [cell for cell in cells if cell.row != row])
    expected = list(whole.forms[form_no - 1].rows)
    del expected[row - 1]

    assert list(parsed.forms[form_no - 1].rows) == expected
    assert others(parsed, form_no) == others(whole, form_no)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_row_without_one_of_its_cells_is_a_stated_loss(
    document: Document, whole: ParsedDocument, seed: int
) -> None:
    form_no, place, cells, row = choose(document, seed)
    column = seed % 5
    kept = [cell for cell in cells if (cell.row, cell.column) != (row, column)]
    moved = [cell._replace(column=cell.column - (cell.row == row and cell.column > column)) for cell in kept]
    parsed = with_table(document, place, moved)
    (rejection,) = parsed.forms[form_no - 1].rejected
    expected = list(whole.forms[form_no - 1].rows)
    lost = expected.pop(row - 1)

    assert rejection.is_cut_off
    assert list(parsed.forms[form_no - 1].rows) == expected
    assert column == 4 or (lost.target or "") in rejection.text
    assert others(parsed, form_no) == others(whole, form_no)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_level_merged_down_reads_as_one_printed_in_every_row(
    document: Document, whole: ParsedDocument, seed: int
) -> None:
    _, place, cells, _ = choose(document, seed)
    merged: list[Cell] = []
    for cell in cells:
        if cell.column == 0 and not cell.text:
            above = next(number for number in reversed(range(len(merged))) if merged[number].column == 0)
            merged[above] = merged[above]._replace(row_span=cell.row - merged[above].row + 1)
        else:
            merged.append(cell)
    blocks = list(document.blocks)
    table = blocks[place]
    assert isinstance(table, Table)
    blocks[place] = replace(table, cells=tuple(merged), is_grid=True)

    assert parse_document(replace(document, blocks=tuple(blocks))).forms == whole.forms
