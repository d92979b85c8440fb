"""Rows that tests write into landing by themselves, completed as the readers would: folded, names in the dictionary."""

from __future__ import annotations

import duckdb

from flows.landing import complete_names
from flows.vocabulary.seeds import fold

_FOLDED = {
    "indicator_row": {
        "target_words": "target_text",
        "actual_words": "actual_text",
        "deviation_words": "deviation_text",
        "polarity_words": "polarity_printed",
    },
    "funding_line": {
        "label_words": "label_text",
        "amount_words": "amount_text",
        "money_unit": "money_unit_text",
    },
}
# Seeds into which tests write lines of their own.
_OF_SEEDS = (
    ("corrections", "printed"),
    ("corrections", "corrected"),
    ("identity_decisions", "printed_name"),
    ("identity_decisions", "previous_printed_name"),
    ("unit_successions", "predecessor"),
    ("unit_successions", "successor"),
    ("accepted_breaks", "jurisdiction"),
    ("accepted_breaks", "publisher"),
)


def complete(connection: duckdb.DuckDBPyConnection) -> None:
    """Fold the texts of the rows in landing, and read the names that they and the file's seeds (if it has any) print."""
    connection.create_function("folded_by_python", fold, ["VARCHAR"], "VARCHAR")
    for table, columns in _FOLDED.items():
        sets = ", ".join(f"{words} = folded_by_python({text})" for words, text in columns.items())
        connection.execute(f"update landing.{table} set {sets}")
    connection.execute(
        """
        update landing.form set content_words = regexp_replace(
            folded_by_python(concat_ws('|', purpose, objective)), '[0-9.]+', '#', 'g'
        )
        where coalesce(purpose, objective) is not null
        """
    )
    connection.remove_function("folded_by_python")
    complete_names(connection, "made", _texts_of_seeds(connection))


def _texts_of_seeds(connection: duckdb.DuckDBPyConnection) -> set[str]:
    made = connection.execute("select table_name from duckdb_tables() where schema_name = 'seeds'").fetchall()
    tables = {table for (table,) in made}
    return {
        text
        for table, column in _OF_SEEDS
        if table in tables
        for (text,) in connection.execute(f"select {column} from seeds.{table}").fetchall()
        if text is not None
    }
