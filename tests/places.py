"""Where things stand in the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.base.paths import ROOT

__all__ = ["REAL_DOCUMENT", "ROOT"]

REAL_DOCUMENT = ROOT / "raw" / "2024" / "tianjin_market_regulation_objectives.txt"
PUBLISHERS = ROOT / "tests" / "documents" / "publishers"
"""Forms of publishers, each with a file of what it says: NAME.truth.json."""


def shared_by_all(factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all its processes see."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
