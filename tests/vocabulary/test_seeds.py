"""One resolved vocabulary: our lines, then those of a package on top, which win by key."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from flows.vocabulary.declared import SEEDS, declared_seeds
from flows.vocabulary.seeds import read_seed
from flows.vocabulary.tables import write_vocabulary
from tests.vocabulary.packages import use, write_lines


def test_every_seed_is_declared_with_its_columns_in_their_order() -> None:
    headers = {}
    for file in SEEDS.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            headers[file.stem] = next(csv.reader(lines))

    assert {name: list(declared.types) for name, declared in declared_seeds().items()} == headers
    for declared in declared_seeds().values():
        assert declared.key, declared.name
        assert set(declared.key) <= declared.types.keys(), declared.name


def test_a_line_with_the_key_of_ours_takes_its_place_and_others_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(None, monkeypatch)
    ours = read_seed("measure_unit_spellings")
    write_lines(tmp_path, "measure_unit_spellings", "承诺次,次", f"{ours[1]['spelling']},元")
    use(tmp_path, monkeypatch)

    resolved = read_seed("measure_unit_spellings")

    assert resolved[1] == {"spelling": ours[1]["spelling"], "measure_unit": "元"}
    assert resolved[-1] == {"spelling": "承诺次", "measure_unit": "次"}
    assert [*resolved[:1], *resolved[2:-1]] == [*ours[:1], *ours[2:]]


def test_a_key_of_several_columns_replaces_only_what_is_equal_in_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(None, monkeypatch)
    ours = {(line["word"], line["role"]): line["value"] for line in read_seed("target_words")}
    assert {("以上", "after"), ("以上", "before")} & ours.keys() == {("以上", "after")}
    write_lines(tmp_path, "target_words", "以上,after,>,", "以上,before,>=,")
    use(tmp_path, monkeypatch)

    resolved = {(line["word"], line["role"]): line["value"] for line in read_seed("target_words")}

    assert resolved == ours | {("以上", "after"): ">", ("以上", "before"): ">="}


def test_tables_hold_the_resolved_lines_typed_with_nulls_for_empty_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lines(tmp_path, "continuity_bands", "money_is_alike,,1.25,1,money,资金")
    use(tmp_path, monkeypatch)

    with duckdb.connect() as connection:
        write_vocabulary(connection)
        counted = {
            name: connection.execute(f"select count(*) from vocabulary.{name}").fetchall()[0][0]
            for name in declared_seeds()
        }
        band = connection.execute(
            "select lowest, highest, fewest, rowid from vocabulary.continuity_bands where expectation = 'money_is_alike'"
        ).fetchall()
        null = connection.execute(
            "select count(*) from vocabulary.implied_unit_suffixes where measure_unit is null and not needs_multiplier"
        ).fetchall()

    assert counted == {name: len(read_seed(name)) for name in declared_seeds()}
    assert band == [(None, Decimal("1.2500"), 1, 3)]  # in the place of ours
    assert null[0][0] > 0


def test_a_file_that_excel_saved_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_lines(tmp_path, "measure_unit_spellings", "承诺次,次")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    use(tmp_path, monkeypatch)

    assert read_seed("measure_unit_spellings")[-1] == {"spelling": "承诺次", "measure_unit": "次"}
