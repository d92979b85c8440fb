"""One parse of the models for all tests of this room, and the SQL that dbt makes of them."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.dbt_project.project import run_dbt
from tests.places import shared_by_all

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """What dbt reads of the project, without any data."""
    shared = shared_by_all(tmp_path_factory)
    with (shared / "parse.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = run_dbt(
            "parse", "nothing", shared / "parse"
        )  # the second process takes over what the first parsed
    assert result.success, result.exception
    manifest: Any = result.result
    return manifest


@pytest.fixture(scope="session")
def compiled(manifest: Manifest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The SQL of a text of Jinja, as dbt compiles it."""
    folder = tmp_path_factory.mktemp("compiled")

    def compile_text(*selection: str) -> str:
        result = run_dbt("compile", "nothing", folder, *selection, manifest=manifest)
        assert result.success, result.exception
        nodes: Any = result.result
        return nodes.results[0].node.compiled_code

    return compile_text
