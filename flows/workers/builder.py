"""dbt builds the models in the working file, in a process of its own, which loads while documents are read."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from flows.base.errors import CouldNotRunError, SettingsError
from flows.base.paths import Warehouse
from flows.base.settings import read_settings
from flows.workers.dbt import LATE_STATUS
from flows.workers.process import EndedError, RaisedError, Worker

_GRACE_SECONDS = 60
"""The process ends itself in time and names what it was at work on; where it cannot, it is ended this much later."""


def start_builder(warehouse: Warehouse) -> Builder:
    """Start the process that builds the models of a warehouse; it parses the dbt project at once, without the database.

    Raises CouldNotRunError where it cannot be started. Use it in a `with` statement: that ends the process, whatever
    happens.
    """
    folder = str(warehouse.folder.resolve())
    worker = Worker("the process that builds the models")
    worker.tell("flows.workers.dbt:parse", folder)
    return Builder(worker, folder)


def _nodes(worker: Worker, function: str, *arguments: str | float) -> int:
    seconds = read_settings().models_seconds
    try:
        return worker.ask(function, *arguments, seconds=seconds + _GRACE_SECONDS)
    except RaisedError as raised:
        if raised.error == "WrongProjectError":
            raise SettingsError(raised.message) from raised
        if raised.error == "ModelsError":
            raise CouldNotRunError(raised.message) from raised
        raise CouldNotRunError(
            f"the models could not be built ({raised.error}: {raised.message})"
        ) from raised
    except EndedError as ended:
        if ended.is_late or ended.status == LATE_STATUS:
            raise CouldNotRunError(
                f"building the models took longer than {seconds:g} seconds (the setting models_seconds); nothing was "
                f"published. At work: {ended.words}"
            ) from ended
        raise CouldNotRunError(
            f"the process that builds the models ended ({ended.how}). It said:\n{ended.words}"
        ) from ended


class Builder:
    """The process that builds; no connection of another process may have the working file open while it does.

    Every build raises CouldNotRunError naming the nodes that failed (a failed test means that our own code is wrong), or
    those that were at work when it took longer than the setting models_seconds.
    """

    def __init__(self, worker: Worker, folder: str) -> None:
        self._worker = worker
        self._folder = folder

    @property
    def process_id(self) -> int:
        """The id of the process that builds."""
        return self._worker.process_id

    def build_vocabulary(self) -> int:
        """The seeds and the staging views: all that no verdict of gate 1 decides. How many nodes dbt ran."""
        return self._build("vocabulary")

    def build_models(self) -> int:
        """The models above staging and the data tests, in the order of their references. How many nodes dbt ran."""
        return self._build("models")

    def build_findings(self) -> int:
        """The findings and all that they are made of, without the tests of our own code. How many nodes dbt ran."""
        return self._build("findings")

    def _build(self, what: str) -> int:
        return _nodes(
            self._worker, "flows.workers.dbt:build", self._folder, what, read_settings().models_seconds
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._worker.end()
