"""Reading in a process of its own, with limits of time and memory: whatever a document does, the load goes on.

The engines below the readers are written in C and meet bytes that nobody has checked. So documents are read in one
worker process, started when the first document needs it and used for the following ones. A document that takes too
long, needs too much memory or makes the worker crash is refused, and the next one gets a new worker.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from flows.base.extension import told_to_others
from flows.readers.document import UnreadableError

_T = TypeVar("_T")
_LENGTH = struct.Struct("<Q")
_SERVE = "from flows.readers.isolated import serve; serve({seconds}, {memory})"
# What a job may end with, beside the answer itself.
_DONE, _REFUSED, _FAILED, _OUT_OF_MEMORY = range(4)
_OUT_OF_MEMORY_STATUS = 77  # that no engine uses
_GRACE_SECONDS = 5
"""The parent ends a worker in time; a worker whose parent is gone ends itself this much later."""
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes of ru_maxrss
_WATCH_SECONDS = 0.05
_REMEDY = "Check that it is a yearly document; if it is, save it anew in an office program, or split it."


class Worker:
    """A process that reads documents, one at a time: `with Worker(30, 1024**3) as worker: worker.run(read, content)`."""

    def __init__(self, seconds: float, memory: int) -> None:
        """Limits of one document: wall time in seconds, memory of the worker in bytes."""
        self._seconds = seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def run(self, function: Callable[[bytes], _T], content: bytes) -> _T:
        """What `function` (of a module, so that the worker finds it) returns for `content`.

        Raises UnreadableError where the function does, and where it exceeds a limit, crashes or fails otherwise.
        """
        with self._one_at_a_time:
            process = self._started()
            is_late = threading.Event()
            timer = threading.Timer(self._seconds, _end_late, (process, is_late))
            timer.start()
            try:
                answer = _ask(process, (function, content))
            except (
                BaseException
            ):  # interrupted: an answer that nobody waits for must not be taken for the next one's
                self._end()
                raise
            finally:
                timer.cancel()
                timer.join()
            if is_late.is_set() and answer:
                self._end()  # the answer came just in time, and the end just after it
            if answer is None:
                self._end()
                raise UnreadableError(self._why_it_ended(process, is_late=is_late.is_set()))
            kind, result = answer
            if kind == _OUT_OF_MEMORY:
                self._end()  # what is left of its memory is in pieces
                raise UnreadableError(self._out_of_memory())
        if kind == _DONE:
            return result
        if kind == _REFUSED:
            raise UnreadableError(result)
        raise UnreadableError(
            f"the reader failed on the file ({result}), which is an error of the reader. Please report it with the file."
        )

    def close(self) -> None:
        """Ends the process, if there is one."""
        with self._one_at_a_time:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is None:
            return self._process
        self._end()
        self._process = subprocess.Popen(  # noqa: S603, our own interpreter and code
            [sys.executable, "-c", _SERVE.format(seconds=self._seconds, memory=self._memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **told_to_others(), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                _close(pipe)

    def _why_it_ended(self, process: subprocess.Popen[bytes], *, is_late: bool) -> str:
        status = process.returncode
        if is_late or status == -signal.SIGALRM:
            return f"reading the file takes longer than {self._seconds:g} seconds (the setting document_seconds). {_REMEDY}"
        if status == _OUT_OF_MEMORY_STATUS:
            return self._out_of_memory()
        how = f"signal {-status}" if status < 0 else f"exit status {status}"
        return f"reading the file made the reader crash ({how}). {_REMEDY}"

    def _out_of_memory(self) -> str:
        allowed = f"{self._memory // 1024**2:,} MiB of memory (the setting document_memory_mib)"
        return f"reading the file needs more than {allowed}. {_REMEDY}"


def _end_late(process: subprocess.Popen[bytes], is_late: threading.Event) -> None:
    is_late.set()
    process.kill()


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe:
            pipe.close()
    except BrokenPipeError:  # what was not sent is not needed any more
        pass


def _ask(
    process: subprocess.Popen[bytes], job: tuple[Callable[[bytes], Any], bytes]
) -> tuple[int, Any] | None:
    """The worker's answer; None where it ended before it gave one."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        _send(process.stdin, pickle.dumps(job, pickle.HIGHEST_PROTOCOL))
    except BrokenPipeError:
        return None
    answer = _receive(process.stdout)
    if answer is None:
        process.wait()
        return None
    return pickle.loads(answer)  # noqa: S301, written by our own worker


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    """The next message; None where the other side is gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = pipe.read(length)
    return message if len(message) == length else None


def serve(seconds: float, memory: int) -> None:
    """The worker's side: answers jobs until its parent is gone. For the process that `Worker` starts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    jobs = sys.stdin.buffer
    # Answers have the pipe to themselves: what an engine prints goes where messages go.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit_memory(memory)
    while (job := _receive(jobs)) is not None:
        signal.alarm(int(seconds) + _GRACE_SECONDS)
        kind, answer = _answer(job)
        signal.alarm(0)
        _send(answers, answer)
        if kind == _OUT_OF_MEMORY:
            return


def _answer(job: bytes) -> tuple[int, bytes]:
    """How the job ended, and the message that says so."""
    try:
        function, content = pickle.loads(job)  # noqa: S301, written by our own parent
        kind, result = _DONE, function(content)
        return kind, pickle.dumps((kind, result), pickle.HIGHEST_PROTOCOL)
    except UnreadableError as error:
        kind, result = _REFUSED, str(error)
    except MemoryError:
        kind, result = _OUT_OF_MEMORY, None
    except Exception as error:  # noqa: BLE001, whatever it is, the parent is told
        kind, result = _FAILED, f"{type(error).__name__}: {error}"
    return kind, pickle.dumps((kind, result), pickle.HIGHEST_PROTOCOL)


def _limit_memory(memory: int) -> None:
    """Beyond `memory` bytes allocations fail, where the system can do that; elsewhere the worker ends itself."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "darwin":
        threading.Thread(target=_watch_memory, args=(memory,), daemon=True).start()
    else:
        _, allowed = resource.getrlimit(resource.RLIMIT_DATA)
        limit = memory if allowed == resource.RLIM_INFINITY else min(memory, allowed)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _watch_memory(memory: int) -> None:
    pause = threading.Event()
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT <= memory:
        pause.wait(_WATCH_SECONDS)
    os._exit(_OUT_OF_MEMORY_STATUS)
