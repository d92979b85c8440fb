"""Who opens the published file reads what each table and column means, in English and in the terms of the forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.dbt_project.project import ROOT, models

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

CHINESE_TERM = re.compile("[(][^()]*[一-龥][^()]*[)]")


def test_every_mart_and_each_of_its_columns_has_a_sentence_with_the_chinese_term(manifest: Manifest) -> None:
    described = {
        f"{model.name}.{column.name}": column.description
        for model in models(manifest, "marts")
        for column in model.columns.values()
    }
    described |= {model.name: model.description for model in models(manifest, "marts")}
    lacking = [
        name
        for name, text in described.items()
        if not CHINESE_TERM.search(text) or not text.rstrip().endswith(".")
    ]

    assert len(described) > 200
    assert lacking == []


def test_every_mart_has_an_enforced_contract_and_keeps_its_descriptions_in_the_file(
    manifest: Manifest,
) -> None:
    for model in models(manifest, "marts"):
        assert model.contract.enforced, model.name
        assert model.config.persist_docs == {"relation": True, "columns": True}, model.name
        # A view is filled over all jurisdictions when it is published.
        assert model.config.materialized == ("view" if model.name == "indicator_peers" else "table")


def test_every_model_and_seed_is_described_with_each_column_that_is_named(manifest: Manifest) -> None:
    lacking = [
        node.name
        for node in manifest.nodes.values()
        if node.resource_type in ("model", "seed")
        and not (node.description and node.columns and all(c.description for c in node.columns.values()))
    ]

    assert lacking == []


def test_every_seed_fixes_the_types_of_its_columns(manifest: Manifest) -> None:
    for node in manifest.nodes.values():
        if node.resource_type == "seed":
            assert node.config.column_types.keys() == node.columns.keys(), node.name


@pytest.fixture(scope="module")
def landing() -> dict[str, dict[str, str]]:
    """Table → column → type, as the contract of landing has them."""
    with duckdb.connect(":memory:") as connection:
        connection.execute((ROOT / "flows" / "landing" / "schema.sql").read_text(encoding="utf-8"))
        rows = connection.execute(
            "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'landing'"
        ).fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, data_type in rows:
        tables.setdefault(table, {})[column] = data_type
    return tables


def test_declared_sources_are_those_of_landing(
    manifest: Manifest, landing: dict[str, dict[str, str]]
) -> None:
    aliases = {"timestamptz": "timestamp with time zone"}
    for source in manifest.sources.values():
        declared = {
            column.name: aliases.get(column.data_type or "", column.data_type or "")
            .upper()
            .replace(" (", "(")
            for column in source.columns.values()
        }
        landed = {
            name: kind.upper().replace(", ", ",").replace(",", ", ")
            for name, kind in landing[source.name].items()
        }

        assert declared.items() <= landed.items(), source.name
