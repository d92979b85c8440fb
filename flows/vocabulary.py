"""The vocabulary seeds: what words mean is data in `dbt_project/seeds`, read here by Python and there by dbt."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds"


@cache
def read_seed(name: str) -> tuple[dict[str, str], ...]:
    """The lines of one seed, column name → text, in file order. Raises FileNotFoundError for an unknown seed."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@lru_cache(maxsize=16_384)  # several look-ups fold the same cell
def fold(text: str) -> str:
    """A text without what printing adds: full-width forms folded to half width (NFKC), all white space removed."""
    return "".join(unicodedata.normalize("NFKC", text).split())
