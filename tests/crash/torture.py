"""`make torture`: loads that are killed at random moments, and publications with a fault at every deed.

    python -m tests.crash.torture kills ROUNDS [SEED]   kill -9 within a load; the next load needs no hand on it
    python -m tests.crash.torture faults [EVERY]        each EVERY-th write, fsync, rename, unlink fails, then kills

Ends with status 1 at the first state that is neither the one before nor the one after.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.crash.publishing import compiled_shim, prepare, state_of
from tests.loading import jixiao, marts
from tests.years.publications import first_year, printed

_LAST = 60
"""The last deeds, among them the fsyncs and the rename, are all tried."""


def kills(rounds: int, seed: int, folder: Path) -> Iterator[str]:
    """Kill as many loads, each of other content, and check what is published after each. Yields what was seen.

    Raises AssertionError where a published file is neither the one before nor the one after, where a load that is started
    at once after a kill does not end well, or where the last state is not that of a clean warehouse.
    """
    chance = random.Random(seed)
    raw, warehouse = folder / "raw", folder / "warehouse"
    published = warehouse / "jixiao.duckdb"
    _write_and_load(raw, warehouse, 2)
    seconds = _write_and_load(raw, warehouse, 1)  # the very first load is slower than those that are killed
    before = marts(published)
    for number in range(1, rounds + 1):
        _write(raw, number % 4 + 1)
        # Publishing is the last tenth: a third of the kills fall there.
        moment = seconds * (
            chance.uniform(0.85, 1.05) if chance.random() < 0.3 else chance.uniform(0.02, 0.9)
        )
        was_killed = _killed_after(moment, raw, warehouse)
        there = marts(published)
        is_after = there != before
        took = _write_and_load(raw, warehouse, number % 4 + 1)
        after = marts(published)
        assert not is_after or there == after, f"round {number}: a half of a publication at {moment:.2f} s"
        before = after
        yield (
            f"round {number}: {'killed' if was_killed else 'ended by itself'} after {moment:.2f} s, then "
            f"{'the new' if is_after else 'the old'} file was there; the next load took {took:.1f} s"
        )
    clean = folder / "clean"
    assert jixiao("load", "--raw", raw, "--warehouse", clean).status == 0
    of_clean = marts(clean / "jixiao.duckdb")
    for state in (before, of_clean):  # earlier versions are known to the one that met them
        state["dim_document"] = [row for row in state["dim_document"] if row[-1]]
    assert before == of_clean, "the last state is not that of a clean warehouse"


def _write(raw: Path, forms: int) -> None:
    (raw / "2024").mkdir(parents=True, exist_ok=True)
    (raw / "2024" / "a.txt").write_text(printed(first_year()[:forms]), encoding="utf-8")


def _write_and_load(raw: Path, warehouse: Path, forms: int) -> float:
    _write(raw, forms)
    start = time.monotonic()
    called = jixiao("load", "--raw", raw, "--warehouse", warehouse)
    assert called.status == 0, f"the next load did not end well: {called.err}"
    return time.monotonic() - start


def _killed_after(seconds: float, raw: Path, warehouse: Path) -> bool:
    load = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "load", "--raw", raw, "--warehouse", warehouse],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        load.wait(seconds)
    except subprocess.TimeoutExpired:
        load.kill()
        load.wait()
        return True
    return False


def faults(every: int, folder: Path) -> Iterator[str]:
    """Let publishing fail, and be killed, at each `every`-th deed and at all of the last ones. Yields what was seen.

    Raises AssertionError where the published file is neither the one before nor the one after, or where publishing once
    more in the same folder does not end in the one after.
    """
    shim = compiled_shim(folder)
    assert shim, "a C compiler and Linux are needed"
    ready = prepare(folder)
    work = folder / "work"
    status, deeds = ready.publish(work, shim, 0, kill=False)
    assert (status, state_of(work / "jixiao.duckdb")) == (0, ready.after)
    yield f"publishing is {deeds} deeds"
    tried = [at for at in range(1, deeds + 1) if at % every == 0 or at > deeds - _LAST]
    seen = {"before": 0, "after": 0}
    for at in tried:
        for kill in (False, True):
            ready.publish(work, shim, at, kill=kill)
            there = state_of(work / "jixiao.duckdb")
            how = f"{'killed' if kill else 'failed'} at deed {at}"
            assert there in (ready.before, ready.after), f"{how}: neither before nor after"
            seen["after" if there == ready.after else "before"] += 1
            status, _ = ready.publish_there(work, shim, 0, kill=False)
            assert status == 0, f"{how}: publishing again did not end well"
            assert state_of(work / "jixiao.duckdb") == ready.after, (
                f"{how}: publishing again published something else"
            )
    yield f"{2 * len(tried)} faults: {seen['before']} left the file before, {seen['after']} the one after; 0 anything else"


def main() -> None:
    """Run what the command line asks for."""
    what, *numbers = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="jixiao-torture-") as name:
        folder = Path(name)
        if what == "kills":
            seed = int(numbers[1]) if len(numbers) > 1 else random.randrange(10**6)
            sys.stdout.write(f"seed {seed}\n")
            seen = kills(int(numbers[0]), seed, folder)
        else:
            seen = faults(int(numbers[0]) if numbers else 1, folder)
        for line in seen:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        shutil.rmtree(folder / "warehouse", ignore_errors=True)


if __name__ == "__main__":
    main()
