"""The main job: raw → landing → gate 1 → models → gate 2 → published file, as plain functions in one process."""

from __future__ import annotations

import datetime as dt
import logging
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

import duckdb

from flows.base.errors import CouldNotRunError, ExitStatus, RefusedError, UnusableFileError, UsageError
from flows.base.files import behind_link, check_places, locked
from flows.base.logs import keeping_warnings
from flows.base.paths import Warehouse
from flows.base.printing import called
from flows.publishing.history import origin, read_history
from flows.raw.listing import RawFolder, list_raw
from flows.warehouse.beside import has_wals, move_damaged_store, move_foreign_wals, move_what_others_left
from flows.warehouse.fingerprint import load_fingerprint
from flows.warehouse.sidecars import kept_bytes
from flows.warehouse.state import (
    DocumentState,
    LoadReport,
    Totals,
    now,
    of_raw,
    published_fingerprint,
    read_documents,
    read_report,
    read_totals,
    write_report,
)

if TYPE_CHECKING:
    from flows.loading.context import Load
    from flows.loading.steps import Judged, Landing

_LOG = logging.getLogger(__name__)
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
    check_places(warehouse)
    listed = list_raw(raw)
    if not listed.files and not warehouse.store.exists() and not kept_bytes(warehouse.documents):
        raise RefusedError(
            f"there is no document below {raw}. Put one into the folder of its fiscal year, as {raw / '2024'}/…"
        )
    with keeping_warnings() as warnings:
        return _load(raw, warehouse, listed, run, warnings, is_preview=is_preview)


def _load(
    raw: Path, warehouse: Warehouse, listed: RawFolder, run: RunStep, warnings: list[str], *, is_preview: bool
) -> LoadReport:
    fingerprint = load_fingerprint(listed.files)
    if has_wals(warehouse):
        with locked(warehouse) as was_killed:
            move_foreign_wals(warehouse, was_killed=was_killed)
    if published_fingerprint(warehouse) == fingerprint and (report := _nothing_new(warehouse, listed)):
        if not is_preview:
            report = _keep(warehouse, report, warnings)
        return report
    with _alone(warehouse):
        # Only now: a load of nothing new does without polars, dbt and the gates.
        from flows.loading.context import beginning  # noqa: PLC0415

        destination = warehouse.preview if is_preview else warehouse.published
        try:
            with beginning(
                warehouse, raw, listed, destination, fingerprint=fingerprint, data_docs=warehouse.data_docs
            ) as this:
                report = _bring_up_to_date(this, run)
        except (OSError, duckdb.Error, UnusableFileError) as error:
            mended = move_damaged_store(warehouse)
            raise CouldNotRunError(
                f"the load stopped: {error}. The published file is as it was; {mended or 'mend this'}, and start again"
            ) from error
        report = replace(report, warnings=tuple(warnings))
        if not is_preview:
            write_report(warehouse, report)
    return report


def _keep(warehouse: Warehouse, report: LoadReport, warnings: list[str]) -> LoadReport:
    """Keep what a load of nothing new saw and said beside what the latest load did, if it is new. Returns its report."""
    latest = read_report(warehouse)  # which may be damaged, and says so
    report = replace(report, warnings=tuple(warnings))
    if latest is None or latest.exit_status is ExitStatus.REFUSED:
        write_report(warehouse, report)  # it was damaged, or what was refused has been taken back
    elif warnings or of_raw(latest) != of_raw(report):
        said = report.warnings or latest.warnings
        write_report(warehouse, replace(latest, status=report.status, warnings=said, **of_raw(report)))
    return report


@contextmanager
def _alone(warehouse: Warehouse) -> Generator[None]:
    """Hold the lock of a warehouse from which all that killed loads and other programs left is moved away, and said."""
    with locked(warehouse) as was_killed:
        behind_link(warehouse.published)  # a link that leads nowhere is said before anything is read
        move_what_others_left(warehouse, was_killed=was_killed)
        _say_whether_rolled_back(warehouse)
        for left in (warehouse.temporary, warehouse.temporary_of_dbt):  # of a load that was killed
            shutil.rmtree(left, ignore_errors=True)
        yield


def _say_whether_rolled_back(warehouse: Warehouse) -> None:
    published_by = origin(warehouse.published)
    if published_by and published_by[0] != published_by[1]:
        _LOG.warning(
            "The published file was rolled back to the publication of load %d (rollback: load %d). This load publishes what "
            "raw/ and the code say now; to go back again: %s rollback %d --warehouse %s",
            published_by[1],
            published_by[0],
            called(),
            published_by[1],
            warehouse.folder,
        )


def _nothing_new(warehouse: Warehouse, listed: RawFolder) -> LoadReport | None:
    """The report of a load that has nothing to do; None if the published file is damaged, so that it has."""
    try:
        documents, totals = read_documents(warehouse.published), read_totals(warehouse.published)
    except UnusableFileError:
        return None
    present = {file.path for file in listed.files if file.sha256 is not None}
    known = {document.path for document in documents if document.status == "current"}
    absent = sorted((known | {file.path for file in listed.files}) - present)
    status, message = _published(
        "Nothing is new: the published file was made of these very documents, seeds and code.",
        documents,
        listed,
    )
    return LoadReport(
        status=status,
        message=message,
        finished_at=now(),
        seconds=0.0,
        documents_read=(),
        gone=tuple(path for path in absent if not any(each.covers(path) for each in listed.unread)),
        documents=documents,
        totals=totals,
        gates=(),
        unread=listed.unread,
        skipped=listed.skipped,
        remarks=listed.remarks,
    )


def _bring_up_to_date(load: Load, run: RunStep) -> LoadReport:
    """raw → landing → gate 1 → models → gate 2 → the published file, and what became of it."""
    from flows.loading import steps  # noqa: PLC0415 (as the context: a load of nothing new does without it)

    landed = run(f"Reading {len(load.listed.files)} document(s)", steps.land_documents, load)
    judged = [*run("Gate 1: which documents may enter?", steps.judge_documents, load)]
    if not steps.can_build(load, landed.scopes):
        return _report(load, landed, judged, steps.documents_set_aside(load))
    run("Building the models", steps.build_models, load)
    judged += run("Gate 2: may this be published?", steps.judge_warehouse, load)
    file = run("Publishing", steps.publish_warehouse, load, landed, judged)
    changed = read_history(file).essence if file == load.destination else None
    return _report(load, landed, judged, read_documents(file), read_totals(file), changed)


def _report(
    load: Load,
    landed: Landing,
    judged: list[Judged],
    documents: tuple[DocumentState, ...],
    totals: Totals | None = None,
    changed: str | None = None,
) -> LoadReport:
    status, message = _verdict(load, landed, judged, documents)
    finished_at = dt.datetime.now(dt.UTC)
    return LoadReport(
        status=status,
        message=message,
        finished_at=finished_at.isoformat(timespec="seconds"),
        seconds=round((finished_at - load.started_at).total_seconds(), 2),
        documents_read=landed.documents.read,
        not_read=tuple(f"{path}: {reason}" for path, reason in landed.documents.not_read),
        gone=landed.documents.gone,
        documents=documents,
        totals=totals,
        gates=tuple(result for gate in judged for result in gate.as_reported()),
        changed=changed,
        is_preview=load.is_preview,
        unread=load.listed.unread,
        skipped=load.listed.skipped,
        remarks=load.listed.remarks,
    )


def _verdict(
    load: Load, landed: Landing, judged: list[Judged], documents: tuple[DocumentState, ...]
) -> tuple[ExitStatus, str]:
    if not any(gate.gate == "warehouse" for gate in judged):
        if landed.documents.not_read:
            return (
                ExitStatus.REFUSED,
                "No document could enter, some because this attempt to read them failed; nothing was published. Load again",
            )
        return ExitStatus.REFUSED, "No document could enter; nothing was published."
    if refused := [name for gate in judged for name in gate.refused_because]:
        names = ", ".join(refused)
        return (
            ExitStatus.REFUSED,
            f"Gate 2 refused ({names}): the published file is as it was. What was built is in {load.warehouse.refused}.",
        )
    said = (
        f"Nothing was published. The file as it would be is {load.destination}."
        if load.is_preview
        else f"Published {load.destination}."
    )
    return _published(said, documents, load.listed, len(landed.documents.not_read))


def _published(
    message: str, documents: tuple[DocumentState, ...], listed: RawFolder, not_read: int = 0
) -> tuple[ExitStatus, str]:
    """The exit status and the message of a load whose file is right, whatever it leaves out.

    A version that once was at a path below raw/ says nothing of the one that is there now.
    """
    present = {(file.path, file.sha256) for file in listed.files}
    now_there = [each for each in documents if (each.path, each.sha256) in present]
    set_aside = sum(each.status == "set_aside" for each in now_there)
    not_read = not_read or sum(each.status == "not_read" for each in now_there)
    left_out = [
        f"{number} {what}"
        for number, what in (
            (set_aside, "document(s) that are set aside"),
            (not_read, "document(s) that could not be read this time"),
            (len(listed.unread), "place(s) below raw/ that cannot be read"),
        )
        if number
    ]
    if not left_out:
        return ExitStatus.PUBLISHED, message
    return ExitStatus.SET_ASIDE, f"{message} It is right without {', '.join(left_out)}."
