"""Data goes one way, sources → staging → documents → readings → identity → years, outcomes → marts.

A folder says what its models may read. Findings read the marts they judge; the marts `finding` and `rule_verdict`
publish them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.dbt_project.project import PROJECT, models

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

ROOMS = ("documents", "readings", "identity", "years", "outcomes")
"""The folders between staging and marts, in their order: a model reads those of its own and of earlier ones."""
MAY_READ = {
    "staging": {"source"},
    **{room: {"staging", "seed", *ROOMS[: number + 1]} for number, room in enumerate(ROOMS)},
    "findings": {"staging", *ROOMS, "marts", "findings", "seed"},
    "marts": {*ROOMS, "marts", "findings", "seed"},
}
PREFIXES = {"staging": ("stg_landing__",)} | dict.fromkeys(ROOMS, ("int_",))


def room(manifest: Manifest, unique_id: str) -> str:
    """Where a node stands: source, seed, or the folder of a model."""
    kind = unique_id.split(".", maxsplit=1)[0]
    return kind if kind != "model" else manifest.nodes[unique_id].fqn[1]


@pytest.mark.parametrize("folder", MAY_READ)
def test_models_read_only_what_their_folder_may(manifest: Manifest, folder: str) -> None:
    here = models(manifest, folder)
    astray = {
        (model.name, parent)
        for model in here
        for parent in model.depends_on.nodes
        if room(manifest, parent) not in MAY_READ[folder]
    }

    assert here
    assert astray == set()


def test_every_model_stands_in_a_folder_that_has_a_rule(manifest: Manifest) -> None:
    assert {model.fqn[1] for model in models(manifest)} == MAY_READ.keys()


def test_the_name_of_a_model_tells_its_folder(manifest: Manifest) -> None:
    for model in models(manifest):
        prefixes = PREFIXES.get(model.fqn[1])
        assert prefixes is None or model.name.startswith(prefixes), model.name


def test_every_table_of_landing_that_is_a_source_is_read_by_one_staging_model(manifest: Manifest) -> None:
    readers: dict[str, list[str]] = {source: [] for source in manifest.sources}
    for model in models(manifest):
        for parent in model.depends_on.nodes:
            if parent in readers:
                readers[parent].append(model.name)

    assert {source: names for source, names in readers.items() if len(names) != 1} == {}


def test_beside_every_model_stands_its_description(manifest: Manifest) -> None:
    missing = [
        model.original_file_path
        for model in models(manifest)
        if not (PROJECT / Path(model.original_file_path).with_suffix(".yml")).exists()
    ]

    assert missing == []


def test_what_documents_say_is_read_from_current_versions_only(manifest: Manifest) -> None:
    """One model a table says which rows are of current versions; whoever judges, links or counts reads that one."""
    tables = ("forms", "indicator_rows", "funding_lines", "rejected_texts")
    say_which = {
        *("int_document_versions", "int_current_forms", "int_current_indicator_rows"),
        *("int_funding_lines", "int_rejected_texts"),
    }
    astray = {
        (model.name, table)
        for model in models(manifest)
        for table in tables
        if f"model.jixiao.stg_landing__{table}" in model.depends_on.nodes and model.name not in say_which
    }

    assert astray == set()
