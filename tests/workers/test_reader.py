"""Reading in a worker process: limits hold, and the parent lives on.

A worker finds functions by their module, which those of a test have none it could import; so it is given `eval`, and
what to do as the content.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.readers import UnreadableError, read_document
from flows.readers.isolated import Worker

DOCX = Path(__file__).resolve().parents[1] / "documents" / "2024" / "objectives_2024.docx"
PROCESS = b"__import__('os').getpid()"


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(seconds=20, memory=400 * 1024**2) as one:
        yield one


def refused(worker: Worker, content: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        worker.run(eval, content)
    return str(error.value)


def test_a_document_reads_the_same_in_a_worker(worker: Worker) -> None:
    content = DOCX.read_bytes()

    assert worker.run(read_document, content) == read_document(content)


def test_one_process_serves_all_documents(worker: Worker) -> None:
    first = worker.run(eval, PROCESS)

    assert first != os.getpid()
    assert worker.run(eval, PROCESS) == first


def test_what_the_reader_refuses_is_refused_with_its_message(worker: Worker) -> None:
    with pytest.raises(UnreadableError) as error:
        worker.run(read_document, b"")

    assert str(error.value).startswith("the file is empty.")


def test_a_document_that_takes_too_long_is_refused_and_the_next_one_is_read() -> None:
    started = time.monotonic()
    with Worker(seconds=3, memory=1024**3) as worker:
        assert refused(worker, b"__import__('time').sleep(60)") == (
            "reading the file takes longer than 3 seconds (the setting document_seconds). "
            "Check that it is a yearly document; if it is, save it anew in an office program, or split it."
        )
        assert worker.run(eval, b"1 + 1") == 2
    assert time.monotonic() - started < 30


def test_a_document_that_needs_too_much_memory_is_refused_and_the_next_one_is_read(worker: Worker) -> None:
    before = worker.run(eval, PROCESS)

    assert refused(worker, b"len(bytearray(500 * 1024**2))") == (
        "reading the file needs more than 400 MiB of memory (the setting document_memory_mib). "
        "Check that it is a yearly document; if it is, save it anew in an office program, or split it."
    )
    assert worker.run(eval, PROCESS) != before


@pytest.mark.parametrize(
    ("what", "how"),
    [
        (b"__import__('os').abort()", "signal 6"),
        (b"__import__('ctypes').string_at(0)", "signal 11"),
        (b"__import__('os')._exit(3)", "exit status 3"),
    ],
)
def test_a_crash_is_refused_and_the_next_document_is_read(worker: Worker, what: bytes, how: str) -> None:
    assert refused(worker, what).startswith(f"reading the file made the reader crash ({how}). Check that")
    assert worker.run(eval, b"1 + 1") == 2


def test_an_error_of_ours_is_named(worker: Worker) -> None:
    assert refused(worker, b"1 / 0") == (
        "the reader failed on the file (ZeroDivisionError: division by zero), which is an error of the reader. "
        "Please report it with the file."
    )
    assert refused(worker, b"lambda: 0").startswith("the reader failed on the file")


def test_what_an_engine_prints_does_not_disturb_the_answer(worker: Worker) -> None:
    printing = b"[print('noise'), __import__('os').write(1, b'noise' * 9000), 7][-1]"

    assert worker.run(eval, printing) == 7


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="tells by /proc when a process has ended")
def test_a_worker_that_was_ended_from_outside_is_replaced(worker: Worker) -> None:
    ended = worker.run(eval, PROCESS)
    os.kill(ended, 9)
    while b" Z " not in Path(f"/proc/{ended}/stat").read_bytes():
        time.sleep(0.01)

    assert worker.run(eval, PROCESS) != ended


def test_an_interrupted_job_leaves_no_answer_behind(worker: Worker) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(KeyboardInterrupt):
            worker.run(eval, b"[__import__('time').sleep(0.5), 1]")
    finally:
        signal.signal(signal.SIGALRM, before)

    assert worker.run(eval, b"2") == 2


def test_large_documents_pass(worker: Worker) -> None:
    content = b"'" + b"x" * 20_000_000 + b"'"

    assert len(worker.run(eval, content)) == 20_000_000


def test_a_closed_worker_leaves_no_process_and_can_be_used_again() -> None:
    worker = Worker(seconds=30, memory=1024**3)
    process = worker.run(eval, PROCESS)
    worker.close()

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert worker.run(eval, b"2") == 2
    worker.close()
