"""`make torture`: loads that are killed at random moments, and publications with a fault at every deed.

    python -m tests.crash.torture kills ROUNDS [SEED]   kill -9 within a load or a rollback; the next needs no hand on it
    python -m tests.crash.torture faults [EVERY]        each EVERY-th write, fsync, rename, unlink fails, then kills

Ends with status 1 at the first state that is neither the one before nor the one after, at a kept publication that never was
one, and at a description of kept bytes that is half written.
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

from flows.warehouse.sidecars import read_sidecars
from tests.crash.publishing import State, compiled_shim, prepare, state_of
from tests.loading import jixiao, marts
from tests.years.publications import first_year, printed

_LAST = 60
"""The last deeds, among them the fsyncs and the rename, are all tried."""


def kills(rounds: int, seed: int, folder: Path) -> Iterator[str]:
    """Kill as many loads, each of other content, and every third time a rollback, too. Yields what was seen.

    Raises AssertionError if a published file is neither the one before nor the one after, if what is kept beside it is no
    publication that there was or is half written, if a load or rollback that is started at once after a kill does not end
    well, or if the last state is not that of a clean warehouse.
    """
    chance = random.Random(seed)
    raw, warehouse = folder / "raw", folder / "warehouse"
    published = warehouse / "jixiao.duckdb"
    _write_and_load(raw, warehouse, 2)
    states = [marts(published)]
    seconds = _write_and_load(raw, warehouse, 1)  # the very first load is slower than those that are killed
    states.append(before := marts(published))
    for number in range(1, rounds + 1):
        _write(raw, number % 4 + 1)
        # Publishing is the last tenth: a third of the kills fall there.
        moment = seconds * (
            chance.uniform(0.85, 1.05) if chance.random() < 0.3 else chance.uniform(0.02, 0.9)
        )
        was_killed = _killed_after(moment, ["load", "--raw", raw, "--warehouse", warehouse])
        there = marts(published)
        states.append(there)
        _check_beside(warehouse, states, f"round {number}")
        took = _write_and_load(raw, warehouse, number % 4 + 1)
        states.append(after := marts(published))
        assert there in (before, after), f"round {number}: a half of a publication at {moment:.2f} s"
        _check_beside(warehouse, states, f"round {number}")
        yield (
            f"round {number}: {'killed' if was_killed else 'ended by itself'} after {moment:.2f} s, then "
            f"{'the old' if there == before else 'the new'} file was there; the next load took {took:.1f} s"
        )
        before = after
        if number % 3 == 0:
            yield f"round {number}: {_kill_a_rollback(chance, warehouse, states)}"
            _write_and_load(raw, warehouse, number % 4 + 1)
            assert marts(published) == after, (
                f"round {number}: the load after a rollback published something else"
            )
    clean = folder / "clean"
    assert jixiao("load", "--raw", raw, "--warehouse", clean).status == 0
    of_clean = marts(clean / "jixiao.duckdb")
    for state in (before, of_clean):  # earlier versions are known to the one that met them
        state["dim_document"] = [row for row in state["dim_document"] if row[-1]]
    assert before == of_clean, "the last state is not that of a clean warehouse"


def _kill_a_rollback(chance: random.Random, warehouse: Path, states: list[State]) -> str:
    """Kill a rollback at a random moment and start it again; what was seen."""
    published = warehouse / "jixiao.duckdb"
    kept = max((warehouse / "publications").glob("*.duckdb"), key=lambda file: int(file.stem))
    before, target = marts(published), marts(kept)
    moment = chance.uniform(0.2, 3.0)
    was_killed = _killed_after(moment, ["rollback", kept.stem, "--warehouse", warehouse])
    there = marts(published)
    assert there in (before, target), f"a half of a rollback at {moment:.2f} s"
    _check_beside(warehouse, states, "rollback")
    called = jixiao("rollback", kept.stem, "--warehouse", warehouse)
    assert called.status == 0, f"the next rollback did not end well: {called.err}"
    assert marts(published) == target, "a rollback published something else"
    _check_beside(warehouse, states, "rollback")
    ended = "killed" if was_killed else "ended by itself"
    return f"a rollback {ended} after {moment:.2f} s, then {'the old' if there == before else 'the new'} file was there"


def _check_beside(warehouse: Path, states: list[State], when: str) -> None:
    """What is kept beside the published file is whole: publications that there were, descriptions that can be read."""
    for file in (warehouse / "publications").glob("*.duckdb"):
        assert marts(file) in states, f"{when}: {file.name} is no publication that there was"
    _, unusable = read_sidecars(warehouse / "documents")
    assert unusable == (), f"{when}: half a description: {unusable}"


def _write(raw: Path, forms: int) -> None:
    (raw / "2024").mkdir(parents=True, exist_ok=True)
    (raw / "2024" / "a.txt").write_text(printed(first_year()[:forms]), encoding="utf-8")


def _write_and_load(raw: Path, warehouse: Path, forms: int) -> float:
    _write(raw, forms)
    start = time.monotonic()
    called = jixiao("load", "--raw", raw, "--warehouse", warehouse)
    assert called.status == 0, f"the next load did not end well: {called.err}"
    return time.monotonic() - start


def _killed_after(seconds: float, arguments: list[str | Path]) -> bool:
    """Whether the command had to be killed after so many seconds; else it ended before."""
    load = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *arguments],
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
            for kept in (work / "publications").glob("*.duckdb"):
                assert state_of(kept) in (ready.before, ready.after), f"{how}: {kept.name} is no publication"
            assert read_sidecars(work / "documents")[1] == (), f"{how}: half a description of kept bytes"
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
