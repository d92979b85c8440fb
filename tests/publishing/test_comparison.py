"""What two published files differ in: rows by place, money, links, documents and keys, whichever version made them."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from flows.publishing.comparison import (
    DocumentChange,
    MartChange,
    compare,
    essence,
    read_document_changes,
    read_mart_changes,
)

MARTS = {
    "dim_document": "document_id varchar, path varchar, status varchar, status_reason varchar, loaded_at timestamptz",
    "dim_project": "project_key varchar, project_name varchar",
    "fact_budget": """
        document_id varchar, form_no integer, fiscal_year integer, unit_key varchar, project_key varchar,
        budget_yuan decimal(18, 2), is_additive boolean
    """,
    "fact_indicator": """
        document_id varchar, form_no integer, row_no integer, fiscal_year integer, indicator_key varchar,
        category_key varchar, target_text varchar
    """,
    "indicator_year_over_year": """
        indicator_key varchar, fiscal_year integer, match_method varchar, matched_on varchar
    """,
    "wide_indicator": "document_id varchar, target_text varchar",
}
PLACES = {
    "dim_document": ["document_id"],
    "dim_project": ["project_key"],
    "fact_budget": ["document_id", "form_no"],
    "fact_indicator": ["document_id", "form_no", "row_no"],
    "indicator_year_over_year": ["fiscal_year", "indicator_key"],
    "wide_indicator": ["document_id"],
}
FIRST = {
    "dim_document": ["('d1', '2024/a.docx', 'current', null, '2025-01-01')"],
    "dim_project": ["('p1', '检测')"],
    "fact_budget": ["('d1', 1, 2024, 'u1', 'p1', 100.50, true)", "('d1', 2, 2024, 'u1', 'p1', 7.00, false)"],
    "fact_indicator": ["('d1', 1, 1, 2024, 'i1', 'c1', '≥27')", "('d1', 1, 2, 2024, 'i2', 'c1', '100%')"],
    "indicator_year_over_year": ["('i1', 2024, 'exact', 'i0')"],
    "wide_indicator": ["('d1', '≥27')"],
}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def attach(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    rows: dict[str, list[str]],
    marts: dict[str, str] | None = None,
) -> None:
    connection.execute(f"attach ':memory:' as {name}")
    connection.execute(f"create schema {name}.marts")
    for mart, columns in (marts or MARTS).items():
        connection.execute(f"create table {name}.marts.{mart} ({columns})")
        for row in rows.get(mart, []):
            connection.execute(f"insert into {name}.marts.{mart} values {row}")


def found(
    connection: duckdb.DuckDBPyConnection,
) -> tuple[dict[tuple[str, int | None], MartChange], tuple[DocumentChange, ...], list[tuple[str, ...]]]:
    marts = {
        (change.mart, change.fiscal_year): change for change in read_mart_changes(connection, "load_change")
    }
    keys = connection.execute("from key_change order by all").fetchall()
    return marts, read_document_changes(connection, "load_document"), keys


def test_equal_files_differ_in_nothing_though_they_were_made_at_another_time(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    attach(connection, "before", FIRST)
    later = {**FIRST, "dim_document": ["('d1', '2024/a.docx', 'current', null, '2026-01-01')"]}
    attach(connection, "after", later)
    compare(connection, "before", "after", PLACES)

    assert found(connection) == ({}, (), [])
    assert essence((), ()) == "nothing in the marts"


def test_what_is_only_judged_otherwise_is_named(connection: duckdb.DuckDBPyConnection) -> None:
    columns = {
        "year_comparability": "jurisdiction varchar, fiscal_year integer, expectation varchar, verdict varchar",
        "finding": "document_id varchar, rule varchar, fiscal_year integer",
        "dim_document": MARTS["dim_document"],
    }
    places = {"year_comparability": ["jurisdiction", "fiscal_year", "expectation"]}
    kept = {"dim_document": FIRST["dim_document"], "finding": ["('d1', 'empty_word', 2024)"]}
    for name, verdict in (("before", "doubtful"), ("after", "accepted")):
        verdicts = [f"('s', 2025, 'money_is_alike', '{verdict}')", "('s', 2025, 'units_go_on', 'comparable')"]
        attach(connection, name, {**kept, "year_comparability": verdicts}, columns)
    connection.execute("insert into after.marts.finding values ('d1', 'filler_row', 2024)")
    compare(connection, "before", "after", places)
    changes = read_mart_changes(connection, "load_change")

    assert essence((), changes) == "2024 finding 1 added; 2025 year_comparability 1 changed"


def test_a_restated_document_changes_rows_and_takes_none_away(connection: duckdb.DuckDBPyConnection) -> None:
    attach(connection, "before", FIRST)
    after = {
        **FIRST,
        "dim_document": [
            "('d1', '2024/a.docx', 'superseded', 'a later version counts', '2025-01-01')",
            "('d2', '2024/a.docx', 'current', null, '2025-02-01')",
        ],
        "fact_budget": [
            "('d2', 1, 2024, 'u1', 'p1', 90.50, true)",
            "('d2', 2, 2024, 'u1', 'p1', 7.00, false)",
        ],
        "fact_indicator": ["('d2', 1, 1, 2024, 'i1', 'c1', '≥30')", "('d2', 1, 2, 2024, 'i2', 'c1', '100%')"],
        "indicator_year_over_year": ["('i1', 2024, 'decided', 'i9')"],
    }
    attach(connection, "after", after)
    compare(connection, "before", "after", PLACES)
    marts, documents, keys = found(connection)

    assert marts["fact_budget", 2024] == MartChange("fact_budget", 2024, 0, 0, 1, 0, "-10.000000")
    assert marts["fact_indicator", 2024] == MartChange("fact_indicator", 2024, 0, 0, 1, 0, "0.000000")
    assert marts["indicator_year_over_year", 2024].links_moved == 1
    assert not {mart for mart, _ in marts} & {"dim_project", "wide_indicator"}
    assert documents == (
        DocumentChange("2024/a.docx", "d1", "current", "superseded", "a later version counts"),
        DocumentChange("2024/a.docx", "d2", None, "current", None),
    )
    assert keys == []
    assert (
        essence(documents, tuple(marts.values()))
        == "2 document(s); 2024 indicator rows 1 changed; money -0.001 万元; 1 link(s) to the year before moved"
    )


def test_a_fact_that_bears_another_key_says_what_the_key_became(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    attach(connection, "before", FIRST)
    after = {
        **FIRST,
        "fact_indicator": [
            "('d1', 1, 1, 2024, 'older', 'c1', '≥27')",
            "('d1', 1, 2, 2024, 'i2', 'c1', '100%')",
        ],
    }
    attach(connection, "after", after)
    compare(connection, "before", "after", PLACES)

    assert found(connection)[2] == [("indicator_key", "i1", "older")]


def test_the_first_file_is_all_new(connection: duckdb.DuckDBPyConnection) -> None:
    attach(connection, "after", FIRST)
    compare(connection, None, "after", PLACES)
    marts, documents, keys = found(connection)

    assert marts["fact_indicator", 2024] == MartChange("fact_indicator", 2024, 2, 0, 0, 0, "0.000000")
    assert marts["fact_budget", 2024].budget_difference_yuan == "100.500000"
    assert [change.previous_status for change in documents] == [None]
    assert keys == []


def test_of_another_versions_file_only_what_both_have_is_compared(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    older = {
        **{mart: columns for mart, columns in MARTS.items() if mart != "dim_project"},
        "fact_indicator": """
            document_id varchar, form_no integer, position integer, fiscal_year integer, indicator_key varchar,
            target_text varchar
        """,
        "gone_mart": "n integer",
    }
    rows = {
        **FIRST,
        "fact_indicator": ["('d1', 1, 1, 2024, 'i1', '≥27')", "('d1', 1, 2, 2024, 'i2', '100%')"],
        "gone_mart": ["(1)", "(2)"],
    }
    attach(connection, "before", rows, older)
    attach(connection, "after", FIRST)
    compare(connection, "before", "after", PLACES)
    marts, _, keys = found(connection)

    assert set(marts) == {("dim_project", None), ("gone_mart", None)}
    assert (marts["dim_project", None].rows_added, marts["gone_mart", None].rows_removed) == (1, 2)
    assert keys == []


def test_rows_of_a_mart_of_another_package_are_the_same_where_all_of_them_is(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    own = {**MARTS, "scorecard": "unit_id varchar, points integer"}
    attach(connection, "before", {**FIRST, "scorecard": ["('u', 1)", "('v', 2)"]}, own)
    attach(connection, "after", {**FIRST, "scorecard": ["('u', 1)", "('v', 3)"]}, own)
    compare(connection, "before", "after", PLACES)

    assert found(connection)[0] == {
        ("scorecard", None): MartChange("scorecard", None, 1, 1, 0, 0, "0.000000")
    }
