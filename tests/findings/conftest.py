"""One load of the real document for all tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def published(real_load: Path) -> Path:
    """The warehouse folder of the real document of 2024."""
    return real_load / "warehouse"
