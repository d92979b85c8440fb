"""Reading document versions on a Dask cluster, through Prefect's task runner: batches of bytes go out, rows come back.

Each task reads in a process of its own on the machine of its Dask worker, within the same limits as here. A Dask worker
that dies costs its task another try, on another worker.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect.futures import PrefectFuture
from prefect_dask import DaskTaskRunner

from flows.base.errors import CouldNotRunError, SettingsError
from flows.landing.versions import Kept, Limits, ReadVersion, Version, keep, read_kept, remove_partials
from flows.warehouse.fingerprint import reader_version
from flows.workers.reader import Reader

_BATCH_BYTES = 16 * 1024 * 1024
_BATCH_DOCUMENTS = 100
"""A task costs 0.1 s of Prefect and Dask; batches of 100 documents reach 0.90 of the speed of processes here, 50: 0.74."""
_AHEAD = 2
"""Batches out for each thread of the cluster: one that is read, one that waits there."""
_SECONDS_TO_CONNECT = 30
_own = threading.local()
_VERSION = reader_version()
"""Of the code that this process has loaded, whatever is installed over it later."""


def read_versions_on_dask(
    versions: Iterable[Version], documents: Path, limits: Limits, scheduler: str
) -> Generator[ReadVersion]:
    """Read the versions, in their order, on the cluster of `scheduler` (tcp://host:8786); keep their bytes in `documents`.

    Raises SettingsError outside of a Prefect flow, CouldNotRunError where the cluster cannot be reached or gives a
    batch up, OSError as `read_versions` does.
    """
    if FlowRunContext.get() is None:
        raise SettingsError(
            'runner = "dask" reads in a Prefect flow: make flow, make serve. For jixiao load set runner = "local"'
        )
    remove_partials(documents)
    runner = DaskTaskRunner(address=scheduler, client_kwargs={"timeout": _SECONDS_TO_CONNECT})
    with runner:
        threads = _threads(runner, scheduler)
        # Not a decorator: Dask finds a plain function again by its name, with this module's own state.
        as_task = task(name="Reading a batch", retries=2, cache_policy=NO_CACHE, persist_result=False)(
            read_batch
        )
        waiting = deque()
        # Few documents are still read by all threads.
        new = list(versions)
        most = min(_BATCH_DOCUMENTS, max(1, len(new) // (_AHEAD * threads)))
        for batch in _batches((keep(each, documents) for each in new), most):
            waiting.append(runner.submit(as_task, {"batch": batch, "limits": limits, "version": _VERSION}))
            if len(waiting) > _AHEAD * threads:
                yield from _result(waiting.popleft(), scheduler)
        while waiting:
            yield from _result(waiting.popleft(), scheduler)


def _threads(runner: DaskTaskRunner, scheduler: str) -> int:
    try:
        runner.client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
    except (OSError, TimeoutError) as error:
        raise CouldNotRunError(
            f"the Dask scheduler {scheduler} does not answer, or has no worker: {error}. Start them, or set "
            'runner = "local"'
        ) from error
    return sum(runner.client.nthreads().values())


def _result(future: PrefectFuture[list[ReadVersion]], scheduler: str) -> list[ReadVersion]:
    try:
        return future.result()
    except Exception as error:  # whatever ended a batch on another machine after all its tries
        raise CouldNotRunError(
            f"the Dask cluster {scheduler} gave a batch of documents up: {error}"
        ) from error


def read_batch(batch: Sequence[Kept], limits: Limits, version: str) -> list[ReadVersion]:
    """What a Dask worker does: read versions one after another, in a process of its own for each thread.

    Raises CouldNotRunError where the readers there are not of the `version` (of `reader_version`) that the load has: its
    rows would be taken for those of another.
    """
    if version != _VERSION:
        raise CouldNotRunError(
            "a Dask worker has other readers than the load; bring both to the same version of Jixiao, and start it anew"
        )
    if getattr(_own, "limits", None) != limits:
        _own.reader, _own.limits = Reader(limits.of_document), limits
    return [read_kept(kept, _own.reader) for kept in batch]


def _batches(kept: Iterable[Kept], most: int) -> Iterator[list[Kept]]:
    batch: list[Kept] = []
    size = 0
    for each in kept:
        if batch and (size + each.byte_size > _BATCH_BYTES or len(batch) == most):
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += each.byte_size
    if batch:
        yield batch
