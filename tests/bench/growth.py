"""How a load grows with the documents: seconds, memory, size of the file, the price of one document more, and questions.

`python -m tests.bench.growth 10 100 1000 10000` measures the numbers of documents it is given, in a folder that `TMPDIR` may
place elsewhere, and prints a Markdown table.
"""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import duckdb
import psutil

from tests.bench.timing import least
from tests.pages.questions import PAGE, questions
from tests.scale import corpus

NUMBERS = (10, 100, 1_000)
_WATCH_SECONDS = 0.2
_PROMPT_SECONDS = 0.3
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Watched:
    """What a command took: wall time, the most memory of its own process, and of all its processes together (bytes)."""

    seconds: float
    own_memory: int
    all_memory: int


@dataclass(frozen=True, slots=True)
class Grown:
    """A load of as many documents, one of one more after it, and the seconds of each question by its number."""

    documents: int
    indicators: int
    first: Watched
    one_more: Watched
    file_bytes: int
    questions: dict[str, float]


def lines(numbers: Sequence[int] = NUMBERS) -> Iterator[str]:
    """A table with a line for each number, then the exponents between neighbours, and how long the twenty questions take."""
    with tempfile.TemporaryDirectory() as name:
        alone = _measured(Path(name) / "alone", 1)
    yield (
        "| documents | indicators | seconds | documents a second | memory of the load itself | of all its processes "
        "| file | one document more | against one alone |"
    )
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    grown: list[Grown] = []
    for number in numbers:
        with tempfile.TemporaryDirectory() as name:
            grown.append(_measured(Path(name), number))
        yield _line(grown[-1], alone)
    for less, more in pairwise(grown):
        exponent = math.log(more.first.seconds / less.first.seconds) / math.log(
            more.documents / less.documents
        )
        yield (
            f"From {less.documents:,} to {more.documents:,} documents: exponent of the time {exponent:.2f}, memory of the "
            f"load itself {more.first.own_memory / less.first.own_memory:.2f}×"
        )
    for each in grown:
        slow = {number: took for number, took in each.questions.items() if took >= _PROMPT_SECONDS}
        prompt = len(each.questions) - len(slow)
        others = "".join(f"; question {number} {took:.2f} s" for number, took in slow.items())
        yield f"On {each.documents:,} documents, warm: {prompt} questions under {_PROMPT_SECONDS} s{others}"


def _line(grown: Grown, alone: Grown) -> str:
    first, more = grown.first, grown.one_more
    return (
        f"| {grown.documents:,} | {grown.indicators:,} | {first.seconds:.0f} | {grown.documents / first.seconds:.1f} "
        f"| {first.own_memory / _MIB:,.0f} MiB | {first.all_memory / _MIB:,.0f} MiB | {grown.file_bytes / _MIB:,.0f} MiB "
        f"| {more.seconds:.1f} s | {more.seconds / alone.first.seconds:.2f}× |"
    )


def _measured(folder: Path, number: int) -> Grown:
    raw, warehouse = folder / "raw", folder / "warehouse"
    truth = corpus.write(raw, corpus.documents(number))
    first = watched_load(raw, warehouse)
    published = warehouse / "jixiao.duckdb"
    with duckdb.connect(str(published), read_only=True) as connection:
        there = connection.execute(
            "select count(*), (select sum(budget_yuan) from marts.fact_budget where is_additive) from marts.fact_indicator"
        ).fetchall()[0]
        if there != (truth.indicators, truth.budget_yuan):
            raise RuntimeError(f"{number} documents: {there} were published, the documents print {truth}")
        asked = {
            question.title.partition(".")[0]: least(partial(_ask, connection, question.sql), runs=3)
            for question in questions(PAGE.read_text(encoding="utf-8"))
        }
    corpus.write(raw, iter([corpus.document(number)]))
    return Grown(
        number, truth.indicators, first, watched_load(raw, warehouse), published.stat().st_size, asked
    )


def _ask(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    connection.execute(sql).fetchall()


def watched_load(raw: Path, warehouse: Path) -> Watched:
    """Run `jixiao load` and watch what it takes. Raises RuntimeError where it does not end well."""
    start = time.monotonic()
    load = psutil.Popen(
        [sys.executable, "-m", "flows.cli", "load", "--raw", raw, "--warehouse", warehouse],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    own_memory = all_memory = 0
    while load.poll() is None:
        own, every = _memory(load)
        own_memory, all_memory = max(own_memory, own), max(all_memory, every)
        time.sleep(_WATCH_SECONDS)
    if load.returncode != 0:
        raise RuntimeError(f"the load ended with {load.returncode}: {load.stderr.read().decode()[-2000:]}")
    return Watched(time.monotonic() - start, own_memory, all_memory)


def _memory(process: psutil.Process) -> tuple[int, int]:
    try:
        own = process.memory_info().rss
        every = own
        for child in process.children(recursive=True):
            every += child.memory_info().rss
    except psutil.NoSuchProcess:  # ended while it was looked at
        return 0, 0
    return own, every


if __name__ == "__main__":
    for each in lines([int(number) for number in sys.argv[1:]] or NUMBERS):
        sys.stdout.write(f"{each}\n")
        sys.stdout.flush()
