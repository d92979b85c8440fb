"""dbt builds the models in the working file, in a process of its own, which loads while documents are read."""

from __future__ import annotations

from importlib.util import find_spec
from types import TracebackType
from typing import Any, Self

from flows.base.errors import CouldNotRunError, SettingsError
from flows.base.paths import Warehouse
from flows.base.settings import read_settings
from flows.workers.companion import Companion


def start_builder(warehouse: Warehouse) -> Builder:
    """Start the process that builds the models of a warehouse; it parses the dbt project at once, without the database.

    Raises CouldNotRunError where it cannot be started. Use it in a `with` statement: that ends the process, whatever
    happens.
    """
    folder = str(warehouse.folder.resolve())
    return Builder(Companion("the process that builds the models", "flows.workers.dbt", [folder], {}))


def is_spark_set() -> bool:
    """Whether the settings ask for Spark.

    Raises SettingsError where they are wrong, or this environment has no Spark.
    """
    is_spark = read_settings().engine == "spark"
    if is_spark and not find_spec("pyspark"):
        raise SettingsError(
            'engine = "spark" needs the group spark, in an environment of its own: '
            "UV_PROJECT_ENVIRONMENT=.venv-spark .venv/bin/uv sync --frozen --group spark, then .venv-spark/bin/jixiao"
        )
    return is_spark


def build_on_spark(warehouse: Warehouse, master: str) -> int:
    """The models above staging on Spark, into the tables that the working file has for them. How many nodes dbt ran.

    Raises CouldNotRunError where the build fails.
    """
    folder = str(warehouse.folder.resolve())
    process = Companion("the process that builds on Spark", "flows.spark_build", [folder], {})
    try:
        return _nodes(process.ask({"master": master}))
    finally:
        process.end()


def _nodes(answer: dict[str, Any]) -> int:
    if "error" in answer:
        raise CouldNotRunError(answer["error"])
    return int(answer["nodes"])


class Builder:
    """The process that builds; no connection of another process may have the working file open while it does.

    Every build raises CouldNotRunError naming the nodes that failed: a failed test means that our own code is wrong.
    """

    def __init__(self, process: Companion) -> None:
        self._process = process

    @property
    def process_id(self) -> int:
        """The id of the process that builds."""
        return self._process.process_id

    def build_vocabulary(self) -> int:
        """The seeds and the staging views: all that no verdict of gate 1 decides. How many nodes dbt ran."""
        return self._build("vocabulary")

    def test_vocabulary(self) -> int:
        """The data tests of the seeds, which another's lines were added to. How many dbt ran."""
        return self._build("vocabulary tests")

    def build_models(self) -> int:
        """The models above staging and the data tests, in the order of their references. How many nodes dbt ran."""
        return self._build("models")

    def test_models(self) -> int:
        """The data tests of models that another engine built. How many dbt ran."""
        return self._build("tests")

    def build_findings(self) -> int:
        """The findings and all that they are made of, without the tests of our own code. How many nodes dbt ran."""
        return self._build("findings")

    def _build(self, what: str) -> int:
        return _nodes(self._process.ask({"build": what}))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._process.end()
