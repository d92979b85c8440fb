"""What the process that builds does: it parses the dbt project once, then builds in FOLDER/working.duckdb when asked.

It works in FOLDER, where the working file has the same relative name for every warehouse: dbt parses anew where the path in
its profile is another.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flows.base.extension import dbt_folder, extension
from flows.base.paths import DBT_PROJECT, Warehouse
from flows.workers.packages import install_packages
from flows.workers.parsed import keep_parsed, take_parsed
from flows.workers.project_check import problems_of
from flows.workers.serve import LATE_STATUS

if TYPE_CHECKING:
    from dbt.artifacts.schemas.results import NodeResult
    from dbt.cli.main import dbtRunner, dbtRunnerResult
    from dbt_common.events.base_types import EventMsg

# dbt's profile reads the file to work on from here.
_WORKING_FILE = "JIXIAO_WORKING_FILE"
_GOOD = {"success", "pass", "skipped"}
_FINDINGS = ("finding", "rule_verdict", "dim_document")
_SHOWN_ROWS = 3
# How the system and DuckDB say that the disk is full.
_NO_SPACE = ("No space left on device", "Disk quota exceeded", "max_temp_directory_size")


class ModelsError(Exception):
    """dbt could not parse or build, in words for a person."""


class WrongProjectError(ModelsError):
    """The project, which dbt can parse, cannot be published: a line of the vocabulary or a model is to be mended."""


def parse(folder: str) -> None:
    """Import dbt and parse the project (seconds), for the builds that follow. Raises ModelsError."""
    _models(folder)


def build(folder: str, what: str, seconds: float) -> int:
    """Build in FOLDER/working.duckdb within `seconds`. How many nodes (seeds, models, tests) dbt ran.

    `what` is

        vocabulary  the seeds and the staging views
        models      the models above staging, and the data tests
        findings    the findings and all that they are made of, without the tests of our own code

    Raises ModelsError naming the nodes that failed, WrongProjectError for a project that cannot be published.
    """
    models = _models(folder)
    timer = threading.Timer(seconds, _end_late)
    timer.daemon = True
    timer.start()
    try:
        return models.build(what)
    finally:
        timer.cancel()


_at_work: dict[str, None] = {}


def _note(event: EventMsg) -> None:
    """Keep the nodes that dbt is at work on; it calls this with every event."""
    node = getattr(event.data, "node_info", None)
    if node and event.info.name == "NodeStart":
        _at_work[node.unique_id] = None
    elif node and event.info.name == "NodeFinished":
        _at_work.pop(node.unique_id, None)


def _end_late() -> None:
    sys.stderr.write(", ".join(_at_work) or "no node")
    sys.stderr.flush()
    os._exit(LATE_STATUS)


@cache
def _models(folder: str) -> _Models:
    os.chdir(folder)
    warehouse = Warehouse(Path())
    os.environ[_WORKING_FILE] = str(warehouse.working)
    gc.disable()  # dbt keeps what it parses: looking through it for garbage is a tenth of the work
    try:
        return _Models(warehouse)
    finally:
        gc.freeze()
        gc.enable()


class _Models:
    """The parsed dbt project, and its builds in the working file."""

    def __init__(self, warehouse: Warehouse) -> None:
        # Here, so that an error of dbt's start is told like any other.
        from dbt.cli.main import dbtRunner  # noqa: PLC0415
        from dbt.contracts.graph.manifest import Manifest  # noqa: PLC0415

        self._target = warehouse.dbt_target.resolve()
        self._working = warehouse.working.resolve()
        if extension():
            install_packages(dbt_folder(), _install_packages)
        take_parsed(self._target)
        result = run_dbt(dbtRunner(), ["parse"], self._target)
        if not isinstance(result.result, Manifest):
            _check_space(self._working, str(result.exception))
            raise ModelsError(f"dbt cannot parse {dbt_folder()}: {result.exception}")
        self._manifest = result.result
        keep_parsed(self._target)
        if problems := problems_of(self._manifest):
            raise WrongProjectError("; ".join(problems))

    def build(self, what: str) -> int:
        """How many nodes ran. Raises ModelsError naming the nodes that failed."""
        if what == "vocabulary":
            return self._build(["--select", *self._models(staging=True), "resource_type:seed"], "buildable")
        if what == "models":
            return self._build(["--select", *self._models(staging=False)], "eager")
        return self._build(["--select", *(f"+{name}" for name in _FINDINGS)], None)

    def _models(self, *, staging: bool) -> list[str]:
        return [
            node.name
            for node in self._manifest.nodes.values()
            if node.resource_type == "model" and ("staging" in node.fqn) is staging
        ]

    def _build(self, selection: list[str], tests: str | None) -> int:
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415
        from dbt.cli.main import dbtRunner  # noqa: PLC0415

        left_out = ["unit_test"] if tests else ["unit_test", "test"]
        options = [option for kind in left_out for option in ("--exclude-resource-type", kind)]
        if tests:
            options += ["--indirect-selection", tests]
        try:
            result = run_dbt(
                dbtRunner(manifest=self._manifest, callbacks=[_note]),
                ["build", *selection, *options],
                self._target,
            )
        finally:
            DuckDBConnectionManager.close_all_connections()
        return nodes_run(result, self._working)


def _install_packages() -> None:
    """Put Jixiao's project, which an extension names in its packages.yml, where dbt looks for packages."""
    from dbt.cli.main import dbtRunner  # noqa: PLC0415

    result = run_dbt(dbtRunner(), ["deps"], None)
    if not result.success:
        raise ModelsError(f"dbt cannot install the packages of {dbt_folder()}: {result.exception}")


def run_dbt(runner: dbtRunner, command: list[str], target: Path | None) -> dbtRunnerResult:
    """Run a command of dbt on the project, quietly; what it compiles goes below `target`, None if it compiles nothing."""
    return runner.invoke(
        [
            *("--log-level", "none", "--log-level-file", "none", "--no-version-check", "--no-write-json"),
            *("--no-send-anonymous-usage-stats", *command),
            *("--project-dir", str(dbt_folder()), "--profiles-dir", str(DBT_PROJECT)),
            *(("--target-path", str(target)) if target else ()),
        ]
    )


def nodes_run(result: dbtRunnerResult, working: Path) -> int:
    """How many nodes ran on the working file. Raises ModelsError naming those that failed."""
    nodes = getattr(result.result, "results", None)
    _check_space(working, str(result.exception or ""))
    if nodes is None:
        raise ModelsError(f"dbt could not run on {working}: {result.exception}")
    failed = [node for node in nodes if str(node.status) not in _GOOD]
    _check_space(working, *(node.message or "" for node in failed))
    if failed:
        lines = "\n".join(
            f"  {node.node.unique_id}: {(node.message or str(node.status)).strip()}{_first_rows(node, working)}"
            for node in failed
        )
        raise ModelsError(
            f"{len(failed)} of {len(nodes)} dbt nodes failed; nothing was published. This is an error of the models or of "
            f"the vocabulary, not of the documents:\n{lines}"
        )
    return len(nodes)


def _check_space(working: Path, *messages: str) -> None:
    """Raises ModelsError with one sentence if a failure is only that the disk is full."""
    if any(sign in message for message in messages for sign in _NO_SPACE):
        raise ModelsError(
            f"no space is left on the disk of {working.parent} to build the models; nothing was published. Make room and "
            "load again"
        )


def _first_rows(node: NodeResult, working: Path) -> str:
    """The first rows that a failed data test found, a line each; none of what failed otherwise.

    A test that says in a column `message` what is wrong and what to do is shown by that.
    """
    import duckdb  # noqa: PLC0415 (after dbt, whose start is timed)

    if str(node.status) != "fail":
        return ""
    with duckdb.connect(str(working), read_only=True) as connection:
        found = connection.execute(getattr(node.node, "compiled_code", None) or "")
        names = [column[0] for column in found.description]
        rows = found.fetchmany(_SHOWN_ROWS)
    found_rows = [dict(zip(names, row, strict=True)) for row in rows]
    return "".join(
        f"\n    {row.get('message') or ', '.join(f'{name}: {value}' for name, value in row.items())}"
        for row in found_rows
    )
