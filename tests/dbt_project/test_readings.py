"""Readings before identity: what a row says by itself needs no model that asks which project it is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

CELL, VALUE = "stg_landing__indicator_rows", "int_indicator_values"
MOST_MODELS = 8


def parents(manifest: Manifest, name: str) -> list[str]:
    """The models that a model reads."""
    nodes = manifest.nodes[f"model.jixiao.{name}"].depends_on.nodes
    return [node.rpartition(".")[2] for node in nodes if node.startswith("model.")]


def longest_way(manifest: Manifest, last: str) -> tuple[str, ...]:
    """The longest chain of models that ends with a model, each reading the one before."""

    @cache
    def way_to(name: str) -> tuple[str, ...]:
        return (*max((way_to(parent) for parent in parents(manifest, name)), key=len, default=()), name)

    return way_to(last)


def ancestors(manifest: Manifest, name: str) -> set[str]:
    found: set[str] = set()
    to_see = [name]
    while to_see:
        for parent in parents(manifest, to_see.pop()):
            if parent not in found:
                found.add(parent)
                to_see.append(parent)
    return found


def test_a_value_is_few_models_from_its_cell(manifest: Manifest) -> None:
    way = longest_way(manifest, VALUE)

    assert CELL in ancestors(manifest, VALUE)
    assert len(way) <= MOST_MODELS, " → ".join(way)


@pytest.mark.parametrize("fact", ["fact_indicator"])
def test_the_published_value_is_the_reading(manifest: Manifest, fact: str) -> None:
    code = manifest.nodes[f"model.jixiao.{fact}"].raw_code

    assert VALUE in parents(manifest, fact)
    assert "indicator_targets.canonical_value" in code


def test_no_reading_asks_which_project_a_row_is_of(manifest: Manifest) -> None:
    needs_identity = {
        name
        for name in ancestors(manifest, VALUE)
        if "project_key" in manifest.nodes[f"model.jixiao.{name}"].columns
    }

    assert needs_identity == set()
    assert "project_key" in manifest.nodes["model.jixiao.int_forms"].columns
