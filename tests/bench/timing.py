"""How the benchmarks measure: the least of several runs, what is compared in turn."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def least(call: Callable[[], object], runs: int = 15) -> float:
    """The least seconds of one call, after a first one that is not counted."""
    call()
    return min(_seconds(call) for _ in range(runs))


def least_in_turn(calls: Sequence[Callable[[], object]], runs: int = 5) -> list[float]:
    """The least seconds of each of several calls, run in turn so that the machine's moods hit all alike."""
    for call in calls:
        call()
    times = [[_seconds(call) for call in calls] for _ in range(runs)]
    return [min(column) for column in zip(*times, strict=True)]


def process(arguments: Sequence[str | Path], **options: str) -> Callable[[], object]:
    """A command as a call: a process of its own, whose output is thrown away; it must end with status 0 or 3."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def call() -> None:
        done = subprocess.run(
            list(map(str, arguments)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            check=False,
            env={**environment, **options},
        )
        if done.returncode not in (0, 3):
            raise RuntimeError(f"{arguments} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")

    return call


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def line(what: str, seconds: float, against: str, floor: float, goal: str) -> str:
    """One line of the page: times in milliseconds, and their ratio."""
    return f"{what:<44} {seconds * 1e3:9.1f} ms   {against:<46} {floor * 1e3:9.1f} ms   {seconds / floor:6.2f}×   {goal}"
