"""The page of the vocabularies: every seed and its columns, from the seeds' YAML."""

from __future__ import annotations

from typing import Any

import yaml

from flows.vocabulary.seeds import read_seed
from tests.places import ROOT

PAGE = ROOT / "docs" / "reference" / "vocabularies.md"
_SEEDS = ROOT / "dbt_project" / "seeds"

_HEAD = """# The vocabularies

Made from `dbt_project/seeds/_seeds.yml` by `python -m tests.pages vocabularies`; do not edit it here. What words mean is
data: each file of `dbt_project/seeds/` is a vocabulary, read by Python, by the models and by the expectations. A package on
top adds lines of its own; one with the key of ours takes its place ([how](../how-to/your-own-package.md)).
"""


def page() -> str:
    """The whole page as Markdown: a section a seed, with its first line as an example."""
    seeds = yaml.safe_load((_SEEDS / "_seeds.yml").read_text(encoding="utf-8"))["seeds"]
    return "\n".join([_HEAD, *map(_section, seeds)]).rstrip("\n") + "\n"


def _section(seed: dict[str, Any]) -> str:
    lines = read_seed(seed["name"])
    example = lines[0] if lines else {}
    size = f"{len(lines):,} line{'' if len(lines) == 1 else 's'}"
    key = ", ".join(f"`{column}`" for column in seed["config"]["meta"]["key"])
    rows = [
        f"| `{column['name']}` | {_sentence(column)} | {example.get(column['name'], '').replace('|', chr(92) + '|')} |"
        for column in seed["columns"]
    ]
    return "\n".join(
        [
            f"## {seed['name']}",
            "",
            f"{_sentence(seed)} ({size}; key: {key})",
            "",
            "| column | | first line |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _sentence(described: dict[str, Any]) -> str:
    return " ".join(described["description"].split()).replace("|", "\\|")
