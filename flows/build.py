"""dbt builds the models in the working file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest

from flows.errors import CouldNotRunError
from flows.paths import DBT_PROJECT

# dbt's profile reads the file to work on from here.
WORKING_FILE = "JIXIAO_WORKING_FILE"
_GOOD = {"success", "pass", "skipped"}
_FINDINGS = ("finding", "rule_verdict", "dim_document")


@dataclass(frozen=True, slots=True)
class BuildResult:
    """How many nodes (seeds, models, tests) dbt ran."""

    nodes: int


def parse_models(working: Path, target: Path) -> Manifest:
    """Read the dbt project; needs no database, so it may run while a gate reads the working file.

    `target` is the folder where dbt keeps what it parsed, so that the next load parses only what changed.
    Raises CouldNotRunError where the project cannot be parsed.
    """
    result = _invoke(dbtRunner(), ["parse"], working, target)
    if not isinstance(result.result, Manifest):
        raise CouldNotRunError(f"dbt cannot parse {DBT_PROJECT}: {result.exception}")
    return result.result


def build_vocabulary(working: Path, target: Path, manifest: Manifest) -> BuildResult:
    """The seeds and the staging views: all that no verdict of gate 1 decides, so it may go first.

    Raises CouldNotRunError naming the nodes that failed.
    """
    return _build(working, target, manifest, [*_of_staging(manifest), "resource_type:seed"], "buildable")


def build_models(working: Path, target: Path, manifest: Manifest) -> BuildResult:
    """The models above staging and the data tests, in the order of their references.

    Raises CouldNotRunError naming the nodes that failed: a failed test means that our own code is wrong.
    """
    staging = set(_of_staging(manifest))
    above = [name for name in _models(manifest) if name not in staging]
    return _build(working, target, manifest, above, "eager")


def build_findings(working: Path, target: Path, manifest: Manifest) -> BuildResult:
    """The findings and all that they are made of, without the tests of our own code.

    Raises CouldNotRunError naming the nodes that failed.
    """
    return _run(
        working, target, manifest, ["--select", *(f"+{name}" for name in _FINDINGS)], ["unit_test", "test"]
    )


def _models(manifest: Manifest) -> list[str]:
    return [node.name for node in manifest.nodes.values() if node.resource_type == "model"]


def _of_staging(manifest: Manifest) -> list[str]:
    return [
        node.name
        for node in manifest.nodes.values()
        if node.resource_type == "model" and "staging" in node.fqn
    ]


def _build(working: Path, target: Path, manifest: Manifest, selected: list[str], tests: str) -> BuildResult:
    return _run(
        working, target, manifest, ["--select", *selected, "--indirect-selection", tests], ["unit_test"]
    )


def _run(
    working: Path, target: Path, manifest: Manifest, selection: list[str], left_out: list[str]
) -> BuildResult:
    excluded = [option for kind in left_out for option in ("--exclude-resource-type", kind)]
    try:
        result = _invoke(dbtRunner(manifest=manifest), ["build", *selection, *excluded], working, target)
    finally:
        DuckDBConnectionManager.close_all_connections()
    nodes = getattr(result.result, "results", None)
    if nodes is None:
        raise CouldNotRunError(f"dbt could not run on {working}: {result.exception}")
    failed = [node for node in nodes if str(node.status) not in _GOOD]
    if failed:
        lines = "\n".join(
            f"  {node.node.unique_id}: {(node.message or str(node.status)).strip()}" for node in failed
        )
        raise CouldNotRunError(
            f"{len(failed)} of {len(nodes)} dbt nodes failed; nothing was published. This is an error of the models, "
            f"not of the documents:\n{lines}\nThe working file {working} holds the rows to look at."
        )
    return BuildResult(len(nodes))


def _invoke(runner: dbtRunner, command: list[str], working: Path, target: Path) -> dbtRunnerResult:
    os.environ[WORKING_FILE] = str(working.resolve())
    return runner.invoke(
        [
            *("--log-level", "none", "--log-level-file", "none", "--no-version-check", "--no-write-json"),
            *("--no-send-anonymous-usage-stats", *command),
            *("--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)),
            *("--target-path", str(target.resolve())),
        ]
    )
