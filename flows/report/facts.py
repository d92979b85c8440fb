"""What the report says, read from the published file in a few queries, in an order that never varies.

Money in yuan; a year is a fiscal year (预算年度). Sums and counts take the forms with `is_additive`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from flows.report import queries
from flows.warehouse.reviews import reviews_of

Row = dict[str, Any]
"""A row of a query by column name."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All rows that the pages show, each list in the order of the page."""

    years: list[Row]
    units: list[Row]
    projects: list[Row]
    families: list[Row]
    changes: list[Row]
    outcomes: list[Row]
    comparability: list[Row]
    rules: list[Row]
    documents: list[Row]
    gates: list[Row]
    rejected: list[Row]
    reviews: list[Row]
    """Fields that need review, each with its place, why, and the line of corrections that settles it."""
    load: Row
    budgets: Mapping[str, list[Row]]
    """By project_key."""
    indicators: Mapping[str, list[Row]]
    """By project_key: an indicator with its cells by year, change, outcome, mid-year values and peers."""
    findings: Mapping[str, list[Row]]
    """By project_key; None for those that are about no project."""

    @property
    def latest(self) -> int:
        """The latest year that has a form."""
        return self.years[-1]["fiscal_year"]

    @property
    def previous(self) -> int | None:
        """The year before it that has a form."""
        return self.years[-2]["fiscal_year"] if len(self.years) > 1 else None


def read_facts(connection: duckdb.DuckDBPyConnection) -> Facts:
    """Read everything that the pages show."""
    units = _rows(connection, queries.UNITS)
    unit_years = grouped(_rows(connection, queries.UNIT_YEARS), "unit_id")
    for unit in units:
        unit["years"] = {row["fiscal_year"]: row for row in unit_years.get(unit["unit_id"], [])}
    projects = _rows(connection, queries.PROJECTS)
    budgets = grouped(_rows(connection, queries.BUDGETS), "project_key")
    findings = grouped(_rows(connection, queries.FINDINGS), "project_key")
    for project in projects:
        forms = budgets.get(project["project_key"], [])
        project["budgets"] = {
            form["fiscal_year"]: form["budget_yuan"] for form in forms if form["is_additive"]
        }
        project["findings"] = len(findings.get(project["project_key"], []))
    return Facts(
        years=_rows(connection, queries.YEARS),
        units=units,
        projects=projects,
        families=_rows(connection, queries.FAMILIES),
        changes=_rows(connection, queries.CHANGES),
        outcomes=_rows(connection, queries.OUTCOMES),
        comparability=_rows(connection, queries.COMPARABILITY),
        rules=_rows(connection, queries.RULES),
        documents=_rows(connection, queries.DOCUMENTS),
        gates=_rows(connection, queries.GATES),
        rejected=_rows(connection, queries.REJECTED),
        reviews=[each.as_json() for each in reviews_of(connection)],
        load=_rows(connection, queries.LOAD)[0],
        budgets=budgets,
        indicators=_indicators(connection),
        findings=findings,
    )


def grouped(rows: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    """The rows by their value in a column, in their order."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    found = connection.execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, values, strict=True)) for values in found.fetchall()]


def _indicators(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Row]]:
    """By project: its indicators in the order of their latest form, with what is known of each in every year."""
    by_key: dict[str, Row] = {}
    for cell in _rows(connection, queries.CELLS):
        indicator = by_key.setdefault(
            cell["indicator_key"],
            {
                "indicator_key": cell["indicator_key"],
                "project_key": cell["project_key"],
                "latest": cell,
                "cells": {},
            }
            | {"changes": {}, "outcomes": {}, "mid_year": {}, "peers": {}},
        )
        indicator["cells"].setdefault(cell["fiscal_year"], cell)
    for name, query in (
        ("changes", queries.INDICATOR_CHANGES),
        ("outcomes", queries.INDICATOR_OUTCOMES),
        ("mid_year", queries.MID_YEAR),
        ("peers", queries.PEERS),
    ):
        for row in _rows(connection, query):
            if indicator := by_key.get(row["indicator_key"]):
                indicator[name].setdefault(row["fiscal_year"], row)
    return grouped(by_key.values(), "project_key")
