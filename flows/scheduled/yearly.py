"""The load as a Prefect flow: the scheduled path. The same steps as `jixiao load`, each a task with retries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import FlowRun, State, TaskRun
from prefect.flows import Flow
from prefect.runtime import flow_run
from prefect.tasks import Task

from flows.base.errors import BusyError, ExitStatus, JixiaoError, RefusedError
from flows.base.paths import DEFAULT_RAW, DEFAULT_WAREHOUSE, Warehouse
from flows.commands.status import changes_as_rows, expected_documents, report_as_markdown
from flows.loading.load import load
from flows.raw.listing import fiscal_years
from flows.scheduled.notify import notify
from flows.warehouse.state import LoadReport

P = ParamSpec("P")
T = TypeVar("T")


def _run_name() -> str:
    """`load of 2024, 2025`: the fiscal years below raw/, as the run's name on Prefect's page."""
    try:
        years = fiscal_years(Path(flow_run.parameters["raw"]))
    except JixiaoError:
        return "load"  # the flow itself says what is wrong with raw/
    return f"load of {', '.join(map(str, years))}" if years else "load"


def _tell_failure(flow: Flow[Any, Any], flow_run: FlowRun, state: State[Any]) -> None:  # noqa: ARG001 (Prefect's names)
    notify(f"The yearly load failed: {state.message}")


@flow(
    name="yearly",
    flow_run_name=_run_name,
    validate_parameters=False,
    persist_result=False,
    on_failure=[_tell_failure],
    on_crashed=[_tell_failure],
)
def yearly(raw: Path = DEFAULT_RAW, warehouse: Path = DEFAULT_WAREHOUSE) -> LoadReport:
    """Load the documents below `raw` into `warehouse`, and leave artifacts that sum the load up.

    Fails where nothing could be published (gate 2 refused, or no document could enter). Documents that are set aside do not
    fail it: the artifact names them, and the notice of the settings is sent, as it is while documents are expected. A file
    held by another program is tried again.
    """
    folder = Warehouse(Path(warehouse))
    report = load(Path(raw), folder, _run_as_task)
    create_markdown_artifact(
        key="yearly-load", markdown=report_as_markdown(report, folder), description="What the load did"
    )
    if rows := changes_as_rows(folder):
        create_table_artifact(
            key="year-over-year", table=rows, description="What changed since the year before, by unit"
        )
    if report.exit_status is ExitStatus.REFUSED:
        raise RefusedError(report.message)
    if report.changed and (report.exit_status is ExitStatus.SET_ASIDE or expected_documents(folder)):
        notify(report_as_markdown(report, folder))
    return report


def _run_as_task(what: str, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    # Steps are handed over unhashed and their results are not kept: landing is the cache.
    as_task = task(
        name=what,
        retries=3,
        retry_delay_seconds=[2, 10, 60],
        retry_condition_fn=_is_busy,
        cache_policy=NO_CACHE,
        persist_result=False,
    )
    return as_task(step)(*args, **kwargs)


async def _is_busy(_task: Task[Any, Any], _run: TaskRun, state: State[Any]) -> bool:
    """A file held by another program comes free; a full disk or a wrong model does not."""
    try:
        await state.aresult()
    except BusyError:
        return True
    except Exception:  # noqa: BLE001 (any other failure is reported by the flow itself)
        return False
    return False
