"""The models on Spark, which a worker builds of what FOLDER/working.duckdb has landed.

The same models, seeds and macros as on DuckDB; what the two engines write differently stands in dispatched macros. Landing
and seeds go out as Parquet below FOLDER/.spark, documents' tables in a folder a fiscal year and publisher; dbt runs the
models in a Spark session; every table that dbt made comes back as Parquet and fills the one of the same name in the working
file. Those are there already, empty, with the columns, contracts and descriptions that DuckDB makes of the models.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner
from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from flows.base.database import literal
from flows.base.paths import Warehouse
from flows.landing import OF_DOCUMENTS
from flows.workers.dbt import ModelsError, nodes_run, run_dbt

_SCHEMAS = ("landing", "seeds", "staging", "intermediate", "findings", "marts")
_BUILT = ("intermediate", "findings", "marts")
_PARTITIONS = ("in_fiscal_year", "of_publisher")


def build(folder: str, master: str) -> int:
    """Build the models of FOLDER/working.duckdb on Spark and fill its tables. How many nodes dbt ran.

    `master` is `local[2]`, or spark://host:7077, whose machines see FOLDER at the same path. Raises ModelsError naming the
    nodes that failed, or why Spark did.
    """
    try:
        return _build(Warehouse(Path(folder)), master)
    except (duckdb.Error, OSError, PySparkException, Py4JJavaError) as error:
        raise ModelsError(f"the models could not be built on Spark at {master}: {error}") from error


def _build(warehouse: Warehouse, master: str) -> int:
    lake = (warehouse.folder / ".spark").resolve()
    shutil.rmtree(lake, ignore_errors=True)
    with duckdb.connect(str(warehouse.working)) as connection:
        _write_landing(connection, lake)
    session = _session(lake, master)
    try:
        _register(session, lake)
        target = (warehouse.dbt_target / "spark").resolve()
        nodes = nodes_run(run_dbt(dbtRunner(), ["run", "--target", "spark"], target), warehouse.working)
    finally:
        session.stop()
    with duckdb.connect(str(warehouse.working)) as connection:
        _fill_tables(connection, lake)
    return nodes


def _write_landing(connection: duckdb.DuckDBPyConnection, lake: Path) -> None:
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where schema_name in ('landing', 'seeds') order by all"
    ).fetchall()
    for schema, table in tables:
        folder = lake / schema / table
        folder.mkdir(parents=True)
        if schema == "landing" and table in ("document", *OF_DOCUMENTS):
            source = "" if table == "document" else "inner join landing.document using (document_id)"
            connection.execute(
                f"""
                copy (
                    select
                        {table}.*,
                        coalesce(raw_file.fiscal_year, 0) as in_fiscal_year,
                        coalesce(nullif(raw_file.publisher, ''), 'unknown') as of_publisher
                    from landing.{table} {source}
                    left join landing.raw_file on document.path = raw_file.path
                ) to {literal(folder)} (format parquet, partition_by ({", ".join(_PARTITIONS)}))
                """
            )
        if not any(folder.iterdir()):  # a table without partitions, or without rows
            connection.execute(
                f"copy {schema}.{table} to {literal(folder / 'rows.parquet')} (format parquet)"
            )


def _session(lake: Path, master: str) -> SparkSession:
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.warehouse.dir": str(lake / "built"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.sources.default": "parquet",
        "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
        "spark.sql.legacy.createHiveTableByDefault": "false",
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master(master).appName("jixiao")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _register(session: SparkSession, lake: Path) -> None:
    for schema in _SCHEMAS:
        session.sql(f"create database if not exists {schema}")
    for schema in ("landing", "seeds"):
        for folder in sorted((lake / schema).iterdir()):
            session.sql(f"create table {schema}.{folder.name} using parquet location '{folder}'")
            if any(each.is_dir() for each in folder.iterdir()):
                session.catalog.recoverPartitions(f"{schema}.{folder.name}")


def _fill_tables(connection: duckdb.DuckDBPyConnection, lake: Path) -> None:
    connection.execute("set timezone = 'UTC'")  # Spark's timestamps are of UTC, without saying so
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where list_contains(?, schema_name) order by all",
        [list(_BUILT)],
    ).fetchall()
    for schema, table in tables:
        rows = literal(lake / "built" / f"{schema}.db" / table / "*.parquet")
        connection.execute(f"delete from {schema}.{table}")
        connection.execute(f"insert into {schema}.{table} by name from read_parquet({rows})")
