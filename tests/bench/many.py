"""Reading many documents into landing: documents a second, and what a second process brings beside a plain control."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import duckdb

from flows.landing import Limits, ReadVersions, create_landing, land, read_versions
from flows.raw.listing import list_raw
from tests.scale import corpus

DOCUMENTS = 200
MEMORY = 1024**3
_TURNS = 3_000_000


def lines() -> Iterator[str]:
    """The lines of this part of the page."""
    with tempfile.TemporaryDirectory() as name:
        raw = Path(name) / "raw"
        corpus.write(raw, corpus.documents(DOCUMENTS))
        alone, both = (
            seconds(
                partial(
                    land_all, raw, Path(name) / str(n), partial(read_versions, limits=Limits(60, MEMORY, n))
                )
            )
            for n in (1, 2)
        )
        control_alone, control_both = (seconds(partial(_control, n)) for n in (1, 2))
    yield (
        f"{f'{DOCUMENTS} documents into landing':<44} {DOCUMENTS / alone:9.1f} documents a second with one process, "
        f"{DOCUMENTS / both:.1f} with two: {alone / both:.2f}× (plain counting: {control_alone / control_both:.2f}×)   "
        "goal: at least 1.6×"
    )


def land_all(raw: Path, folder: Path, read: ReadVersions) -> None:
    """Read every document of raw into a store in a new folder."""
    folder.mkdir()
    listed = list_raw(raw)
    with duckdb.connect(str(folder / "store.duckdb")) as connection:
        create_landing(connection)
        landed = land(connection, listed, raw, folder, "bench", "", read)
    if len(landed.read) != len(listed.files):
        raise RuntimeError(f"{len(listed.files) - len(landed.read)} documents were not read")


def _control(processes: int) -> None:
    """The same counting by one process, and its halves by two: what two processors of this machine bring at best."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(_count, [_TURNS] * 20, chunksize=1)


def _count(turns: int) -> int:
    return sum(range(turns))


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
