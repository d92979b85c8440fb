"""A Dask cluster on loopback, each part a process of its own: for tests and for `make bench`."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler and its workers on loopback."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def dask(folder: Path, *arguments: str) -> Generator[subprocess.Popen[bytes]]:
    """One process of the command `dask`, ended with the block."""
    process = subprocess.Popen(
        [Path(sys.executable).with_name("dask"), *arguments, "--no-dashboard"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(20)


@contextmanager
def scheduler(folder: Path) -> Generator[str]:
    """A scheduler without workers; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with dask(folder, "scheduler", "--host", "127.0.0.1", "--port", str(port)):
        yield f"tcp://127.0.0.1:{port}"


@contextmanager
def two_workers(folder: Path) -> Generator[Cluster]:
    """A scheduler and two workers of a thread each."""
    worker = ("--nthreads", "1", "--no-nanny", "--local-directory")
    with (
        scheduler(folder) as address,
        dask(folder, "worker", address, *worker, str(folder / "1")) as first,
        dask(folder, "worker", address, *worker, str(folder / "2")) as second,
    ):
        yield Cluster(address, (first, second))
