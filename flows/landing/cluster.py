"""Reading document versions on a Dask cluster, through Prefect's task runner: batches of bytes go out, rows come back.

Each task reads in a process of its own on the machine of its Dask worker, within the same limits as here. A Dask worker
that dies costs its task another try, on another worker.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.context import FlowRunContext
from prefect_dask import DaskTaskRunner

from flows.errors import ConfigurationError, CouldNotRunError
from flows.landing.versions import Kept, Limits, ReadVersion, Version, keep, read_kept, remove_partials
from flows.readers.isolated import Worker

_BATCH_BYTES = 8 * 1024 * 1024
_BATCH_DOCUMENTS = 50
"""A task costs about 0.1 s of Prefect and Dask; fifty documents are seconds of work."""
_AHEAD = 2
"""Batches out for each thread of the cluster: one that is read, one that waits there."""
_SECONDS_TO_CONNECT = 30
_own = threading.local()


def read_versions_on_dask(
    versions: Iterable[Version], documents: Path, limits: Limits, scheduler: str
) -> Iterator[ReadVersion]:
    """Read the versions, in their order, on the cluster of `scheduler` (tcp://host:8786); keep their bytes in `documents`.

    Raises ConfigurationError outside of a Prefect flow, CouldNotRunError where the cluster cannot be reached or gives a
    batch up, OSError as `read_versions` does.
    """
    if FlowRunContext.get() is None:
        raise ConfigurationError(
            'runner = "dask" reads in a Prefect flow: make flow, make serve. For jixiao load set runner = "local"'
        )
    remove_partials(documents)
    runner = DaskTaskRunner(address=scheduler, client_kwargs={"timeout": _SECONDS_TO_CONNECT})
    with runner:
        try:
            threads = sum(runner.client.nthreads().values())
        except OSError as error:
            raise CouldNotRunError(
                f'the Dask scheduler {scheduler} does not answer: {error}. Start it, or set runner = "local"'
            ) from error
        # Not a decorator: Dask finds a plain function again by its name, with this module's own state.
        as_task = task(name="Reading a batch", retries=2, cache_policy=NO_CACHE, persist_result=False)(
            read_batch
        )
        waiting = deque()
        # Few documents are still read by all threads.
        new = list(versions)
        most = min(_BATCH_DOCUMENTS, max(1, len(new) // (_AHEAD * max(threads, 1))))
        for batch in _batches((keep(version, documents) for version in new), most):
            waiting.append(runner.submit(as_task, {"batch": batch, "limits": limits}))
            if len(waiting) > _AHEAD * max(threads, 1):
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def read_batch(batch: Sequence[Kept], limits: Limits) -> list[ReadVersion]:
    """What a Dask worker does: read versions one after another, in a process of its own for each thread."""
    if not hasattr(_own, "worker"):
        _own.worker = Worker(limits.seconds, limits.memory)
    return [read_kept(kept, _own.worker) for kept in batch]


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
