"""The data dictionary: every mart and its columns, from the models' YAML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.places import ROOT

PAGE = ROOT / "docs" / "reference" / "tables.md"
_MARTS = ROOT / "dbt_project" / "models" / "marts"

_HEAD = """# The tables

Made from the YAML of the models by `python -m tests.pages tables`; do not edit it here. These are the tables of the
schema `marts` in the published file, the public contract: base tables whose types are enforced when they are built. Each
table and column carries the same sentence as a comment in the file (`from duckdb_columns()`). Amounts of money are in yuan.
"""


def models() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every mart as its YAML has it, by folder and name."""
    for file in sorted(_MARTS.glob("*/*.yml")):
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", ()):
            yield file, model


def page() -> str:
    """The whole page as Markdown: a list of the marts, then a section each."""
    marts = list(models())
    lines = [_HEAD, "| table | |", "|---|---|"]
    lines += [
        f"| [{mart['name']}](#{mart['name']}) | {_sentence(mart).partition(': one row')[0]} |"
        for _, mart in marts
    ]
    lines += ["", *(line for _, mart in marts for line in _section(mart))]
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(mart: dict[str, Any]) -> Iterator[str]:
    yield from (f"## {mart['name']}", "", _sentence(mart), "", "| column | type | |", "|---|---|---|")
    for column in mart["columns"]:
        never_null = any(each["type"] == "not_null" for each in column.get("constraints", ()))
        kind = column["data_type"] + (", never null" if never_null else "")
        yield f"| `{column['name']}` | {kind} | {_sentence(column)} |"
    yield ""


def _sentence(described: dict[str, Any]) -> str:
    return " ".join(described["description"].split()).replace("|", "\\|")
