"""One parse of the models for all tests of this room."""

from __future__ import annotations

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
