"""Where the dbt project is, how tests run it, what they ask of its manifest, and how they draw rows for its SQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import yaml
from hypothesis import settings
from hypothesis import strategies as st

if TYPE_CHECKING:  # dbt takes a second to import, whatever tests are asked for
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest
    from dbt.contracts.graph.nodes import ModelNode

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "dbt_project"
# A law of SQL is asked of many cases by one query, since each costs the planning of a whole model.
A_QUERY = 15
IN_QUERIES = settings(max_examples=settings().max_examples // 10)
T = TypeVar("T")


def many(case: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
    """Cases for one query, to be drawn under IN_QUERIES."""
    return st.lists(case, min_size=A_QUERY, max_size=A_QUERY)


def run_dbt(
    command: str, target: str, folder: Path, *options: str, manifest: Manifest | None = None
) -> dbtRunnerResult:
    """Run a dbt command with its options on a target of the profile; what dbt writes goes into `folder`.

    With the manifest of an earlier run the project is not parsed again.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415 (as above)
    from dbt.cli.main import dbtRunner  # noqa: PLC0415

    try:
        return dbtRunner(manifest=manifest).invoke(
            [
                *("--log-level", "none", "--log-level-file", "none", "--no-version-check"),
                *(command, "--target", target, *options),
                *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
                *("--target-path", str(folder / "target"), "--log-path", str(folder / "logs")),
            ]
        )
    finally:
        DuckDBConnectionManager.close_all_connections()


def models(manifest: Manifest, folder: str | None = None) -> list[ModelNode]:
    """All models, or those of one folder."""
    from dbt.contracts.graph.nodes import ModelNode  # noqa: PLC0415

    return [
        node
        for node in manifest.nodes.values()
        if isinstance(node, ModelNode) and folder in (None, node.fqn[1])
    ]


def columns_of(model: str) -> dict[str, str]:
    """The columns of an intermediate model of years, as its YAML lists them: what is no text has a type by its name."""
    [file] = (PROJECT / "models").rglob(f"{model}.yml")
    [described] = yaml.safe_load(file.read_text(encoding="utf-8"))["models"]
    kinds = {
        "integer": (
            *("fiscal_year", "known_in", "form_no", "row_no", "begins", "due", "years_beyond"),
            *("starts_in_year", "due_in_year"),
        ),
        "decimal(28, 8)": ("value", "comparable_value", "base_value"),
        "decimal(28, 6)": ("budget_yuan",),
        "decimal(6, 4)": ("match_score",),
        "date": ("begins_on", "ends_on", "starts_on", "due_on"),
        "boolean": (
            *("is_recurring", "is_completion", "follows_budget", "is_total_cost"),
            "is_the_budget",
        ),
    }
    return {
        column["name"]: next(
            (kind for kind, names in kinds.items() if column["name"].removeprefix("previous_") in names),
            "varchar",
        )
        for column in described["columns"]
    }
