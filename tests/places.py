"""Where things stand in the repository."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REAL_DOCUMENT = ROOT / "raw" / "2024" / "tianjin_market_regulation_objectives.txt"
