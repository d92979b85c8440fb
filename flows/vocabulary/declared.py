"""What `dbt_project/seeds/_seeds.yml` says of each seed, the one place where its key and the types of its columns stand.

    config:
      column_types: {spelling: varchar, level1: varchar, …}
      meta:
        key: [spelling]                                  what a line is of; a package's line replaces ours by it
        names:                                           what its lines name must be lines of another seed
          - {columns: [level1, level2], of: indicator_categories}
        compared: [spelling]                             what is compared with printed names: the dictionary of names has it

The columns' `not_null` and `accepted_values` are dbt's own words (`data_tests`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flows.base.paths import DBT_PROJECT

SEEDS = DBT_PROJECT / "seeds"
DECLARATIONS = SEEDS / "_seeds.yml"


@dataclass(frozen=True, slots=True)
class Names:
    """Columns of a seed that together name a line of another one, by its key."""

    columns: tuple[str, ...]
    of: str


@dataclass(frozen=True, slots=True)
class Declared:
    """One seed, as its YAML declares it."""

    name: str
    types: Mapping[str, str]
    """column → type in the database, in the order of the columns"""
    key: tuple[str, ...]
    """the columns that tell a line from all others"""
    names: tuple[Names, ...]
    required: frozenset[str]
    """columns that are never empty"""
    accepted: Mapping[str, tuple[str, ...]]
    """column → the only values that it may have, beside an empty cell"""
    compared: tuple[str, ...]
    """columns whose texts are compared with what documents print"""


@cache
def declared_seeds() -> Mapping[str, Declared]:
    """Every seed by its name, in the order of the YAML. Raises KeyError for a seed that declares no types or no key."""
    import yaml  # noqa: PLC0415 (a process that only reads a document needs no YAML)

    # The fast loader where this PyYAML has it: a process that reads a document has no time to lose.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(DECLARATIONS.read_bytes(), Loader=loader)  # noqa: S506 (both are safe loaders)
    return {seed["name"]: _declared(seed) for seed in content["seeds"]}


def _declared(seed: dict[str, Any]) -> Declared:
    meta = seed["config"]["meta"]
    tests = [(column["name"], test) for column in seed["columns"] for test in column.get("data_tests", ())]
    return Declared(
        name=seed["name"],
        types=seed["config"]["column_types"],
        key=tuple(meta["key"]),
        names=tuple(Names(tuple(names["columns"]), names["of"]) for names in meta.get("names", ())),
        required=frozenset(column for column, test in tests if test == "not_null"),
        accepted={
            column: tuple(map(str, test["accepted_values"]["arguments"]["values"]))
            for column, test in tests
            if isinstance(test, dict) and "accepted_values" in test
        },
        compared=tuple(meta.get("compared", ())),
    )
