"""One parse of the models for all tests of this room, and the SQL that dbt makes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from dbt.contracts.graph.manifest import Manifest

from tests.dbt_project.project import run_dbt


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """What dbt reads of the project, without any data."""
    result = run_dbt("parse", "nothing", tmp_path_factory.mktemp("parse"))
    assert result.success, result.exception
    assert isinstance(result.result, Manifest)
    return result.result


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
