"""The dictionary of names: complete, each name once, and nobody folds beside it."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from flows.landing import complete_names, copy_names, create_landing
from flows.names.frames import UNKNOWN_YEAR, names_of_the_vocabulary
from flows.vocabulary.seeds import fold
from tests.places import ROOT


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    """Landing with two documents of two years that print one name."""
    connection = duckdb.connect()
    create_landing(connection)
    for year in (2023, 2024):
        connection.execute(
            "insert into landing.raw_file (path, fiscal_year, publisher, is_listed) values (?, ?, '某局', false)",
            [f"{year}/a.txt", year],
        )
        connection.execute(
            """
            insert into landing.document (document_id, path, sha256, byte_size, reader_version, read_at)
            values (?, ?, 's', 1, 'r', '2024-01-01 00:00:00+00')
            """,
            [f"d{year}", f"{year}/a.txt"],
        )
        connection.execute(
            """
            insert into landing.form (document_id, form_no, form_kind, project_name, row_count, content_sha256, locator)
            values (?, 1, 'objective', '信息化运维２０２４（Ⅱ期）', 0, 'c', 'line 1')
            """,
            [f"d{year}"],
        )
    return connection


def names(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, int, str]]:
    return set(
        connection.execute(
            f"select printed_name, fiscal_year, neutral_name from landing.name where fiscal_year <> {UNKNOWN_YEAR}"
        ).fetchall()
    )


ALL = {
    ("信息化运维２０２４（Ⅱ期）", 2023, "信息化运维{Y+1}(II期)"),
    ("信息化运维２０２４（Ⅱ期）", 2024, "信息化运维{Y}(II期)"),
    ("某局", 2023, "某局"),
    ("某局", 2024, "某局"),
}


def test_each_name_of_a_year_is_read_once(connection: duckdb.DuckDBPyConnection) -> None:
    complete_names(connection, "r")
    complete_names(connection, "r")

    assert names(connection) == ALL
    assert connection.execute("select count(*) - count(distinct name_key) from landing.name").fetchone() == (
        0,
    )


def test_names_of_another_reader_are_read_again(connection: duckdb.DuckDBPyConnection) -> None:
    complete_names(connection, "r")
    connection.execute(
        "update landing.name set neutral_name = 'of an earlier reader', reader_version = 'earlier'"
    )
    complete_names(connection, "r")

    assert names(connection) == ALL


def test_what_a_year_becomes_is_read_when_the_year_of_a_document_changes(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    complete_names(connection, "r")
    connection.execute("update landing.raw_file set fiscal_year = 2025 where path = '2024/a.txt'")
    complete_names(connection, "r")

    assert ("信息化运维２０２４（Ⅱ期）", 2025, "信息化运维{Y-1}(II期)") in names(connection)


def test_names_of_the_vocabulary_are_of_no_year(connection: duckdb.DuckDBPyConnection) -> None:
    complete_names(connection, "r", ["㎡ 局"])
    found = dict(
        connection.execute(
            f"select printed_name, folded_name from landing.name where fiscal_year = {UNKNOWN_YEAR}"
        ).fetchall()
    )

    assert found.keys() == names_of_the_vocabulary() | {"㎡ 局"}
    assert found == {name: fold(name) for name in found}


def test_a_part_of_landing_takes_its_part_of_the_dictionary(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    complete_names(connection, "r")
    connection.execute(f"attach '{tmp_path / 'whole.duckdb'}' as whole")
    connection.execute("create table whole.name as from landing.name")
    connection.execute("delete from landing.name")
    connection.execute("delete from landing.raw_file where fiscal_year = 2023")
    connection.execute("delete from landing.document where document_id = 'd2023'")
    copy_names(connection, "whole.name")

    assert names(connection) == {name for name in ALL if name[1] == 2024}


def test_no_sql_and_no_expectation_folds() -> None:
    """`fold` is Python's alone: others read what the dictionary and landing have of it."""
    others = [*(ROOT / "dbt_project").rglob("*.sql"), *(ROOT / "expectations").rglob("*.py")]
    folds = re.compile(r"nfc_normalize|nfkc|unicodedata|strip_accents|\bfold(?:ed)?\(", re.IGNORECASE)
    of_python = [
        file
        for file in (ROOT / "flows").rglob("*.py")
        if re.search(r"^def fold\(", file.read_text("utf-8"), re.MULTILINE)
    ]

    assert others
    assert [file.name for file in others if folds.search(file.read_text(encoding="utf-8"))] == []
    assert of_python == [ROOT / "flows" / "vocabulary" / "seeds.py"]
