"""The resolved vocabulary as tables of a file, typed as the seeds' YAML declares them.

dbt's seeds take their lines from there (the macro `lines_of_the_load`), whoever runs dbt on the file.
"""

from __future__ import annotations

import duckdb

from flows.vocabulary.declared import declared_seeds
from flows.vocabulary.seeds import read_seed

SCHEMA = "vocabulary"


def write_vocabulary(connection: duckdb.DuckDBPyConnection, schema: str = SCHEMA) -> None:
    """Make a table of each seed, with its resolved lines; an empty cell is null. `check_seeds` has found them right."""
    connection.execute(f"create schema {schema}")
    for name, declared in declared_seeds().items():
        lines = read_seed(name)
        columns = ", ".join(f"{column} {kind}" for column, kind in declared.types.items())
        connection.execute(f"create table {schema}.{name} ({columns})")
        cells = ", ".join("unnest(cast(? as varchar[]))" for _ in declared.types)
        connection.execute(
            f"insert into {schema}.{name} select {cells}",
            [[line[column] or None for line in lines] for column in declared.types],
        )
