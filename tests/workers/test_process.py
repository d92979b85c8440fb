"""The protocol between a load and its workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.workers.process import EndedError, RaisedError, Worker
from tests.loading import ends
from tests.places import ROOT

SLEEP = "time:sleep"


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker("a worker of a test") as one:
        yield one


def test_what_a_function_raises_comes_back_as_its_name_and_message(worker: Worker) -> None:
    with pytest.raises(RaisedError) as raised:
        worker.ask("operator:truediv", 1, 0, seconds=60)

    assert (raised.value.error, raised.value.message) == ("ZeroDivisionError", "division by zero")
    assert worker.ask("operator:add", 1, 2, seconds=60) == 3


def test_an_import_that_fails_names_the_module(worker: Worker) -> None:
    with pytest.raises(RaisedError) as raised:
        worker.ask("no_such_module:read", seconds=60)

    assert raised.value.missing == "no_such_module"


def test_an_answer_that_cannot_be_sent_is_said(worker: Worker) -> None:
    with pytest.raises(RaisedError):
        worker.ask("builtins:eval", "lambda: 0", seconds=60)
    assert worker.ask("builtins:eval", "1", seconds=60) == 1


def test_only_answers_stand_in_its_output(worker: Worker) -> None:
    worker.tell("builtins:print", "noise" * 10_000)
    worker.tell("os:write", 1, b"noise")

    assert worker.ask("builtins:eval", "print('noise') or 5", seconds=60) == 5
    assert "noise" in worker.last_words()


def test_a_worker_that_is_late_is_ended(worker: Worker) -> None:
    with pytest.raises(EndedError) as ended:
        worker.ask(SLEEP, 60, seconds=1)

    assert ended.value.is_late


def test_a_worker_that_dies_says_how(worker: Worker) -> None:
    with pytest.raises(EndedError) as ended:
        worker.ask("builtins:eval", "__import__('os').kill(__import__('os').getpid(), 15)", seconds=60)

    assert (ended.value.how, ended.value.had_started) == (f"signal {signal.SIGTERM.value}", True)


def test_a_worker_that_cannot_start_says_why() -> None:
    with Worker("a worker", {"LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", ""), "PATH": ""}) as worker:
        os.kill(worker.process_id, signal.SIGKILL)
        with pytest.raises(EndedError) as ended:
            worker.ask(SLEEP, 0, seconds=60)

    assert not ended.value.had_started


def test_what_it_was_told_is_finished_before_it_ends(worker: Worker, tmp_path: Path) -> None:
    worker.tell(SLEEP, 0.3)
    worker.tell("pathlib:Path.touch", str(tmp_path / "no method of a module"))
    worker.tell("os:mkdir", str(tmp_path / "made"))

    assert worker.finish(60) == 1
    assert (tmp_path / "made").exists()
    assert "AttributeError" in worker.last_words()


STARTS_AND_IS_KILLED = """
import sys, time
from flows.workers.process import Worker
worker = Worker("a worker")
print(worker.process_id, flush=True)
worker.tell("time:sleep", 2)
worker.tell("os:mkdir", sys.argv[1])
time.sleep(600)
"""


def test_a_worker_ends_with_a_load_that_is_killed_and_does_nothing_more(tmp_path: Path) -> None:
    made = tmp_path / "made"
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_AND_IS_KILLED, made], stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as load:
        assert load.stdout is not None
        worker = int(load.stdout.readline())
        time.sleep(0.5)
        load.kill()

    assert ends(worker)
    assert not made.exists()
