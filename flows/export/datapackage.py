"""A Frictionless data package: CSV files and datapackage.json, which says what tables and columns mean and how they join.

Keys are those of the models' YAML: the grain of `meta`, and what the test `is_whole` says of keys.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import yaml

from flows.base.paths import DBT_PROJECT
from flows.export.csv_files import write_csv
from flows.warehouse.tables import Column, Table

_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
# What is none of these (a list of an own mart) is a string, as the CSV file writes it.
_TYPES = {
    **dict.fromkeys([*_INTEGERS, *(f"U{name}" for name in _INTEGERS)], "integer"),
    "FLOAT": "number",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "datetime",
}
_REF = re.compile(r"""ref\(["'](\w+)["']\)""")


@dataclass(frozen=True, slots=True)
class Keys:
    """What dbt tests of a mart's keys."""

    primary: tuple[str, ...] = ()
    foreign: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Column → the mart in which its values stand, and the key there."""
    required: frozenset[str] = frozenset()


def write_datapackage(
    connection: duckdb.DuckDBPyConnection, tables: tuple[Table, ...], folder: Path
) -> list[str]:
    """Write datapackage.json and `<table>.csv` of each table; returns no remark."""
    keys = read_keys()
    exported = {table.name for table in tables}
    for table in tables:
        write_csv(connection, table, folder / f"{table.name}.csv")
    package = {
        "profile": "tabular-data-package",
        "name": "jixiao",
        "title": "绩效 Jixiao",
        "description": (
            "What Chinese government departments promise for their money (项目支出绩效目标). A text that begins like a "
            "formula or with an apostrophe has one apostrophe more before it."
        ),
        "resources": [_resource(table, keys.get(table.name, Keys()), exported) for table in tables],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    return []


def read_keys() -> dict[str, Keys]:
    """The keys of each mart, from the YAML of its model."""
    models = [
        model
        for file in sorted((DBT_PROJECT / "models" / "marts").glob("*/*.yml"))
        for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]
    ]
    named = {model["name"]: model["config"]["meta"].get("keys", []) for model in models}
    return {model["name"]: _keys_of(model, named) for model in models}


def _keys_of(model: dict[str, Any], named: dict[str, list[str]]) -> Keys:
    """The keys of a mart; `named` has those that the `meta` of each mart names."""
    primary = tuple(model["config"]["meta"].get("grain", ()))
    foreign: dict[str, str] = {}
    for test in model.get("data_tests", []):
        if isinstance(test, dict) and "is_whole" in test:
            foreign = test["is_whole"]["arguments"]["keys"]
    required = [
        column["name"] for column in model["columns"] if {"type": "not_null"} in column.get("constraints", [])
    ]
    others = {column: _REF.findall(reference)[0] for column, reference in foreign.items()}
    dimensions = {
        column: (other, next(key for key in named[other] if f"_{column}".endswith(f"_{key}")))
        for column, other in others.items()
    }
    return Keys(primary, dimensions, frozenset(required))


def _resource(table: Table, keys: Keys, exported: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, is_required=column.name in keys.required) for column in table.columns],
        "missingValues": [""],
    }
    if keys.primary:
        schema["primaryKey"] = list(keys.primary)
    references = [
        {"fields": [column], "reference": {"resource": dimension, "fields": [key]}}
        for column, (dimension, key) in keys.foreign.items()
        if dimension in exported and dimension != table.name
    ]
    if references:
        schema["foreignKeys"] = references
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "title": table.term,
        "description": table.description,
        "schema": schema,
    }


def _field(column: Column, *, is_required: bool) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": "number" if column.type.startswith("DECIMAL") else _TYPES.get(column.type, "string"),
        "title": column.term,
        "description": column.description,
    }
    if is_required:
        described["constraints"] = {"required": True}
    return described
