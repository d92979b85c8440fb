"""The models build on a landing without documents, and their unit tests pass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.dbt_project.project import ROOT, models, run_dbt

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

pytestmark = pytest.mark.slow  # what a load builds; `make check` runs it
MARTS = {
    "dim_document",
    "dim_indicator",
    "dim_indicator_category",
    "dim_jurisdiction",
    "dim_measure_unit",
    "dim_project",
    "department_reconciliation",
    "dim_unit",
    "fact_budget",
    "fact_funding",
    "fact_indicator",
    "fact_indicator_part",
    "finding",
    "indicator_peers",
    "indicator_year_over_year",
    "project_year_over_year",
    "indicator_outcome",
    "project_outcome",
    "unit_outcome",
    "unit_year_over_year",
    "year_comparability",
    "rejected_text",
    "rule_verdict",
    "wide_indicator",
}
OF_THE_VOCABULARY = {"dim_indicator_category", "dim_measure_unit"}


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working file whose landing is empty, with everything built on it."""
    folder = tmp_path_factory.mktemp("build")
    file = folder / "working.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute((ROOT / "flows" / "landing" / "schema.sql").read_text(encoding="utf-8"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_WORKING_FILE", str(file))
        result = run_dbt("build", "working", folder)
    nodes = [node for node in getattr(result.result, "results", []) if node.node.resource_type != "exposure"]
    assert [
        (node.node.name, node.message) for node in nodes if str(node.status) not in ("success", "pass")
    ] == []
    assert nodes, result.exception
    return file


def test_models_build_and_unit_tests_pass_and_all_marts_are_there(working: Path) -> None:
    with duckdb.connect(str(working), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        ).fetchall()
        filled = {
            table for (table,) in tables if connection.execute(f"from marts.{table} limit 1").fetchall()
        }

    assert {table for (table,) in tables} == MARTS
    assert filled == OF_THE_VOCABULARY


def test_columns_say_whether_they_may_be_empty_and_what_they_mean(working: Path) -> None:
    with duckdb.connect(str(working), read_only=True) as connection:
        without_comment = connection.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and comment is null"
        ).fetchall()
        nullable_keys = connection.execute(
            """
            select table_name, column_name from duckdb_columns()
            where schema_name = 'marts' and is_nullable and table_name like 'fact%'
                and column_name in ('document_id', 'form_no', 'unit_key', 'project_key', 'indicator_key', 'category_key')
            """
        ).fetchall()

    assert without_comment == []
    assert nullable_keys == []


def test_every_column_of_every_model_is_described_in_its_yaml_in_their_order(
    working: Path, manifest: Manifest
) -> None:
    with duckdb.connect(str(working), read_only=True) as connection:
        rows = connection.execute(
            """
            select table_name, list(column_name order by column_index)
            from duckdb_columns() where not internal group by table_name
            """
        ).fetchall()
    built = dict(rows)
    described = {model.name: list(model.columns) for model in models(manifest)}

    assert {name: built[name] for name in described} == described
