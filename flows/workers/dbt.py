"""The worker: `python -m flows.workers.dbt FOLDER` builds the models in FOLDER/working.duckdb for a load beside it.

It imports dbt and parses the project at once (seconds), then answers each line on stdin with a line on stdout, both JSON:

    {"build": "vocabulary"}  the seeds and the staging views
    {"build": "vocabulary tests"}  the data tests of the seeds, alone: lines were added to them
    {"build": "models"}      the models above staging, and the data tests
    {"build": "tests"}       the data tests of the models above staging, alone: another engine built these
    {"build": "findings"}    the findings and all that they are made of, without the tests of our own code

    {"nodes": 97}            how many nodes (seeds, models, tests) dbt ran
    {"error": "…"}           why it could not, in words for a person

It works in FOLDER, where the working file has the same relative name for every warehouse (dbt parses anew where the path
in its profile is another), and ends at the end of stdin: so with the load, however that ends, within a build too.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import queue
import shutil
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

from flows.base.extension import dbt_folder, extension
from flows.base.paths import DBT_PROJECT, Warehouse

if TYPE_CHECKING:
    from dbt.artifacts.schemas.results import NodeResult
    from dbt.cli.main import dbtRunner, dbtRunnerResult

# dbt's profile reads the file to work on from here.
_WORKING_FILE = "JIXIAO_WORKING_FILE"
_GOOD = {"success", "pass", "skipped"}
_FINDINGS = ("finding", "rule_verdict", "dim_document")
_SHOWN_ROWS = 3
_PARSED = "partial_parse.msgpack"
# What the latest load of any warehouse parsed: a new warehouse starts from it.
_PARSED_BEFORE = DBT_PROJECT / "target" / "loads" / _PARSED


class ModelsError(Exception):
    """dbt could not parse or build, in words for a person."""


def main() -> None:
    """Answer requests until stdin ends, which ends the process at once."""
    answers = claim_stdout()
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests,), daemon=True).start()
    os.chdir(sys.argv[1])
    warehouse = Warehouse(Path())
    os.environ[_WORKING_FILE] = str(warehouse.working)
    gc.disable()  # dbt keeps what it parses: looking through it for garbage is a tenth of the work
    try:
        models = _Models(warehouse)
    except ModelsError as error:
        models = error
    gc.freeze()
    gc.enable()
    while True:
        request = json.loads(requests.get())
        answers.write(json.dumps(_answer(models, request["build"])) + "\n")
        answers.flush()


def claim_stdout() -> IO[str]:
    """A stream to the real stdout, for answers only: whatever libraries print goes to stderr from here on."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    return answers


def _receive(requests: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


def _answer(models: _Models | ModelsError, what: str) -> dict[str, int | str]:
    if isinstance(models, ModelsError):
        return {"error": str(models)}
    try:
        return {"nodes": models.build(what)}
    except ModelsError as error:
        return {"error": str(error)}


class _Models:
    """The parsed dbt project, and its builds in the working file."""

    def __init__(self, warehouse: Warehouse) -> None:
        # Here, so that an error of dbt's start is told like any other.
        from dbt.cli.main import dbtRunner  # noqa: PLC0415
        from dbt.contracts.graph.manifest import Manifest  # noqa: PLC0415

        self._target = warehouse.dbt_target.resolve()
        self._working = warehouse.working.resolve()
        if extension():
            _install_packages()
        else:
            _start_from_earlier_parse(self._target / _PARSED)
        result = run_dbt(dbtRunner(), ["parse"], self._target)
        if not isinstance(result.result, Manifest):
            raise ModelsError(f"dbt cannot parse {dbt_folder()}: {result.exception}")
        self._manifest = result.result
        if not extension():
            _keep_parse(self._target / _PARSED)

    def build(self, what: str) -> int:
        """How many nodes ran. Raises ModelsError naming the nodes that failed."""
        if what == "vocabulary":
            return self._build(["--select", *self._models(staging=True), "resource_type:seed"], "buildable")
        if what == "vocabulary tests":
            return self._build(["--select", "resource_type:seed"], "buildable", "test")
        if what == "models":
            return self._build(["--select", *self._models(staging=False)], "eager")
        if what == "tests":
            return self._build(["--select", *self._models(staging=False)], "eager", "test")
        return self._build(["--select", *(f"+{name}" for name in _FINDINGS)], None)

    def _models(self, *, staging: bool) -> list[str]:
        return [
            node.name
            for node in self._manifest.nodes.values()
            if node.resource_type == "model" and ("staging" in node.fqn) is staging
        ]

    def _build(self, selection: list[str], tests: str | None, command: str = "build") -> int:
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415
        from dbt.cli.main import dbtRunner  # noqa: PLC0415

        left_out = ["unit_test"] if tests else ["unit_test", "test"]
        options = [option for kind in left_out for option in ("--exclude-resource-type", kind)]
        if tests:
            options += ["--indirect-selection", tests]
        try:
            result = run_dbt(
                dbtRunner(manifest=self._manifest), [command, *selection, *options], self._target
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
    """Run a command of dbt on the project, quietly; what it compiles goes below `target`, None where it compiles nothing."""
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
    if nodes is None:
        raise ModelsError(f"dbt could not run on {working}: {result.exception}")
    failed = [node for node in nodes if str(node.status) not in _GOOD]
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


def _first_rows(node: NodeResult, working: Path) -> str:
    """The first rows that a failed data test found, a line each; none of what failed otherwise."""
    import duckdb  # noqa: PLC0415 (after dbt, whose start is timed)

    if str(node.status) != "fail":
        return ""
    with duckdb.connect(str(working), read_only=True) as connection:
        found = connection.execute(getattr(node.node, "compiled_code", None) or "")
        names = [column[0] for column in found.description]
        rows = found.fetchmany(_SHOWN_ROWS)
    return "".join(
        f"\n    {', '.join(f'{name}: {value}' for name, value in zip(names, row, strict=True))}"
        for row in rows
    )


def _start_from_earlier_parse(parsed: Path) -> None:
    """What dbt parsed for another warehouse saves a new one seconds: only changed files are parsed again."""
    if not parsed.exists() and _PARSED_BEFORE.exists():
        parsed.parent.mkdir(parents=True, exist_ok=True)
        _copy(_PARSED_BEFORE, parsed)


def _keep_parse(parsed: Path) -> None:
    with contextlib.suppress(OSError):  # an installation that this user may not write to starts from nothing
        _PARSED_BEFORE.parent.mkdir(parents=True, exist_ok=True)
        _copy(parsed, _PARSED_BEFORE)


def _copy(source: Path, destination: Path) -> None:
    """Copy a file so that whoever reads `destination` sees a whole one, whoever else writes it, too."""
    partial = destination.with_suffix(f".{os.getpid()}.partial")
    shutil.copyfile(source, partial)
    partial.replace(destination)


if __name__ == "__main__":
    main()
