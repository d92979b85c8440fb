"""The main job: raw → landing → gate 1 → models → gate 2 → published file, as plain functions in one process."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

import duckdb

from flows.base.errors import CouldNotRunError, ExitStatus, RefusedError, UsageError
from flows.base.files import locked
from flows.base.paths import Warehouse
from flows.raw.listing import RawFile, list_raw
from flows.warehouse.fingerprint import load_fingerprint
from flows.warehouse.history import essence, read_history
from flows.warehouse.state import (
    DocumentState,
    LoadReport,
    now,
    published_fingerprint,
    read_documents,
    read_report,
    read_totals,
    write_report,
)

if TYPE_CHECKING:
    from flows.loading.steps import Judged

P = ParamSpec("P")
T = TypeVar("T")


class RunStep(Protocol):
    """Runs one step of the load and returns what it returns: plainly, or as a task of a Prefect flow.

    `what` says in a few words what is being done.
    """

    def __call__(self, what: str, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `step` with the arguments and return its result."""
        ...


def load(raw: Path, warehouse: Warehouse, run: RunStep, *, is_preview: bool = False) -> LoadReport:
    """Bring the published file up to date with the documents below `raw`, each step run by `run`.

    A preview does all of it but publish: the file as it would be is `warehouse.preview`.

    Raises UsageError where `raw` cannot be used, RefusedError where it is empty, and
    CouldNotRunError where the load had to stop; the published file is then as it was before.
    """
    if warehouse.folder.resolve().is_relative_to(raw.resolve()):
        raise UsageError(
            f"the warehouse {warehouse.folder} lies in {raw}, so that its files would be read as documents. Name a folder "
            "beside it: --warehouse"
        )
    files = list_raw(raw)
    if not files and not warehouse.store.exists():
        raise RefusedError(
            f"there is no document below {raw}. Put one into the folder of its fiscal year, as {raw / '2024'}/…"
        )
    fingerprint = load_fingerprint(files)
    if published_fingerprint(warehouse) == fingerprint:
        report = _nothing_new(warehouse, files)
        latest = read_report(warehouse)
        if not is_preview and latest and latest.exit_status is ExitStatus.REFUSED:
            write_report(warehouse, report)  # what was refused has been taken back
        return report
    with locked(warehouse):
        for left in (warehouse.temporary, warehouse.temporary_of_dbt):  # of a load that was killed
            shutil.rmtree(left, ignore_errors=True)
        try:
            report = _load(
                raw,
                warehouse,
                files,
                fingerprint,
                run,
                warehouse.preview if is_preview else warehouse.published,
            )
        except (OSError, duckdb.Error) as error:
            raise CouldNotRunError(
                f"the load stopped: {error}. The published file is as it was; mend this and start again"
            ) from error
        if not is_preview:
            write_report(warehouse, report)
    return report


def _nothing_new(warehouse: Warehouse, files: tuple[RawFile, ...]) -> LoadReport:
    documents = read_documents(warehouse.published)
    present = {file.path for file in files if file.sha256 is not None}
    known = {document.path for document in documents if document.status == "current"}
    return LoadReport(
        status=_status(documents),
        message="Nothing is new: the published file was made of these very documents, seeds and code.",
        finished_at=now(),
        seconds=0.0,
        documents_read=(),
        gone=tuple(sorted((known | {file.path for file in files}) - present)),
        documents=documents,
        totals=read_totals(warehouse.published),
        gates=(),
    )


def _load(
    raw: Path,
    warehouse: Warehouse,
    files: tuple[RawFile, ...],
    fingerprint: str,
    run: RunStep,
    destination: Path,
) -> LoadReport:
    # Only now: a load of nothing new does without polars, dbt and the gates. Great Expectations and dbt load in processes
    # of their own while the documents are read.
    from flows.workers.auditor import start_auditor  # noqa: PLC0415
    from flows.workers.builder import is_spark_set, start_builder  # noqa: PLC0415

    started_at, clock = dt.datetime.now(dt.UTC), time.monotonic()
    is_spark = is_spark_set()
    with (
        start_builder(warehouse) as builder,
        start_auditor(warehouse.data_docs) as auditor,
        ThreadPoolExecutor(1) as beside,
    ):
        from flows.loading import steps  # noqa: PLC0415
        from flows.loading.working import begin_working, fill_working  # noqa: PLC0415

        begun = beside.submit(begin_working, warehouse, builder, has_models=is_spark)
        landed = run(f"Reading {len(files)} document(s)", steps.land_documents, warehouse, files, raw)
        begun.result()
        fill_working(warehouse, landed.scopes)
        judged = [*run("Gate 1: which documents may enter?", steps.judge_documents, warehouse, auditor)]
        totals = changed = None
        if steps.can_build(warehouse, landed.scopes):
            run("Building the models", steps.build_models, warehouse, builder)
            judged += run("Gate 2: may this be published?", steps.judge_warehouse, warehouse, auditor)
            file = run(
                "Publishing",
                steps.publish_warehouse,
                warehouse,
                destination,
                fingerprint,
                started_at,
                landed,
                judged,
            )
            documents, totals = read_documents(file), read_totals(file)
            changed = essence(read_history(file)) if file == destination else None
        else:
            documents = steps.documents_set_aside(warehouse)
    status, message = _verdict(warehouse, destination, judged, documents)
    return LoadReport(
        status=status,
        message=message,
        finished_at=now(),
        seconds=round(time.monotonic() - clock, 2),
        documents_read=landed.documents.read,
        gone=landed.documents.gone,
        documents=documents,
        totals=totals,
        gates=steps.gate_results(judged),
        changed=changed,
        is_preview=destination == warehouse.preview,
    )


def _verdict(
    warehouse: Warehouse, destination: Path, judged: list[Judged], documents: tuple[DocumentState, ...]
) -> tuple[ExitStatus, str]:
    if not any(gate.gate == "warehouse" for gate in judged):
        return ExitStatus.REFUSED, "No document could enter; nothing was published."
    if refused := [name for gate in judged for name in gate.refused_because]:
        names = ", ".join(refused)
        return (
            ExitStatus.REFUSED,
            f"Gate 2 refused ({names}): the published file is as it was. What was built is in {warehouse.refused}.",
        )
    if destination == warehouse.preview:
        return _status(documents), f"Nothing was published. The file as it would be is {destination}."
    return _status(documents), f"Published {destination}."


def _status(documents: tuple[DocumentState, ...]) -> ExitStatus:
    set_aside = any(document.status == "set_aside" for document in documents)
    return ExitStatus.SET_ASIDE if set_aside else ExitStatus.PUBLISHED
