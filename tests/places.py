"""Where things stand in the repository."""

from __future__ import annotations

from flows.base.paths import ROOT

__all__ = ["REAL_DOCUMENT", "ROOT"]

REAL_DOCUMENT = ROOT / "raw" / "2024" / "tianjin_market_regulation_objectives.txt"
PUBLISHERS = ROOT / "tests" / "documents" / "publishers"
"""Forms of publishers, each with a file of what it says: NAME.truth.json."""
