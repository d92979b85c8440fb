"""One load of the real document for all tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.loading import jixiao


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse folder of the real document of 2024."""
    warehouse = tmp_path_factory.mktemp("findings")
    called = jixiao("load", "--raw", ROOT / "raw", "--warehouse", warehouse)
    assert called.status == 0, called.err
    return warehouse
