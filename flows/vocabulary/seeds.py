"""The resolved lines of a seed: those of `dbt_project/seeds`, then those of a package on top, which win by key."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache, lru_cache

from flows.base.extension import extension
from flows.vocabulary.declared import SEEDS, declared_seeds
from flows.vocabulary.lines import Line, read_lines


@cache
def read_seed(name: str) -> tuple[dict[str, str], ...]:
    """The lines of one seed, column name → text.

    A line of the package on top stands in the place of ours with the same key; its other lines come after all of ours.
    Raises FileNotFoundError for an unknown seed, SettingsError that names file and line for one that cannot be read.
    """
    return tuple(line.values for line in resolved_lines(name))


def resolved_lines(name: str) -> tuple[Line, ...]:
    """The same lines with their places. Raises as `read_seed`."""
    own = extension()
    added = own.vocabulary(name) if own else None
    ours = read_lines(SEEDS / f"{name}.csv", _columns(name))
    if added is None:
        return ours
    key = declared_seeds()[name].key
    resolved = {line.key(key): line for line in ours}
    resolved |= {line.key(key): line for line in read_lines(added, tuple(declared_seeds()[name].types))}
    return tuple(resolved.values())


def _columns(name: str) -> tuple[str, ...]:
    """The columns of our own file: its header (a test compares it with the YAML, which costs a reader its time)."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(next(csv.reader(file), ()))


INVISIBLE = "\u200b\ufeff"
"""Spaces that nobody sees and `str.split` does not know: zero-width space, byte order mark."""


@lru_cache(maxsize=16_384)  # several look-ups fold the same cell
def fold(text: str) -> str:
    """A text without what printing adds: compatible forms made one (NFKC: Ⅱ and II, ㎡ and m2), all white space
    and NUL removed.

    Two names are one name if they are equal after it. The dictionary of names has it for SQL, which folds nothing itself.
    """
    compatible = unicodedata.normalize("NFKC", text.replace("\0", ""))
    for space in INVISIBLE:
        compatible = compatible.replace(space, "")
    return "".join(compatible.split())
