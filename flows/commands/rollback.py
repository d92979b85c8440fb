"""`jixiao rollback`: an earlier publication becomes the published file again."""

from __future__ import annotations

import datetime as dt
import shutil
import sys

import duckdb

from flows.base.errors import CouldNotRunError, NotFoundError, UnusableFileError
from flows.base.files import check_places, locked
from flows.base.paths import Warehouse
from flows.base.printing import called
from flows.loading.store import prepare_store
from flows.publishing.history import origin, read_history
from flows.publishing.kept import Kept, kept_publications
from flows.publishing.replacing import replace_by_earlier
from flows.warehouse.beside import move_what_others_left, problem_of


def roll_back(warehouse: Warehouse, load_no: int | None) -> None:
    """Publish the file of an earlier load again, the latest before the present one if no number is given; says so.

    The published file is replaced as by a load, under the lock; the present one is kept like those before it. Raises
    NotFoundError if that publication is not kept, UnusableFileError if it is damaged, CouldNotRunError if there is
    no room.
    """
    check_places(warehouse)
    if not kept_publications(warehouse):
        raise NotFoundError(
            f"no earlier publication is kept in {warehouse.publications}. A load keeps the one that it replaces, as many as "
            "the setting kept_publications says"
        )
    started_at = dt.datetime.now(dt.UTC)
    with locked(warehouse) as was_killed:
        move_what_others_left(warehouse, was_killed=was_killed)
        chosen = _chosen(warehouse, load_no)
        if problem := problem_of(chosen.file):
            raise UnusableFileError(f"{chosen.file} {problem}. Choose another: {_list(warehouse)}")
        shutil.rmtree(warehouse.temporary, ignore_errors=True)
        try:
            prepare_store(warehouse)
            replace_by_earlier(warehouse, chosen, started_at)
        except (OSError, duckdb.Error) as error:
            raise CouldNotRunError(
                f"the rollback stopped: {error}. The published file is as it was; mend this and start again"
            ) from error
    history = read_history(warehouse.published)
    sys.stdout.write(f"Published {warehouse.published}: the publication of load {chosen.load_no} again.\n")
    sys.stderr.write(
        f"Changed: {history.essence}. More: {called()} diff --warehouse {warehouse.folder}\n"
        "The next load publishes what raw/ and the code say then. If that was wrong, mend it first: withdraw the document, "
        "or put the earlier bytes back.\n"
    )


def _chosen(warehouse: Warehouse, load_no: int | None) -> Kept:
    present = origin(warehouse.published)
    for kept in kept_publications(warehouse):
        if kept.load_no == load_no or (load_no is None and (present is None or kept.load_no < min(present))):
            return kept
    what = "no earlier publication" if load_no is None else f"no publication of load {load_no}"
    raise NotFoundError(f"{what} is kept in {warehouse.publications}. Choose one: {_list(warehouse)}")


def _list(warehouse: Warehouse) -> str:
    return ", ".join(f"load {kept.load_no}" for kept in kept_publications(warehouse))
