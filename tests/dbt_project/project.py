"""Where the dbt project is, how tests run it, and what they ask of its manifest."""

from __future__ import annotations

from pathlib import Path

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest
from dbt.contracts.graph.nodes import ModelNode

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "dbt_project"


def run_dbt(command: str, target: str, folder: Path, *options: str) -> dbtRunnerResult:
    """Run a dbt command with its options on a target of the profile; what dbt writes goes into `folder`."""
    try:
        return dbtRunner().invoke(
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
    return [
        node
        for node in manifest.nodes.values()
        if isinstance(node, ModelNode) and folder in (None, node.fqn[1])
    ]
