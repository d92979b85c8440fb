"""dbt builds the models in the working file, in a process of its own, which loads while documents are read."""

from __future__ import annotations

from flows.base.errors import CouldNotRunError, SettingsError
from flows.base.paths import Warehouse
from flows.base.settings import read_settings
from flows.workers.process import RaisedError, Worker

_GRACE_SECONDS = 60
"""The process ends itself in time and names what it was at work on; where it cannot, it is ended this much later."""


class Builder(Worker):
    """The process that builds the models of a warehouse; use it in a `with` statement, which ends it, whatever happens.

    It parses the dbt project at once, without the database. No connection of another process may have the working file open
    while it builds. Every build raises CouldNotRunError naming the nodes that failed (a failed test means that our own code
    is wrong), or those that were at work when it took longer than the setting models_seconds; SettingsError for a project
    that cannot be published.
    """

    def __init__(self, warehouse: Warehouse) -> None:
        """Raises CouldNotRunError where it cannot be started."""
        super().__init__("the process that builds the models")
        self._folder = str(warehouse.folder.resolve())
        self.tell("flows.workers.dbt:parse", self._folder)

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
        arguments = (self._folder, what, read_settings().models_seconds)
        try:
            return self.ask_in_time(
                "building the models", "flows.workers.dbt:build", *arguments, grace=_GRACE_SECONDS
            )
        except RaisedError as raised:
            if raised.error == "WrongProjectError":
                raise SettingsError(raised.message) from raised
            if raised.error == "ModelsError":
                raise CouldNotRunError(raised.message) from raised
            raise CouldNotRunError(
                f"the models could not be built ({raised.error}: {raised.message})"
            ) from raised
