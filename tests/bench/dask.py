"""Reading on a Dask cluster of two workers on this machine against two processes of a load."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from prefect import flow

from flows.landing import Limits, ReadVersions, read_versions
from flows.landing.cluster import read_versions_on_dask
from tests.bench.many import MEMORY, land_all, seconds
from tests.engines.dask_cluster import two_workers
from tests.scale import corpus

DOCUMENTS = 600
_WARM_UP = 8
_LIMITS = Limits(60, MEMORY, 2)


def lines() -> Iterator[str]:
    """The line of this part of the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        }
        corpus.write(folder / "warm", corpus.documents(_WARM_UP))
        corpus.write(folder / "raw", corpus.documents(DOCUMENTS))
        here = seconds(
            partial(land_all, folder / "raw", folder / "here", partial(read_versions, limits=_LIMITS))
        )
        with two_workers(folder) as cluster:
            there = _on_cluster(
                folder, partial(read_versions_on_dask, limits=_LIMITS, scheduler=cluster.address)
            )
    yield (
        f"{f'{DOCUMENTS} documents read on Dask':<44} {DOCUMENTS / there:9.1f} documents a second with two workers, "
        f"{DOCUMENTS / here:.1f} with two processes: {here / there:.2f}×   goal: at least 0.85×"
    )


@flow(log_prints=False)
def _on_cluster(folder: Path, read: ReadVersions) -> float:
    """Seconds of reading in a flow, after the workers have loaded the readers."""
    land_all(folder / "warm", folder / "warmed", read)
    return seconds(partial(land_all, folder / "raw", folder / "there", read))
