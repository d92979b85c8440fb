"""One load as one object: what it reads and writes, and the processes that build and judge for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flows.base.errors import SettingsError
from flows.base.paths import Warehouse
from flows.base.settings import read_settings
from flows.raw.listing import RawFolder
from flows.workers.auditor import Auditor
from flows.workers.builder import Builder

if TYPE_CHECKING:
    from flows.landing import Limits, ReadVersions


@dataclass(frozen=True, slots=True)
class Load:
    """What every step of a load works with."""

    warehouse: Warehouse
    raw: Path
    listed: RawFolder
    destination: Path
    """The file to replace: the published one, or its preview."""
    fingerprint: str
    """Digest of what the published file is a function of."""
    read: ReadVersions
    """How documents are read: in processes of this machine, or on a cluster."""
    started_at: dt.datetime
    builder: Builder
    auditor: Auditor
    working_begun: Future[None]
    """Done as soon as the working file has its seeds and its staging views."""

    @property
    def is_preview(self) -> bool:
        """Whether the published file stays as it is."""
        return self.destination == self.warehouse.preview


@contextmanager
def beginning(
    warehouse: Warehouse,
    raw: Path,
    listed: RawFolder,
    destination: Path,
    *,
    fingerprint: str = "",
    read: ReadVersions | None = None,
    data_docs: Path | None = None,
) -> Generator[Load]:
    """A load whose processes start and whose working file begins while its documents are read; they end with it.

    `read` is how documents are read; as the settings say if it is missing. The gates write their pages to `data_docs`.
    Raises SettingsError if a setting is wrong, CouldNotRunError if a process cannot be started.
    """
    read_settings()  # before any process starts
    started_at = dt.datetime.now(dt.UTC)
    with (
        # First, so last to end: its thread waits for the builder, which a load that is stopped ends at once.
        ThreadPoolExecutor(1) as beside,
        Builder(warehouse) as builder,
        Auditor(data_docs) as auditor,
    ):
        # Polars is loaded beside dbt and the gates, not before them.
        from flows.loading.working import begin_working  # noqa: PLC0415

        read = read or _reading_as_set()
        begun = beside.submit(begin_working, warehouse, builder)
        yield Load(
            warehouse, raw, listed, destination, fingerprint, read, started_at, builder, auditor, begun
        )


def reading_here() -> ReadVersions:
    """Reading on this machine, whatever runner is set, within the limits that are set."""
    from flows.landing import read_versions  # noqa: PLC0415 (as above)

    return partial(read_versions, limits=_limits())


def _limits() -> Limits:
    from flows.landing import Limits  # noqa: PLC0415 (as above)

    settings = read_settings()
    return Limits(settings.document_seconds, settings.document_memory, settings.reading_processes)


def _reading_as_set() -> ReadVersions:
    settings = read_settings()
    if settings.runner == "local":
        return reading_here()
    try:
        from flows.landing.cluster import read_versions_on_dask  # noqa: PLC0415 (prefect-dask is an extra)
    except ModuleNotFoundError as error:
        raise SettingsError(
            f'runner = "dask" needs the extra dask ({error.name} is missing): '
            "uv sync --frozen --inexact --extra dask"
        ) from error
    return partial(read_versions_on_dask, limits=_limits(), scheduler=settings.dask_scheduler)
