"""The main job: raw → landing → gate 1 → models → gate 2 → published file, as plain functions in one process."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
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
    Totals,
    now,
    published_fingerprint,
    read_documents,
    read_report,
    read_totals,
    write_report,
)

if TYPE_CHECKING:
    from flows.loading.context import Load
    from flows.loading.steps import Judged, Landing

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

    Raises UsageError or NotFoundError if `raw` cannot be used, RefusedError if it is empty, and CouldNotRunError if the
    load had to stop; the published file is then as it was before.
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
        # Only now: a load of nothing new does without polars, dbt and the gates.
        from flows.loading.context import beginning  # noqa: PLC0415

        destination = warehouse.preview if is_preview else warehouse.published
        try:
            with beginning(
                warehouse, raw, files, destination, fingerprint=fingerprint, data_docs=warehouse.data_docs
            ) as this:
                report = _bring_up_to_date(this, run)
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


def _bring_up_to_date(load: Load, run: RunStep) -> LoadReport:
    """raw → landing → gate 1 → models → gate 2 → the published file, and what became of it."""
    from flows.loading import steps  # noqa: PLC0415 (as the context: a load of nothing new does without it)

    landed = run(f"Reading {len(load.files)} document(s)", steps.land_documents, load)
    judged = [*run("Gate 1: which documents may enter?", steps.judge_documents, load)]
    if not steps.can_build(load, landed.scopes):
        return _report(load, landed, judged, steps.documents_set_aside(load))
    run("Building the models", steps.build_models, load)
    judged += run("Gate 2: may this be published?", steps.judge_warehouse, load)
    file = run("Publishing", steps.publish_warehouse, load, landed, judged)
    changed = essence(read_history(file)) if file == load.destination else None
    return _report(load, landed, judged, read_documents(file), read_totals(file), changed)


def _report(
    load: Load,
    landed: Landing,
    judged: list[Judged],
    documents: tuple[DocumentState, ...],
    totals: Totals | None = None,
    changed: str | None = None,
) -> LoadReport:
    status, message = _verdict(load, judged, documents)
    finished_at = dt.datetime.now(dt.UTC)
    return LoadReport(
        status=status,
        message=message,
        finished_at=finished_at.isoformat(timespec="seconds"),
        seconds=round((finished_at - load.started_at).total_seconds(), 2),
        documents_read=landed.documents.read,
        gone=landed.documents.gone,
        documents=documents,
        totals=totals,
        gates=tuple(result for gate in judged for result in gate.as_reported()),
        changed=changed,
        is_preview=load.is_preview,
    )


def _verdict(
    load: Load, judged: list[Judged], documents: tuple[DocumentState, ...]
) -> tuple[ExitStatus, str]:
    if not any(gate.gate == "warehouse" for gate in judged):
        return ExitStatus.REFUSED, "No document could enter; nothing was published."
    if refused := [name for gate in judged for name in gate.refused_because]:
        names = ", ".join(refused)
        return (
            ExitStatus.REFUSED,
            f"Gate 2 refused ({names}): the published file is as it was. What was built is in {load.warehouse.refused}.",
        )
    if load.is_preview:
        return _status(documents), f"Nothing was published. The file as it would be is {load.destination}."
    return _status(documents), f"Published {load.destination}."


def _status(documents: tuple[DocumentState, ...]) -> ExitStatus:
    set_aside = any(document.status == "set_aside" for document in documents)
    return ExitStatus.SET_ASIDE if set_aside else ExitStatus.PUBLISHED
