"""The vocabulary seeds: what words mean is data in `dbt_project/seeds`, read here by Python and there by dbt."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from flows.base.errors import SettingsError
from flows.base.extension import extension
from flows.base.paths import DBT_PROJECT

SEEDS = DBT_PROJECT / "seeds"


@cache
def read_seed(name: str) -> tuple[dict[str, str], ...]:
    """The lines of one seed, column name → text, in file order; after them those that the extension adds.

    Raises FileNotFoundError for an unknown seed, SettingsError for a line that has more or fewer cells than the header.
    """
    own = extension()
    added = own.vocabulary(name) if own else None
    return _lines(SEEDS / f"{name}.csv") + (_lines(added) if added else ())


def _lines(file: Path) -> tuple[dict[str, str], ...]:
    with file.open(encoding="utf-8", newline="") as opened:
        reader = csv.DictReader(opened)
        header = reader.fieldnames or ()
        lines = []
        for line in reader:
            if None in line or None in line.values():
                raise SettingsError(
                    f"{file}, line {reader.line_num}: the line needs {len(header)} cells, as the header has: "
                    + ",".join(header)
                )
            lines.append(line)
        return tuple(lines)


@lru_cache(maxsize=16_384)  # several look-ups fold the same cell
def fold(text: str) -> str:
    """A text without what printing adds: full-width forms folded to half width (NFKC), all white space removed."""
    return "".join(unicodedata.normalize("NFKC", text).split())
