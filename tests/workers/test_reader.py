"""Reading in a process of its own: limits hold, the load lives on, and what is none of the document's is not said of it.

The process is asked for functions by name; most tests ask for `eval`, with what to do as the content.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.base.errors import CouldNotRunError
from flows.readers import UnreadableError, read_document
from flows.workers.reader import AttemptError, Reader, Turns
from flows.workers.serve import Limits

DOCX = Path(__file__).resolve().parents[1] / "documents" / "2024" / "objectives_2024.docx"
PROCESS = b"__import__('os').getpid()"
EVAL = "builtins:eval"
LIMITS = Limits(20, 400 * 1024**2)


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader(LIMITS) as one:
        yield one


def refused(reader: Reader, content: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        reader.read(EVAL, content)
    return str(error.value)


def once(folder: Path, deed: str) -> bytes:
    """What to do the first time that it is asked for; the second time it is 7."""
    mark = folder / "done"
    return f"7 if __import__('os').path.exists({str(mark)!r}) else [open({str(mark)!r}, 'w').close(), {deed}]".encode()


def test_a_document_reads_the_same_in_a_process_of_its_own(reader: Reader) -> None:
    content = DOCX.read_bytes()

    assert reader.read("flows.readers:read_document", content) == read_document(content)


def test_one_process_serves_all_documents(reader: Reader) -> None:
    first = reader.read(EVAL, PROCESS)

    assert first != os.getpid()
    assert reader.read(EVAL, PROCESS) == first


def test_what_the_reader_refuses_is_refused_with_its_message(reader: Reader) -> None:
    with pytest.raises(UnreadableError) as error:
        reader.read("flows.readers:read_document", b"")

    assert str(error.value).startswith("the file is empty.")


def test_a_document_that_takes_too_much_of_the_processor_is_refused_and_the_next_one_is_read() -> None:
    with Reader(Limits(1, 1024**3)) as reader:
        assert refused(reader, b"[None for _ in iter(int, 1)]") == (
            "reading the file takes more than 1 seconds of processor time (the setting document_seconds). "
            "Check that it is a yearly document; if it is, save it anew in an office program, or split it."
        )
        assert reader.read(EVAL, b"1 + 1") == 2


def test_a_document_that_only_waits_longer_is_read() -> None:
    with Reader(Limits(1, 1024**3)) as reader:
        assert reader.read(EVAL, b"[__import__('time').sleep(2), 3][-1]") == 3


def test_a_reader_that_waits_for_ever_is_no_verdict_on_the_document() -> None:
    with Reader(Limits(0.2, 1024**3)) as reader:
        with pytest.raises(AttemptError) as error:
            reader.read(EVAL, b"__import__('time').sleep(60)")
        assert str(error.value) == (
            "reading took 6 seconds, but less than 0.2 of the processor: the machine is busy, or the reader waits for "
            "something, twice. The next load tries again"
        )
        assert reader.read(EVAL, b"1 + 1") == 2


def test_a_document_that_needs_too_much_memory_is_refused_and_the_next_one_is_read(reader: Reader) -> None:
    before = reader.read(EVAL, PROCESS)

    assert refused(reader, b"len(bytearray(500 * 1024**2))") == (
        "reading the file needs more than 400 MiB of memory (the setting document_memory_mib). "
        "Check that it is a yearly document; if it is, save it anew in an office program, or split it."
    )
    assert reader.read(EVAL, PROCESS) != before


@pytest.mark.skipif(sys.platform == "darwin", reason="allows a process any memory")
def test_memory_that_the_system_does_not_allow_is_no_verdict_on_the_document(tmp_path: Path) -> None:
    tried = tmp_path / "tried.py"
    tried.write_text(
        "from flows.workers.reader import AttemptError, Reader\n"
        "from flows.workers.serve import Limits\n"
        "with Reader(Limits(20, 4 * 1024**3)) as reader:\n"
        "    try:\n"
        "        reader.read('builtins:eval', b'len(bytearray(2 * 1024**3))')\n"
        "    except AttemptError as error:\n"
        "        print(error)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["sh", "-c", f"ulimit -d 1000000; exec {sys.executable} {tried}"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.stdout == (
        "the system allows a process only 977 MiB of memory (ulimit), twice. The next load tries again\n"
    )


@pytest.mark.parametrize(
    ("what", "how"),
    [
        (b"__import__('os').abort()", "signal 6"),
        (b"__import__('ctypes').string_at(0)", "signal 11"),
        (b"__import__('os')._exit(3)", "exit status 3"),
    ],
)
def test_a_document_that_makes_its_reader_crash_twice_is_refused_and_the_next_one_is_read(
    reader: Reader, what: bytes, how: str
) -> None:
    assert refused(reader, what).startswith(
        f"reading the file made the reader crash ({how}), twice. Check that"
    )
    assert reader.read(EVAL, b"1 + 1") == 2


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_a_reader_that_is_ended_once_is_tried_again_at_once(
    reader: Reader, tmp_path: Path, number: int
) -> None:
    assert (
        reader.read(EVAL, once(tmp_path, f"__import__('os').kill(__import__('os').getpid(), {number})")) == 7
    )


def test_a_reader_that_is_ended_from_outside_twice_is_no_verdict_on_the_document(reader: Reader) -> None:
    with pytest.raises(AttemptError) as error:
        reader.read(EVAL, b"__import__('os').kill(__import__('os').getpid(), 9)")

    assert str(error.value) == (
        "the reader was ended from outside (signal 9), twice. The next load tries again"
    )
    assert reader.read(EVAL, b"1 + 1") == 2


def test_the_second_try_waits_until_nobody_else_reads() -> None:
    turns, order = Turns(), []
    is_reading = threading.Event()

    def read_beside() -> None:
        with turns.beside_others():
            is_reading.set()
            time.sleep(0.3)
            order.append("beside")

    other = threading.Thread(target=read_beside)
    other.start()
    is_reading.wait()
    with turns.alone():
        order.append("alone")
        late = threading.Thread(target=read_beside)
        late.start()
        time.sleep(0.3)
        order.append("still alone")
    other.join()
    late.join()

    assert order == ["beside", "alone", "still alone", "beside"]


def test_a_module_that_cannot_be_imported_is_no_verdict_on_any_document(reader: Reader) -> None:
    with pytest.raises(CouldNotRunError) as error:
        reader.read("flows.no_such_module:read", b"")

    assert str(error.value).startswith(
        "no document can be read here: the reader cannot import flows.no_such_module ("
    )


def test_an_import_that_fails_for_one_document_alone_is_that_document_s(reader: Reader) -> None:
    assert refused(reader, b"__import__('no_such_module')").startswith(
        "the reader cannot import no_such_module (No module named 'no_such_module'), twice."
    )


def test_where_not_even_a_trivial_document_can_be_read_the_cause_is_named(reader: Reader) -> None:
    with pytest.raises(CouldNotRunError) as error:
        # Called for the trivial document, too, since it takes the bytes for something else.
        reader.read("tests.workers.deeds:end_from_outside", b"")

    assert str(error.value) == (
        "no document can be read here, not even one of a single line: the reader was ended from outside (signal 15). "
        "Mend this and start again"
    )


def test_an_error_of_ours_is_named(reader: Reader) -> None:
    assert refused(reader, b"1 / 0") == (
        "the reader failed on the file (ZeroDivisionError: division by zero), which is an error of the reader. "
        "Please report it with the file."
    )
    assert refused(reader, b"lambda: 0").startswith("the reader failed on the file")


def test_what_an_engine_prints_does_not_disturb_the_answer(reader: Reader) -> None:
    printing = b"[print('noise'), __import__('os').write(1, b'noise' * 9000), 7][-1]"

    assert reader.read(EVAL, printing) == 7


def test_an_interrupted_document_leaves_no_answer_behind(reader: Reader) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    reader.read(EVAL, b"1")
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(KeyboardInterrupt):
            reader.read(EVAL, b"[__import__('time').sleep(0.5), 1]")
    finally:
        signal.signal(signal.SIGALRM, before)

    assert reader.read(EVAL, b"2") == 2


def test_large_documents_pass(reader: Reader) -> None:
    content = b"'" + b"x" * 20_000_000 + b"'"

    assert len(reader.read(EVAL, content)) == 20_000_000


def test_a_closed_reader_leaves_no_process_and_can_be_used_again() -> None:
    reader = Reader(LIMITS)
    process = reader.read(EVAL, PROCESS)
    reader.close()

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert reader.read(EVAL, b"2") == 2
    reader.close()
